"""Stage A: the feelings of bare lists: "Hot, Tired, Happy", "stress / sad", "tired / hungry / n/a" line by line.

Input: the folded pieces of the sentences of one message. Output: which sentences are lists, and which of their words
name a feeling or a state of the writer. A list has no subject and no verb; a word counts only where it stands alone
in its item, or with words that stress it. What is denied or another's ("not sad", "sister sad") never counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generation.pipeline.canonicalizer.feelings import clause_words as cw
from generation.pipeline.canonicalizer.feelings.answers import is_affirmed
from generation.pipeline.canonicalizer.feelings.clauses import is_break, is_passed_over
from generation.pipeline.canonicalizer.feelings.words import FEELING_FORMS, IN_LISTS, FeelingForm, Frame

_LONGEST_ITEM = 6
_LONGEST_LIST = 120
_TELLING = Frame.STATE | Frame.LINKED | Frame.NOUN


class ListRead(NamedTuple):
    """The places of a list's feeling words, and whether it tells by itself that it is one: two items or more, and a
    word among them that names a feeling and little else."""

    found: tuple[int, ...]
    stands_alone: bool


def read_list(words: Sequence[str]) -> ListRead | None:
    """What stands in the list that the words of a sentence are, or None if they are none."""
    if len(words) > _LONGEST_LIST or not cw.NOT_IN_LISTS.isdisjoint(words):
        return None
    found: list[int] = []
    telling, items, label = False, 0, ""
    for start, end in _items(words):
        if end - start > _LONGEST_ITEM:
            return None
        mark = words[end] if end < len(words) else ""
        if mark == ":":
            label = words[end - 1]
            if label not in FEELING_FORMS or label in cw.FEELING_LABELS:
                continue
        items += 1
        answered = mark in {":", "-", "=", "?"} and not is_affirmed(words, end - 1)
        if answered or (label and label not in cw.FEELING_LABELS and not label[0].isdigit()):
            label = "" if mark not in {":", ","} else label
            continue
        places = list(_feelings_of(words, start, end))
        found += places
        telling |= any(FEELING_FORMS[words[place]].frames & _TELLING for place in places)
    return ListRead(tuple(found), telling and items > 1) if items else None


def _items(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The stretches between marks, commas and "and"."""
    start = 0
    for at, word in enumerate([*words, ","]):
        if word in cw.LIST_MARKS or (is_break(word) and word[:1] not in "'_"):
            if at > start:
                yield start, at
            start = at + 1


def _feelings_of(words: Sequence[str], start: int, end: int) -> Iterator[int]:
    """The feeling words an item is made of: "very tired", "ok ok", "tired of work"; not "low energy"."""
    while start < end and _may_open(words[start]):
        start += 1
    at = start
    while at < end and _listed(words[at]):
        at += 1
    if at == start:
        return
    while at < end and (is_passed_over(words[at]) or words[at] in cw.TAILS_IN_LISTS or words[at][0].isdigit()):
        at += 1
    form = FEELING_FORMS[words[start]]
    if at < end and not (words[at] in cw.OPENING_TAILS and form.frames & _TELLING):
        return
    yield from (place for place in range(start, at) if _listed(words[place]))


def _may_open(word: str) -> bool:
    return (
        (is_passed_over(word) and not _listed(word))
        or word in cw.OPENERS_IN_LISTS
        or (word[0] == "_" and word != "_not")
    )


def _listed(word: str) -> FeelingForm | None:
    form = FEELING_FORMS.get(word)
    return form if form and form.frames & IN_LISTS else None
