"""Stage A: numbers that leave out what was just said: "Hubby had 5 beers, I had 1", "Mood 4/10 -> 7/10", "Mine: 2/10".

In: a number and the one read before it, with its label and whatever was claimed of it. Out: the label carried on, or
None. It is carried where the clause says nothing but the number, whose it is and when; from the sentence
before only where the clause points back ("mine", "got", "today") or takes back what was not so ("4200 at most").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generation.pipeline.canonicalizer.numbers.carrying import RACED
from generation.pipeline.canonicalizer.numbers.clauses import Clause, Item, Mark, is_person, is_verb_form
from generation.pipeline.canonicalizer.numbers.counted_things import is_nameable
from generation.pipeline.canonicalizer.numbers.emoji import is_emoji
from generation.pipeline.canonicalizer.numbers.label_owners import Place
from generation.pipeline.canonicalizer.numbers.movements import movement_start
from generation.pipeline.canonicalizer.numbers.no_names import NO_ACTIVITIES
from generation.pipeline.canonicalizer.numbers.notation import Kind, Notation, magnitude
from generation.pipeline.canonicalizer.numbers.subject_words import ADVERBS, DETERMINERS, TIMES
from generation.pipeline.canonicalizer.numbers.units import COUNT, DISTANCE, DURATION, SCALE, VOLUME, WEIGHT
from generation.pipeline.reading.word_set import word_set


class Quantity(NamedTuple):
    """A number already read: its label and where it stands."""

    label: str
    label_sentence: int
    dimension: str | None
    place: Place | None
    notation: Notation
    sentence: int
    clause: int
    claimed: bool


_POINTING_BACK = word_set(
    """
    mine me my own i got managed had did took drank ate today now actual actually only just instead it made get
    gets i'd i'm let's lets say call guess reckon think
    """
)
_MEALS = word_set("breakfast lunch dinner tea supper bedtime bed meal snack gym bath shower")
_LEADING = (
    ADVERBS
    | TIMES
    | _POINTING_BACK
    | _MEALS
    | word_set(
        """
        left right both am pm is are be lying standing sitting seated resting total average avg max min peak
        x × * @ maybe
        """
    )
    | word_set(
        """
        pre post before during waking otherwise strongest weakest best worst lowest highest another way
        much bit better worse lower higher less more by extra another half double
        """
    )
    | word_set("a an to and then or so was is 's were mine's : = > - ~ at on of in the by for up down about like after")
) - word_set("not never no badly well")
_BEHIND = (
    word_set(
        """
    after before during at in on by when while since with with today tonight now later again then it i this
    max total fasting am pm or so each resting upstairs though instead from as for apart sitting standing lying
    seated walking moving l r left right both haha lol ugh anyway already sadly tops by straight peak end start
    """
    )
    | TIMES
    | _MEALS
)
_TIME_OF_DAY = word_set("at by until from on since till after before")
# "down 0.6 kg" is a difference, "x 2" how often.
_DIFFERING = word_set("x × down up less more")
_NEVER_CARRIED = frozenset([Kind.CLOCK, Kind.ARTICLE, Kind.NAME, Kind.OTHER])
# What a number without a unit may leave out of the one before it.
_LEFT_OUT = frozenset([None, COUNT, DURATION, VOLUME, WEIGHT, SCALE])


def carried_from(
    before: Quantity | None, sentence: int, index: int, clause: Clause, at: int, notation: Notation
) -> bool:
    """Whether the number at item `at` of clause `index` is another value of what `before` measured."""
    if before is None or (clause.joined_by and is_emoji(clause.joined_by)):
        return False
    if sentence == before.sentence and _times_a_race(before, clause, at, notation):
        return True
    if notation.kind in _NEVER_CARRIED or not _same_kind(before, notation) or _is_apart(before, clause, at, notation):
        return False
    start = next((n + 1 for n in range(at - 1, -1, -1) if clause.items[n].mark is Mark.NUMBER), 0)
    leading = [item.word for item in clause.items[start : max(start, movement_start(clause.items, at))]]
    if start == 0 and _tells_when(leading):
        leading = leading[:1]
    if _is_had_of_something_else(before, leading, notation):
        return False
    if leading == ["x"] and start:
        return True  # "gabapentin 300 mg x3": how many of them
    answers = before.dimension == COUNT
    if not _may_lead(leading, clause.items, start, at, notation, answers=answers):
        return False
    if not _says_no_more(clause.items, at, notation):
        return False
    if sentence == before.sentence:
        unsaid = not before.claimed and before.dimension == COUNT and not leading
        joined = not leading or leading[0] in _JOINING or all(word in _OCCASIONS for word in leading)
        return not unsaid and (start == 0 or joined)
    return sentence == before.sentence + 1 and not index and _points_back(before, clause, leading, at)


def _is_apart(before: Quantity, clause: Clause, at: int, notation: Notation) -> bool:
    """ "(2)", whose brackets open the clause, "up at 6", and "61, down from 88", which is of another day."""
    if at and clause.items[at - 1].word == "at" and not notation.dimensions and before.dimension in {COUNT, DURATION}:
        return True
    if clause.joined_by in _BRACKETS and not notation.dimensions:
        return True
    return at > 1 and clause.items[at - 1].word == "from" and clause.items[at - 2].word in {"up", "down"}


def _may_lead(
    leading: Sequence[str], items: Sequence[Item], start: int, at: int, notation: Notation, *, answers: bool
) -> bool:
    """Whether the words before the number say nothing but whose it is and when."""
    if leading and (leading[-1] in _DIFFERING or leading[0] == "was"):
        return False  # "pred 20, was 30"
    if leading and leading[-1] in TIMES and len(notation.value) == 4 and notation.value[:2] in {"19", "20"}:
        return False  # "22nd June 2014"
    decimal = "." in notation.value or "," in notation.value
    if (
        leading
        and not decimal
        and leading[-1] in _TIME_OF_DAY
        and len(leading) + start == at
        and not notation.dimensions
    ):
        return False
    return all(word in _LEADING for word in leading) or (start == 0 and answers and _answers(leading, items, at))


def _points_back(before: Quantity, clause: Clause, leading: Sequence[str], at: int) -> bool:
    """Whether a sentence goes on about the number of the sentence before."""
    if clause.joined_by == "or" and len(clause.items) == 1:
        return True  # "Mood 6? or 7."
    if before.dimension == COUNT and _answers(leading, clause.items, at):
        return True
    return not _POINTING_BACK.isdisjoint(leading) or (not before.claimed and _closes(clause.items, at))


_JOINING = word_set("to and then or - > now on at after = so total @ maybe")
_OCCASIONS = (
    TIMES | _MEALS | word_set("am pm max min avg average peak worst best standing sitting lying pre post left right")
)
_CONSUMED = word_set("drank ate")
_HAD = word_set("had did took got get made managed")
_HAVING = frozenset([COUNT, DURATION, VOLUME, WEIGHT])


def _is_had_of_something_else(before: Quantity, leading: Sequence[str], notation: Notation) -> bool:
    """ "smoked 15, drank 4"; "Mood: 2. I had two.": a rating is nothing one has or takes so many of."""
    if not _CONSUMED.isdisjoint(leading) and before.dimension not in {VOLUME, COUNT}:
        return True
    if not before.claimed or notation.dimensions or before.dimension in _HAVING or before.label == "sleep":
        return False
    return not _HAD.isdisjoint(leading)


_BRACKETS = frozenset("([")
_BEFORE_TIMES = word_set("after before post pre during at by in on")


def _answers(leading: Sequence[str], items: Sequence[Item], at: int) -> bool:
    """ "14 emails. I answered 3.": the writer's own verb, and the number alone."""
    words = [word for word in leading if word not in ADVERBS]
    said = len(words) == 2 and words[0] == "i"
    if not (said or len(words) == 1) or not is_verb_form(words[-1]) or (not said and not words[-1].endswith("ed")):
        return False
    return at + 1 == len(items) and words[-1] not in _NO_ANSWER and words[-1] not in NO_ACTIVITIES


_NO_ANSWER = word_set("turned was am felt woke arrived started finished left scored weighed went came")


def _tells_when(leading: Sequence[str]) -> bool:
    """ "after the second bath": words that say when, and nothing else."""
    if not 2 <= len(leading) <= 4 or leading[0] not in _BEFORE_TIMES:
        return False
    words = [word for word in leading[1:] if word not in DETERMINERS and word != "my"]
    return all(is_nameable(word) and not is_verb_form(word) and not is_person(word) for word in words)


def _times_a_race(before: Quantity, clause: Clause, at: int, notation: Notation) -> bool:
    """ "ran 5 km, 28:30", "5k run in 28 min"."""
    if before.label not in _MOVED_ALONG or before.dimension != DISTANCE or notation.dimensions[:1] != (DURATION,):
        return False
    previous = clause.items[at - 1] if at else None
    return len(clause.items) == 1 or (previous is not None and (previous.mark is Mark.NUMBER or previous.word == "in"))


_MOVED_ALONG = RACED | word_set("walk hike drive climb commute")


def _same_kind(before: Quantity, notation: Notation) -> bool:
    if notation.kind is Kind.TIMES:
        return before.notation.kind is Kind.TIMES or before.dimension == WEIGHT
    if before.notation.kind is Kind.TIMES and notation.dimensions == (WEIGHT,):
        return True  # "bench 3x8 @ 70 kg"
    if notation.kind is Kind.RATIO:
        return before.notation.kind is Kind.RATIO
    if notation.value[:1] in _SIGNS and before.notation.value[:1] not in _SIGNS:
        return False  # "70.2 kg (-0.4)" is a difference
    if not notation.dimensions:
        if before.dimension == DURATION and before.notation.unit and before.label != "sleep":
            return False  # "craving 7, waited 15 min, 3"
        if before.dimension == DURATION and magnitude(notation.value) > _HOURS_OF_A_DAY:
            return False  # "sleep 8 h. today: 94.2"
        if before.label in RACED and before.notation.value[-1:] in {"k", "K"}:
            return False  # "bike 40k avg 27"
        fits = before.notation.kind not in {Kind.PRESSURE, Kind.CLOCK} and before.dimension in _LEFT_OUT
        return fits or not before.notation.dimensions
    if before.label in RACED and {notation.dimensions[0], before.dimension} == {DISTANCE, DURATION}:
        return True
    return notation.dimensions[0] == before.dimension and _is_dosed(notation) is _is_dosed(before.notation)


_HOURS_OF_A_DAY = 24


def _is_dosed(notation: Notation) -> bool:
    """Whether a weight is one of doses: "Mounjaro 5 mg. 78.9 kg" are two things."""
    return (notation.unit or "").casefold() in _DOSES


_DOSES = word_set("mg mcg µg μg milligram milligrams")
_SIGNS = frozenset("-−+")


def _says_no_more(items: Sequence[Item], at: int, notation: Notation) -> bool:
    behind = items[at + 1] if at + 1 < len(items) else None
    return behind is None or behind.mark is Mark.NUMBER or behind.word in _BEHIND or behind.word in ADVERBS


def _closes(items: Sequence[Item], at: int) -> bool:
    """Whether little stands behind the number: "4200 at most", "4h10 it was"."""
    return len(items) > 1 and len(items) - at <= 3
