"""Stage A: numbers that say by themselves what they measure: "128/82 this morning", "I'm 68.3 kg now", "3 pints".

In: a number nothing else labels. Out: the number with its label, one of the contract's fixed list or its own unit.
"""

from __future__ import annotations

from generation.pipeline.canonicalizer.numbers.clauses import Mark, Subject, heading_subject
from generation.pipeline.canonicalizer.numbers.counted_things import singular
from generation.pipeline.canonicalizer.numbers.label_owners import is_given_name
from generation.pipeline.canonicalizer.numbers.labelled import LabelledNumber, NumberAt
from generation.pipeline.canonicalizer.numbers.notation import Kind, magnitude
from generation.pipeline.canonicalizer.numbers.subject_words import ADVERBS, TIMES
from generation.pipeline.reading.word_set import word_set

_BODY_WEIGHTS = word_set("kg kgs kilos lb lbs st stone")
_BEING = word_set("i'm im i am at down up back to now currently weighing")
_SAID = word_set("i'm im down up weighing back")
_LIGHTEST, _HEAVIEST = 30, 400
_DRINKING = word_set("had drank sank downed necked another")


def by_measure(number: NumberAt, plain: LabelledNumber) -> LabelledNumber | None:
    """`plain` under the label its notation or its unit gives."""
    notation = number.notation
    unit = (notation.unit or "").casefold()
    headed = heading_subject(number.text, number.clause, number.at)
    if headed is not Subject.LEFT_OUT or any(is_given_name(number.text, item) for item in number.clause.items):
        return None
    before = [item.word for item in number.clause.items[: number.at] if item.mark is Mark.WORD]
    if notation.kind is Kind.PRESSURE:
        return plain._replace(label="blood pressure", label_sentence=number.sentence, far=True)
    if unit == "bpm":
        return plain._replace(label="pulse", label_sentence=number.sentence, far=True)
    if unit in {"pint", "pints"} and (not before or before[-1] in _DRINKING):
        return plain._replace(label=singular(unit), label_sentence=number.sentence)
    if unit in _BODY_WEIGHTS and _says_own_weight(before, notation.value):
        return plain._replace(label="weight", label_sentence=number.sentence)
    return None


def _says_own_weight(before: list[str], value: str) -> bool:
    own = not _SAID.isdisjoint(before) and all(word in _BEING or word in ADVERBS or word in TIMES for word in before)
    return own and (not value[:1].isdigit() or _LIGHTEST <= magnitude(value) <= _HEAVIEST)
