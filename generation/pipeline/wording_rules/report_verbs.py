"""Whether a verb that may report does so here: "calls for rest" does not, "puts it down to" does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from generation.pipeline.reading.word_set import word_set
from generation.pipeline.wording_rules.sentences import Opening, Token

Place = tuple[Sequence[Token], int, int]

COMPLEMENTS = word_set("that whether if how why what he she him her them us me they his their")
# Of these somebody is convinced; what follows is held by them.
CERTAIN = word_set("convinced sure certain confident adamant")
_GIVEN = word_set("cause reason diagnosis explanation motive source origin")
_REACH = 10
_CLAUSE = 4


def governs(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether the verb at `at` reports, by what stands behind it before `end`."""
    keys, following = tokens[at].keys, tokens[at + 1].word if at + 1 < end else ""
    if "<hold>" in keys and not keys & {"<says>", "<asks>", "<labels>"}:
        return _holds(tokens, at, end)
    if following == "like" or ("{read}" in keys and following in {"as", "less", "more"}):
        return False
    for key, asked in _WHERE.items():
        if key in keys:
            return asked((tokens, at, end), following)
    return not _is_another_verb(tokens, at, following)


def _holds(tokens: Sequence[Token], at: int, end: int) -> bool:
    """ "held that", "puts it down to", "gives ... as the reason"."""
    keys = tokens[at].keys
    ahead = [token.word for token in tokens[at + 1 : min(end, at + 1 + _REACH)]]
    return (
        ("{hold}" in keys and ahead[:1] == ["that"])
        or "responsible" in ahead
        or ("down" in ahead and ("to" in ahead or "that" in ahead[:_CLAUSE]))
        or ("as" in ahead and ahead[1:2] == ["down"])
        or ("{give}" in keys and "as" in ahead and not _GIVEN.isdisjoint(ahead))
    )


def _is_another_verb(tokens: Sequence[Token], at: int, following: str) -> bool:
    """ "added up", "thanks to", "called in", "asks for", "written by": what says nothing."""
    keys = tokens[at].keys
    if following == "by" and at and tokens[at + 1].opening is Opening.NOTHING:
        return not tokens[at - 1].keys & {"<auxiliary>", "<be>", "<adverb>"}
    return (
        ("{add}" in keys and following in {"up", "to", "in"})
        or ("{tell}" in keys and following == "on")
        or (tokens[at].word == "thanks" and following == "to")
        or ("{call}" in keys and following in {"to", "in", "up"})
        or (bool(keys & {"call", "calls", "called", "asks", "ask"}) and following in {"for", "on"})
    )


def _has_that(place: Place, _: str) -> bool:
    tokens, at, end = place
    return any(token.word == "that" for token in tokens[at + 1 : min(end, at + 1 + _REACH)])


def _answers(place: Place, following: str) -> bool:
    """ "answered that", "answers with"; not "answers mail in the bath"."""
    tokens, at, end = place
    if at + 1 >= end or tokens[at + 1].opening is not Opening.NOTHING:
        return True
    return following in COMPLEMENTS | {"with", "in", "no", "yes", "by", "at", "on"}


def _decides(place: Place, following: str) -> bool:
    tokens, at, _ = place
    return following in {"that", "to", "not", "he", "she", "they"} and tokens[at + 1].opening is Opening.NOTHING


def _feels(place: Place, following: str) -> bool:
    """ "feels that", and of somebody named "feels the tablets are strong"; not "feels sad"."""
    tokens, at, end = place
    if following == "that":
        return True
    if at == 0 or ("<pronoun>" in tokens[at - 1].keys and tokens[at - 1].word != "who"):
        return False
    for ahead in range(at + 1, min(end, at + 1 + _CLAUSE)):
        if tokens[ahead].opening is not Opening.NOTHING:
            return False
        if ahead > at + 1 and tokens[ahead].keys & {"<auxiliary>", "<modal>"}:
            return True
    return False


def _suspects(place: Place, following: str) -> bool:
    """ "Suspected appendicitis" at the head of a note is what the note itself says."""
    return place[1] > 1 or following in COMPLEMENTS


def _has_complement(place: Place, following: str) -> bool:
    """ "convinced that", and short in notes "son convinced pt is depressed"."""
    tokens, at, end = place
    return following in COMPLEMENTS or (at + 1 < end and tokens[at + 1].keys >= {"<human>"} and at > 0)


def _relates(place: Place, following: str) -> bool:
    """ "Related how", "relates that"; not "related to", "medication-related"."""
    tokens, at, _ = place
    return following in COMPLEMENTS | {"what", "a", "the"} and "<joined>" not in tokens[at].keys


def _offers(_: Place, following: str) -> bool:
    return following in {"that", "to"}


def _has_that_next(_: Place, following: str) -> bool:
    return following in {"that", "how"}


# What a verb, or one form of it, wants behind it to report.
_WHERE: Mapping[str, Callable[[Place, str], bool]] = {
    "reading": _has_that_next,
    "{document}": _has_that_next,
    "{pray}": _has_that_next,
    "{find}": _has_that_next,
    "{relate}": _relates,
    "{offer}": _offers,
    "{trust}": _has_that,
    "{hear}": _has_that,
    "{answer}": _answers,
    "{resolve}": _decides,
    "{agree}": _decides,
    "{decide}": _decides,
    "{feel}": _feels,
    "{suspect}": _suspects,
    "{presume}": _suspects,
    **dict.fromkeys(CERTAIN, _has_complement),
}
