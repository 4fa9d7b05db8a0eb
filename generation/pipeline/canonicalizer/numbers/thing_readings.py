"""Stage A: a number that counts things, read with what it counts: "3 coffees", "2 cups of tea", "took 2 diazepam".

In: a number in its place. Out: a `LabelledNumber`, or None where no thing stands behind it. A thing that is on no list
is counted as a log only where it stands as one.
"""

from __future__ import annotations

from generation.pipeline.canonicalizer.numbers.carrying import RACED
from generation.pipeline.canonicalizer.numbers.clauses import clause_of
from generation.pipeline.canonicalizer.numbers.counted_things import (
    CountedThing,
    counted_thing,
    dosed_thing,
    held_thing,
    is_nameable,
    lone_thing,
)
from generation.pipeline.canonicalizer.numbers.label_words import label_word_at
from generation.pipeline.canonicalizer.numbers.labelled import MULTIPLIED, LabelledNumber, NumberAt, labelled_by_name
from generation.pipeline.canonicalizer.numbers.named_values import name_before, name_of_vessels
from generation.pipeline.canonicalizer.numbers.no_names import NO_ACTIVITIES
from generation.pipeline.canonicalizer.numbers.notation import Kind, magnitude
from generation.pipeline.canonicalizer.numbers.subject_words import ADVERBS, TIMES
from generation.pipeline.canonicalizer.numbers.units import COUNT, DRINK_VESSELS, VOLUME
from generation.pipeline.reading.word_set import word_set
from generation.pipeline.reading.words import fold

_COUNTING = frozenset([Kind.BARE, Kind.MARKED, Kind.ARTICLE, Kind.TIMES, Kind.RATIO])
_PILLS = word_set("tablet pill capsule tab")
_LOGGING = word_set(
    """
    had drank ate took did smoked read wrote made got counted logged finished completed sent answered solved bought
    bit sank downed necked scoffed went picked pulled cleaned washed baked cooked planted played watched swam ran
    walked caught laid taught sold fed dug did another : -
    """
)


_PARTICLES = word_set("out through up off down over another like about only just maybe around")
_SAYING_WHEN = word_set(
    """
    to which before after since during on in at of by between so done climbed walked read eaten written drunk smoked
    taken finished completed total already overnight down tops swum played solved
    """
)


def thing_counted(number: NumberAt) -> CountedThing | None:
    """The thing behind the number, when it counts one."""
    notation = number.notation
    if notation.kind not in _COUNTING or (notation.unit and notation.unit not in MULTIPLIED):
        return None
    thing = counted_thing(number.text, notation.end, number.end)
    if thing is None:
        none = notation.value == "0"
        return lone_thing(number.text, notation.end, number.end, none=none) if _counts_one_thing(number) else None
    if thing.label in RACED and notation.value[-1:] in {"k", "K"}:
        return None  # "5k run"
    if notation.kind is Kind.RATIO and not thing.vessel:
        return None
    if thing.vessel and _describes_a_size(number, thing):
        return None
    return None if notation.unit and not thing.known else thing


def _describes_a_size(number: NumberAt, thing: CountedThing) -> bool:
    """ "a 1,000 piece puzzle", "6 pack of lager": of more than one, the plural counts."""
    word = fold(number.text[thing.start : thing.end])
    return word == thing.label and magnitude(number.notation.value) > 1


_TWO_WORDS = 2


def read_thing(number: NumberAt, thing: CountedThing) -> LabelledNumber:
    """The number of `thing`, labelled by what a vessel holds, by the pill's name, or by the thing itself."""
    unit = number.text[thing.start : thing.end]
    plain = LabelledNumber(thing.end, unit, COUNT)
    if thing.vessel and number.word_before == "in":
        return plain  # "slept in 3 pieces"
    if thing.vessel:
        held = _in_a_vessel(number, thing, plain)
        if held:
            return held
    if thing.label and (thing.known or _stands_as_log(number, thing.end)):
        return plain._replace(label=thing.label, label_sentence=number.sentence)
    if thing.label and number.at == _TWO_WORDS and all(is_nameable(word) for word in number.clause.words[:_TWO_WORDS]):
        return plain._replace(label=thing.label, label_sentence=number.sentence)  # "right ovary 8 follicles"
    if thing.label and number.at == 1:  # "vape 3 pods"
        alone = clause_of(number.clause.items[:2], number.clause.joined_by)
        name = name_before(number.text, alone, 1, number.notation)
        return labelled_by_name(number, plain, name) if name else plain
    return plain


def _in_a_vessel(number: NumberAt, thing: CountedThing, plain: LabelledNumber) -> LabelledNumber | None:
    held = held_thing(number.text, thing.end, number.end)
    if held:
        dimension = VOLUME if fold(plain.unit or "") in DRINK_VESSELS else COUNT
        return plain._replace(dimension=dimension, label=held, label_sentence=number.sentence)
    dosed = dosed_thing(number.text, thing.end, number.end) if thing.label in _PILLS else None
    if dosed:
        return plain._replace(label=dosed, label_sentence=number.sentence)
    named = lone_thing(number.text, thing.end, number.end)
    if named and named.label:
        return plain._replace(label=named.label, label_sentence=number.sentence)
    name = name_of_vessels(number.text, number.clause, number.at, number.notation)
    dimension = VOLUME if fold(plain.unit or "") in DRINK_VESSELS else COUNT
    return labelled_by_name(number, plain._replace(dimension=dimension), name) if name else None


def _counts_one_thing(number: NumberAt) -> bool:
    """ "1 bath" alone, "took 2 diazepam"."""
    if number.notation.kind is not Kind.BARE:
        return False
    return number.at == 0 or (number.word_before in _LOGGING and number.word_before.isalpha())


def _is_done(word: str) -> bool:
    """ "swim 32 lengths": what the writer did, as notes put it."""
    known = label_word_at([word], 0)
    return known is not None and known[0].verb


def _stands_as_log(number: NumberAt, end: int) -> bool:
    """Whether a thing not on the list is counted as a log: behind "had" and the like, or alone ("6 tomatoes today")."""
    before = number.word_before
    if before in _PARTICLES and (number.at == 2 or (number.at == 3 and number.clause.words[0] == "i")):
        before = number.clause.items[number.at - 2].word
    if number.at and not all(word in TIMES or word in ADVERBS for word in number.clause.words[: number.at]):
        return before in _LOGGING or _is_done(before) or (before.endswith("ed") and before not in NO_ACTIVITIES)
    behind = [item.word for item in number.clause.items[number.at + 1 :] if item.start >= end]
    if number.notation.value[:1].isalpha():
        return False  # "Four clicks maybe": what is logged so is written in digits
    if behind and behind[0] in _SAYING_WHEN:
        return True
    return all(word in TIMES or word in ADVERBS for word in behind)
