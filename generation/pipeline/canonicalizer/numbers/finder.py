"""Stage A, numbers: what somebody logged, as typed, with what it measured when they said so.

In: the text of a message and its sentences. Out: `NumberFound`s in order, each inside one sentence. Dates, times of
day, telephone numbers, names with digits and what is denied, wished or another's are left out. A number gets a label
only from a word of the same message that is the writer's own; every other number stays without one. Numbers are
never converted, rounded or summed.

What is kept, and how:
- `text` is the number with its unit ("5.5 h", "€12", "3 coffees"), `value` the number as typed, signs like "~"
  included. Where number and unit interleave ("6h30", "1 h 20 min", "an hour and a half") value is the whole, unit None.
- Things counted have the dimension "count", the thing as `unit` and its singular as label.
- "8:30" is a duration only beside a past verb or beside "sleep" ("slept 8:30", "ran 5 km in 28:30"); elsewhere it is
  a time of day. A number without a unit is a log beside a word people give numbers to ("Mood 6", "slept 7"),
  or, without a label, when it is written like a measurement ("~7", "6.50") or stands alone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, zip_longest
from typing import NamedTuple

from generation.pipeline.canonicalizer.numbers.bounds import (
    bounded_end,
    bounded_start,
    is_bounded_on_another_line,
    is_end_of_a_range,
    is_hedged_in_a_list,
    is_inside_a_word,
)
from generation.pipeline.canonicalizer.numbers.carried_labels import Quantity
from generation.pipeline.canonicalizer.numbers.carrying import carries
from generation.pipeline.canonicalizer.numbers.claims import Claims
from generation.pipeline.canonicalizer.numbers.clauses import Clause, Mark, clauses_of
from generation.pipeline.canonicalizer.numbers.counted_things import counted_thing, is_nameable, singular
from generation.pipeline.canonicalizer.numbers.label_words import series_label
from generation.pipeline.canonicalizer.numbers.labelled import LabelledNumber, NumberAt
from generation.pipeline.canonicalizer.numbers.mentions import mentions
from generation.pipeline.canonicalizer.numbers.multiples import multiple_end, multiple_start
from generation.pipeline.canonicalizer.numbers.named_values import DOSES
from generation.pipeline.canonicalizer.numbers.notation import Kind, Notation
from generation.pipeline.canonicalizer.numbers.notations import find_notations, number_beginnings
from generation.pipeline.canonicalizer.numbers.other_days import stretches_of_another_day
from generation.pipeline.canonicalizer.numbers.readings import is_log_without_label, read_number
from generation.pipeline.canonicalizer.numbers.reality import Reality
from generation.pipeline.canonicalizer.numbers.topics import SentenceReading
from generation.pipeline.canonicalizer.numbers.units import COUNT, VESSELS
from generation.pipeline.reading.language import is_english
from generation.pipeline.reading.markup import masked
from generation.pipeline.reading.retractions import is_meant
from generation.pipeline.reading.sentences import Span
from generation.pipeline.reading.voices import others_words
from generation.pipeline.reading.words import fold


class NumberFound(NamedTuple):
    """A number somebody logged: `text == message[start:end]`, inside one sentence of the message.

    `label` is a lower-case English noun or verb whose stem stands in sentence `label_sentence`, or one of
    `FIXED_LABELS` that stands for it; both None where the writer did not say, or did not say it of their own day.
    `message[bound_start or start : bound_end or end]` is the number with the words that bound it ("maybe 5.5 h").
    """

    start: int
    end: int
    text: str
    value: str
    unit: str | None
    label: str | None
    label_sentence: int | None
    dimension: str | None
    bound_start: int | None = None
    bound_end: int | None = None


class _Message:
    """The sentences of one message, each read once."""

    def __init__(self, text: str, sentences: Sequence[Span]) -> None:
        self.text = text
        self.sentences = sentences
        self._beginnings = number_beginnings(text)
        self._notations: dict[int, tuple[Notation, ...]] = {}
        self._readings: dict[int, SentenceReading] = {}

    def __len__(self) -> int:
        return len(self.sentences)

    def notations(self, index: int) -> tuple[Notation, ...]:
        """The numbers of a sentence, before its words are read."""
        if index not in self._notations:
            start, end = self.sentences[index]
            low, high = bisect_left(self._beginnings, start), bisect_left(self._beginnings, end)
            notations = find_notations(self.text, start, end, self._beginnings[low:high])
            self._notations[index] = tuple(islice(notations, MAX_NUMBERS + 1))
        return self._notations[index]

    def __getitem__(self, index: int) -> SentenceReading:
        if index not in self._readings:
            self._readings[index] = self._read(index)
        return self._readings[index]

    def _read(self, index: int) -> SentenceReading:
        notations = self.notations(index)
        clauses = tuple(clauses_of(self.text, *self.sentences[index], notations))
        return SentenceReading(
            clauses=clauses,
            mentions=tuple(tuple(mentions(clause)) for clause in clauses),
            notations=notations,
        )

    def sentences_with_numbers(self) -> Iterator[int]:
        """The sentences in which a number may begin, in order."""
        at = 0
        for index, (_, end) in enumerate(self.sentences):
            if at < len(self._beginnings) and self._beginnings[at] < end:
                yield index
                at = bisect_left(self._beginnings, end, at)


# No sentence somebody types holds more; a table pasted in does, and its numbers say nothing of a day.
MAX_NUMBERS = 40
# Of a message no more are looked at, logs or not: what holds more is no diary entry.
MAX_NUMBERS_OF_A_MESSAGE = 400


def find_numbers(text: str, sentences: Sequence[Span]) -> tuple[NumberFound, ...]:
    """The numbers logged in `text`; `sentences` are its spans by `split_sentences`."""
    message = _Message(masked(text), sentences)
    found: list[NumberFound] = []
    seen = 0
    before: Quantity | None = None
    for index in message.sentences_with_numbers():
        seen += len(message.notations(index))
        if seen > MAX_NUMBERS_OF_A_MESSAGE:
            break
        for number, quantity in _numbers_of(message, index, before):
            before = quantity
            # The "3" of "300 mg x3" is shown with its amount.
            if number and not (found and number.start < (found[-1].bound_end or 0)):
                found.append(number)
    if any(number.label for number in found):
        unsaid = (lambda _: True) if not is_english(text) else _unsaid_in(message.text, sentences)
        found = [n._replace(label=None, label_sentence=None) if n.label and unsaid(n.start) else n for n in found]
    # A thing counted that takes in the next number ("two two apples") is not what was counted.
    apart = (n for n, behind in zip_longest(found, found[1:]) if behind is None or n.end <= behind.start)
    return tuple(number._replace(text=text[number.start : number.end]) for number in apart)


def _unsaid_in(text: str, sentences: Sequence[Span]) -> Callable[[int], bool]:
    """Whether what stands at a place is another's words, taken back, dreamt or meant in irony, or of another day."""
    starts = [start for start, _ in sentences]
    others = others_words(text)
    of_another_day = stretches_of_another_day(text)

    def is_unsaid(at: int) -> bool:
        voice = bisect_right(others, (at, len(text))) - 1
        if voice >= 0 and at < others[voice][1]:
            return True
        if any(start <= at < end for start, end in of_another_day):
            return True
        return not is_meant(text, sentences, bisect_right(starts, at) - 1)

    return is_unsaid


def _numbers_of(
    message: _Message, sentence: int, before: Quantity | None
) -> Iterator[tuple[NumberFound | None, Quantity | None]]:
    """Each number of the sentence as logged, or None, with what a number behind it may leave out."""
    notations = message.notations(sentence)
    if len(notations) > MAX_NUMBERS or not any(_may_be_log(message, sentence, each) for each in notations):
        return
    reading = message[sentence]
    claims = Claims(message, sentence)
    for index, clause in enumerate(reading.clauses):
        used: set[int] = set()
        for at, item in enumerate(clause.items):
            if item.mark is not Mark.NUMBER:
                continue
            notation = reading.notations[item.number]
            labelled = read_number(NumberAt(message, sentence, index, at, notation, reading, clause), used, before)
            if labelled is None:
                continue
            claimed = _claimed(reading, index, at, labelled, claims)
            if claimed is None and labelled.label is None and _is_told_by(clause, at):
                continue
            real = claimed is not None and claimed.label is not None
            before = _quantity(reading, labelled, notation, (sentence, index, at), claimed=real)
            yield (_found(message, sentence, notation, claimed) if claimed else None), before


def _may_be_log(message: _Message, sentence: int, notation: Notation) -> bool:
    """Whether it is worth the reading of its sentence: "one of those days" is not, "one coffee" is."""
    if notation.kind is Kind.ARTICLE:
        thing = counted_thing(message.text, notation.end, message.sentences[sentence][1])
        return thing is not None and thing.known
    return notation.kind not in {Kind.OTHER, Kind.NAME}


def _is_told_by(clause: Clause, at: int) -> bool:
    """ "2 paracetamol at 7 and another 2": a time of day, which takes no label away from the number behind it."""
    return at > 0 and clause.items[at - 1].word in {"at", "by", "around", "before", "after", "until"}


def _quantity(
    reading: SentenceReading,
    labelled: LabelledNumber,
    notation: Notation,
    where: tuple[int, int, int],
    *,
    claimed: bool,
) -> Quantity | None:
    """What a number behind this one may leave out; `where` is its sentence, clause and item.

    What was not so keeps its topic ("Want to sleep 8 h for once. Got 5."), though it has no label.
    """
    sentence, index, at = where
    label, label_sentence = labelled.label, labelled.label_sentence
    if label is None and not claimed:
        fitting = [m for m in reading.mentions[index] if m.first < at and carries(m.word, notation)]
        label, label_sentence = (fitting[-1].word.label, sentence) if fitting else (None, None)
        if not fitting and labelled.dimension == COUNT and labelled.unit and is_nameable(fold(labelled.unit)):
            label, label_sentence = singular(fold(labelled.unit)), sentence  # "set me 20 heel raises, did 12"
    if label is None or label_sentence is None:
        return None
    return Quantity(label, label_sentence, labelled.dimension, labelled.place, notation, sentence, index, claimed)


def _claimed(
    reading: SentenceReading, index: int, at: int, labelled: LabelledNumber, claims: Claims
) -> LabelledNumber | None:
    """The number as far as the writer claims it: with its label, without, or None."""
    clause = reading.clauses[index]
    kept_without = is_log_without_label(reading, clause, at, reading.notations[clause.items[at].number], labelled)
    if not (labelled.label or kept_without):
        return None
    claim = claims.claim(index, at, labelled)
    if claim is Reality.REAL:
        return labelled
    return labelled._replace(label=None, label_sentence=None) if claim is Reality.UNSURE and kept_without else None


def _may_be_multiplied(notation: Notation, labelled: LabelledNumber) -> bool:
    """ "50 mg x2", "2 tablets twice", "400 x2", but not "3 sets x 12 reps"."""
    if labelled.unit is None:
        return notation.kind in {Kind.BARE, Kind.MARKED}
    return labelled.dimension != COUNT or fold(labelled.unit) in VESSELS


_APART = (is_inside_a_word, is_bounded_on_another_line, is_end_of_a_range, is_hedged_in_a_list)


def _found(message: _Message, sentence: int, notation: Notation, labelled: LabelledNumber) -> NumberFound:
    text = message.text
    low, high = message.sentences[sentence]
    # What cannot be shown as it was typed has no label: a value in the middle of a word, or apart from what bounds it.
    if any(is_apart(text, notation.start) for is_apart in _APART):
        labelled = labelled._replace(label=None, label_sentence=None)
    start = bounded_start(text, notation.start, low)
    if start is None and fold(labelled.unit or "") in DOSES:
        start = multiple_start(text, notation.start, low)
    end = multiple_end(text, labelled.end, high) if _may_be_multiplied(notation, labelled) else labelled.end
    return NumberFound(
        start=notation.start,
        end=labelled.end,
        text=text[notation.start : labelled.end],
        value=notation.value,
        unit=labelled.unit,
        label=labelled.label and series_label(labelled.label, labelled.dimension),
        label_sentence=labelled.label_sentence,
        dimension=labelled.dimension,
        bound_start=start,
        bound_end=bounded_end(text, end, high) or (end if end > labelled.end else None),
    )
