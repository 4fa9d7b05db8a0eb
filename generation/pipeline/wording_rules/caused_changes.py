"""SB203, changes that something works on somebody: "the switch to nights has wrecked what appetite he had left".

Told by grammar, whatever the thing is called: a subject that is no person, animal or paper, a finite verb of change,
and behind it somebody or what is theirs. Verbs that as well tell of a journey or a hand ("left", "kept") claim a cause
only with the state somebody is left in ("left the two of them unable to talk"). And a clause that one bare
happening brings: "one word from his stepfather, and the lad fell silent". In: the words of one sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generation.pipeline.reading.word_set import word_set
from generation.pipeline.wording_rules.deeds import ANIMALS
from generation.pipeline.wording_rules.sentences import Opening, Token
from generation.pipeline.wording_rules.things import ABSTRACT, ARTICLES, names_thing

_SOMEBODY = word_set("him her them me us you himself herself themselves everybody everyone both people")
_THEIRS = word_set("his her their my your our whatever what any all")
_DOERS = frozenset({"<human>", "<name>", "<document>", "<institution>", "<modal>", "<be>"})
_PRONOUNS = word_set("he she they i we you who it this that which there one nobody somebody someone these those")
_BREAKS = frozenset({"<conjunction>", "<subordinator>", "<question>"}) | word_set("that than")
_HAVE = word_set("has have had")
_LEAVES = word_set(
    "{leave} {keep} {make} {set} {get} {drive} {hold} {let} {cost} {buy} {save} {spare} {send} {push} {turn} {throw} "
    "{put} {render} {have} {help} {bring} {give}"
)
_HANDS = word_set("{leave} {keep} {set} {get} {drive} {hold} {send} {push} {turn} {throw} {put} {have} {bring}")
_STATES = frozenset({"<-ing>", "<adjective>", "<inner-adjective>", "<feeling>", "<comparative>", "<order>"})
_STATE_WORDS = word_set(
    "unable able awake off low sick ill sleepless breathless speechless sore weak shaky short tired dead alive quiet "
    "silent dumb mute cold hungry homeless jobless alone apart over under back worse better unfit lame stuck stiff "
    "flat broke wide open raw wary free busy sane upright going to with without no nothing time money hours sleep"
)
_GIVEN = word_set("back hope heart courage strength nightmares peace confidence hours time his her their no something")
_LITTLE = word_set("one two a an another just no any every too")
_COMES_FROM = word_set("from about too")
_HAPPENING_OF = word_set(
    "word words mention hint whiff sip night nights week day hour glimpse smell sight sound month year weeks days glass"
)
_ONE_CLAUSE = word_set("is was has")
_COUNTED = frozenset({"<number>", "<time>", "<document>", "<auxiliary>", "<be>", "<reports>"})
_BODY = word_set(
    "stomach skin knee knees back shoulder shoulders hands hand hip hips leg legs neck chest lungs liver hair ears "
    "throat feet foot ankle wrist wrists arm arms eyesight hearing blood pulse digestion bowels disc spine joints nose"
)
_ABSTRACT_ENDS = ("ation", "ution", "ness", "ity", "ance", "ence", "hood", "ship")
_SHORTEST = 7
_LONGEST = 10
_NEAR = 5


def find_caused_changes(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """(first, last) of each subject and verb, indices of tokens, both inclusive."""
    for at in range(1, len(tokens) - 1):
        keys = tokens[at].keys
        if keys & {"<change>", "<upheaval>"} and keys & {"<past>", "<present>"} and "<-ing>" not in keys:
            start = _subject(tokens, at)
            if start is not None and _works_on_somebody(tokens, at):
                yield start, at
    joint = _joint(tokens)
    if joint is not None:
        yield 0, joint


def _subject(tokens: Sequence[Token], at: int) -> int | None:
    """Where a subject begins that ends before the verb at `at` and is no person, animal or paper."""
    end, had = at, False
    while end and (tokens[end - 1].word in _HAVE or "<adverb>" in tokens[end - 1].keys):
        had = had or tokens[end - 1].word in _HAVE
        if tokens[end].opening is not Opening.NOTHING:
            return None
        end -= 1
    if not end or tokens[end].opening is not Opening.NOTHING or ("<past>" in tokens[at].keys and end < at and not had):
        return None
    start = end - 1
    while start and end - start < _LONGEST and tokens[start].opening is Opening.NOTHING:
        if tokens[start - 1].keys & _BREAKS and tokens[start - 1].word != "as":
            break
        start -= 1
    words = tokens[start:end]
    head = next((n for n in range(1, len(words)) if _parts(words[n])), len(words))
    if words[-1].keys & _BREAKS or not _is_no_doer(words[:head], had=had):
        return None
    return None if any(_is_verbal(words, n) for n in range(len(words))) else start


def _parts(token: Token) -> bool:
    """Whether a word parts a noun from what it is of; the "in" of "mother-in-law" does not."""
    return "<preposition>" in token.keys and "<joined>" not in token.keys


def _is_verbal(words: Sequence[Token], at: int) -> bool:
    """Whether a word before the verb tells that another clause began: "is", "did", "to go"."""
    if words[at].word == "to":
        return at + 1 < len(words) and "<order>" in words[at + 1].keys and "<noun>" not in words[at + 1].keys
    return bool(words[at].keys & {"<modal>", "<be>"}) or words[at].word in {"did", "does", "do"}


def _is_no_doer(head: Sequence[Token], *, had: bool) -> bool:
    """Whether a noun with its articles names a thing or happening: "the switch", "night feedings", "being late"."""
    last = head[-1]
    if any(token.word in _PRONOUNS for token in head) or last.keys & _DOERS or last.word in ANIMALS:
        return False
    if (
        ("<past>" in last.keys and "<-ing>" not in last.keys)
        or last.keys & {"<preposition>", "<question>"}
        or last.word in _HAVE
    ):
        return False
    opened = bool(head[0].keys & (ARTICLES | {"<-ing>", "<event>", "<inner-noun>", "<condition>"}))
    return (opened and (len(head) > 1 or not head[0].keys & ARTICLES)) or (
        len(head) > 1 and bool(last.keys & {"<noun>", "<-ing>"})
    )


def _works_on_somebody(tokens: Sequence[Token], at: int) -> bool:
    """Whether somebody, or what is theirs, stands behind the verb, and where that may be a deed, a state behind it."""
    verb, place = tokens[at], at + 1
    while place < len(tokens) - 1 and tokens[place].keys & {"<particle>", "<adverb>"}:
        place += 1
    token = tokens[place]
    if token.opening is not Opening.NOTHING:
        return False
    if verb.keys & _LEAVES:
        behind = _behind_somebody(tokens, place)
        if behind is None:
            return False
        if "{give}" in verb.keys:
            return behind.word in _GIVEN or bool(behind.keys & {"<inner-noun>", "<virtue>", "<condition>", "<feeling>"})
        far = verb.keys & _HANDS and behind.word in {"to", "over", "under", "back", "off", "with", "at", "open"}
        return not far and (bool(behind.keys & _STATES) or behind.word in _STATE_WORDS)
    if "<upheaval>" not in verb.keys:
        return False
    if token.word in _THEIRS and (not names_thing(tokens, place) or _is_of_mind_or_body(tokens, place + 1)):
        return True
    if token.word == "the" and tokens[place + 1].word in ABSTRACT:
        return True
    return token.word in _SOMEBODY - _THEIRS or bool(token.keys & {"<human>", "<name>", "<inner-noun>"})


def _is_of_mind_or_body(tokens: Sequence[Token], at: int) -> bool:
    """ "His emotional regulation", "her stomach"."""
    words = [token.word for token in tokens[at : at + 2]]
    return any(word in _BODY or (word.endswith(_ABSTRACT_ENDS) and len(word) > _SHORTEST) for word in words)


def _behind_somebody(tokens: Sequence[Token], at: int) -> Token | None:
    """The word behind somebody: behind "him", "the two of them", "her brother", "Ines"."""
    for place in range(at, min(len(tokens) - 1, at + _NEAR)):
        token, following = tokens[place], tokens[place + 1]
        if token.opening is not Opening.NOTHING or following.opening is not Opening.NOTHING:
            return None
        if token.keys & {"<human>", "<name>"} or (token.word in _SOMEBODY and "<human>" not in following.keys):
            return following
        if not (token.keys & ARTICLES or token.word == "of"):
            return None
    return None


def _is_clause(tokens: Sequence[Token], at: int) -> bool:
    """Whether a clause of its own, of somebody or of one thing, and no second item and no hour, begins at `at`."""
    ahead = tokens[at : at + 2 * _LONGEST]
    if any("<number>" in token.keys for token in ahead):
        return False
    if ahead[0].word in _PRONOUNS:
        return True
    opened = bool(ahead[0].keys & {"<determiner>", "<possessive>"})
    return opened and any(token.word in _ONE_CLAUSE or "<past>" in token.keys for token in ahead[1:_NEAR])


def _joint(tokens: Sequence[Token]) -> int | None:
    """The "and" of "two words from me, and he clams up": a bare happening, and what somebody does behind it."""
    if not tokens or tokens[0].word not in _LITTLE:
        return None
    for at in range(1, min(len(tokens) - 2, 2 * _LONGEST)):
        token = tokens[at]
        if token.word in {"and", "then"}:
            return at if _is_bare(tokens, at) and _is_clause(tokens, at + 1) else None
        told = "<past>" in token.keys and token.opening is Opening.NOTHING and "<noun>" not in token.keys
        if told or (token.keys & _COUNTED and token.word not in _HAPPENING_OF and "<past>" not in token.keys):
            return None
    return None


def _is_bare(tokens: Sequence[Token], joint: int) -> bool:
    """Whether the words before the joint name one happening: "one word from", "a week of", "one glass too many"."""
    head = tokens[1:joint]
    happening = len(head) > 1 and any(token.word in _HAPPENING_OF for token in head[:2]) and head[-1].word != "of"
    return happening or (
        any(token.word in _COMES_FROM for token in head) and tokens[joint].opening is not Opening.NOTHING
    )
