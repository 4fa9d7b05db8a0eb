"""Where the text takes the word again behind a report: at a hard mark, a turn, a new clause."""

from __future__ import annotations

from collections.abc import Sequence

from generation.pipeline.reading.word_set import word_set
from generation.pipeline.wording_rules.asides import comments
from generation.pipeline.wording_rules.sentences import Opening, Token

_HARD_MARKS = frozenset(";–—•|")
# Behind a comma "a sign of ..." too says what the text makes of what was reported.
_TURNS = word_set("but though although whereas however nevertheless yet so which a an bravo")
_JOINS = word_set("and or while")
# "..., the upshot of a wrong date", "..., no sign of", "..., presumably": the text's own sums and guesses.
_SUMS = word_set(
    "upshot result outcome consequence product effect price cost fruit legacy proof sign mark measure token echo "
    "picture opposite reverse work sort kind end surest"
)
_GUESSES = word_set(
    "presumably evidently seemingly clearly plainly obviously apparently perhaps probably possibly maybe conceivably "
    "doubtless undoubtedly visibly transparently arguably surely meaning far too rather almost somewhat"
)
# Whoever was framed goes on: "Sunday was quiet, he writes, and he was glad"; not "..., and that is why".
_SAME_PERSON = word_set("he she they his her their")
_NEW_SUBJECT = frozenset({"<pronoun>", "<determiner>", "<possessive>"})
_OPENS_A_NOUN = frozenset({"<determiner>", "<possessive>"})
_VERBS_BEHIND = frozenset({"<auxiliary>", "<modal>", "<past>"})
_GOES_ON = word_set(
    "to whether why how who where <past> <verb> <preposition> <-ing> <adverb> <number> <feeling> <inner-adjective> "
    "<adjective> <comparative> <praise> once twice glad sorry"
)
_REACH = 10
# The end of a report's clause is looked for within this many words.
_FURTHEST = 60


def takes_the_word(tokens: Sequence[Token], at: int) -> bool:
    """Whether the text speaks itself again from `at` on."""
    token = tokens[at]
    if not _HARD_MARKS.isdisjoint(token.marks) or comments(tokens, at):
        return True
    if token.opening is Opening.NOTHING:
        return False
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    reason = at + 2 < len(tokens) and tokens[at + 2].word in {"being", "having"} and token.keys & _OPENS_A_NOUN
    if reason or _sums_or_guesses(tokens, at):
        # "He noted the pulse, the stairs being to blame."
        return True
    if token.word in {"i", "we"}:
        return '"' not in token.marks and not any(":" in each.marks for each in tokens[max(0, at - _REACH) : at])
    if token.word == "so" and any("<reports>" in each.keys for each in tokens[at + 2 : at + 4]):
        return False
    if token.word in _TURNS:
        if token.word in {"a", "an"} and '"' in token.marks:
            return False
        if token.word in {"a", "an"}:
            said = any("<reports>" in each.keys for each in tokens[at + 1 : at + 4])
            # "It was a stroke, a small one" goes on with what was said.
            said = said or any(each.word in {"one", "ones"} for each in tokens[at + 1 : at + 4])
            return not said and ":" not in token.marks
        # "His rule, which hangs in the hall, is that ..." comes back to what it began with.
        back = tokens[at + 1 : at + _REACH] if token.word == "which" else ()
        return not any(each.word in {"is", "was"} and each.opening is Opening.STRETCH for each in back)
    if token.word == "as":
        # "They cheered, he writes, as if he were king" goes on; behind words in marks the text describes.
        aside = at > 1 and "<reports>" in tokens[at - 1].keys and tokens[at - 2].marks == ","
        return following is not None and following.word in {"if", "though"} and not aside
    return token.word in _JOINS and following is not None and _opens_a_clause(tokens, at + 1)


def _sums_or_guesses(tokens: Sequence[Token], at: int) -> bool:
    """ "..., the upshot of a wrong date", "..., and presumably trusts it", "she said, far too quickly"."""
    token, following = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
    if token.word in {"the", "no"}:
        return ":" not in token.marks and any(each.word in _SUMS for each in tokens[at + 1 : at + 3])
    joined = token.word in {"and", "but"}
    guess = following if joined else token
    ends = any(each.opening is not Opening.NOTHING for each in tokens[at + 1 : at + 3])
    if guess is None or guess.word not in _GUESSES or ends:
        return False
    behind_report = at > 0 and "<reports>" in tokens[at - 1].keys
    return joined or behind_report or token.word in {"presumably", "evidently"}


def goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether the clause at `at`, which takes the word, only goes on with what a frame before it reports."""
    if not _HARD_MARKS.isdisjoint(tokens[at].marks) or tokens[at].word not in _JOINS:
        return False
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return following is not None and following.word in _SAME_PERSON


def is_gapped(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether a stretch behind a semicolon has no verb and takes that of the one before: "; his brother, pride"."""
    return ";" in tokens[at].marks and not any(
        token.keys & _VERBS_BEHIND or "{" in "".join(token.keys) for token in tokens[at:end]
    )


def _opens_a_clause(tokens: Sequence[Token], at: int) -> bool:
    """Whether what stands behind ", and" is a clause of the text's own, no item of a list and nothing governed."""
    token = tokens[at]
    behind = tokens[at + 1].keys if at + 1 < len(tokens) else frozenset()
    if token.word == "that":
        if behind & {"<adverb>", "alone"} and at + 2 < len(tokens):
            behind = tokens[at + 2].keys
        verb = at + 1 < len(tokens) and tokens[at + 1].word.endswith("s") and "{" in "".join(behind)
        return verb or bool(behind & {"<auxiliary>", "<modal>", "<event>", "<time>"})
    if "<-ing>" in token.keys and "<reports>" not in token.keys and _goes_to_a_verb(tokens, at + 1):
        return True
    if "<preposition>" in token.keys and behind & {"this", "my", "our"}:
        return True
    if token.word == "if" or ("<adverb>" in token.keys and "<pronoun>" in behind):
        return True
    if token.keys & {"<determiner>", "<possessive>"} and not _goes_to_a_verb(tokens, at + 1):
        return False
    return bool(token.keys & _NEW_SUBJECT) or not token.keys & _GOES_ON


def _goes_to_a_verb(tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb follows before the next mark, so that what opens is a clause and no item of a list."""
    for token in tokens[at : at + _REACH]:
        if token.opening is not Opening.NOTHING:
            return False
        finite = bool(token.keys & _VERBS_BEHIND) or (token.word.endswith("s") and "{" in "".join(token.keys))
        if finite and "<-ing>" not in token.keys:
            return True
    return False


def end_of_stretch(tokens: Sequence[Token], at: int, end: int) -> int:
    """The next word behind a mark, or where the look ahead ends."""
    last = min(end, at + _FURTHEST)
    return next((stop for stop in range(at + 1, last) if tokens[stop].opening is not Opening.NOTHING), last)
