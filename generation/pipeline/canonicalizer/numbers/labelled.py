"""Stage A: a number in its place, and what has been found to label it."""

from __future__ import annotations

from typing import NamedTuple

from generation.pipeline.canonicalizer.numbers.clauses import Clause, Subject, heading_subject, is_verb_form
from generation.pipeline.canonicalizer.numbers.counted_things import is_counted
from generation.pipeline.canonicalizer.numbers.label_owners import Place
from generation.pipeline.canonicalizer.numbers.label_words import label_word_at
from generation.pipeline.canonicalizer.numbers.named_values import Name
from generation.pipeline.canonicalizer.numbers.notation import Notation
from generation.pipeline.canonicalizer.numbers.topics import Readings, SentenceReading
from generation.pipeline.canonicalizer.numbers.units import COUNT


class LabelledNumber(NamedTuple):
    """A number with the label found for it, before it is judged; `far` when the label stands in another clause."""

    end: int
    unit: str | None
    dimension: str | None
    label: str | None = None
    label_sentence: int | None = None
    place: Place | None = None
    far: bool = False


class NumberAt(NamedTuple):
    """The number at item `at` of clause `clause_index` of a sentence of the message."""

    readings: Readings
    sentence: int
    clause_index: int
    at: int
    notation: Notation
    reading: SentenceReading
    clause: Clause

    @property
    def text(self) -> str:
        return self.readings.text

    @property
    def end(self) -> int:
        """Where its sentence ends."""
        return self.readings.sentences[self.sentence][1]

    @property
    def word_before(self) -> str:
        return self.clause.items[self.at - 1].word if self.at else ""

    def without_label(self) -> LabelledNumber:
        dimensions = self.notation.dimensions
        return LabelledNumber(self.notation.end, self.notation.unit, dimensions[0] if dimensions else None)


MULTIPLIED = frozenset("xX×")


def labelled_by_name(number: NumberAt, plain: LabelledNumber, name: Name) -> LabelledNumber:
    """`plain` as the value of `name`; a plain number of things is a count."""
    headed = heading_subject(number.text, number.clause, name.first)
    last = number.clause.items[name.first + name.length - 1].word
    # What somebody did is whose the clause before it is: "She drove off, honked twice".
    does = is_verb_form(last) and not name.field
    subject = Subject.OWN if headed is Subject.LEFT_OUT and not does else headed
    dimension = plain.dimension
    counted = number.word_before in MULTIPLIED or (is_counted(last) and not label_word_at([last], 0))
    if dimension is None and counted and number.notation.value.isdigit():
        dimension = COUNT
    place = Place(name.label, name.first, name.length, subject, frozenset())
    return plain._replace(label=name.label, label_sentence=number.sentence, place=place, dimension=dimension)
