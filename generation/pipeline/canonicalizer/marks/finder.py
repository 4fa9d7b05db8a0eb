"""Stage A: where the words of the reviewed lists stand in a text.

Input: the text of a message. Output: spans in code points of that text, by list and group, in order. A mark says
that words stand there, not what they mean: it writes no word of a summary. Time linear in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from generation.pipeline.canonicalizer.marks.mark_lists import Group, mark_lists
from generation.pipeline.canonicalizer.marks.phrases import (
    Choice,
    Phrase,
    first_words,
    match_phrase,
    most_words,
    opening_words,
    words_besides,
)
from generation.pipeline.canonicalizer.marks.typed_words import BREAK, TypedWords, first_word, fold_typed, read_words

# What makes words mean another thing stands beside them; a word farther off in a long sentence excuses nothing.
_FARTHEST = 6
_OPENING = re.compile(r"[^\W_]|/")


class MarkFound(NamedTuple):
    """Words of `group` of `list` in `text[start:end]`."""

    list: str
    group: str
    start: int
    end: int


class _Entry(NamedTuple):
    """A phrase of a group. `preceding`: the words of which one stands before its anchor, None where any may; `besides`:
    those of each of which one stands in its sentence."""

    phrase: Phrase
    group: Group
    no_name: Choice
    preceding: Choice | None
    besides: tuple[Choice, ...]


class _Anchored(NamedTuple):
    """The phrases that are looked up by one word: by the word behind it where only some may stand there."""

    by_next: dict[str, list[_Entry]]
    always: list[_Entry]


_Index = Mapping[str, _Anchored]


class _Read(NamedTuple):
    """What is looked up in the lists: phrases by the word they are found by, those of the list of turns apart, the
    words by which a sentence may open with one of them, and how many words from there on hold one."""

    known: frozenset[str]
    marking: _Index
    exempting: _Index
    lists_that_exempt: frozenset[str]
    turns: _Index
    openings_of_turns: frozenset[str]
    words_of_turns: int


def find_marks(text: str) -> tuple[MarkFound, ...]:
    """Every mark of every list in `text`, by start, then end; of one group the longest where one holds another."""
    lists, read = _lists(), read_words(text, _fold)
    found: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for group, start, end in _found(read, lists.marking):
        found[group.list, group.name].append((start, end))
    exempt: tuple[tuple[Group, int, int], ...] = ()
    if any(list_name in lists.lists_that_exempt for list_name, _ in found):
        exempt = tuple(_found(read, lists.exempting))
    marks = [
        MarkFound(list_name, group, start, end)
        for (list_name, group), spans in found.items()
        for start, end in _longest(_not_exempt(list_name, group, spans, exempt))
    ]
    return tuple(sorted(marks, key=lambda mark: (mark.start, mark.end, mark.list, mark.group)))


def _not_exempt(
    list_name: str, group: str, spans: list[tuple[int, int]], exempt: Sequence[tuple[Group, int, int]]
) -> list[tuple[int, int]]:
    """The spans that no exempting phrase overlaps."""
    starts: list[int] = []
    farthest: list[int] = []
    for start, end in sorted((s, e) for by, s, e in exempt if by.list == list_name and group in (by.of or {group})):
        starts.append(start)
        farthest.append(max(end, farthest[-1]) if farthest else end)
    before = ((start, end, bisect_left(starts, end)) for start, end in spans)
    return [(start, end) for start, end, number in before if not number or farthest[number - 1] <= start]


def opens_with_turn(sentence: str) -> bool:
    """Whether a mark of the list of turns stands at the first word of `sentence`. Only its first words are read."""
    opening = _OPENING.search(sentence)
    first = opening.start() if opening else len(sentence)
    # Few sentences open with one of their words, and every sentence is asked.
    word, lists = first_word(sentence, first), _lists()
    if word is None or _fold(word) not in lists.openings_of_turns:
        return False
    read = read_words(sentence, _fold, first, lists.words_of_turns)
    return any(start <= first for _, start, _ in _found(read, lists.turns))


def _found(read: TypedWords, index: _Index) -> Iterator[tuple[Group, int, int]]:
    """The marks of each sentence, each once for each place of its anchor."""
    words = read.words
    start = 0
    while start < len(words):
        stop = _end_of_sentence(words, start)
        among = frozenset(words[start:stop])
        for at in range(start, stop):
            anchored = index.get(words[at])
            if anchored is not None:
                for entry in _candidates(words, at, anchored, among):
                    places = match_phrase(entry.phrase, read, at, entry.no_name)
                    if places is not None and not _is_excused(entry.group, read, *places):
                        first, last = _without_breaks(read, *places)
                        yield entry.group, read.start(first), read.end(last)
        start = stop + 1


def _end_of_sentence(words: Sequence[str], start: int) -> int:
    try:
        return words.index(BREAK, start)
    except ValueError:
        return len(words)


def _candidates(words: Sequence[str], at: int, anchored: _Anchored, among: Choice) -> Iterator[_Entry]:
    """The phrases that may stand around the anchor at `at` as far as a look at single words can tell."""
    following = words[at + 1] if at + 1 < len(words) else BREAK
    preceding = words[at - 1] if at else BREAK
    for entries in (anchored.by_next.get(following, ()), anchored.always):
        for entry in entries:
            if (entry.preceding is None or preceding in entry.preceding) and not any(
                map(among.isdisjoint, entry.besides)
            ):
                yield entry


def _is_excused(group: Group, read: TypedWords, first: int, last: int) -> bool:
    if not group.unless:
        return False
    first = max(first, 0)
    for at in range(first, max(first - _FARTHEST, -1), -1):
        if read.words[at] == BREAK:
            break
        if read.words[at] in group.unless:
            return True
    for at in range(first + 1, min(last + _FARTHEST, len(read.words))):
        if read.words[at] == BREAK:
            return False
        if read.words[at] in group.unless:
            return True
    return False


def _without_breaks(read: TypedWords, first: int, last: int) -> tuple[int, int]:
    """A phrase that starts or ends its sentence holds the words, not the stops around them."""
    first, last = max(first, 0), min(last, len(read.words) - 1)
    if read.words[first] == BREAK:
        first += 1
    return first, last - 1 if read.words[last] == BREAK else last


def _longest(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans that no other holds, each once."""
    farthest = -1
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if end > farthest:
            yield start, end
            farthest = end


def _index(groups: Iterable[Group]) -> _Index:
    index: dict[str, _Anchored] = defaultdict(lambda: _Anchored(defaultdict(list), []))
    for group in groups:
        no_name = mark_lists()[group.list].no_name
        for phrase in group.phrases:
            entry = _Entry(phrase, group, no_name, first_words(phrase.before), words_besides(phrase))
            following = first_words(phrase.after)
            for word in phrase.anchor:
                anchored = index[word]
                for entries in [anchored.by_next[w] for w in following] if following else [anchored.always]:
                    entries.append(entry)
    return {word: _Anchored(dict(anchored.by_next), anchored.always) for word, anchored in index.items()}


def _known() -> Iterator[str]:
    for held in mark_lists().values():
        for group in (*held.groups, *held.exempt):
            yield from group.unless
            for phrase in group.phrases:
                yield from _words_of(phrase)


def _words_of(phrase: Phrase) -> Iterator[str]:
    yield from phrase.anchor | phrase.not_before | phrase.not_after | phrase.without
    for element in (*phrase.before, *phrase.after):
        yield from element.words
    for other in phrase.beside:
        yield from _words_of(other)


@cache
def _lists() -> _Read:
    lists = mark_lists()
    turns = lists["turns"].groups
    phrases_of_turns = [phrase for group in turns for phrase in group.phrases]
    return _Read(
        known=frozenset(_known()),
        marking=_index(group for held in lists.values() for group in held.groups),
        exempting=_index(group for held in lists.values() for group in held.exempt),
        lists_that_exempt=frozenset(name for name, held in lists.items() if held.exempt),
        turns=_index(turns),
        openings_of_turns=frozenset(word for phrase in phrases_of_turns for word in opening_words(phrase)),
        words_of_turns=_FARTHEST + max(map(most_words, phrases_of_turns)),
    )


@lru_cache(maxsize=16384)
def _fold(typed: str) -> str:
    return fold_typed(typed, _lists().known.__contains__, mark_lists()["safety"].misspelt.meant)
