"""Stage A: where the words of the reviewed lists stand in a text.

Input: the text of a message. Output: spans in code points of that text, by list and group, in order. A mark says
that words stand there, not what they mean: it writes no word of a summary. Time linear in the text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import repeat
from typing import NamedTuple

from generation.pipeline.canonicalizer.marks.mark_lists import MARK_LISTS, Group
from generation.pipeline.canonicalizer.marks.phrases import Choice, Phrase, match_phrase, words_needed
from generation.pipeline.canonicalizer.marks.typed_words import BREAK, TypedWords, read_words

# What makes words mean another thing stands beside them; a word farther off in a long sentence excuses nothing.
_FARTHEST = 6
# No turn takes more code points than this.
_LONGEST_TURN = 40


class MarkFound(NamedTuple):
    """Words of `group` of `list` in `text[start:end]`."""

    list: str
    group: str
    start: int
    end: int


class _Entry(NamedTuple):
    phrase: Phrase
    needed: tuple[Choice, ...]
    group: Group
    no_name: Choice


def find_marks(text: str) -> tuple[MarkFound, ...]:
    """Every mark of every list in `text`, by start, then end; of one group the longest where one holds another."""
    read = read_words(text, _KNOWN.__contains__, MARK_LISTS["safety"].misspelt.meant)
    found: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for at, (word, beside) in enumerate(zip(read.words, _sentences(read.words), strict=True)):
        for entry in _BY_WORD.get(word, ()):
            if any(words.isdisjoint(beside) for words in entry.needed):
                continue
            places = match_phrase(entry.phrase, read, at, entry.no_name)
            if places is not None and not _is_excused(entry.group, read, *places):
                first, last = _without_breaks(read, *places)
                found[entry.group.list, entry.group.name].append((read.starts[first], read.ends[last]))
    marks = [
        MarkFound(list_name, group, start, end)
        for (list_name, group), spans in found.items()
        for start, end in _longest(spans)
    ]
    return tuple(sorted(marks, key=lambda mark: (mark.start, mark.end, mark.list, mark.group)))


def _sentences(words: list[str]) -> Iterator[frozenset[str]]:
    """For each word, and for what ends a sentence, the words of that sentence."""
    ends = [at for at, word in enumerate(words) if word == BREAK]
    start = 0
    for end in (*ends, len(words)):
        yield from repeat(frozenset(words[start:end]), min(end + 1, len(words)) - start)
        start = end + 1


def opens_with_turn(sentence: str) -> bool:
    """Whether a mark of the list of turns stands at the first word of `sentence`. Only its first words are read."""
    first = next((at for at, sign in enumerate(sentence) if sign.isalnum() or sign == "/"), len(sentence))
    marks = find_marks(sentence[: first + _LONGEST_TURN])
    return any(mark.list == "turns" and mark.start <= first for mark in marks)


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


def _index() -> Mapping[str, tuple[_Entry, ...]]:
    entries: dict[str, list[_Entry]] = defaultdict(list)
    for held in MARK_LISTS.values():
        for group in held.groups:
            for phrase in group.phrases:
                for word in phrase.anchor:
                    entries[word].append(_Entry(phrase, words_needed(phrase), group, held.no_name))
    return {word: tuple(listed) for word, listed in entries.items()}


def _known() -> Iterator[str]:
    for held in MARK_LISTS.values():
        for group in held.groups:
            yield from group.unless
            for phrase in group.phrases:
                yield from _words_of(phrase)


def _words_of(phrase: Phrase) -> Iterator[str]:
    yield from phrase.anchor | phrase.not_before | phrase.not_after | phrase.without
    for element in (*phrase.before, *phrase.after):
        yield from element.words
    for other in phrase.beside:
        yield from _words_of(other)


_BY_WORD = _index()
_KNOWN = frozenset(_known())
