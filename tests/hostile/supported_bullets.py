"""Bullets that say what their facts carry, worded in several ways a careful writer might choose.

Made from the plan's own days, values and quotations, without a look at the gate's rules.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import NamedTuple

from generation.pipeline.report_format import MONTHS, listed, short_date, short_dates
from generation.pipeline.writer.frames import TemplateWriter

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
from tests.hostile.benign_diaries import CLAUSES, NOT_WITHOUT_MARKS

Part = Words | Quotation
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
COUNTED = "{q} is written on {n}: {d}.", "The word {q} appears on {n} ({d}).", "{q} is noted in entries of {n}: {d}."
SERIES = "{l} is recorded on {n}: {v} ({d}).", "{l}, {n}: {v} ({d}).", "{l} is noted on {n}. {e}."
MOMENTS = "{d}: {q}", "On {d} the entry reads {q}", "{long}: the entry says {q}", "{d}: the entry says {q}"
_QUOTE = re.compile(r"(\{q\})")
_PLAIN_CLAUSE = re.compile(
    "|".join(
        re.sub(r"\\\{\w+\\\}", r"[\\w .,/]{1,24}?", re.escape(clause))
        for clause in CLAUSES
        if clause not in NOT_WITHOUT_MARKS
    )
    + "$"
)


class Supported(NamedTuple):
    """A bullet of a draft: everything else in the draft is worded from frames."""

    record: CanonicalRecord
    plan: ReportPlan
    draft: Draft
    slot: Slot

    @property
    def text(self) -> SlotText:
        return next(text for text in self.draft.slot_texts if text.slot_id == self.slot.id)

    def worded(self, *parts: Part, fact_ids: tuple[str, ...] | None = None) -> Draft:
        """The draft with this bullet worded anew."""
        mine = SlotText(
            slot_id=self.slot.id, parts=parts, fact_ids=self.text.fact_ids if fact_ids is None else fact_ids
        )
        texts = tuple(mine if text.slot_id == self.slot.id else text for text in self.draft.slot_texts)
        return Draft(writer_version="supported", slot_texts=texts)


def careful_draft(plan: ReportPlan, record: CanonicalRecord, source: random.Random) -> Draft:
    """Every bullet that rests on the person's words in some wording a careful writer might choose."""
    texts = []
    for text in TemplateWriter().write(plan, record).slot_texts:
        parts = _wording(plan.slots_by_id[text.slot_id], record, source)
        texts.append(SlotText(slot_id=text.slot_id, parts=parts or text.parts, fact_ids=text.fact_ids))
    return Draft(writer_version="careful", slot_texts=tuple(texts))


def supported_bullets(record: CanonicalRecord, plan: ReportPlan, source: random.Random) -> Iterator[Supported]:
    """Each bullet of a careful draft."""
    draft = careful_draft(plan, record, source)
    for slot in plan.slots:
        if any(text.slot_id == slot.id for text in draft.slot_texts):
            yield Supported(record, plan, draft, slot)


def _wording(slot: Slot, record: CanonicalRecord, source: random.Random) -> tuple[Part, ...]:
    match slot.kind:
        case SlotKind.FEELING | SlotKind.TERM | SlotKind.OPEN_POINT:
            return _filled(source.choice(COUNTED), slot, n=_days(slot), d=short_dates(slot.days))
        case SlotKind.SERIES if slot.values and slot.label:
            return _filled(source.choice(_series_frames(slot)), slot, **_series(slot))
        case SlotKind.MOMENT if slot.quote:
            clause = _clause(slot, record)
            if clause and source.random() < 0.4:
                return (Words(text=f"{short_date(slot.days[0])}: {clause}."),)
            if slot.quote.end != record.facts_by_id[slot.quote.fact_ids[-1]].end:
                return ()
            day = slot.days[0]
            long = source.choice((f"{day.day} {MONTH_NAMES[day.month - 1]}", f"{MONTHS[day.month - 1]} {day.day}"))
            return _filled(source.choice(MOMENTS), slot, d=short_date(day), long=long)
        case _:
            return ()


def _series_frames(slot: Slot) -> tuple[str, ...]:
    return SERIES if all(len(day.values) == 1 for day in slot.values) else SERIES[-1:]


def _series(slot: Slot) -> dict[str, str]:
    return {
        "l": (slot.label or "").capitalize(),
        "n": _days(slot),
        "d": short_dates(slot.days),
        "v": listed([day.values[0] for day in slot.values]),
        "e": "; ".join(f"{short_date(day.day)}: {listed(day.values)}" for day in slot.values),
    }


def _clause(slot: Slot, record: CanonicalRecord) -> str | None:
    """A whole clause of the first fact, where it is one that may stand by itself."""
    fact = record.facts_by_id[slot.fact_ids[0]]
    clause = fact.text.removesuffix(".")
    return clause if _PLAIN_CLAUSE.fullmatch(clause) else None


def _days(slot: Slot) -> str:
    return f"{slot.counts[-1]} {'day' if slot.counts[-1] == 1 else 'days'}"


def _filled(frame: str, slot: Slot, **values: str) -> tuple[Part, ...]:
    parts: list[Part] = []
    for piece in _QUOTE.split(frame):
        if piece == "{q}" and slot.quote:
            parts.append(Quotation(quote=slot.quote))
        elif piece:
            parts.append(Words(text=piece.format(**values)))
    return tuple(parts)
