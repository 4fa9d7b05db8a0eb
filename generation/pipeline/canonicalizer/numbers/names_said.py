"""Stage A: whether words without a colon stand with their number as a note does: "Guitar 25 min", "hb 10.9".

In: the words before a number of a clause. Out: yes or no. A price, a fact ("The pool is 25 m"), the marks of a list and
teams ("Arsenal 2 Spurs 1") are no values of a name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generation.pipeline.canonicalizer.numbers.carrying import SIGNS, carries
from generation.pipeline.canonicalizer.numbers.clauses import Item, Mark, is_verb_form
from generation.pipeline.canonicalizer.numbers.counted_things import is_drink_or_listed, is_nameable
from generation.pipeline.canonicalizer.numbers.label_words import label_word_at
from generation.pipeline.canonicalizer.numbers.no_names import (
    DATED,
    NAMED_BY_TWO,
    NO_ACTIVITIES,
    NO_NAMES,
    PRICED,
    RATED,
)
from generation.pipeline.canonicalizer.numbers.notation import Kind, Notation, magnitude
from generation.pipeline.canonicalizer.numbers.subject_words import ADVERBS, PREPOSITIONS
from generation.pipeline.canonicalizer.numbers.units import COUNT, DISTANCE, DURATION, MONEY, VOLUME, WEIGHT
from generation.pipeline.reading.word_set import word_set

WHEN = word_set(
    """
    after before during at in on since this today tonight yesterday again still all when while by now again each
    pre post down up lol haha ugh today's total fasting resting am pm max later overall apart straight day
    for with because so due thanks changed taken applied
    despite until from @ at this's nothing no already
    """
)


def is_a_fact(items: Sequence[Item], end: int, at: int, notation: Notation) -> bool:
    """ "The pool is 25 m": how large a thing is, no log."""
    said = any(item.word in {"is", "are"} for item in items[end:at])
    return said and notation.dimensions[:1] in {(DISTANCE,), (WEIGHT,), (VOLUME,), (DURATION,)}


def opens_a_list(items: Sequence[Item], at: int, notation: Notation) -> bool:
    """ "gratitude: 1 warm bed 2 my sister": the marks of a list within the line."""
    worded = len(items) > at + 2 and items[at + 1].mark is Mark.WORD and items[at + 1].word not in WHEN
    return notation.value == "1" and worded and any(item.mark is Mark.NUMBER for item in items[at + 2 :])


DAY_PARTS = word_set("night morning evening afternoon")


def is_capitalised_within(text: str, items: Sequence[Item], item: Item) -> bool:
    """ "Arsenal 2 Spurs 1": a capital within the clause is a name's, "then HR 140" an abbreviation's."""
    typed = text[item.start : item.end]
    return item is not items[0] and typed[:1].isupper() and not typed.isupper() and typed.isalpha()


def may_name(items: Sequence[Item], at: int, words: Sequence[Item], notation: Notation) -> bool:
    """Whether words without a colon stand with their number as a note does."""
    if not all(may_describe(item.word) for item in words[:-1]):
        return False
    last = words[-1].word
    if is_named_by_two(words):
        return True
    if (notation.kind is Kind.SCALE and last in RATED) or _is_felt(words, notation):
        return False
    if len(words) == 1 and notation.kind in {Kind.MEASURE, Kind.TIMES} and _is_activity(last, notation):
        return True
    if items[at - 1].word in {"x", "×"} and is_verb_form(last):
        return last.endswith("ed") and last not in NO_ACTIVITIES  # "vomited x4"
    if not is_nameable(last) or last in PRICED or notation.value[:1] in SIGNS:
        return False
    if MONEY in notation.dimensions or notation.kind in {Kind.ARTICLE, Kind.CLOCK}:
        return notation.kind is Kind.MEASURE and at == 1
    if items[at - 1].word in {"x", "×"}:
        return True
    if (is_verb_form(last) and not is_drink_or_listed(last)) or (
        notation.kind in {Kind.BARE, Kind.MARKED} and not _may_be_bare(words, notation)
    ):
        return False
    return _closes(items, at, last, notation)


def _is_felt(words: Sequence[Item], notation: Notation) -> bool:
    """ "nervous 10 minutes before": how one is has no length."""
    known = label_word_at([words[0].word], 0) if len(words) == 1 else None
    return known is not None and not (known[0].verb or known[0].topic or carries(known[0], notation))


def _closes(items: Sequence[Item], at: int, last: str, notation: Notation) -> bool:
    """Whether what stands behind the number leaves it the value of the name before it."""
    behind = items[at + 1].word if len(items) > at + 1 else None
    if behind in {"", "x", "×"} and notation.kind in {Kind.MEASURE, Kind.TIMES, Kind.BARE, Kind.MARKED}:
        return True  # "bench 60 kg 5x5"
    if notation.kind in {Kind.SCALE, Kind.RATIO} and (last in DATED or notation.kind is Kind.RATIO):
        return False  # "exam 7/10" may be its date
    if last in _READ_IN_ORDER and behind == "of":
        return True  # "pages 20-45 of the Mantel"
    if behind is None or notation.kind is Kind.SCALE or behind in WHEN:
        return True
    if notation.kind is Kind.MEASURE and items[at + 1].mark is Mark.WORD:
        return behind not in _TAKING and (is_verb_form(behind) or behind in ADVERBS | PREPOSITIONS)
    moving = behind in {"to", "then", "and"} and len(items) > at + 2 and items[at + 2].mark is Mark.NUMBER
    return moving or _is_list_of_values(items, at)


_READ_IN_ORDER = word_set("pages chapters verses")
# "20 mg of", "10 km to go": behind these the number has a thing of its own, or is none of that day.
_TAKING = word_set("of to until than like from about")


def may_describe(word: str) -> bool:
    return word in DAY_PARTS or word in {"left", "right"} or (is_nameable(word) and not is_verb_form(word))


def is_named_by_two(words: Sequence[Item]) -> bool:
    if len(words) != 2:
        return False
    return words[1].word == "thoughts" or (words[0].word, words[1].word) in NAMED_BY_TWO


def _is_list_of_values(items: Sequence[Item], at: int) -> bool:
    """ "Fatigue 7 brain fog 5 joint pain 6": another name and its number follow."""
    for index, item in enumerate(items[at + 1 : at + 4], at + 1):
        if item.mark is Mark.NUMBER:
            return index > at + 1
        if item.mark is not Mark.WORD:
            return False
        if not label_word_at([item.word], 0) and (not is_nameable(item.word) or is_verb_form(item.word)):
            return False
    return False


# "fasting 131" is a blood sugar; "fasting 16" may be hours.
_LOWEST_SUGAR = 50
_CENTS = re.compile(r"\d+[.,]\d{2}")


def _may_be_bare(words: Sequence[Item], notation: Notation) -> bool:
    """ "hb 10.9", but not "walk 30", whose unit is left open, nor "lunch 12.50", which is a price."""
    known = label_word_at([words[-1].word], 0)
    if len(words) == 1 and words[0].word == "fasting" and magnitude(notation.value) >= _LOWEST_SUGAR:
        return True
    if len(words) == 1 and known and not carries(known[0], notation) and notation.value != "0":
        return False
    if notation.value[:2] in {"0.", "0,"}:
        return True
    short = len(words[-1].word) <= 4 or words[-1].word[-1].isdigit()
    return short or not _CENTS.fullmatch(notation.value)


def _is_activity(word: str, notation: Notation) -> bool:
    """ "Pumped 120 ml", "journaling 20 min": a verb the writer may be left out of, and how much of it there was."""
    if not _MEASURING.isdisjoint(notation.dimensions) and word not in NO_ACTIVITIES:
        return len(word) > 4 and word.endswith(("ed", "ing")) and word not in NO_NAMES
    return False


_MEASURING = frozenset([DURATION, DISTANCE, VOLUME, COUNT, WEIGHT])
