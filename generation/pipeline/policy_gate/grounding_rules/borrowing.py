"""Whether a clause says what one cited fact says: its words in the fact's order, none left out that would change them.

In: the units of a clause and of facts. Out: how far the clause is carried. A clause may leave out articles, start
behind "I felt" and the like, and end before an addition ("with ...", "on ..."). It may not change the order, join two
facts, start behind other words ("I wish I felt calm"), or lose or gain a "not".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from generation.pipeline.contracts import Fact
from generation.pipeline.policy_gate.grounding_rules.units import Unit, clauses, read_units, stems_of
from generation.pipeline.reading.word_set import word_set
from generation.pipeline.reading.words import NEGATIONS, stem

_ARTICLES = frozenset(map(stem, word_set("a an the my our this these")))
_SKIPPED = _ARTICLES | frozenset(map(stem, word_set("i so very really just quite pretty")))
# What may stand before the words a clause borrows: the diary's own subject and its openings.
_LEADS = _SKIPPED | frozenset(
    map(
        stem,
        word_set(
            "i'm i've im ive i'd am was is are been have has had feel felt feeling got and but so then also again "
            "still today morning afternoon evening ok okay yes oh well"
        ),
    )
)
# Where a clause may end before the fact does: what follows adds to it.
_TAILS = frozenset(
    map(
        stem,
        word_set(
            "and but with at in on for from about after before until when while as then again today tonight now too "
            "also by around near because so during between this"
        ),
    )
)
_CONDITIONS = frozenset(map(stem, word_set("if unless would could should might maybe perhaps wish hope want supposed")))


class Carried(IntEnum):
    """How much of a clause a fact carries, best last."""

    NOT = 0
    TURNED_AROUND = 1
    WHOLLY = 2


class FactWords(NamedTuple):
    """A fact as stems: all of them, and those of each clause that may be borrowed."""

    day: date
    words: frozenset[str]
    clauses: tuple[tuple[str, ...], ...]


def words_of(fact: Fact, *, whole: bool) -> FactWords:
    """A question, or a fact that is no `whole` sentence, has no clause to borrow."""
    units = tuple(read_units(fact.text))
    parts = () if "?" in fact.text or not whole else tuple(stems_of(clause) for clause in clauses(units))
    return FactWords(fact.day, frozenset(stems_of(units)), parts)


def carried_by(stems: Sequence[str], facts: Iterable[FactWords]) -> Carried:
    """How well the best of `facts` carries a clause of these stems, first and last of them borrowed words."""
    wanted = tuple(word for word in stems if word not in _ARTICLES)
    best = Carried.NOT
    for fact in facts:
        for clause in fact.clauses:
            best = max(best, _carried_by_clause(wanted, clause))
            if best is Carried.WHOLLY:
                return best
    return best


def is_named(stems: Sequence[str], names: Sequence[Sequence[str]]) -> bool:
    """Whether the words stand together, in order, in one of the names a subject goes by."""
    wanted = [word for word in stems if word not in _ARTICLES]
    for name in names:
        words = [word for word in name if word not in _ARTICLES]
        if any(words[at : at + len(wanted)] == wanted for at in range(len(words) - len(wanted) + 1)):
            return True
    return False


def _carried_by_clause(wanted: Sequence[str], clause: Sequence[str]) -> Carried:
    best = Carried.NOT
    for first, last in _places(wanted, clause):
        if _stands_alone(clause, first, last):
            return Carried.WHOLLY
    without = [word for word in wanted if word not in NEGATIONS]
    bare = [word for word in clause if word not in NEGATIONS]
    if (len(without), len(bare)) != (len(wanted), len(clause)):
        for first, last in _places(without, bare):
            if _stands_alone(bare, first, last):
                best = Carried.TURNED_AROUND
    return best


def _places(wanted: Sequence[str], clause: Sequence[str]) -> Iterator[tuple[int, int]]:
    """(first, last) of each place where `wanted` stands in `clause` in order, only skippable words between."""
    if not wanted or len(wanted) > len(clause):
        return
    for first, word in enumerate(clause):
        if word != wanted[0]:
            continue
        at, found = first, 1
        while found < len(wanted) and at + 1 < len(clause):
            at += 1
            if clause[at] == wanted[found]:
                found += 1
            elif clause[at] not in _SKIPPED:
                break
        if found == len(wanted):
            yield first, at


def _stands_alone(clause: Sequence[str], first: int, last: int) -> bool:
    """Whether the words from `first` to `last` mean by themselves what they mean in their clause."""
    starts = 0
    for at in range(first - 1, -1, -1):
        if clause[at] == _BUT:
            starts = at
            break
    before, behind = clause[starts:first], clause[last + 1 :]
    if any(word not in _LEADS for word in before):
        return False
    if behind and behind[0] not in _TAILS:
        return False
    outside = (*before, *_up_to_but(behind))
    return NEGATIONS.isdisjoint(outside) and _CONDITIONS.isdisjoint(outside)


_BUT = "but"


def _up_to_but(words: Sequence[str]) -> Sequence[str]:
    return words[: words.index(_BUT)] if _BUT in words else words


def split_at_and(units: Sequence[Unit]) -> Iterator[tuple[Unit, ...]]:
    """The parts of a clause between its "and"s."""
    part: list[Unit] = []
    for unit in units:
        if unit.stems == ("and",):
            if part:
                yield tuple(part)
            part = []
        else:
            part.append(unit)
    if part:
        yield tuple(part)
