"""Stage C, the writer without a model. In: plan and record. Out: `Draft`, every slot worded from a frame.

A frame states what the slot holds and nothing else: counts, dates, typed values, quotations. docs/report.md lists them.
"""

from __future__ import annotations

from typing import Protocol

from generation.pipeline.contracts import (
    CanonicalRecord,
    Draft,
    Quotation,
    ReportPlan,
    Slot,
    SlotKind,
    SlotText,
    Words,
)
from generation.pipeline.planner.recount import Recount
from generation.pipeline.report_format import counted, listed, short_date, short_dates
from generation.pipeline.writer.fixed_sentences import fixed_sentence

TEMPLATE_VERSION = "template-1"

Part = Words | Quotation


class Writer(Protocol):
    """Words every planned slot, citing facts of that slot."""

    def write(self, plan: ReportPlan, record: CanonicalRecord) -> Draft: ...


class TemplateWriter:
    """The writer that runs wherever no model may see a diary."""

    def write(self, plan: ReportPlan, record: CanonicalRecord) -> Draft:
        recount = Recount(record)
        return Draft(
            writer_version=TEMPLATE_VERSION,
            slot_texts=tuple(
                SlotText(slot_id=slot.id, parts=_parts(slot, record, recount), fact_ids=slot.fact_ids)
                for section in plan.sections
                if section.included
                for slot in section.slots
            ),
        )


def _parts(slot: Slot, record: CanonicalRecord, recount: Recount) -> tuple[Part, ...]:
    match slot.kind:
        case SlotKind.FEELING:
            return (Words(text="The word "), *_quotation(slot), Words(text=_used_on(slot)))
        case SlotKind.SERIES:
            return _series(slot)
        case SlotKind.TERM | SlotKind.OPEN_POINT:
            return (*_quotation(slot), Words(text=_appears_on(slot)))
        case SlotKind.MOMENT:
            return _moment(slot, record)
        case _:
            return (Words(text=fixed_sentence(slot.kind, recount)),)


def _used_on(slot: Slot) -> str:
    return f" is used on {_days(slot)}: {short_dates(slot.days)}."


def _appears_on(slot: Slot) -> str:
    return f" appears in entries of {_days(slot)}: {short_dates(slot.days)}."


def _series(slot: Slot) -> tuple[Part, ...]:
    name: Part = Words(text=_capitalised(slot.label)) if slot.label else _quotation(slot)[0]
    if not slot.values:
        return (name, Words(text=f" is logged {slot.counts[0]} times on {_days(slot)}: {short_dates(slot.days)}."))
    if all(len(day.values) == 1 for day in slot.values):
        values = listed([day.values[0] for day in slot.values])
        logged = f"{values} ({short_dates(slot.days)})"
    else:
        logged = "; ".join(f"{short_date(day.day)}: {listed(day.values)}" for day in slot.values)
    return (name, Words(text=f" is logged on {_days(slot)}: {logged}."))


def _moment(slot: Slot, record: CanonicalRecord) -> tuple[Part, ...]:
    day = short_date(slot.days[0])
    if slot.quote is None:
        return (Words(text=f"{day}: there is an entry."),)
    whole = slot.quote.end == record.facts_by_id[slot.quote.fact_ids[-1]].end
    return (
        Words(text=f"{day}: the entry says "),
        *_quotation(slot),
        *(() if whole else (Words(text=" …"),)),
    )


def _quotation(slot: Slot) -> tuple[Quotation, ...]:
    if slot.quote is None:
        raise ValueError(f"slot {slot.id} was planned without words to quote")
    return (Quotation(quote=slot.quote),)


def _days(slot: Slot) -> str:
    return counted(slot.counts[-1], "day", "days")


def _capitalised(label: str) -> str:
    return label[:1].upper() + label[1:]
