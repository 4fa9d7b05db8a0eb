"""SB207, questions without their mark: a question word or an auxiliary before its subject, and tags.

"When the talk was over, ..." is no question: behind "when" and the like the auxiliary must stand at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generation.pipeline.reading.word_set import word_set
from generation.pipeline.wording_rules.lexicon import kind_of_verb
from generation.pipeline.wording_rules.sentences import Opening, Token

_MAX_LEAD_INS = 4
# Between a question word and its auxiliary: "how much sleep did", "what kind of help is".
_MAX_BETWEEN = 4
_SUBJECTS = word_set("you he she they we i it there anyone anybody someone somebody everyone")
_WITH_IT = word_set("is was does can could will would should are")
_KINDS = word_set("kind kinds sort sorts type types")
_BEFORE_NOUNS = word_set("does can could should would will")
_NO_NOUN = frozenset(
    {"<verb>", "<adverb>", "<auxiliary>", "<preposition>", "<determiner>", "<past>", "<lead-in>", "not"}
)
_OPEN_WITH_NOUN = frozenset({"<determiner>", "<possessive>"})
_NOT_BETWEEN = frozenset(
    {"<pronoun>", "<past>", "<-ing>", "<auxiliary>", "<determiner>", "<possessive>", "<preposition>"}
)


def find_questions(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """(first, last), indices of tokens, both inclusive, of what makes a sentence ask."""
    for at, token in enumerate(tokens):
        if token.opening is Opening.NOTHING:
            continue
        start = _behind_lead_ins(tokens, at)
        if start >= len(tokens):
            continue
        last = _asks(tokens, start, whole=token.opening is Opening.SENTENCE)
        if last is not None:
            yield start, last
    if tag := _tag(tokens):
        yield tag


def _behind_lead_ins(tokens: Sequence[Token], at: int) -> int:
    limit = min(len(tokens), at + _MAX_LEAD_INS)
    while at < limit and "<lead-in>" in tokens[at].keys and "<question>" not in tokens[at].keys:
        at += 1
    return at


def _asks(tokens: Sequence[Token], at: int, *, whole: bool) -> int | None:
    keys = tokens[at].keys
    if "<question>" in keys:
        return _asks_by_word(tokens, at, whole=whole)
    if tokens[at].word == "should" and any(token.opening is Opening.STRETCH for token in tokens[at + 1 :]):
        # "Should she ring, ..." is a condition.
        return None
    if "<auxiliary>" in keys:
        last = _inverted(tokens, at)
        if (
            not whole
            and last is not None
            and tokens[at].word in {"is", "was", "are"}
            and tokens[last].word not in _SUBJECTS
        ):
            # Behind a mark this is a statement: "The baker's, on the corner, is the oldest".
            return None
        return _asks_of_noun(tokens, at) if last is None and whole else last
    return None


def _asks_of_noun(tokens: Sequence[Token], at: int) -> int | None:
    """The place of the verb in "Does ibuprofen help", or of "too" in "Is 34 too late"; None for "Could not sleep"."""
    if at + 2 >= len(tokens) or any(t.opening is not Opening.NOTHING for t in tokens[at + 1 : at + 3]):
        return None
    subject, behind = tokens[at + 1].keys, tokens[at + 2]
    if tokens[at].word in _BEFORE_NOUNS and not subject & _NO_NOUN and "<verb>" in behind.keys:
        return at + 2 if not behind.keys & {"<auxiliary>", "<adverb>", "<preposition>"} else None
    if tokens[at].word in {"is", "are", "was"} and "<number>" in subject and behind.word in {"too", "enough", "ok"}:
        return at + 2
    return None


def _asks_by_word(tokens: Sequence[Token], at: int, *, whole: bool) -> int | None:
    word = tokens[at].word
    if at + 1 >= len(tokens):
        return at if whole and at == 0 else None
    following = tokens[at + 1]
    if word == "why" and kind_of_verb(following.word) and "<auxiliary>" not in following.keys:
        return at + 1
    if word == "who" and whole and following.keys & {"<auxiliary>", "<past>"}:
        return None if _is_not_told(tokens, at + 2) else at + 1
    if word == "what" and whole and following.word in {"happened", "changed", "happens", "now", "else", "next"}:
        return at + 1
    between = 1 if word in {"when", "where", "who", "whom", "why"} else _MAX_BETWEEN
    for place in range(at + 1, min(len(tokens), at + 1 + between)):
        token = tokens[place]
        if token.opening is not Opening.NOTHING:
            return None
        if "<auxiliary>" in token.keys:
            return _inverted(tokens, place, open_nouns=word in {"why", "how", "what", "where"})
        if token.keys & _NOT_BETWEEN and not (token.word == "of" and tokens[place - 1].word in _KINDS):
            return None
    return None


def _is_not_told(tokens: Sequence[Token], at: int) -> bool:
    """Whether the question is the subject of what is said of it: "Who paid is not stated"."""
    for place in range(at, len(tokens) - 1):
        if tokens[place].word in {"is", "was"}:
            return any("<past>" in token.keys or token.word == "known" for token in tokens[place + 1 : place + 3])
    return False


def _inverted(tokens: Sequence[Token], at: int, *, open_nouns: bool = False) -> int | None:
    """The place of the subject that stands behind the auxiliary at `at`, or None."""
    place = at + 1
    if place < len(tokens) and tokens[place].word == "not":
        place += 1
    if place >= len(tokens) or tokens[place].opening is not Opening.NOTHING:
        return None
    auxiliary, subject = tokens[at].word, tokens[place]
    if subject.word == "it" and auxiliary not in _WITH_IT:
        return None
    if subject.word in _SUBJECTS or subject.word == "your":
        return place
    if open_nouns and subject.keys & _OPEN_WITH_NOUN:
        return place
    if auxiliary in {"is", "are", "does", "can", "could", "will", "would", "should"} and subject.keys & {
        "<possessive>",
        "the",
        "this",
        "that",
        "these",
    }:
        return place
    return None


def _tag(tokens: Sequence[Token]) -> tuple[int, int] | None:
    """ "..., isn't it", "..., right": the last words of a sentence, behind a comma."""
    for length in (3, 2, 1):
        if len(tokens) <= length or tokens[-length].opening is not Opening.STRETCH:
            continue
        words = [token.word for token in tokens[-length:]]
        asks_back = "<auxiliary>" in tokens[-length].keys and words[-1] in _SUBJECTS and length > 1
        if asks_back or (length == 1 and words[0] in {"right", "no", "yes", "huh", "eh", "correct"}):
            return len(tokens) - length, len(tokens) - 1
    return None
