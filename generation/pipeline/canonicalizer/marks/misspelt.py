"""Stage A: long words of the lists as people mistype them, and medicines by the ending of their name.

In: a folded word that no list holds. Out: the word of a list that it stands for, or itself. One letter left out,
doubled, wrong or changed with its neighbour is forgiven in a word of six letters or more; the first letter never is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

_SHORTEST = 6
_SHORTEST_MEDICINE = 7


class Misspelt(NamedTuple):
    """The words to find behind a slip, by every spelling with one letter left out; endings with their medicine."""

    shortened: Mapping[str, frozenset[str]]
    words: frozenset[str]
    right: frozenset[str]
    endings: tuple[str, ...]
    medicine: str
    alike: Mapping[str, str]
    longest: int

    @classmethod
    def of(
        cls,
        words: frozenset[str],
        right: frozenset[str],
        endings: tuple[str, ...],
        medicine: str,
        alike: Mapping[str, str],
    ) -> Misspelt:
        """`right` are words spelt as meant that only look like one of `words`, or like a medicine; `alike` are common
        words as dialects and phones write them."""
        shortened: dict[str, set[str]] = defaultdict(set)
        long = frozenset(word for word in words if len(word) >= _SHORTEST and word.isalpha())
        for word in long:
            for short in _shorter(word):
                shortened[short].add(word)
        return cls(
            shortened={short: frozenset(meant) for short, meant in shortened.items()},
            words=long,
            right=right,
            endings=endings,
            medicine=medicine,
            alike=alike,
            longest=max(map(len, long), default=0),
        )

    def meant(self, word: str) -> str:
        """The word of a list that `word` is a slip of, a medicine where it ends like one, else `word`."""
        if word in self.alike:
            return self.alike[word]
        if len(word) < _SHORTEST - 1 or not word.isalpha() or word in self.right:
            return word
        near = [
            candidate for candidate in self._candidates(word) if candidate[0] == word[0] and _is_slip(word, candidate)
        ]
        if near:
            return near[0]
        return self.medicine if len(word) >= _SHORTEST_MEDICINE and word.endswith(self.endings) else word

    def _candidates(self, word: str) -> list[str]:
        """The words that could be meant, in order; none where the word is longer than a slip makes any of them."""
        if len(word) > self.longest + 1:
            return []
        candidates = set(self.shortened.get(word, ()))
        for short in _shorter(word):
            if short in self.words:
                candidates.add(short)
            candidates |= self.shortened.get(short, frozenset())
        return sorted(candidates)


def _shorter(word: str) -> Iterator[str]:
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]


def _is_slip(typed: str, word: str) -> bool:
    """One letter more, fewer or other, or two neighbours changed round."""
    at = next((at for at, (a, b) in enumerate(zip(typed, word, strict=False)) if a != b), min(len(typed), len(word)))
    rest, meant = typed[at:], word[at:]
    if len(rest) == len(meant):
        return rest[1:] == meant[1:] or (rest[:2] == meant[1::-1] and rest[2:] == meant[2:])
    return rest[1:] == meant if len(rest) > len(meant) else rest == meant[1:]
