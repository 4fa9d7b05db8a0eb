"""What a bullet may state about its subject: days, counts, values and names, recounted from the messages.

In: a bullet and the recount of its record. Out: its `Subject`. The plan says which feeling, series or term a bullet is
about; every number comes from the recount, never from the plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from generation.pipeline.contracts import ExplicitEmotion, QuoteRef, Slot, SlotKind, TermMention
from generation.pipeline.planner.recount import LoggedValue, Recount, term_key
from generation.pipeline.policy_gate.grounding_rules.units import read_units, stems_of
from generation.pipeline.policy_gate.reading import Bullet
from generation.pipeline.reading.words import stem

Place = tuple[str, int, int]


class Subject(NamedTuple):
    """`days` it may name; `counts` by the stem of the word they count; `names` as stems, in order; `places` in the
    messages (id, start, end) that may be quoted to name it; `values` of a series, in the order they were written."""

    days: tuple[date, ...] = ()
    counts: Mapping[str, int] = {}
    names: tuple[tuple[str, ...], ...] = ()
    places: frozenset[Place] = frozenset()
    values: tuple[LoggedValue, ...] = ()


def subject_of(bullet: Bullet, recount: Recount) -> Subject:
    """The subject of a bullet that rests on the person's words; nothing at all where the record carries none."""
    slot = bullet.slot
    if slot is None:
        return Subject()
    match slot.kind:
        case SlotKind.MOMENT:
            return Subject(days=tuple(day for day in slot.days if day in recount.days_with_entries))
        case SlotKind.FEELING:
            return _feeling(slot, recount)
        case SlotKind.TERM | SlotKind.OPEN_POINT:
            return _term(slot, recount)
        case SlotKind.SERIES:
            return _series(slot, recount)
        case _:
            return Subject()


def _feeling(slot: Slot, recount: Recount) -> Subject:
    for group in recount.feelings.values():
        spans = [mention.emotion for mention in group]
        if slot.quote and place_of(slot.quote) in {place_of(span) for span in spans}:
            return _counted(
                days=(span.day for span in spans),
                names=(span.word for span in spans),
                places=(place_of(span) for span in spans),
            )
    return Subject()


def _term(slot: Slot, recount: Recount) -> Subject:
    entry = recount.record.entries_by_message_id.get(slot.quote.message_id) if slot.quote else None
    if entry is None or slot.quote is None:
        return Subject()
    mentions = recount.terms.get(term_key(entry.text[slot.quote.start : slot.quote.end]), ())
    return _counted(
        days=(mention.day for mention in mentions),
        names=(mention.text for mention in mentions),
        places=(place_of(mention) for mention in mentions),
    )


def _series(slot: Slot, recount: Recount) -> Subject:
    group = _planned_series(slot, recount)
    if not group:
        return Subject()
    subject = _counted(
        days=(value.log.day for value in group),
        names=(group[0].label,),
        places=(place_of(slot.quote),) if slot.quote else (),
    )
    counts = {"day": len(subject.days), "time": len(group)}
    return subject._replace(counts=counts, values=group if slot.values else ())


def _planned_series(slot: Slot, recount: Recount) -> tuple[LoggedValue, ...]:
    """The series the slot is about: its facts, its days and, where several fit, its values."""
    named = _typed_label(slot, recount)
    given = set(slot.fact_ids)
    fitting = [
        group
        for (label, _), group in recount.series.items()
        if [stem(word) for word in label.split()] == named
        and all({value.log.fact_id, value.label_fact_id} <= given for value in group)
        and {value.log.day for value in group} == set(slot.days)
    ]
    planned = [typed for day in slot.values for typed in day.values]
    exact = [group for group in fitting if [value.text for value in group] == planned]
    return next(iter(exact or fitting), ())


def _typed_label(slot: Slot, recount: Recount) -> list[str]:
    if slot.label:
        return [stem(word) for word in slot.label.split()]
    entry = recount.record.entries_by_message_id.get(slot.quote.message_id) if slot.quote else None
    if entry is None or slot.quote is None:
        return []
    return list(stems_of(tuple(read_units(entry.text[slot.quote.start : slot.quote.end]))))


def _counted(days: Iterable[date], names: Iterable[str], places: Iterable[Place]) -> Subject:
    named_days = tuple(sorted(set(days)))
    return Subject(
        days=named_days,
        counts={"day": len(named_days)},
        names=tuple({stems_of(tuple(read_units(name))) for name in names}),
        places=frozenset(places),
    )


def place_of(span: QuoteRef | ExplicitEmotion | TermMention) -> Place:
    """Where a span stands in the messages."""
    return span.message_id, span.start, span.end
