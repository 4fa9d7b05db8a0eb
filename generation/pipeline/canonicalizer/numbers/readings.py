"""Stage A: one number of a clause, read with what it measured.

In: the sentences of a message and the place of a number. Out: a `LabelledNumber`, or None for digits that are no log.
The label is the thing counted, the word beside the number, what it is "of", the name it is the value of, or the
topic before it: in this order, and only from the words of the message. Whether the writer claims it is not asked.
"""

from __future__ import annotations

from typing import NamedTuple

from generation.pipeline.canonicalizer.numbers.carried_labels import Quantity, carried_from
from generation.pipeline.canonicalizer.numbers.clauses import Clause, Mark, Subject, heading_subject, is_verb_form
from generation.pipeline.canonicalizer.numbers.counted_things import (
    CountedThing,
    counted_thing,
    dosed_thing,
    held_thing,
    is_counted,
    is_nameable,
    lone_thing,
    singular,
)
from generation.pipeline.canonicalizer.numbers.label_owners import Place
from generation.pipeline.canonicalizer.numbers.label_words import LabelWord, bare_dimension, label_word_at
from generation.pipeline.canonicalizer.numbers.labels import RACED, carries, is_fragment, place_of_label
from generation.pipeline.canonicalizer.numbers.named_values import (
    DOSES,
    NO_ACTIVITIES,
    Name,
    name_before,
    name_behind_a_dash,
    name_of_vessels,
    scored_on,
)
from generation.pipeline.canonicalizer.numbers.notation import Kind, Notation
from generation.pipeline.canonicalizer.numbers.subject_words import ADVERBS, TIMES
from generation.pipeline.canonicalizer.numbers.topics import Readings, SentenceReading, topic_of
from generation.pipeline.canonicalizer.numbers.units import (
    COUNT,
    DISTANCE,
    DRINK_VESSELS,
    DURATION,
    ENERGY,
    MONEY,
    SCALE,
    VOLUME,
    WEIGHT,
)
from generation.pipeline.reading.word_set import word_set
from generation.pipeline.reading.words import fold


class LabelledNumber(NamedTuple):
    """A number with the label found for it, before it is judged; `far` when the label stands in another clause."""

    end: int
    unit: str | None
    dimension: str | None
    label: str | None = None
    label_sentence: int | None = None
    place: Place | None = None
    far: bool = False


_DASHES = frozenset("-–—−")
# "Self-harm urges" are no other urges.
_GENERAL = word_set("urge craving")


def _is_another_name(name: Name, place: Place) -> bool:
    """Whether a field is no plain label word but a name of the writer's own: "deep work: 4 h", "Back pain: 4/10"."""
    if place.label in _GENERAL and name.first + name.length == place.first + place.length:
        return name.length > place.length
    if not name.field or place.first > name.first + name.length:
        return False
    return (name.first, name.length) != (place.first, place.length) and name.length > 1


def _of_name(
    plain: LabelledNumber, notation: Notation, sentence: int, clause: Clause, at: int, name: Name
) -> LabelledNumber:
    headed = heading_subject(clause, name.first)
    subject = Subject.OWN if headed is Subject.LEFT_OUT else headed
    place = Place(name.label, name.first, name.length, subject, frozenset())
    dimension = plain.dimension
    last = clause.items[name.first + name.length - 1].word
    multiplied = clause.items[at - 1].word in _MULTIPLIED
    if dimension is None and notation.value.isdigit() and (multiplied or is_counted(last)) and not label_word_at([last], 0):
        dimension = COUNT
    return plain._replace(label=name.label, label_sentence=sentence, place=place, dimension=dimension)


def _is_list_marker(readings: Readings, sentence: int, notation: Notation) -> bool:
    """ "1. milk", "2) eggs"."""
    start, end = readings.sentences[sentence]
    marks = readings.text[notation.end : notation.end + 2]
    before = readings.text[start : notation.start]
    return (
        notation.kind is Kind.BARE
        and len(before) <= 6
        and not any(character.isalnum() for character in before)
        and notation.end + 1 < end
        and marks[:1] in {".", ")"}
        and marks[1:].isspace()
    )


def read_number(
    readings: Readings,
    sentence: int,
    index: int,
    at: int,
    notation: Notation,
    used: set[int],
    before: Quantity | None,
) -> LabelledNumber | None:
    """The number at item `at` of clause `index` with what it measured; None for a number that is no log.

    `used` holds the items that label a number before it, and takes the item that labels this one from behind;
    `before` is the number read last.
    """
    if notation.kind in {Kind.OTHER, Kind.NAME} or _is_list_marker(readings, sentence, notation):
        return None
    text, (_, end) = readings.text, readings.sentences[sentence]
    clause = readings[sentence].clauses[index]
    thing = None
    if (not notation.unit or notation.unit in _MULTIPLIED) and notation.kind in _COUNTING:
        thing = counted_thing(text, notation.end, end)
    if thing is None and notation.kind is Kind.BARE and _counts_one_thing(clause, at, notation):
        thing = lone_thing(text, notation.end, end)
    if thing and thing.label in RACED and notation.value[-1:] in {"k", "K"}:
        thing = None  # "5k run"
    if thing and notation.unit and not thing.known:
        thing = None
    if notation.kind is Kind.ARTICLE and not (thing and thing.known):
        return None
    if thing and (notation.kind is not Kind.RATIO or thing.vessel):
        return _of_thing(text, sentence, clause, at, thing, notation, end)
    place = place_of_label(text, clause, at, notation, readings[sentence].mentions[index], used)
    name = None
    if place is None or place.label in _GENERAL or not _MARKS_OF_A_FIELD.isdisjoint(clause.vocabulary):
        name = name_before(text, clause, at, notation) or scored_on(clause, at, notation)
    if MONEY in notation.dimensions and notation.dimensions[0] == MONEY:
        return LabelledNumber(notation.end, notation.unit, MONEY)  # a price is nobody's log
    if place and not (name and _is_another_name(name, place)):
        if place.first > at:
            used.add(place.first)
        dimension = _dimension(notation, place)
        if dimension is None and place.label == "sleep" and is_verb_form(clause.items[place.first].word):
            dimension = DURATION  # "slept 7"; "sleep 7" may be a rating
        return LabelledNumber(notation.end, notation.unit, dimension, place.label, sentence, place)
    plain = LabelledNumber(notation.end, notation.unit, _first(notation))
    held = _held(text, notation, end)
    if held:
        return plain._replace(label=held, label_sentence=sentence)
    if name is None and at == 0 and index == 1 and clause.joined_by in _DASHES:
        dashed = name_behind_a_dash(text, readings[sentence].clauses[0], clause, notation)
        if dashed:
            return plain._replace(label=dashed.label, label_sentence=sentence, far=True)
    if name:
        return _of_name(plain, notation, sentence, clause, at, name)
    topical = _in_brackets(readings, sentence, index, notation) or _by_topic(readings, sentence, index, notation)
    if topical is None and before and carried_from(before, sentence, index, clause, at, notation):
        dimension = plain.dimension or before.dimension
        return plain._replace(
            label=before.label,
            label_sentence=before.label_sentence,
            dimension=dimension,
            place=before.place if (before.sentence, before.clause) == (sentence, index) else None,
            far=True,
        )
    if topical is None and plain.dimension == ENERGY and notation.unit:
        return plain._replace(label=singular(fold(notation.unit)), label_sentence=sentence)  # "was 1820 kcal"
    return topical or plain


_TAKEN = word_set("took take taken popped had")


def _counts_one_thing(clause: Clause, at: int, notation: Notation) -> bool:
    """ "1 bath" alone, "took 2 diazepam"."""
    return (notation.value == "1" and at == 0) or (at > 0 and clause.items[at - 1].word in _TAKEN)


_MARKS_OF_A_FIELD = frozenset(":=")
_MULTIPLIED = frozenset("xX×")
_COUNTING = frozenset([Kind.BARE, Kind.MARKED, Kind.ARTICLE, Kind.TIMES, Kind.RATIO])


def _dimension(notation: Notation, label: Place | LabelWord) -> str | None:
    """Of what the notation can measure, what the label can carry."""
    if not notation.dimensions:
        raced = notation.value[-1:] in {"k", "K"} and DISTANCE in label.dimensions
        return DISTANCE if raced else bare_dimension(label.dimensions)
    return next((each for each in notation.dimensions if each in label.dimensions), notation.dimensions[0])


def _by_topic(readings: Readings, sentence: int, index: int, notation: Notation) -> LabelledNumber | None:
    """A number that stands alone, labelled by what the words before it are about."""
    clause = readings[sentence].clauses[index]
    if not is_fragment(clause) or notation.kind in {Kind.CLOCK, Kind.RATIO}:
        return None
    topic = topic_of(readings, sentence, index, notation)
    if topic is None:
        return None
    word, where = topic
    return LabelledNumber(notation.end, notation.unit, _dimension(notation, word), word.label, where, far=True)


def _in_brackets(readings: Readings, sentence: int, index: int, notation: Notation) -> LabelledNumber | None:
    """ "after the swim (1 km)": a number in brackets, labelled by the word right before them."""
    reading = readings[sentence]
    clause = reading.clauses[index]
    if clause.joined_by != "(" or not index or not is_fragment(clause) or notation.kind is Kind.CLOCK:
        return None
    last = reading.mentions[index - 1][-1:]
    for mention in last:
        if mention.first + mention.length == len(reading.clauses[index - 1].items) and carries(mention.word, notation):
            dimension = _dimension(notation, mention.word)
            return LabelledNumber(notation.end, notation.unit, dimension, mention.word.label, sentence, far=True)
    return None


def _first(notation: Notation) -> str | None:
    return notation.dimensions[0] if notation.dimensions else None


def _of_thing(
    text: str, sentence: int, clause: Clause, at: int, thing: CountedThing, notation: Notation, end: int
) -> LabelledNumber:
    unit = text[thing.start : thing.end]
    plain = LabelledNumber(thing.end, unit, COUNT)
    if thing.vessel:
        held = held_thing(text, thing.end, end)
        if held:
            return plain._replace(
                dimension=VOLUME if fold(unit) in DRINK_VESSELS else COUNT, label=held, label_sentence=sentence
            )
        if held is None and thing.label in _PILLS:
            dosed = dosed_thing(text, thing.end, end)
            if dosed:
                return plain._replace(label=dosed, label_sentence=sentence)
        name = name_of_vessels(clause, at)
        if name:
            return _of_name(plain._replace(dimension=VOLUME), notation, sentence, clause, at, name)
    if thing.label and (thing.known or _stands_as_log(clause, at, thing.end)):
        return plain._replace(label=thing.label, label_sentence=sentence)
    return plain


_PILLS = word_set("tablet pill capsule tab")
_LOGGING = word_set(
    """
    had drank ate took did smoked read wrote made got counted logged finished completed sent answered solved bought
    cleaned washed baked cooked planted played watched swam ran walked did another : -
    """
)


def _stands_as_log(clause: Clause, at: int, end: int) -> bool:
    """Whether a thing not on the list is counted as a log: behind "had" and the like, or alone ("6 tomatoes today")."""
    if at:
        before = clause.items[at - 1].word
        return before in _LOGGING or (before.endswith("ed") and before not in NO_ACTIVITIES)
    return all(item.word in TIMES or item.word in ADVERBS for item in clause.items[1:] if item.start >= end)


def _held(text: str, notation: Notation, end: int) -> str | None:
    """ "50 mg sertraline", "2 l of water", "3 h of crying"."""
    if notation.kind is not Kind.MEASURE and not (notation.kind is Kind.TIMES and notation.unit):
        return None
    held = held_thing(text, notation.end, end)
    if held is None and (notation.unit or "").casefold() in DOSES:
        held = dosed_thing(text, notation.end, end)
    return held


_POINTING = word_set("at until till by since from before after within um")


def is_log_without_label(
    reading: SentenceReading, clause: Clause, at: int, notation: Notation, labelled: LabelledNumber
) -> bool:
    """Whether a number nobody labelled is still a log, not a mere number."""
    before = clause.items[at - 1].word if at else ""
    if labelled.unit in {"s", "F", "C"} and notation.value.isdigit():
        return False  # "90s music", "24F"
    if labelled.unit and notation.kind is not Kind.CLOCK:
        return not (before in {"in", "within"} and labelled.dimension == DURATION)
    if notation.kind in {Kind.MEASURE, Kind.SCALE, Kind.PRESSURE, Kind.TIMES}:
        return True
    if notation.kind is Kind.MARKED and notation.value[:1] not in {"-", "−", "–", "+"}:
        return before not in _POINTING
    return notation.kind in {Kind.BARE, Kind.MARKED} and notation.value[-1:].isdigit() and _says_only_numbers(reading)


def _says_only_numbers(reading: SentenceReading) -> bool:
    """ "7", "Maybe 7 today.", "-2": nothing else is said."""
    return all(
        item.mark is not Mark.WORD or item.word in TIMES or item.word in ADVERBS or item.word in _HEDGES
        for clause in reading.clauses
        for item in clause.items
    )


_HEDGES = word_set("a an ca approx like total only so or like now so far")
