"""Stage A: a list of values under one label: "Pain: breakfast 3, lunch 5", "Anxiety: home 3, bus 6, work 8".

In: a number its own clause does not label. Out: the label before the colon that opens its list, or None. Only states
that are measured more than once a day (feelings, pressure, sugar, temperature, pulse) are listed so: under "Gym:" or
"Work:" every item is a thing of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from generation.pipeline.canonicalizer.numbers.carrying import carries
from generation.pipeline.canonicalizer.numbers.clauses import Item, Mark, is_person, is_verb_form
from generation.pipeline.canonicalizer.numbers.label_owners import Mention, placed
from generation.pipeline.canonicalizer.numbers.labelled import LabelledNumber, NumberAt
from generation.pipeline.canonicalizer.numbers.notation import Kind
from generation.pipeline.canonicalizer.numbers.units import CONCENTRATION, PRESSURE, RATE, SCALE, TEMPERATURE
from generation.pipeline.reading.word_set import word_set

_STATES = frozenset([SCALE, RATE, CONCENTRATION, PRESSURE, TEMPERATURE])
_JOINING = frozenset([",", ";", "/", "|", "and", "&", "then", "•", "\n", "-", "–", "—", "→"])
_READ = frozenset([Kind.BARE, Kind.MARKED, Kind.SCALE, Kind.PRESSURE, Kind.MEASURE])
# Parts of a whole, which are things of their own.
_PARTS = word_set(
    "deep light core rem awake latency score quality was prev previous last yesterday yest not no goal target"
)
_LONGEST = 3


def listed_under(number: NumberAt) -> LabelledNumber | None:
    """The number as a value of the label its list stands under."""
    notation, reading = number.notation, number.reading
    if notation.kind not in _READ:
        return None
    at = number.at
    for index in range(number.clause_index, -1, -1):
        clause = reading.clauses[index]
        if ":" in clause.vocabulary:
            mention = _heading(clause.items, reading.mentions[index])
            start = mention.first + mention.length + 1 if mention and index == number.clause_index else 0
            if mention is None or not carries(mention.word, notation) or not _says_which(number, start, at):
                return None
            place = placed(number.text, clause, mention)
            return LabelledNumber(
                notation.end,
                notation.unit,
                notation.dimensions[0] if notation.dimensions else next(iter(_STATES & mention.word.dimensions)),
                place.label,
                number.sentence,
                place=place if index == number.clause_index else None,
                far=True,
            )
        if clause.joined_by not in _JOINING:
            return None
    return None


def _heading(items: Sequence[Item], mentions: Sequence[Mention]) -> Mention | None:
    """The label word right before the last colon of a clause."""
    colon = max(index for index, item in enumerate(items) if item.word == ":")
    mention = next((each for each in mentions if each.first + each.length == colon), None)
    if mention is None or mention.word.verb or _STATES.isdisjoint(mention.word.dimensions):
        return None
    return mention


def _says_which(number: NumberAt, start: int, at: int) -> bool:
    """Whether the words before the number only say which of the values it is."""
    items = number.clause.items
    behind = next((index + 1 for index in range(at - 1, start - 1, -1) if items[index].mark is Mark.NUMBER), start)
    words = [item for item in items[behind:at] if item.word != "-"]
    return len(words) <= _LONGEST and all(
        item.mark is Mark.WORD and not is_verb_form(item.word) and not is_person(item.word) and item.word not in _PARTS
        for item in words
    )
