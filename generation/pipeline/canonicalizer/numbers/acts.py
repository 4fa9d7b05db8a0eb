"""Stage A: what the writer did so long or so often: "tidied for 20 min", "checked the door 14 times".

In: a duration or "N times" in its clause. Out: the verb its clause begins with, as a name. Only a regular past form
that opens the clause, or stands behind "I", with little between it and the number, is taken.
"""

from __future__ import annotations

from itertools import pairwise

from generation.pipeline.canonicalizer.numbers.clauses import Clause, Mark, is_person, is_verb_form
from generation.pipeline.canonicalizer.numbers.named_values import Name
from generation.pipeline.canonicalizer.numbers.no_names import NO_ACTIVITIES
from generation.pipeline.canonicalizer.numbers.notation import Kind, Notation
from generation.pipeline.canonicalizer.numbers.subject_words import ADVERBS, TIMES
from generation.pipeline.canonicalizer.numbers.units import COUNT, DURATION
from generation.pipeline.reading.word_set import word_set

_LEADING = ADVERBS | TIMES | word_set("i i've then also")
_NO_ACTS = NO_ACTIVITIES | word_set(
    """
    turned aged tired excited called opened closed moved lived married retired dated based estimated charged priced
    reached ended offered asked invited advised recommended prescribed allowed expected required limited supposed
    """
)
_HEDGES = word_set("about around roughly like maybe almost nearly approx only another / ~ x ×")
_WITH = word_set("with w / my the")
# Irregular ones that are done for their own sake; to have sat, stood or waited somewhere is no log.
_IRREGULAR = word_set("sang drew dug wept sewn")
_LONGEST = 6
_HOURS = word_set("h hr hrs hour hours min mins minute minutes s sec secs seconds x × times")


def acted(clause: Clause, at: int, notation: Notation) -> Name | None:
    """The verb of which the number at item `at` says how long or how often."""
    dimension = notation.dimensions[:1]
    unit = (notation.unit or "").casefold()
    timed = dimension == (DURATION,) and notation.kind is Kind.MEASURE
    counted = dimension == (COUNT,) and notation.kind is Kind.TIMES
    if not (timed or counted) or (unit and unit not in _HOURS):
        return None
    items = clause.items
    verb = next((index for index in range(at) if items[index].word not in _LEADING), at)
    if verb == at or at - verb > _LONGEST:
        return None
    word = items[verb].word
    regular = len(word) > 4 and word.endswith("ed") and word not in _NO_ACTS and is_verb_form(word)
    if not (regular or word in _IRREGULAR):
        return None
    between = [item for item in items[verb + 1 : at] if item.word not in _HEDGES]
    if any(item.mark is not Mark.WORD or is_verb_form(item.word) for item in between):
        return None
    if any(is_person(item.word) and before.word not in _WITH for before, item in pairwise(items[verb:at])):
        return None
    if timed and between and between[-1].word != "for":
        return None
    return Name(word, verb, 1, field=False)
