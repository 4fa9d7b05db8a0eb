"""Stage A: a time and what it was spent on, as notes put it: "45 mins hoovering", "1h piano", "20 min stretches".

In: a duration that opens its clause. Out: the noun or two behind it, where nothing else stands there but words that say
when. The other way round ("piano 1h") is a name and its value.
"""

from __future__ import annotations

from generation.pipeline.canonicalizer.numbers.clauses import Clause, Mark, is_person, is_verb_form
from generation.pipeline.canonicalizer.numbers.counted_things import is_nameable, singular
from generation.pipeline.canonicalizer.numbers.no_names import NO_ACTIVITIES, NO_NAMES
from generation.pipeline.canonicalizer.numbers.notation import Kind, Notation
from generation.pipeline.canonicalizer.numbers.occupations import UNITS_OF_HOURS
from generation.pipeline.canonicalizer.numbers.subject_words import ADVERBS, TIMES
from generation.pipeline.canonicalizer.numbers.units import DURATION
from generation.pipeline.reading.word_set import word_set

_BEFORE = word_set("did had got managed another then plus spent and also today another")
_CLOSING = TIMES | word_set("before after with at on in during done total and")
_DESCRIBING = word_set("more less extra each total straight solid max min apart late early long delay tops break gap")
_LONGEST = 2


def named_behind(text: str, clause: Clause, at: int, notation: Notation) -> str | None:
    """What the duration at item `at` was of."""
    if notation.kind is not Kind.MEASURE or notation.dimensions[:1] != (DURATION,):
        return None
    if (notation.unit or "h").casefold() not in UNITS_OF_HOURS or not all(
        item.word in _BEFORE for item in clause.items[:at]
    ):
        return None
    behind = clause.items[at + 1 :]
    closing = next((index for index, item in enumerate(behind) if item.word in _CLOSING), len(behind))
    words = behind[:closing]
    if not words or len(words) > _LONGEST or any(item.mark is not Mark.WORD for item in words):
        return None
    if not all(text[item.start].islower() and _may_be_done(item.word) for item in words):
        return None
    return " ".join([*(item.word for item in words[:-1]), singular(words[-1].word)])


def _may_be_done(word: str) -> bool:
    if not is_nameable(word) or word in NO_NAMES or word in NO_ACTIVITIES or word in ADVERBS or word in _DESCRIBING:
        return False
    return len(word) > 2 and not is_verb_form(word) and not is_person(word)
