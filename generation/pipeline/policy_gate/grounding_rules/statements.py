"""SB301 to SB304, SB307 and SB308: a bullet that rests on the person's words states its subject and what it borrows.

In: one bullet, its subject, the facts it cites. What a statement may hold outside quotations: dates of its subject,
counts of days, values of its series paired with their days, the subject's name, safe words, and clauses that one cited
fact carries. Whatever is left over is a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from generation.pipeline.canonicalizer.feelings.words import is_feeling_word
from generation.pipeline.contracts import WINDOW_DAYS, SlotKind
from generation.pipeline.policy_gate.dates import DateMention, find_dates
from generation.pipeline.policy_gate.grounding_rules.borrowing import (
    Carried,
    FactWords,
    carried_by,
    is_named,
    split_at_and,
    words_of,
)
from generation.pipeline.policy_gate.grounding_rules.pairing import unpaired_values
from generation.pipeline.policy_gate.grounding_rules.subjects import Subject, place_of, subject_of
from generation.pipeline.policy_gate.grounding_rules.units import Unit, clauses, read_units, stems_of
from generation.pipeline.policy_gate.grounding_rules.values import ValueMention, find_values
from generation.pipeline.policy_gate.number_words import number_of
from generation.pipeline.policy_gate.reading import Bullet, Reading
from generation.pipeline.reading.form_rules import find_breaches
from generation.pipeline.reading.word_set import word_set
from generation.pipeline.reading.words import NEGATIONS, stem

# The person speaks inside quotation marks; outside of them the report does, and it is nobody's "I".
_FIRST_PERSON = word_set("i i'm im i've ive i'd i'll we we're we've we'd we'll")


class Breach(NamedTuple):
    """A piece of a bullet's words, as offsets into them, that breaks a rule."""

    rule_id: str
    start: int
    end: int


class Statement:
    """A bullet taken apart."""

    def __init__(self, reading: Reading, bullet: Bullet) -> None:
        self.bullet = bullet
        self.words = bullet.words
        self.subject: Subject = subject_of(bullet, reading.recount)
        self._recount = reading.recount

    @cached_property
    def facts(self) -> tuple[FactWords, ...]:
        """What may be borrowed from: a fact that may not be quoted for its form lends nothing either."""
        return tuple(
            words_of(fact, whole=fact.id in self._recount.whole_facts)
            for fact in self.bullet.facts
            if not any(find_breaches(fact.text))
        )

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        return tuple(find_dates(self.words))

    @cached_property
    def values(self) -> tuple[ValueMention, ...]:
        spoken_for = [(mention.start, mention.end) for mention in self.dates]
        return tuple(find_values(self.words, self.subject.values, spoken_for))

    @cached_property
    def counts(self) -> tuple[Unit, ...]:
        """Numbers that count days or mentions as the recount has them: "2 days", "2 of 15 days", "60 times"."""
        units = self._units
        return tuple(unit for at, unit in enumerate(units) if self._is_count(unit, stems_of(units[at + 1 : at + 4])))

    @cached_property
    def left(self) -> tuple[Unit, ...]:
        """Words and numbers that are no date, value or count."""
        taken = {unit.start for unit in self.counts}
        return tuple(unit for unit in self._units if unit.start not in taken)

    @cached_property
    def _units(self) -> tuple[Unit, ...]:
        spans = [(mention.start, mention.end) for mention in self.dates]
        spans += [(mention.start, mention.end) for mention in self.values]
        masked = list(self.words)
        for start, end in spans:
            masked[start:end] = " " * (end - start)
        return tuple(read_units("".join(masked)))

    def _is_count(self, unit: Unit, behind: Sequence[str]) -> bool:
        value = _value(self.words, unit)
        if value is None:
            return False
        counted, of_window = behind[:1], ("of", str(WINDOW_DAYS), "day")
        if tuple(behind[:3]) == of_window:
            return value == self.subject.counts.get("day")
        if value == WINDOW_DAYS and self.words[: unit.start].endswith(" of ") and tuple(counted) == ("day",):
            return True
        return bool(counted) and value == self.subject.counts.get(counted[0])

    def days_of(self, clause: Sequence[Unit]) -> tuple[date, ...]:
        """The days a clause speaks of: those it names, else those named before it in its segment, else all."""
        named = [mention for mention in self.dates if _lies_in(mention, clause, self.words)]
        if not named:
            before = [m for m in self.dates if m.end <= clause[0].start and self._same_segment(m.end, clause[0].start)]
            named = before[-1:]
        found = [day for mention in named for day in mention.days(self.subject.days) or ()]
        return tuple(found) or self.subject.days

    def _same_segment(self, start: int, end: int) -> bool:
        return not any(mark in self.words[start:end] for mark in ";.!?")


def check_statement(reading: Reading, bullet: Bullet) -> Iterator[Breach]:
    """Every breach of one bullet."""
    statement = Statement(reading, bullet)
    yield from _check_subject(statement)
    yield from _check_dates(statement)
    yield from _check_values(statement)
    yield from _check_clauses(statement)
    yield from _check_feelings(statement, reading)


def _check_subject(statement: Statement) -> Iterator[Breach]:
    """SB106: a bullet that counts names what it counts, quoted or in its own words; a moment says what was written, or
    that there is an entry."""
    names = statement.subject.names
    if statement.bullet.kind is SlotKind.MOMENT and _says_nothing(statement):
        yield Breach("SB106", 0, len(statement.words))
    if not names or any(place_of(quote.quote) in statement.subject.places for quote in statement.bullet.quotes):
        return
    if not any(is_named(stems_of([unit]), names) for unit in statement.left if not unit.is_safe):
        yield Breach("SB106", 0, len(statement.words))


def _says_nothing(statement: Statement) -> bool:
    """Whether there is nothing but safe words, and they are not the sentence for an entry that is not quoted."""
    if statement.bullet.quotes or statement.values or not all(unit.is_safe for unit in statement.left):
        return False
    words = [statement.words[unit.start : unit.end].lower() for unit in statement.left]
    return words[words[:1] == ["on"] :] != ["there", "is", "an", "entry"]


def _check_dates(statement: Statement) -> Iterator[Breach]:
    """SB303: each date is the subject's and listed once, and a subject of counted days names all of them or none."""
    named: set[date] = set()
    for mention in statement.dates:
        days = mention.days(statement.subject.days)
        if days is None or len(set(days)) < len(days):
            yield Breach("SB303", mention.start, mention.end)
        named |= set(days or ())
    if named and statement.bullet.kind is not SlotKind.MOMENT and named != set(statement.subject.days):
        yield Breach("SB303", statement.dates[0].start, statement.dates[-1].end)


def _check_values(statement: Statement) -> Iterator[Breach]:
    """SB302: each value of a series stands with the days it was logged on."""
    for mention in unpaired_values(statement.words, statement.values, statement.dates, statement.subject):
        yield Breach("SB302", mention.start, mention.end)


def _check_clauses(statement: Statement) -> Iterator[Breach]:
    for unit in statement.left:
        if statement.words[unit.start : unit.end].lower().replace("’", "'") in _FIRST_PERSON:
            yield Breach("SB301", unit.start, unit.end)
    for clause in clauses(statement.left):
        yield from _check_clause(statement, clause)


def _check_clause(statement: Statement, clause: Sequence[Unit]) -> Iterator[Breach]:
    """SB301, SB302, SB307, SB308: what a clause borrows, one cited fact of its days carries."""
    borrowed = _borrowed(clause)
    if not borrowed or is_named(stems_of(borrowed), statement.subject.names):
        return
    facts = _facts_on(statement, clause)
    strangers = list(_strangers(borrowed, facts, statement))
    if strangers:
        yield from strangers
        return
    parts = [_borrowed(part) for part in split_at_and(borrowed)]
    parts = [part for part in parts if part and not is_named(stems_of(part), statement.subject.names)]
    for pieces in ([borrowed], parts):
        carried = [_carried(statement, piece) for piece in pieces]
        if all(found is Carried.WHOLLY for found in carried):
            return
    turned = any(found is Carried.TURNED_AROUND for found in carried)
    yield Breach("SB307" if turned else "SB308", borrowed[0].start, borrowed[-1].end)


def _carried(statement: Statement, units: Sequence[Unit]) -> Carried:
    """How well the units are carried on every day their clause speaks of, if it names more than one."""
    days = statement.days_of(units)
    if set(days) == set(statement.subject.days):
        return carried_by(stems_of(units), statement.facts)
    return min(carried_by(stems_of(units), [f for f in statement.facts if f.day == day]) for day in days)


def _facts_on(statement: Statement, clause: Sequence[Unit]) -> list[FactWords]:
    days = set(statement.days_of(clause))
    return [fact for fact in statement.facts if fact.day in days or not days]


def _borrowed(clause: Sequence[Unit]) -> tuple[Unit, ...]:
    """From the first word that is not safe to the last."""
    places = [number for number, unit in enumerate(clause) if not unit.is_safe]
    return tuple(clause[places[0] : places[-1] + 1]) if places else ()


def _strangers(units: Iterable[Unit], facts: Iterable[FactWords], statement: Statement) -> Iterator[Breach]:
    """SB301, SB302, SB307: words and numbers that no fact and no name of the subject holds."""
    known: frozenset[str] = frozenset().union(*(fact.words for fact in facts), *statement.subject.names)
    in_series = statement.bullet.kind is SlotKind.SERIES
    for unit in units:
        if unit.is_safe or (set(unit.stems) <= known and not (unit.is_number and in_series)):
            continue
        if unit.is_number or _value(statement.words, unit) is not None:
            yield Breach("SB302", unit.start, unit.end)
        elif NEGATIONS.isdisjoint(unit.stems):
            yield Breach("SB301", unit.start, unit.end)
        else:
            yield Breach("SB307", unit.start, unit.end)


def _check_feelings(statement: Statement, reading: Reading) -> Iterator[Breach]:
    """SB304: each feeling word is the person's own of a day its clause speaks of, or denied as the fact denies it."""
    cited = {fact.day for fact in statement.bullet.facts}
    for clause in clauses(statement.left):
        feelings = [unit for unit in clause if _is_feeling(statement, unit)]
        if not feelings or _denies_as_written(statement, clause):
            continue
        days = cited & set(statement.days_of(clause))
        own = {
            form
            for group in reading.recount.feelings.values()
            for mention in group
            if mention.emotion.day in days
            for form in (stem(mention.emotion.word), stem(mention.lemma))
        }
        for unit in feelings:
            if stem(statement.words[unit.start : unit.end]) not in own:
                yield Breach("SB304", unit.start, unit.end)


def _is_feeling(statement: Statement, unit: Unit) -> bool:
    return not unit.is_number and is_feeling_word(statement.words[unit.start : unit.end])


def _denies_as_written(statement: Statement, clause: Sequence[Unit]) -> bool:
    borrowed = _borrowed(clause)
    return not NEGATIONS.isdisjoint(stems_of(borrowed)) and _carried(statement, borrowed) is Carried.WHOLLY


def _lies_in(mention: DateMention, clause: Sequence[Unit], words: str) -> bool:
    """Whether a date stands within a clause or right beside it, with no comma or the like between."""
    start, end = clause[0].start, clause[-1].end
    if mention.end <= start:
        return not _breaks(words[mention.end : start])
    if mention.start >= end:
        return not _breaks(words[end : mention.start])
    return True


def _breaks(between: str) -> bool:
    return any(mark in between for mark in ",;:.!?()")


def _value(words: str, unit: Unit) -> int | None:
    """The whole number a unit is, in digits or in words."""
    if unit.is_number:
        return int(unit.stems[0]) if unit.stems[0].isascii() and unit.stems[0].isdecimal() else None
    return number_of(words[unit.start : unit.end])
