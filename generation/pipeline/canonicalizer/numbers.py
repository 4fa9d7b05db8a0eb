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

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generation.pipeline.canonicalizer.counted_things import (
    CountedThing,
    counted_thing,
    dosed_thing,
    held_thing,
    is_nameable,
    singular,
)
from generation.pipeline.canonicalizer.label_words import BARE_DIMENSIONS, LabelWord
from generation.pipeline.canonicalizer.labels import Place, is_fragment, mentions, place_of_label
from generation.pipeline.canonicalizer.language import is_english
from generation.pipeline.canonicalizer.notation import Kind, Notation
from generation.pipeline.canonicalizer.number_claims import Claims
from generation.pipeline.canonicalizer.number_clauses import (
    Clause,
    Mark,
    clauses_of,
    is_verb_form,
)
from generation.pipeline.canonicalizer.number_notations import find_notations
from generation.pipeline.canonicalizer.number_topics import SentenceReading, topic_of
from generation.pipeline.canonicalizer.reality import Reality
from generation.pipeline.canonicalizer.sentences import Span
from generation.pipeline.canonicalizer.units import COUNT, DISTANCE, DURATION, MONEY, SCALE, VOLUME, WEIGHT
from generation.pipeline.canonicalizer.word_set import word_set


class NumberFound(NamedTuple):
    """A number somebody logged: `text == message[start:end]`, inside one sentence of the message.

    `label` is a lower-case English noun or verb whose stem stands in sentence `label_sentence`; both None where
    the writer did not say.
    """

    start: int
    end: int
    text: str
    value: str
    unit: str | None
    label: str | None
    label_sentence: int | None
    dimension: str | None


class _Labelled(NamedTuple):
    """A number with the label found for it, before it is judged."""

    end: int
    unit: str | None
    dimension: str | None
    label: str | None = None
    label_sentence: int | None = None
    place: Place | None = None


class _Message:
    """The sentences of one message, each read once."""

    def __init__(self, text: str, sentences: Sequence[Span]) -> None:
        self.text = text
        self.sentences = sentences
        self._readings: dict[int, SentenceReading] = {}

    def __len__(self) -> int:
        return len(self.sentences)

    def __getitem__(self, index: int) -> SentenceReading:
        if index not in self._readings:
            start, end = self.sentences[index]
            self._readings[index] = self._read(start, end, tuple(find_notations(self.text, start, end)))
        return self._readings[index]

    def _read(self, start: int, end: int, notations: tuple[Notation, ...]) -> SentenceReading:
        clauses = tuple(clauses_of(self.text, start, end, notations))
        return SentenceReading(clauses, tuple(tuple(mentions(clause)) for clause in clauses), notations)

    def holds_numbers(self, index: int) -> bool:
        start, end = self.sentences[index]
        return _MAY_HOLD_NUMBERS.search(self.text, start, end) is not None


_MAY_HOLD_NUMBERS = re.compile(
    r"\d|[½⅓⅔¼¾⅕-⅞]|\b(?:half|quarters?|dozen|an? (?:hour|mile|kilo)|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|[a-z]{3,5}teen|twenty|thirty|fou?rty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)",
    re.IGNORECASE,
)


def find_numbers(text: str, sentences: Sequence[Span]) -> tuple[NumberFound, ...]:
    """The numbers logged in `text`; `sentences` are its spans by `split_sentences`."""
    message = _Message(text, sentences)
    found = [
        number
        for index in range(len(sentences))
        if message.holds_numbers(index)
        for number in _numbers_of(message, index)
    ]
    if any(number.label for number in found) and not is_english(text):
        found = [number._replace(label=None, label_sentence=None) for number in found]
    return tuple(found)


def _numbers_of(message: _Message, sentence: int) -> Iterator[NumberFound]:
    reading = message[sentence]
    if all(notation.kind is Kind.OTHER for notation in reading.notations):
        return
    claims = Claims(message, sentence)
    for index, clause in enumerate(reading.clauses):
        used: set[int] = set()
        for at, item in enumerate(clause.items):
            if item.mark is not Mark.NUMBER:
                continue
            notation = reading.notations[item.number]
            labelled = _label(message, sentence, index, at, notation, used)
            if labelled is None:
                continue
            claim = claims.claim(index, at, labelled.place, labelled.dimension)
            if claim is Reality.UNSURE:
                labelled = labelled._replace(label=None, label_sentence=None)
            if claim is not Reality.UNREAL and (labelled.label or _stands_alone(clause, at, notation, labelled)):
                yield _found(message.text, notation, labelled)


def _found(text: str, notation: Notation, labelled: _Labelled) -> NumberFound:
    return NumberFound(
        start=notation.start,
        end=labelled.end,
        text=text[notation.start : labelled.end],
        value=notation.value,
        unit=labelled.unit,
        label=labelled.label,
        label_sentence=labelled.label_sentence,
        dimension=labelled.dimension,
    )


def _is_list_marker(message: _Message, sentence: int, notation: Notation) -> bool:
    """ "1. milk", "2) eggs"."""
    start, end = message.sentences[sentence]
    marks = message.text[notation.end : notation.end + 2]
    before = message.text[start : notation.start]
    return (
        notation.kind is Kind.BARE
        and len(before) <= 6
        and not any(character.isalnum() for character in before)
        and notation.end + 1 < end
        and marks[:1] in {".", ")"}
        and marks[1:].isspace()
    )


# --- labels ---------------------------------------------------------------------------------------


def _label(
    message: _Message, sentence: int, index: int, at: int, notation: Notation, used: set[int]
) -> _Labelled | None:
    """The number at item `at` of clause `index` with what it measured; None for a number that is no log.

    `used` holds the items that label a number before it, and takes the item that labels this one from behind.
    """
    if notation.kind is Kind.OTHER or _is_list_marker(message, sentence, notation):
        return None
    text, (_, end) = message.text, message.sentences[sentence]
    clause = message[sentence].clauses[index]
    thing = None
    if not notation.unit and notation.kind in _COUNTING:
        thing = counted_thing(text, notation.end, end)
    if notation.kind is Kind.ARTICLE and not (thing and thing.known):
        return None
    if thing and (notation.kind is not Kind.RATIO or thing.vessel):
        return _of_thing(text, sentence, clause, at, thing, end)
    place = place_of_label(text, clause, at, notation, message[sentence].mentions[index], used)
    if place:
        if place.first > at:
            used.add(place.first)
        return _Labelled(notation.end, notation.unit, _dimension(notation, place), place.label, sentence, place)
    plain = _Labelled(notation.end, notation.unit, _first(notation))
    named = _held(text, notation, end) or _valued(clause, at, notation)
    if named:
        return plain._replace(label=named, label_sentence=sentence)
    return _by_topic(message, sentence, index, notation) or plain


_COUNTING = frozenset([Kind.BARE, Kind.MARKED, Kind.ARTICLE, Kind.TIMES, Kind.RATIO])


def _dimension(notation: Notation, label: Place | LabelWord) -> str | None:
    """Of what the notation can measure, what the label can carry."""
    if not notation.dimensions:
        return DISTANCE if notation.value[-1:] in {"k", "K"} else BARE_DIMENSIONS.get(label.label)
    return next((each for each in notation.dimensions if each in label.dimensions), notation.dimensions[0])


def _by_topic(message: _Message, sentence: int, index: int, notation: Notation) -> _Labelled | None:
    """A number that stands alone, labelled by what the words before it are about."""
    clause = message[sentence].clauses[index]
    if not is_fragment(clause) or notation.kind in {Kind.CLOCK, Kind.RATIO}:
        return None
    topic = topic_of(message, sentence, index, notation)
    if topic is None:
        return None
    word, where = topic
    return _Labelled(notation.end, notation.unit, _dimension(notation, word), word.label, where)


def _first(notation: Notation) -> str | None:
    return notation.dimensions[0] if notation.dimensions else None


def _of_thing(text: str, sentence: int, clause: Clause, at: int, thing: CountedThing, end: int) -> _Labelled:
    unit = text[thing.start : thing.end]
    plain = _Labelled(thing.end, unit, COUNT)
    if thing.vessel:
        held = held_thing(text, thing.end, end)
        if held:
            return plain._replace(dimension=VOLUME, label=held, label_sentence=sentence)
    if thing.label and (thing.known or _stands_as_log(clause, at)):
        return plain._replace(label=thing.label, label_sentence=sentence)
    return plain


_LOGGING = word_set(
    """
    had drank ate took did smoked read wrote made got counted logged finished completed sent answered solved bought
    cleaned washed baked cooked planted played watched swam ran walked did another : -
    """
)


def _stands_as_log(clause: Clause, at: int) -> bool:
    """Whether a thing not on the list is counted as a log: at the clause's start, or behind "had" and the like."""
    return at == 0 or clause.items[at - 1].word in _LOGGING


def _held(text: str, notation: Notation, end: int) -> str | None:
    """ "50 mg sertraline", "2 l of water", "3 h of crying"."""
    if notation.kind is not Kind.MEASURE:
        return None
    held = held_thing(text, notation.end, end)
    if held is None and notation.unit in {"mg", "mcg", "µg", "μg"}:
        held = dosed_thing(text, notation.end, end)
    return held


_NO_NAMES = word_set(
    """
    day night week month year felt feeling rated scored got gave was is maybe about only around score rating
    result total sum overall self me myself it now bus train chapter page step part level version number room
    """
)


def _valued(clause: Clause, at: int, notation: Notation) -> str | None:
    """A name and its value, nothing else: "Tinnitus 3/10", "Sertraline: 50 mg", "Groceries €40"."""
    if notation.kind not in {Kind.MEASURE, Kind.SCALE, Kind.TIMES} or len(clause.items) > at + 1:
        return None
    items = [item for item in clause.items[:at] if item.word not in {":", "=", "-", "~"}]
    if len(items) != 1 or items[0].mark is not Mark.WORD:
        return None
    word = items[0].word
    colon = at == 2 and clause.items[1].word == ":"
    dimensions = {SCALE, MONEY, WEIGHT, COUNT} | ({DURATION, DISTANCE} if colon else set())
    if dimensions.isdisjoint(notation.dimensions) or word in _NO_NAMES or not is_nameable(word):
        return None
    return None if is_verb_form(word) or word.endswith("'s") else singular(word)


_POINTING = word_set("at until till by since from before after within um")


def _stands_alone(clause: Clause, at: int, notation: Notation, labelled: _Labelled) -> bool:
    """Whether a number nobody labelled is still a log, not a mere number."""
    before = clause.items[at - 1].word if at else ""
    if labelled.unit and notation.kind is not Kind.CLOCK:
        return not (before in {"in", "within"} and labelled.dimension == DURATION)
    if notation.kind in {Kind.MEASURE, Kind.SCALE, Kind.PRESSURE, Kind.TIMES}:
        return True
    if notation.kind is Kind.MARKED:
        return before not in _POINTING
    return notation.kind is Kind.BARE and notation.value.isdigit() and is_fragment(clause)
