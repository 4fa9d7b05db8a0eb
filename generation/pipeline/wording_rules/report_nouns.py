"""Nouns of saying with their owner: "his mother's advice was to wait", "the physio's three orders: sit less"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generation.pipeline.reading.word_set import word_set
from generation.pipeline.wording_rules.sentences import Token
from generation.pipeline.wording_rules.voices import Cover, Voice

_OWNERS = word_set("his her their 's")
_OF_DAYS = word_set("today tonight tomorrow week day month")
_OURS = word_set("i we you my your")
_HELD = word_set(
    "hope hopes fear pride wish wishes belief beliefs impression feeling expectation plan plea question thanks"
)
_GIVEN_WORDS = word_set("word words answer answers reply replies comment comments")
_PASSED_ON = word_set("got received had heard gave left passed came brought has relayed")
_COMPLEMENTS = word_set("to that not whether")
_REACH = 10


def of_noun(tokens: Sequence[Token], first: int, at: int, end: int) -> Iterator[Cover]:
    """What the noun of saying at `at` covers."""
    before = {token.word for token in tokens[max(first, at - 3) : at]}
    following = tokens[at + 1].word if at + 1 < end else ""
    if found := _somebody_has_it(tokens, first, at, before, following):
        yield Cover(at, end, found)
        return
    if tokens[at].word == "position" and following != "that":
        return
    if _gives_words(tokens[at].word, before, following):
        yield Cover(max(first, at - 1), end, Voice.REPORTED)
        return
    if not before.isdisjoint(_OF_DAYS):
        return
    given = _given_by_somebody(tokens, at, end)
    if following == "from" and at + 2 < end and tokens[at + 2].word in _OURS | {"me", "us"}:
        return
    owned = not _OWNERS.isdisjoint(before) or (following in {"of", "by", "in", "among", "at"} and "the" in before)
    if not (owned or given or following == "from"):
        return
    start = _start_of(tokens, first, at, owned="'s" in before, led=following == "that")
    held = tokens[at].word in _HELD
    led = {token.word for token in tokens[max(first, at - 5) : at]}
    if following == "that" and at > start and (not held or led & {"is", "was"}):
        yield Cover(start, end, Voice.REPORTED)
        return
    loose = given or (not held and "'s" in before)
    voice = _behind_it(tokens, at, end, loose=loose)
    if voice is None and not held and following in _COMPLEMENTS:
        voice = Voice.REPORTED
    if voice:
        yield Cover(start, end, voice)


def _start_of(tokens: Sequence[Token], first: int, at: int, *, owned: bool, led: bool) -> int:
    """Where a noun of saying begins with its owner; "it is her mother's firm belief that" with its "it"."""
    if led and tokens[first].word == "it" and at - first <= _REACH and "<be>" in tokens[first + 1].keys:
        return first
    return max(first, at - 4 if owned else at - 1)


def _gives_words(noun: str, before: set[str], following: str) -> bool:
    """ "the words were calm, soup and late", "the rule that phones are to be left outside"."""
    if following == "that":
        return bool(before & {"the", "a", "an"}) and noun not in _HELD | {"reason"}
    return noun in _GIVEN_WORDS and following in {"was", "were"} and bool(before & {"the", "his", "her", "their"})


def _somebody_has_it(tokens: Sequence[Token], first: int, at: int, before: set[str], following: str) -> Voice | None:
    """ "had the impression that", "got the advice to", "of the opinion that"."""
    if before & _OURS:
        return None
    if following == "that" and "the" in before:
        near = tokens[max(first, at - 3) : at]
        if any("{have}" in token.keys for token in near) or [token.word for token in near[-2:]] == ["of", "the"]:
            return Voice.REPORTED
    came = any(token.word in _PASSED_ON for token in tokens[max(first, at - _REACH) : at])
    named = bool(before & {"the", "an", "some", "with", "a"})
    if came and named and tokens[at].word not in _HELD and following in _COMPLEMENTS | {"from"}:
        return Voice.TOLD
    return None


def _behind_it(tokens: Sequence[Token], at: int, end: int, *, loose: bool) -> Voice | None:
    """The voice of what a colon or "was to" brings; OWN where the noun is said to be something else."""
    for place in range(at + 1, min(end, at + 1 + 2 * _REACH)):
        if ":" in tokens[place].marks:
            return Voice.WORDS
        if tokens[place].word in {"is", "was", "were", "are"} and place + 1 < end and '"' in tokens[place + 1].marks:
            return Voice.REPORTED
        if tokens[place].word in {"is", "was", "were", "are", "been"}:
            told = place + 1 < end and (loose or tokens[place + 1].word in {"to", "that", "not"})
            return Voice.REPORTED if told else Voice.OWN
    return None


def _given_by_somebody(tokens: Sequence[Token], at: int, end: int) -> bool:
    """ "the reason he gave", "the word his wife uses", "the question she came with"."""
    around = tokens[at + 1 : min(end, at + 5)]
    somebody = any(token.word in {"he", "she", "they", "his", "her", "their"} for token in around[:2])
    return somebody and any(
        token.keys & {"<reports>", "{give}", "{use}", "{come}", "{bring}", "{ask}"} for token in around
    )
