"""Numbers in words: which English words are numbers, and which number they are."""

from __future__ import annotations

from generation.pipeline.reading.words import fold

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_OTHERS = {"hundred": 100, "thousand": 1000, "dozen": 12, "once": 1, "twice": 2, "thrice": 3, "couple": 2}
NUMBER_WORDS = (
    {word: value for value, word in enumerate(_UNITS)}
    | {word: 10 * place for place, word in enumerate(_TENS, start=2)}
    | _OTHERS
)


def number_of(word: str) -> int | None:
    """The whole number a word names, or None."""
    return NUMBER_WORDS.get(fold(word))
