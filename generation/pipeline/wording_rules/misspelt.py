"""Words of the lists typed wrongly: "recomend", "dipression", "becuase".

A long word that no list knows stands for one that a list knows where a letter too few or too many is doubled, where two
letters beside one another have changed places, or, in very long words, where one vowel stands for another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from generation.pipeline.reading.word_set import word_set

_SHORTEST = 7
# Shorter words with another vowel are other words: "deferred" and "differed".
_SHORTEST_WITH_A_WRONG_VOWEL = 10
_VOWELS = frozenset("aeiouy")
# Words of their own that differ from a listed one by so little.
_OTHER_WORDS = word_set(
    "complement complements complementary compliant casually starring needles hovering hovered farming theatre "
    "theater conformed martial"
)


def bones(word: str) -> str:
    """The first letter of a word and its consonants, each once and in the order of the alphabet."""
    return "".join(sorted(letter for letter in set(word) if letter not in _VOWELS)) + word[0]


def by_bones(words: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The long words by the consonants in them."""
    found: dict[str, list[str]] = defaultdict(list)
    for word in sorted(set(words)):
        if len(word) >= _SHORTEST and word.isalpha():
            found[bones(word)].append(word)
    return {key: tuple(alike) for key, alike in found.items()}


def meant_by(word: str, known: Mapping[str, tuple[str, ...]]) -> str | None:
    """The word of `known` that `word` is typed for, if any."""
    if len(word) < _SHORTEST or not word.isalpha() or word in _OTHER_WORDS:
        return None
    return next((each for each in known.get(bones(word), ()) if _is_typed_for(word, each)), None)


def _is_typed_for(typed: str, meant: str) -> bool:
    if _undoubled(typed) == _undoubled(meant):
        return abs(len(typed) - len(meant)) == 1
    if len(typed) != len(meant):
        return False
    wrong = [at for at in range(len(typed)) if typed[at] != meant[at]]
    match wrong:
        case [at]:
            vowels = {typed[at], meant[at]} <= _VOWELS
            return vowels and len(typed) >= _SHORTEST_WITH_A_WRONG_VOWEL and at < len(typed) - 2
        case [at, behind]:
            return at + 1 == behind < len(typed) - 1 and typed[at] == meant[behind] and typed[behind] == meant[at]
        case _:
            return False


def _undoubled(word: str) -> str:
    return "".join(letter for at, letter in enumerate(word) if not at or letter != word[at - 1])
