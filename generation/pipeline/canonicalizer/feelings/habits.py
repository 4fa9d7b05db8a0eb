"""Stage A: feelings told as a habit, on a day that denies them.

Input: a sentence, the place of a feeling word in it, and what else the day's entries say. "I watch videos, then I get
tired" names no feeling of a day on which the writer is "not tired right now"; where the day denies nothing, a habit
counts as what the writer says of themselves. When in doubt, the feeling stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from generation.pipeline.reading.words import fold

# What makes a present tense one of every time: a sign of habit, or one thing that follows another each time.
_HABIT = re.compile(
    r"\b(?:usually|always|often|sometimes|normally|generally|typically|mostly|in general|as a rule|at times"
    r"|every (?:time|day|night|morning|evening|week)|each time|whenever|when (?:i|it|my|people|they|we)|if i|once i"
    r"|after i|tend to|(?:i|we) (?:like|love|hate|prefer) to|then i)\b"
)
# The verb the word hangs on, in the simple present: what is going on now is "getting", what was is "got".
_PRESENT = re.compile(r"\bi (?:\w+ly |always |often |sometimes |just |also )*(?:get|become|feel|am|go)(?: \w+){0,2} $")
_CONTRACTED = re.compile(r"\bi'm (?:\w+ ){0,2}$")
_DENIAL = re.compile(
    r"\b(?:not|never|no longer|isn't|aren't|wasn't|ain't|don't feel|didn't feel|hardly)(?= (\w+(?: \w+){0,4}))"
)
# How many code points of a long sentence are looked at: for the verb, and for a sign of habit.
_NEAR, _AROUND = 80, 200
# Words between a denial and what it denies ("not really that tired"), and words of the longest feeling.
_BETWEEN = 2
_LONGEST = 3


def is_told_as_habit(sentence: str, at: int) -> bool:
    """Whether the word at `at` of `sentence` is said of every time, in the simple present."""
    before = _plain(sentence[max(0, at - _NEAR) : at])
    is_present = _PRESENT.search(before) or _CONTRACTED.search(before)
    return is_present is not None and _HABIT.search(_plain(sentence[max(0, at - _AROUND) : at + _AROUND])) is not None


def denied_words(sentences: Iterable[str]) -> frozenset[str]:
    """The words, and runs of words, that some of `sentences` denies, folded: "tired" of "I'm not really tired"."""
    denied = set()
    for sentence in sentences:
        for match in _DENIAL.finditer(_plain(sentence)):
            words = match[1].split()
            for at in range(min(_BETWEEN + 1, len(words))):
                denied |= {" ".join(words[at : at + size]) for size in range(1, _LONGEST + 1)}
    return frozenset(denied)


def _plain(text: str) -> str:
    return fold(text).replace("’", "'")
