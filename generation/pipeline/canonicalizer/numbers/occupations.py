"""Stage A: what a time was spent on: "3 hours on the essay", "lost 2 h to scrolling", "in bed for 14 hours".

In: a duration in its clause. Out: the noun behind or before it that says where the time went, or None. Only a noun
right behind its preposition is taken, and none that tells when, where on the way, or with whom.
"""

from __future__ import annotations

from collections.abc import Sequence

from generation.pipeline.canonicalizer.numbers.clauses import Clause, Item, Mark, is_person, is_verb_form
from generation.pipeline.canonicalizer.numbers.counted_things import is_nameable, singular
from generation.pipeline.canonicalizer.numbers.notation import Kind, Notation
from generation.pipeline.canonicalizer.numbers.units import DURATION
from generation.pipeline.reading.word_set import word_set

_SPENT = word_set("spent put wasted lost did done managed had got another")
_TO = word_set("on in at to doing playing practising watching learning")
_AT_THE_START = word_set("on in doing playing practising watching learning")
_SKIPPED = word_set("my the a an some this that bloody damn stupid")
_NO_OCCUPATION = word_set(
    """
    foot average time total end row morning evening night afternoon day week way own bits pieces one go case fact
    clock couch top side bad good advance between minute minutes hour hours it phase zone silence pain tears line
    """
)
UNITS_OF_HOURS = word_set("h hr hrs hour hours min mins minute minutes m")


def occupation(clause: Clause, at: int, notation: Notation) -> str | None:
    """What the duration at item `at` was spent on."""
    if notation.kind is not Kind.MEASURE or notation.dimensions[:1] != (DURATION,):
        return None
    if notation.unit is not None and notation.unit.casefold() not in UNITS_OF_HOURS:
        return None
    items = clause.items
    spent = any(item.word in _SPENT for item in items[max(0, at - 3) : at])
    if (spent or at == 0) and len(items) > at + 2 and items[at + 1].word in (_TO if spent else _AT_THE_START):
        return _noun(items[at + 2 : at + 5])
    if at == 0 and [item.word for item in items[1:]] in (["fast"], ["fast", "done"]):
        return "fast"
    before = [item.word for item in items[:at]]
    if before and before[-1] == "for":
        before.pop()
    if 2 <= len(before) <= 4 and before[0] in {"on", "in"}:
        return _noun(items[1 : len(before)])
    return None


def _noun(items: Sequence[Item]) -> str | None:
    """The noun a phrase consists of, when it is one noun and its article."""
    words = [item.word for item in items if item.mark is Mark.WORD]
    while words and words[0] in _SKIPPED:
        words.pop(0)
    if not words or words[0] in _NO_OCCUPATION or not is_nameable(words[0]) or is_verb_form(words[0]):
        return None
    if is_person(words[0]) or (len(words) > 1 and is_nameable(words[1])):
        return None
    return singular(words[0])
