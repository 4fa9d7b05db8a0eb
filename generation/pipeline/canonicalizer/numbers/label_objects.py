"""Stage A: what a rating is of, where the words behind its label say so: "urge to drink 3", "craving wine 6", "pain in
my back 4".

In: a label word in a clause. Out: how many items the label takes with its object, and its name. An urge to drink and an
urge to cut are two measures: their objects belong to their labels, or their values have none. Words that only say when
("urge this morning 3") are no object.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generation.pipeline.canonicalizer.numbers.clauses import Clause, Item, Mark
from generation.pipeline.canonicalizer.numbers.counted_things import is_nameable
from generation.pipeline.canonicalizer.numbers.label_words import LabelWord, label_word_at
from generation.pipeline.canonicalizer.numbers.not_logs import NUMBERED
from generation.pipeline.canonicalizer.numbers.subject_words import ADVERBS, DETERMINERS, PREPOSITIONS, TIMES
from generation.pipeline.canonicalizer.numbers.units import SCALE
from generation.pipeline.reading.word_set import word_set

# What one wants is never left open.
WANTING = word_set("urge craving")
_LINKS = {
    "urge": word_set("to for of"),
    "craving": word_set("to for of"),
    "fear": word_set("of about"),
    "anger": word_set("at towards toward with about"),
}
_ABOUT = frozenset(["about"])
_PARTS_OF_THE_BODY = word_set(
    """
    back knee knees neck head shoulder shoulders chest stomach belly tummy hip hips foot feet leg legs arm arms hand
    hands jaw tooth teeth ear ears eye eyes pelvis throat wrist wrists elbow ankle ankles rib ribs calf heel finger
    thumb spine
    """
)
_SAME = word_set("same usual")
_SIDES = word_set("left right lower upper both bad")
# What says when, how much or that it is so.
_NO_OBJECT = (
    ADVERBS
    | TIMES
    | PREPOSITIONS
    | word_set(
        """
        am pm is was are were be been got feels felt level levels score rating scale max min avg average total like
        still breakfast lunch dinner tea supper bed bedtime waking strong weak high low bad worse better worst best peak
        peaked strongest highest lowest gone stayed stays remained went hit dropped fell rose came and or but then so
        out up down before after now at maybe index diary log tracker chart update check free today's tonight's said
        says approx
        """
    )
)


def object_length(clause: Clause, at: int, length: int, word: LabelWord) -> int:
    """How many items behind the label word at item `at`, which takes `length`, say what it is of."""
    items = clause.items
    first = at + length
    if first >= len(items) or items[first].mark is not Mark.WORD:
        return 0
    if word.label == "pain":
        return _part_of_the_body(items, first)
    if SCALE not in word.dimensions:
        return 0
    linked = items[first].word in _LINKS.get(word.label, _ABOUT)
    if not linked and word.label not in WANTING and not _is_one_of_several(clause, at, word):
        return 0
    end = _object_end(items, first + linked)
    # "anxiety about a 7", "craving the same 7"
    named = any(item.word not in DETERMINERS | _SAME for item in items[first + linked : end])
    last = items[end - 1].word
    # "anxious about chapter three", "worried about scoring 6", "about the bill of 480": the number goes with what it is
    # about.
    followed = end < len(items) and items[end].word in PREPOSITIONS
    goes_on = last in NUMBERED or (items[first].word == "about" and (followed or last.endswith("ing")))
    return end - first if named and not goes_on else 0


def _object_end(items: Sequence[Item], start: int) -> int:
    """Where the object that begins at item `start` ends; there where none does."""
    end = start
    while end < len(items) and _is_of_the_object(items, end):
        end += 1
    return end


def _is_of_the_object(items: Sequence[Item], at: int) -> bool:
    if items[at].mark is Mark.WORD:
        return items[at].word not in _NO_OBJECT and not items[at].word.endswith("ly")
    joined = items[at].word == "-" and at + 1 < len(items) and items[at].start == items[at - 1].end
    return joined and items[at + 1].start == items[at].end and items[at + 1].mark is Mark.WORD


def _part_of_the_body(items: Sequence[Item], first: int) -> int:
    """ "in my left knee", "left knee", "knee"."""
    at = first + (items[first].word in {"in", "of"})
    while at < len(items) and (items[at].word in DETERMINERS or items[at].word == "my"):
        at += 1
    while at < len(items) and items[at].word in _SIDES:
        at += 1
    return at + 1 - first if at < len(items) and items[at].word in _PARTS_OF_THE_BODY else 0


def _is_one_of_several(clause: Clause, at: int, word: LabelWord) -> bool:
    """ "stress kids 5 stress job 8": the label stands twice, each time before a word of its own and a number."""
    items = clause.items
    places = [n for n, item in enumerate(items) if item.mark is Mark.WORD and item.word == items[at].word]
    return len(places) > 1 and all(_is_before_a_number(items, n + 1) for n in places)


def _is_before_a_number(items: Sequence[Item], start: int) -> bool:
    end = _object_end(items, start)
    return start < end < len(items) and items[end].mark is Mark.NUMBER and is_nameable(items[start].word)


def named_with(items: Sequence[Item], first: int, length: int) -> str:
    """The items of a label as one name, as they are typed."""
    name = items[first].word
    for before, item in zip(items[first : first + length], items[first + 1 : first + length], strict=False):
        name += (" " if before.end < item.start else "") + item.word
    return name


# "Urges: SH 5, drink 1", "Urge (SH): 5", "Urge - SH 5": the objects of a list stand apart from their label.
_HEADING = re.compile(r"\b(?:urges?|cravings?)[ \t]*(?::|\(|[-–—](?=[ \t]))[ \t]*([^\W\d_]+)", re.IGNORECASE)


def stands_under_a_wish(text: str, start: int, at: int, label: str) -> bool:
    """Whether the number at `at` of the sentence from `start` on may be of an object named apart from its urge."""
    known = label_word_at(label.split(), 0)
    if label not in WANTING and known is not None and SCALE in known[0].dimensions:
        return False  # "Urges: SH 5, mood 4"
    return any(match[1].casefold() not in _NO_OBJECT for match in _HEADING.finditer(text, start, at))
