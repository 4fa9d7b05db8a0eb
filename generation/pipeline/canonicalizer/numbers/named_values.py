"""Stage A: a name and its value as people note them: "PHQ-9: 14", "deep_work: 4 h", "Guitar 25 min", "hb 10.9".

In: a number of a clause. Out: the words before it that name it, or None. Nobody can list what people track, so any
noun phrase may be a name where it stands alone with its number; behind a colon or "=" it is a field of the
writer's own and may be any word. What numbers only count off ("Day 3", "page 12"), persons, prices and the verbs of a
sentence are no names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from generation.pipeline.canonicalizer.numbers.clauses import Clause, Item, Mark, clause_of, is_person, is_verb_form
from generation.pipeline.canonicalizer.numbers.counted_things import DRINKS, is_nameable, singular
from generation.pipeline.canonicalizer.numbers.label_owners import MODIFIERS, is_given_name
from generation.pipeline.canonicalizer.numbers.label_words import label_word_at
from generation.pipeline.canonicalizer.numbers.movements import CHANGING, movement_start, moves
from generation.pipeline.canonicalizer.numbers.names_said import (
    DAY_PARTS,
    WHEN,
    is_a_fact,
    is_capitalised_within,
    is_named_by_two,
    may_name,
    opens_a_list,
)
from generation.pipeline.canonicalizer.numbers.no_names import (
    NEVER_IN_A_NAME,
    NO_DRUGS,
    NO_NAMES,
)
from generation.pipeline.canonicalizer.numbers.not_logs import NUMBERED
from generation.pipeline.canonicalizer.numbers.notation import Kind, Notation
from generation.pipeline.canonicalizer.numbers.subject_words import (
    ADVERBS,
    DETERMINERS,
    DEVICES,
    FIRST,
    OTHERS,
    PREPOSITIONS,
    TIMES,
)
from generation.pipeline.canonicalizer.numbers.units import DURATION
from generation.pipeline.reading.word_set import word_set


class Name(NamedTuple):
    """The items of a clause that name a value; `field` where a colon or "=" says so."""

    label: str
    first: int
    length: int
    field: bool


_MARKS_OF_A_FIELD = frozenset(":=")
_LINKS = (
    ADVERBS
    | TIMES
    | word_set(
        """
        : = - – ~ is was are were at of a an the now came back reads read showed shows like total count max min
        peak solid strong approx ca x × lasting lasted hit hits reached yesterday's today's tonight's so far lvl
        am pm score stays stayed remains still hurts hurt aches half double extra another
        """
    )
) - word_set("not never")
_LEADING = (
    FIRST
    | TIMES
    | ADVERBS
    | DETERMINERS
    | word_set("my our : - update log note had took prn did read ate drank wrote") - word_set("not never no")
)
# "Energy level" is energy.
_RATING = word_set("level levels rating")
# "Deep work" is a name of its own.
_ANOTHER_THING = word_set("deep light social mental physical emotional school exam health performance long")
_ONLY_DESCRIBING = MODIFIERS - _ANOTHER_THING
_NO_LAST_WORD = NO_NAMES | PREPOSITIONS
_LONGEST = 3
_LONGEST_FIELD = 4


def name_before(text: str, clause: Clause, at: int, notation: Notation) -> Name | None:
    """The name whose value the number at item `at` is."""
    items = _on_its_line(text, clause.items, at)
    spent = notation.dimensions[:1] == (DURATION,) and at > 1 and items[at - 1].word == "for"
    end, field = _name_end(items, at - spent)
    if not end or (end < at and _is_told(items, at, notation)) or (field and _counts_behind(items, at, notation)):
        return None
    changed = _changed(items, at)
    if changed:
        return changed
    dosed = end - 2 if end > 1 and items[end - 1].word in {"from", "to", "at"} else end - 1
    if _is_dosed(items[dosed], notation):
        return _named(text, items, _dosed_start(items, dosed), dosed + 1, field=False)
    start, end = _span(items, end, notation, field=field)
    if any(item.mark is not Mark.WORD and item.word != "-" for item in items[start:end]):
        return None
    words = [item for item in items[start:end] if item.mark is Mark.WORD]
    if not words or not _may_be_said(text, words, _LONGEST_FIELD if field else _LONGEST):
        return None
    if opens_a_list(items, at, notation) or not (field or _stands(text, items, end, at, words, notation)):
        return None
    return _named(text, items, start, end, field=field)


def _on_its_line(text: str, items: Sequence[Item], at: int) -> Sequence[Item]:
    """The items up to the end of the number's line: what a wrapped line goes on with closes no note."""
    behind = items[at + 1] if at + 1 < len(items) else None
    return items[: at + 1] if behind is not None and "\n" in text[items[at].end : behind.start] else items


def _is_told(items: Sequence[Item], at: int, notation: Notation) -> bool:
    """ "gym at 7" is a time of day; "SUDS started at 85" and "sats at 94.5" are values."""
    decimal = _DECIMAL.fullmatch(notation.value) is not None
    return items[at - 1].word == "at" and not notation.dimensions and not decimal and not moves(items, at - 1)


def _span(items: Sequence[Item], end: int, notation: Notation, *, field: bool) -> tuple[int, int]:
    """Where the name begins and ends that the words before item `end` hold."""
    behind_number = next((index + 1 for index in range(end - 1, -1, -1) if items[index].mark is Mark.NUMBER), 0)
    headed = next((index + 1 for index in range(end - 1, behind_number - 1, -1) if items[index].word == ":"), 0)
    if field:
        end = _of_the_field(items, behind_number, end)
    low = max(behind_number, headed)
    start = next((index for index in range(low, end) if not _leads(items, index, end, field=field)), end)
    if not field and notation.kind is Kind.SCALE:
        end = _before_its_place(items, start, end)
    return start - _is_timely(items, start, end, behind_number), end


def _stands(text: str, items: Sequence[Item], end: int, at: int, words: Sequence[Item], notation: Notation) -> bool:
    """Whether words without a mark of a field are a name there."""
    if len(words) == 1 and (len(words[0].word) == 1 or words[0].word in _RATING):
        return False
    if len(words) > 1 and words[0].word in NUMBERED and not notation.dimensions:
        return False  # "flight BA 284"
    if not notation.dimensions and is_capitalised_within(text, items, words[0]):
        return False
    return may_name(items, at, words, notation) and not is_a_fact(items, end, at, notation)


def _changed(items: Sequence[Item], at: int) -> Name | None:
    """ "increased sertraline to 150": what was changed stands between the verb and the number."""
    if at < 3 or items[at - 1].word not in {"to", "from"} or items[at - 2].mark is not Mark.WORD:
        return None
    verb = at - 4 if items[at - 3].word == "my" else at - 3
    word = items[at - 2].word
    if verb < 0 or items[verb].word not in CHANGING or word in NO_NAMES or not is_nameable(word):
        return None
    return Name(singular(word), at - 2, 1, field=False) if not _is_of_somebody(word) else None


def _leads(items: Sequence[Item], index: int, end: int, *, field: bool) -> bool:
    """Whether a word only leads to a name: "my", "today", a field's verb too ("Checked glucose: 11.2")."""
    return items[index].word in _LEADING or (field and index + 1 < end and items[index].word in _KEEPING)


_KEEPING = word_set("checked logged tracked measured counted recorded noted total totals")


def _of_the_field(items: Sequence[Item], low: int, end: int) -> int:
    """Where a field ends before what it is of: "words on the thesis: 640" are words."""
    return next((index for index in range(low + 1, end) if items[index].word in _FIELD_OF), end)


_FIELD_OF = word_set("on for in at since during per this from to with")


def _counts_behind(items: Sequence[Item], at: int, notation: Notation) -> bool:
    """ "Epilepsy log: 1 tonic clonic", "Crohns: 7 BMs": under a heading the number counts what stands behind it."""
    behind = items[at + 1] if at + 1 < len(items) else None
    if notation.kind is not Kind.BARE or behind is None or behind.mark is not Mark.WORD or behind.word in WHEN:
        return False
    if behind.word in ADVERBS or behind.word in NO_NAMES or not is_nameable(behind.word) or is_verb_form(behind.word):
        return False
    return not (at + 2 < len(items) and (items[at + 2].mark is Mark.NUMBER or items[at + 2].word in _MARKS_OF_A_FIELD))


_DECIMAL = re.compile(r"\d+[.,]\d")


def _may_be_said(text: str, words: Sequence[Item], longest: int) -> bool:
    """Whether words may be a name of something, as long as they stand rightly."""
    if len(words) > longest:
        return False
    if words[-1].word in _NO_LAST_WORD:
        return is_named_by_two(words)
    return not any(
        (item.word in NEVER_IN_A_NAME and (item.word != "hope" or len(words) > 1))
        or _is_run_together(item.word)
        or _is_of_somebody(item.word)
        or is_given_name(text, item)
        for item in words
    )


def name_of_vessels(text: str, clause: Clause, at: int, notation: Notation) -> Name | None:
    """ "water 8 glasses", "chocolate 3 squares": what the vessel before the number at item `at` holds."""
    end, field = _name_end(clause.items, at)
    if end and clause.items[end - 1].word in DRINKS:
        return Name(clause.items[end - 1].word, end - 1, 1, field)
    name = name_before(text, clause_of(clause.items[: at + 1], clause.joined_by), at, notation)
    return None if name and name.field else name


def scored_on(clause: Clause, at: int, notation: Notation) -> Name | None:
    """ "scored 14 on the PHQ-9", "got 68% on the mock": what was scored on, behind the number at item `at`."""
    behind = clause.words[at + 1 : at + 2]
    if notation.kind is Kind.MEASURE and notation.unit == "%" and behind in {("on",), ("in",)}:
        return _scored(clause.items, at)
    if notation.kind is not Kind.BARE or behind != ("on",):
        return None
    for index, item in enumerate(clause.items[at + 2 : at + 4], at + 2):
        if item.mark is Mark.WORD and item.word[-1].isdigit():
            return Name(item.word, index, 1, field=False)
    return None


def _scored(items: Sequence[Item], at: int) -> Name | None:
    """ "got 68% on the mock": the noun that closes the clause."""
    words = [(index, item) for index, item in enumerate(items[at + 2 :], at + 2) if item.word not in DETERMINERS]
    if len(words) != 1 or items[at - 1].word not in _SCORING or not is_nameable(words[0][1].word):
        return None
    return Name(singular(words[0][1].word), words[0][0], 1, field=False)


_SCORING = word_set("got scored had made managed")
_PLACING = word_set("in of behind on around under at")


def _before_its_place(items: Sequence[Item], start: int, end: int) -> int:
    """Where a name ends that says where it is: "Ringing in ears 8/10", "Tightness in my chest 6/10"."""
    return next((index for index in range(start + 1, end - 1) if items[index].word in _PLACING), end)


def name_behind_a_dash(text: str, before: Clause, clause: Clause, notation: Notation) -> Name | None:
    """ "Social - 1", "Alcohol (units): 3": the name before a dash or a bracket that ends its clause."""
    if not before.vocabulary.isdisjoint(PREPOSITIONS):
        return None  # "anxiety through the roof - 9"
    joined = (*before.items, Item(Mark.SIGN, before.items[-1].end, before.items[-1].end, ":", -1), *clause.items)
    return name_before(text, clause_of(joined, ""), len(before.items) + 1, notation)


def _is_timely(items: Sequence[Item], start: int, end: int, low: int) -> bool:
    """ "Night sweats" and "morning stiffness" are names; "this morning stiffness" tells when."""
    if not low < start < end or items[start - 1].word not in DAY_PARTS or label_word_at([items[end - 1].word], 0):
        return False
    return start - 1 == low or items[start - 2].word not in {"this", "last", "every", "the"}


DOSES = word_set("u mg mcg µg μg g iu units unit puff puffs")


def _is_dosed(item: Item, notation: Notation) -> bool:
    """ "after paracetamol 1 g", "reduced quetiapine from 200 mg": the word before a dose is what was taken."""
    if item.mark is not Mark.WORD or (notation.unit or "").casefold() not in DOSES or len(item.word) < 3:
        return False
    if item.word in NO_NAMES or item.word in NO_DRUGS or is_verb_form(item.word) or label_word_at([item.word], 0):
        return False
    return is_nameable(item.word) and not _is_of_somebody(item.word)


def _dosed_start(items: Sequence[Item], at: int) -> int:
    """Where the name begins of which `at` is the last item: "Fish oil 1 g", "magnesium glycinate 200 mg"."""
    before = items[at - 1] if at else None
    if before is None or at > 1 or before.mark is not Mark.WORD or len(before.word) < 4:
        return at
    if is_verb_form(before.word) or not is_nameable(before.word) or _is_of_somebody(before.word):
        return at
    return at if before.word in MODIFIERS | NO_NAMES else at - 1


def _name_end(items: Sequence[Item], at: int) -> tuple[int, bool]:
    """Where the name ends that the words before item `at` may lead to, and whether it is a field's."""
    end, field = at, False
    while end:
        moved = movement_start(items, end)
        if moved < end:
            end = moved
        elif items[end - 1].word in _LINKS:
            field = field or items[end - 1].word in _MARKS_OF_A_FIELD
            end -= 1
        else:
            break
    return end, field


def _is_of_somebody(word: str) -> bool:
    return (
        is_person(word)
        or word in DEVICES
        or word in OTHERS
        or word in FIRST
        or word.endswith("'s")
        or word in _OTHERS_OWN
    )


def _is_run_together(word: str) -> bool:
    """ "slept6", "sleep_": a label word and what was typed into it."""
    return word.endswith("_") or (word[-1].isdigit() and label_word_at([word.rstrip("0123456789-")], 0) is not None)


_OTHERS_OWN = word_set("his her their your its whose him them me mine own")
# The unit in the name of a field: "sleep_hours", "caffeine_mg".
_FIELD_UNITS = frozenset(["hours", "hrs", "hr", "h", "mins", "min", "mg", "kg", "ml", "km", "count", "total", "units"])


def _of_a_field_name(items: Sequence[Item], start: int, end: int) -> Name | None:
    """ "sleep_hours" is sleep."""
    head, _, unit = items[start].word.rpartition("_")
    if end - start > 1 or not head or unit not in _FIELD_UNITS:
        return None
    known = label_word_at([head], 0)
    return Name(known[0].label if known else singular(head), start, 1, field=True)


def _named(text: str, items: Sequence[Item], start: int, end: int, *, field: bool) -> Name:
    """The name without what only describes it ("morning weight"), a field's participle too ("Emails answered")."""
    first = start
    fielded = _of_a_field_name(items, start, end)
    if fielded:
        return fielded._replace(field=field)
    if label_word_at([items[end - 1].word], 0) and all(
        item.word in _ONLY_DESCRIBING for item in items[first : end - 1]
    ):
        first = end - 1
    last = end
    if last - first > 1 and items[last - 1].word in _RATING and label_word_at([items[last - 2].word], 0):
        last -= 1
    if field and last - first == 2 and items[last - 1].word.endswith("ed") and items[first].word != "hours":
        last -= 1
    label = items[first].word
    for before, item in zip(items[first:last], items[first + 1 : last], strict=False):
        label += (" " if text[before.end : item.start] else "") + item.word
    head, _, tail = label.rpartition(" ")
    typed = text[items[last - 1].start : items[last - 1].end]
    one = tail if typed.isupper() else singular(tail)  # "SUDS 70"
    return Name(f"{head} {one}".lstrip(), first, last - first, field)
