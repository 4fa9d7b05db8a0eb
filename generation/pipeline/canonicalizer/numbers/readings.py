"""Stage A: one number of a clause, read with what it measured.

In: the sentences of a message and the place of a number. Out: a `LabelledNumber`, or None for digits that are no log.
The label is the thing counted, the word beside the number, what it is "of", the name it is the value of, the
topic before it, or what the number before it measured: in this order, and only from the words of the message.
Whether the writer claims it is not asked.
"""

from __future__ import annotations

from typing import Literal

from generation.pipeline.canonicalizer.numbers.acts import acted
from generation.pipeline.canonicalizer.numbers.carried_labels import Quantity, carried_from
from generation.pipeline.canonicalizer.numbers.carrying import SIGNS, carries
from generation.pipeline.canonicalizer.numbers.clauses import Clause, Mark, is_person, is_verb_form
from generation.pipeline.canonicalizer.numbers.counted_things import (
    dosed_thing,
    held_thing,
    is_a_few_steps,
    is_drink_or_listed,
    is_nameable,
    singular,
)
from generation.pipeline.canonicalizer.numbers.emoji import is_emoji
from generation.pipeline.canonicalizer.numbers.field_lists import listed_under
from generation.pipeline.canonicalizer.numbers.label_objects import WANTING, stands_under_a_wish
from generation.pipeline.canonicalizer.numbers.label_owners import Place
from generation.pipeline.canonicalizer.numbers.label_words import LabelWord, bare_dimension, label_word_at
from generation.pipeline.canonicalizer.numbers.labelled import (
    MULTIPLIED,
    LabelledNumber,
    NumberAt,
    labelled_by_name,
)
from generation.pipeline.canonicalizer.numbers.labels import is_fragment, place_of_label
from generation.pipeline.canonicalizer.numbers.measures import by_measure
from generation.pipeline.canonicalizer.numbers.money import kept_as
from generation.pipeline.canonicalizer.numbers.named_values import (
    DOSES,
    Name,
    name_before,
    name_behind_a_dash,
    scored_on,
)
from generation.pipeline.canonicalizer.numbers.names_behind import named_behind
from generation.pipeline.canonicalizer.numbers.notation import Kind, Notation
from generation.pipeline.canonicalizer.numbers.occupations import occupation
from generation.pipeline.canonicalizer.numbers.subject_words import ADVERBS, TIMES
from generation.pipeline.canonicalizer.numbers.thing_readings import read_thing, thing_counted
from generation.pipeline.canonicalizer.numbers.topics import SentenceReading, topic_of
from generation.pipeline.canonicalizer.numbers.units import COUNT, DISTANCE, DURATION, ENERGY, MONEY, UNITS
from generation.pipeline.reading.word_set import word_set
from generation.pipeline.reading.words import fold

_LONGER_THAN_A_DAY = word_set("day days night nights week weeks wk wks month months year years yr yrs")
_DASHES = frozenset("-–—−")
_MARKS_OF_A_FIELD = frozenset(":=")


def read_number(number: NumberAt, used: set[int], before: Quantity | None) -> LabelledNumber | None:
    """The number with what it measured; None for a number that is no log.

    `used` holds the items that label a number before it, and takes the item that labels this one from behind;
    `before` is the number read last.
    """
    notation = number.notation
    if notation.kind in {Kind.OTHER, Kind.NAME} or _is_list_marker(number) or is_a_few_steps(number.text, notation):
        return None
    thing = thing_counted(number)
    if notation.kind is Kind.ARTICLE and not (thing and thing.known):
        return None
    if thing:
        return read_thing(number, thing)
    plain = number.without_label()
    if plain.dimension == MONEY:
        kept = kept_as(number.text, number.clause, number.at, notation)
        return labelled_by_name(number, plain, kept) if kept else plain
    if (notation.unit or "").casefold() in _LONGER_THAN_A_DAY:
        return plain  # "married 11 years", "31 days sober": of no one day
    if notation.value[:1] in SIGNS and _goes_with_another(number):
        return plain
    found = _beside(number, plain, used) or _apart(number, plain, before) or by_measure(number, plain) or plain
    start = number.readings.sentences[number.sentence][0]
    return plain if found.label and stands_under_a_wish(number.text, start, notation.start, found.label) else found


def _beside(number: NumberAt, plain: LabelledNumber, used: set[int]) -> LabelledNumber | None:
    """Labelled in its own clause: by a known word, by what it is of, by a name of the writer's own."""
    text, clause, at, notation = number.text, number.clause, number.at, number.notation
    place = place_of_label(text, clause, at, notation, number.reading.mentions[number.clause_index], used)
    listed = listed_under(number) if place is None else None
    if listed:
        return listed
    name = None
    if place is None or place.label in WANTING or not _MARKS_OF_A_FIELD.isdisjoint(clause.vocabulary):
        name = None if notation.kind is Kind.PRESSURE else name_before(text, clause, at, notation)
        name = name or scored_on(clause, at, notation) or acted(clause, at, notation)
    if place and place.label == "drinking" and (_held(number) or (notation.unit or "") in {"pint", "pints"}):
        place = None  # "drank 4 L water" is water
    if place and not (name and _is_another_name(name, place)):
        if place.first > at:
            used.add(place.first)
        dimension = _dimension(notation, place)
        if dimension is None and place.label == "sleep" and is_verb_form(clause.items[place.first].word):
            dimension = DURATION  # "slept 7"; "sleep 7" may be a rating
        return plain._replace(dimension=dimension, label=place.label, label_sentence=number.sentence, place=place)
    if name and name.first not in used and (notation.unit or "").casefold() in DOSES and _is_of_a_drug(name):
        return labelled_by_name(number, plain, name)  # "iron 200 mg alt days"
    held = _held(number) or named_behind(text, clause, at, notation)
    if held:
        used.update(index for index in range(at + 1, len(clause.items)) if clause.items[index].word == held)
        return plain._replace(label=held, label_sentence=number.sentence)
    return labelled_by_name(number, plain, name) if name and name.first not in used else None


_ANY_DRUG = word_set("meds med medication tablet pill dose supplement")


def _is_of_a_drug(name: Name) -> bool:
    """Whether a dose is of what stands before it and not behind: "Meds 50 mg sertraline" says it behind."""
    return name.length == 1 and name.label not in _ANY_DRUG and label_word_at([name.label], 0) is None


def _apart(number: NumberAt, plain: LabelledNumber, before: Quantity | None) -> LabelledNumber | None:
    """Labelled from outside its clause: by a name before a dash, a topic, or the number read last."""
    notation, clause, sentence = number.notation, number.clause, number.sentence
    named = _named_apart(number)
    if named is not None:
        dashed = name_behind_a_dash(number.text, named, clause, notation)
        if dashed:
            return plain._replace(label=dashed.label, label_sentence=sentence, far=True)
    topical = _in_brackets(number) or _by_topic(number)
    if topical:
        return topical
    if (
        before
        and _is_in_reach(number, before)
        and carried_from(before, sentence, number.clause_index, clause, number.at, notation)
    ):
        return plain._replace(
            label=before.label,
            label_sentence=before.label_sentence,
            dimension=COUNT if number.word_before in MULTIPLIED else plain.dimension or before.dimension,
            place=before.place if (before.sentence, before.clause) == (sentence, number.clause_index) else None,
            far=True,
        )
    if plain.dimension == ENERGY and notation.unit:
        return plain._replace(label=singular(fold(notation.unit)), label_sentence=sentence)  # "was 1820 kcal"
    return None


def _named_apart(number: NumberAt) -> Clause | None:
    """The clause before the dash ("Social - 1") or the bracketed unit ("Alcohol (units): 3") of a number."""
    clauses, index = number.reading.clauses, number.clause_index
    if number.at == 0 and index and number.clause.joined_by in _DASHES:
        return clauses[index - 1]
    marked = number.at == 1 and number.clause.items[0].word in _MARKS_OF_A_FIELD
    if marked and index > 1 and number.clause.joined_by == ")" and _says_a_unit(clauses[index - 1]):
        return clauses[index - 2]
    return None


def _says_a_unit(clause: Clause) -> bool:
    """ "(units)", "(1-10)"."""
    return clause.joined_by == "(" and all(item.mark is Mark.NUMBER or item.word in UNITS for item in clause.items)


def _goes_with_another(number: NumberAt) -> bool:
    """ "Mood 6/10 -2 outside", "70.2 kg (-0.4)": a signed number behind a value is no second one of it."""
    if number.at:
        return number.clause.items[number.at - 1].mark is Mark.NUMBER
    return number.clause.joined_by in {"(", "["}


_BETWEEN = frozenset(",;:.()[]/-–—→>=+&@~*'’×<|!?\"")


def _is_in_reach(number: NumberAt, before: Quantity) -> bool:
    """Whether nothing but words and common signs stand between a number and the one it goes on from.

    A number word of the prose behind a note is none of its values: "Energy 4" and, on the next line, "Only two came".
    """
    between = number.text[before.notation.end : number.notation.start]
    if before.claimed and number.sentence != before.sentence and number.notation.value[:1].isalpha():
        return before.dimension == COUNT and "\n" not in between
    return all(sign.isalnum() or sign.isspace() or sign in _BETWEEN for sign in between)


def _is_another_name(name: Name, place: Place) -> bool:
    """Whether a field is no plain label word but a name of the writer's own: "deep work: 4 h"."""
    if place.label in WANTING and name.first + name.length == place.first + place.length:
        return name.length > place.length
    if not name.field or place.first > name.first + name.length:
        return False
    return (name.first, name.length) != (place.first, place.length) and name.length > 1


def _is_list_marker(number: NumberAt) -> bool:
    """ "1. milk", "2) eggs"."""
    notation = number.notation
    if notation.kind is not Kind.BARE:
        return False
    marks = number.text[notation.end : notation.end + 2]
    before = number.text[number.readings.sentences[number.sentence][0] : notation.start]
    opens = len(before) <= 6 and not any(character.isalnum() for character in before)
    if marks[:1] in {".", ")"} and marks[1:].isspace() and _counts_on(number):
        return True  # "1. shower 2. eat 3. email Tom"
    if marks[:1] == ")" and marks[1:].isspace() and before.count("(") <= before.count(")") and not opens:
        return True  # "2) mood 4 3) pain 3"
    return opens and notation.end + 1 < number.end and marks[:1] in {".", ")"} and marks[1:].isspace()


def _counts_on(number: NumberAt) -> bool:
    """Whether the mark before this one stands earlier in the message, as in a list typed in one line."""
    value, mark = number.notation.value, number.text[number.notation.end]
    if not value.isdigit() or not 2 <= int(value) <= _LONGEST_LIST:
        return False
    first = number.text.find(f"1{mark} ", 0, number.notation.start)
    previous = number.text.rfind(f"{int(value) - 1}{mark} ", 0, number.notation.start)
    return first >= 0 and not number.text[first - 1 : first].isalnum() and previous >= first


_LONGEST_LIST = 20


def _dimension(notation: Notation, label: Place | LabelWord) -> str | None:
    """Of what the notation can measure, what the label can carry."""
    if not notation.dimensions:
        raced = notation.value[-1:] in {"k", "K"} and DISTANCE in label.dimensions
        return DISTANCE if raced else bare_dimension(label.label, label.dimensions)
    return next((each for each in notation.dimensions if each in label.dimensions), notation.dimensions[0])


def _by_topic(number: NumberAt) -> LabelledNumber | None:
    """A number that stands alone, labelled by what the words before it are about."""
    notation = number.notation
    pictured = number.clause.joined_by != "" and is_emoji(number.clause.joined_by)
    if pictured or not is_fragment(number.clause) or notation.kind in {Kind.CLOCK, Kind.RATIO}:
        return None
    asked = _asked_before(number)
    if asked is not None:
        return asked or None
    topic = topic_of(number.readings, number.sentence, number.clause_index, notation)
    if topic is None:
        return None
    word, where = topic
    return LabelledNumber(notation.end, notation.unit, _dimension(notation, word), word.label, where, far=True)


def _asked_before(number: NumberAt) -> LabelledNumber | Literal[False] | None:
    """ "Hope? 5.": the name that the sentence before asks for; False where it asks for what has no name."""
    before = number.sentence - 1
    if before < 0 or number.clause_index or number.text[number.readings.sentences[before][1] - 1] != "?":
        return None
    clauses = number.readings[before].clauses
    if len(clauses) != 1 or number.readings[before].mentions[0] or len(clauses[0].items) > _LONGEST_QUESTION:
        return None
    item = clauses[0].items[0]
    if item.mark is not Mark.WORD or not is_nameable(item.word) or is_person(item.word):
        return False
    return LabelledNumber(number.notation.end, number.notation.unit, None, singular(item.word), before, far=True)


# "Hope?", with its mark.
_LONGEST_QUESTION = 2


def _in_brackets(number: NumberAt) -> LabelledNumber | None:
    """ "after the swim (1 km)": a number in brackets, labelled by the word right before them."""
    notation, index = number.notation, number.clause_index
    if number.clause.joined_by != "(" or not index or notation.kind is Kind.CLOCK or not is_fragment(number.clause):
        return None
    length = len(number.reading.clauses[index - 1].items)
    for mention in number.reading.mentions[index - 1][-1:]:
        if mention.first + mention.length == length and carries(mention.word, notation):
            dimension = _dimension(notation, mention.word)
            return LabelledNumber(notation.end, notation.unit, dimension, mention.word.label, number.sentence, far=True)
    return _bracketed_count(number)


def _bracketed_count(number: NumberAt) -> LabelledNumber | None:
    """ "a redbull (1)": a number alone in brackets, of the thing right before them."""
    notation = number.notation
    before = number.reading.clauses[number.clause_index - 1].items
    closed = number.text[notation.end : notation.end + 1] == ")"
    if notation.kind is not Kind.BARE or not closed or not before or before[-1].mark is not Mark.WORD:
        return None
    if not is_drink_or_listed(before[-1].word):
        return None
    label = singular(before[-1].word)
    return LabelledNumber(notation.end, None, COUNT, label, number.sentence, far=True)


def _held(number: NumberAt) -> str | None:
    """ "50 mg sertraline", "2 l of water", "3 h of crying"."""
    notation = number.notation
    if notation.kind is not Kind.MEASURE and not (notation.kind is Kind.TIMES and notation.unit):
        return None
    held = held_thing(number.text, notation.end, number.end) or occupation(number.clause, number.at, notation)
    if held is None and (notation.unit or "").casefold() in DOSES:
        held = dosed_thing(number.text, notation.end, number.end)
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


_HEDGES = word_set("a an ca approx like total only so or like now so far i'd i say let's call it out of ten i'm")
