"""Stage A: the feelings of bare lists: "Hot, Tired, Happy", "stress / sad", "tired / hungry / n/a" line by line.

Input: the folded pieces of the sentences of one message. Output: which sentences are lists, and which of their words
name a feeling or a state of the writer. A list has no subject and no verb; a word counts only where it stands alone
in its item, or with words that stress it. What is denied or another's ("not sad", "sister sad") never counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from generation.pipeline.canonicalizer.feelings import clause_words as cw
from generation.pipeline.canonicalizer.feelings.answers import is_affirmed, is_denied_answer, is_nought
from generation.pipeline.canonicalizer.feelings.clauses import is_break, is_passed_over, word_at
from generation.pipeline.canonicalizer.feelings.words import (
    IN_LISTS,
    Frame,
    adjectives,
    feeling_forms,
    forms_in,
)

_LONGEST_ITEM = 10
_LONGEST_LIST = 120
# The label of what is another's, or was not: "her mood: awful", "not felt: sad".
_ANOTHERS = "_others"


class _Kinds(NamedTuple):
    """Feeling words by what they may be in a list."""

    listed: frozenset[str]
    states: frozenset[str]
    nouns: frozenset[str]
    telling: frozenset[str]
    no_adjectives: frozenset[str]


@cache
def _kinds() -> _Kinds:
    return _Kinds(
        listed=forms_in(IN_LISTS),
        states=forms_in(Frame.STATE | Frame.LINKED),
        nouns=forms_in(Frame.NOUN),
        telling=forms_in(Frame.STATE | Frame.LINKED | Frame.NOUN),
        no_adjectives=forms_in(Frame.NOUN | Frame.LISTED),
    )


class ListRead(NamedTuple):
    """A sentence read as a list: the places of its feeling words, how many items it has, and whether one of the words
    names a feeling and little else."""

    found: tuple[int, ...]
    items: int
    telling: bool
    opens_with_mood: bool

    @property
    def stands_alone(self) -> bool:
        """Whether it is a list wherever it stands."""
        return self.telling and self.items > 1

    @property
    def may_be_all(self) -> bool:
        """Whether it names feelings where nothing but lists stands in the entry: "meh, ok", not "cold, rain, bus"."""
        most = len(self.found) > 1 or len(self.found) * 2 > self.items
        return self.telling or self.opens_with_mood or most


@lru_cache(maxsize=4096)
def read_list(words: tuple[str, ...]) -> ListRead | None:
    """What stands in the list that the words of a sentence are, or None if they are none."""
    if len(words) > _LONGEST_LIST or _has_clause(words):
        return None
    found: list[int] = []
    weak: list[int] = []
    items, label, opens = 0, "", False
    for start, end in _items(words):
        if end - start > _LONGEST_ITEM:
            return None
        places = list(_feelings_of(words, start, end))
        mark = words[end] if end < len(words) else ""
        if mark == ":" and not places:
            own = (cw.OTHERS_LABELS | cw.NEGATORS).isdisjoint(words[start:end])
            label = words[end - 1] if own else _ANOTHERS
            continue
        items += 1
        if mark == "?" or not _is_said(words, start, end, places):
            continue
        if not label or label in cw.FEELING_LABELS or label[0].isdigit():
            (weak if _is_weak(words, start, end, places) else found).extend(places)
            opens |= items == 1 and bool(places) and words[places[0]] in cw.HOW_ONE_IS
    telling = _is_telling(words, found, items)
    if telling:
        found = sorted({*found, *weak})
    return ListRead(tuple(found), items, telling, opens or "me" in words) if items else None


def opens_a_day(words: Sequence[str], found: Sequence[int]) -> bool:
    """ "Flat today.": one of the words for a mood, and of which day."""
    is_dated = any(word in {"today", "tonight", "_time"} for word in words)
    return is_dated and len(found) == 1 and words[found[0]] in cw.OPENS_A_DAY


def opening_list(words: tuple[str, ...]) -> tuple[int, ...]:
    """The feeling words of a list that opens a sentence which goes on otherwise: "Blessed, calm... as ever"."""
    end = next((at for at, word in enumerate(words) if is_break(word) or word in {"…", ";"}), len(words))
    if end == len(words):
        return ()
    read = read_list(words[:end])
    return read.found if read and read.telling and read.items > 1 and len(read.found) >= read.items else ()


def _is_weak(words: Sequence[str], start: int, end: int, places: Sequence[int]) -> bool:
    """ "Ready for my shift", "weird": an everyday word, which a list of feelings alone makes one."""
    if all(words[place] in cw.SAID_OF_THINGS_ALONE for place in places):
        return True
    tail = bool(places) and not cw.OPENING_TAILS.isdisjoint(words[places[-1] + 1 : end])
    return tail and _kinds().telling.isdisjoint(words[place] for place in places)


def _is_telling(words: Sequence[str], found: Sequence[int], items: int) -> bool:
    """Nouns tell only among themselves or measured: "fear, shame", "high anxiety"; not "ADHD and anxiety"."""
    named = [words[place] for place in found]
    if not _kinds().states.isdisjoint(named):
        return True
    measured = any(place and words[place - 1] in cw.AMOUNTS for place in found)
    return not _kinds().nouns.isdisjoint(named) and (measured or len(named) > 1 or len(named) == items)


def _has_clause(words: Sequence[str]) -> bool:
    return any(
        (word in cw.NOT_IN_LISTS and not (word == "am" and at and words[at - 1][0].isdigit()))
        or (at and _is_past(words, at) and not _is_said_of_writer(words, at))
        for at, word in enumerate(words)
    )


def _is_past(words: Sequence[str], at: int) -> bool:
    """ "Came", "stayed home"; "bloated" alone in its item is a state."""
    word, before, after = words[at], words[at - 1], word_at(words, at + 1)
    regular = word.endswith("ed") and len(word) > 4 and word not in feeling_forms()
    opens = is_break(before) or before in cw.LIST_MARKS or is_passed_over(before) or before in cw.UNSURE
    alone = opens and (is_break(after) or after in cw.LIST_MARKS)
    return (regular and not alone and word not in cw.PEOPLE) or word in cw.PAST_IN_CLAUSES


def _is_said_of_writer(words: Sequence[str], at: int) -> bool:
    """ "Tired, walked home": a note that opens with a state goes on without a subject."""
    return (is_break(words[at - 1]) or words[at - 1] in cw.LIST_MARKS) and words[0] in feeling_forms()


def _is_said(words: Sequence[str], start: int, end: int, places: Sequence[int]) -> bool:
    """Whether an item states what it names: "thankful x 3: bed", "anger: high"; not "anger: none"."""
    mark = words[end] if end < len(words) else ""
    behind = word_at(words, end + 1)
    if behind in {"not", "_not"} and is_break(word_at(words, end + 2)):
        return False  # "happy, not."
    if is_nought(words, start):
        return False
    if not places or mark not in {":", "=", "-", "("}:
        return True
    if behind[:1].isdigit():
        return False  # rated; it may be nought
    if mark in {"-", "("}:
        return not is_denied_answer(words, places[-1])
    if is_denied_answer(words, end - 1):
        return False
    return end - start > 1 or is_affirmed(words, end - 1)


def _items(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The stretches between marks, commas and "and"."""
    start = 0
    for at, word in enumerate([*words, ","]):
        if word in cw.LIST_MARKS or (is_break(word) and word[:1] not in "'_"):
            if at > start:
                yield start, at
            start = at + 1


def _feelings_of(words: Sequence[str], start: int, end: int) -> Iterator[int]:
    """The feeling words an item is made of: "very tired", "ok ok", "tired of work"; not "low energy", "some crap"."""
    noun = False
    if words[start] in cw.OPENING_VERBS_IN_LISTS and start < end - 1:
        start += 1
    while start < end - 1 and _may_open(words[start]):
        noun |= words[start] in cw.AMOUNTS
        start += 1
    kinds, at = _kinds(), start
    while at < end and words[at] in kinds.listed and not (at > start and words[at] in cw.PARTICLES_OF_STATES):
        at += 1
    last = at
    if last == start or (noun and words[start] not in kinds.nouns):
        return
    while at < end and _may_close(words, at):
        at += 1
    if at < end and words[at] not in (cw.OPENING_TAILS if words[start] in adjectives() else cw.OF_NOUNS):
        return
    if words[last - 1] not in adjectives() and any(word not in kinds.no_adjectives for word in words[start : last - 1]):
        return  # "low energy"
    yield from range(start, last)


def _may_close(words: Sequence[str], at: int) -> bool:
    word = words[at]
    counted = word[0].isdigit() and words[at - 1] == "x"  # "calm x 3"; "calm 3" is a rating
    return counted or is_passed_over(word) or word in cw.TAILS_IN_LISTS or word in cw.PARTICLES_OF_STATES


def _may_open(word: str) -> bool:
    if word in _kinds().listed:
        return word in cw.OPENERS_IN_LISTS
    known = word in cw.OPENERS_IN_LISTS or word in cw.AMOUNTS or (word[0] == "_" and word != "_not")
    return known or is_passed_over(word)
