"""Names a text mentions, which claim nothing: "the phobia group", the novel "Resilience", titles in capitals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generation.pipeline.reading.word_set import word_set
from generation.pipeline.wording_rules.report_ends import end_of_stretch
from generation.pipeline.wording_rules.sentences import Opening, Token
from generation.pipeline.wording_rules.things import ARTICLES, is_thing, noun_from
from generation.pipeline.wording_rules.voices import Cover, Voice

_NO_NAME = frozenset(
    {"<pronoun>", "<determiner>", "<possessive>", "<auxiliary>", "<preposition>", "<conjunction>", "to"}
    | {"<inner-verb>", "<past>", "<order>", "<lead-in>", "<praise>"}
)
_NAMED_THINGS = word_set(
    "novel song film book play album ship boat yacht horse pub street road lane house choir band magazine game opera "
    "ballet poem"
)
_LABELLED = word_set("form item number no question module chapter section sheet part unit exercise topic page code box")
_NAMES_FOR = word_set("name title heading headline label")
_DESCRIBES = frozenset({"<adjective>", "<inner-adjective>", "<feeling>", "<comparative>", "<adverb>", "<verb>", "'s"})
# What is claimed of somebody, and is a part or a look of a thing as well.
_ALSO_PARTS = word_set(
    "trigger triggers pattern patterns depression depressions wall walls barrier mask cage consequence consequences "
    "tension pressure burden weight shadow script theme armour armor shield fortress shell cause balance influence "
    "progress"
)
# "A trauma surgeon", "the grief counsellor" name what somebody works at.
_PROFESSIONS = word_set(
    "surgeon nurse nurses counsellor counselor therapist therapists consultant doctor doctors specialist worker "
    "workers team unit expert lecturer researcher psychologist psychiatrist adviser coordinator service helpline "
    "charity trust"
)
_BEFORE_PARTS = ARTICLES | {"<preposition>"}
_PART_OF = word_set("of in on over for between around")
_LONGEST_LABEL = 3
_IN_TITLES = word_set("the a an of and for to in on with at from by is was or")
_SHORTEST_TITLE = 3
_LONGEST_TITLE = 12
_LONGEST_NAME = 4
_WINDOW = 12


def of_name(tokens: Sequence[Token], first: int, at: int, end: int) -> Iterator[Cover]:
    """What the word at `at` covers by ending or opening a name."""
    token = tokens[at]
    if "<institution>" in token.keys:
        yield Cover(_name_start(tokens, first, at), at + 1, Voice.REPORTED)
    if "<document>" in token.keys and at > first and _is_joined(tokens, at):
        yield Cover(at - 1, at, Voice.REPORTED)
    if "(" in token.marks:
        yield from _in_brackets(tokens, first, at, end)
    if ":" in token.marks and token.word in _NAMES_FOR:
        yield Cover(first, at, Voice.WORDS)
    if token.is_capital and at > first and tokens[at - 1].word == "the" and _is_alone(tokens, at):
        yield Cover(at, at + 1, Voice.REPORTED)
    if token.word in _PROFESSIONS and at > first and _is_joined(tokens, at):
        yield Cover(at - 1, at, Voice.REPORTED)
    if token.word in _ALSO_PARTS and at > first and _is_part(tokens, at, end):
        yield Cover(at - 1 if tokens[at - 1].keys & ARTICLES else at, at + 2, Voice.REPORTED)
    if token.is_capital and (at == first or not tokens[at - 1].is_capital):
        yield from _of_title(tokens, at, end)


def _is_alone(tokens: Sequence[Token], at: int) -> bool:
    """Whether the words behind one with a capital have none, so that it is no heading: "the Resilience was"."""
    behind = tokens[at + 1 : at + 1 + _LONGEST_LABEL]
    return len(behind) > 1 and tokens[at].opening is Opening.NOTHING and not any(each.is_capital for each in behind)


def _is_joined(tokens: Sequence[Token], at: int) -> bool:
    """Whether the word before may be the first half of a name, no adjective, article or verb."""
    return tokens[at].opening is Opening.NOTHING and not tokens[at - 1].keys & (_NO_NAME | _DESCRIBES)


def _is_part(tokens: Sequence[Token], at: int, end: int) -> bool:
    """ "the trigger of the camera", "a depression in the lawn": part of a thing, or what it looks like."""
    if (
        at + 2 >= end
        or tokens[at + 1].opening is not Opening.NOTHING
        or tokens[at + 1].word not in _PART_OF
        or tokens[at - 1].keys.isdisjoint(_BEFORE_PARTS)
    ):
        return False
    head = noun_from(tokens, at + 2)
    if head is not None and "<name>" in head.keys:
        # "The depression over the North Sea".
        return tokens[at + 1].word == "over"
    return head is not None and is_thing(head) and "<document>" not in head.keys


def _in_brackets(tokens: Sequence[Token], first: int, at: int, end: int) -> Iterator[Cover]:
    """ "Form B (cause for concern)", and the other way about "Consequences (board game)"."""
    stop = end_of_stretch(tokens, at, end)
    if any(token.word in _LABELLED for token in tokens[max(first, at - _LONGEST_LABEL) : at]):
        yield Cover(at, stop, Voice.REPORTED)
    elif any(token.word in _NAMED_THINGS for token in tokens[at:stop]):
        yield Cover(max(first, at - _LONGEST_LABEL), at, Voice.WORDS)


def _of_title(tokens: Sequence[Token], at: int, end: int) -> Iterator[Cover]:
    """A title in capitals within words of small letters: "Because the Night Was Ours was sung"."""
    stop, last = at, at
    while stop < min(end, at + _LONGEST_TITLE) and (stop == at or tokens[stop].opening is Opening.NOTHING):
        if tokens[stop].is_capital:
            last = stop
        elif tokens[stop].word not in _IN_TITLES:
            break
        stop += 1
    capitals = sum(token.is_capital for token in tokens[at : last + 1])
    around = (*tokens[max(0, at - _WINDOW) : at], *tokens[last + 1 : last + 1 + _WINDOW])
    small = sum(not token.is_capital and token.word not in _IN_TITLES for token in around)
    if at and last == at and tokens[at].opening is Opening.NOTHING and tokens[at - 1].word in _NAMED_THINGS:
        yield Cover(at, at + 1, Voice.REPORTED)
    if last - at + 1 >= _SHORTEST_TITLE and capitals >= _SHORTEST_TITLE and small >= _SHORTEST_TITLE:
        yield Cover(at, last + 1, Voice.REPORTED)


def _name_start(tokens: Sequence[Token], first: int, at: int) -> int:
    """Where the name begins that ends in a group, a leaflet or a clinic: "the phobia group"."""
    start = at
    while start > first and at - start < _LONGEST_NAME and tokens[start].opening is Opening.NOTHING:
        keys = tokens[start - 1].keys
        if keys & _NO_NAME and not ("<-ing>" in keys and "<past>" in keys):
            break
        start -= 1
    return start
