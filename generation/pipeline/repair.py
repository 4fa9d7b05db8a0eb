"""Stage E, repair. In: a refused draft and its findings. Out: a draft in which only those slots are worded anew.

Every other slot is the same value as before, so its bytes are the same. At most `MOST_ATTEMPTS` of a summary; what is
still refused then becomes the fallback. It must never touch a slot without a finding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Protocol

from generation.pipeline.batches import batches
from generation.pipeline.contracts import (
    CanonicalRecord,
    Draft,
    Finding,
    GateReport,
    JudgeStatus,
    ReportPlan,
    Slot,
    SlotText,
)
from generation.pipeline.language_model import Asker, ModelGaveUp, Task
from generation.pipeline.prompts import longest_data, make_prompt
from generation.pipeline.writer.frames import TemplateWriter
from generation.pipeline.writer.slot_wording import (
    WORDING_SCHEMA,
    answer_tokens,
    describe_slot,
    is_worded_by_model,
    read_wording,
    wording_of,
)

MOST_ATTEMPTS = 2
# A slot may break a rule a hundred times; a model needs no more than these to see what is wrong.
_FINDINGS_TOLD = 12


class Repairer(Protocol):
    """Words the slots anew that have findings."""

    def repair(self, draft: Draft, findings: Sequence[Finding], plan: ReportPlan, record: CanonicalRecord) -> Draft: ...


def can_be_repaired(report: GateReport) -> bool:
    """Whether every finding names a slot. What is wrong with the layout, or with the judge, no wording mends."""
    named = all(finding.slot_id is not None for finding in report.findings)
    return bool(report.findings) and named and report.judge is not JudgeStatus.UNUSABLE


class TemplateRepairer:
    """Gives every slot with a finding its frame."""

    def repair(self, draft: Draft, findings: Sequence[Finding], plan: ReportPlan, record: CanonicalRecord) -> Draft:
        frames = {text.slot_id: text for text in TemplateWriter().write(plan, record).slot_texts}
        return _replace(draft, {i: frames[i] for i in _slots_named(findings, plan)})


class ModelRepairer:
    """Asks a model for the listed slots alone. Where it fails for good, they get their frames."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker

    def repair(self, draft: Draft, findings: Sequence[Finding], plan: ReportPlan, record: CanonicalRecord) -> Draft:
        slots = [plan.slots_by_id[i] for i in _slots_named(findings, plan)]
        slots = [slot for slot in slots if is_worded_by_model(slot)]
        if not slots:
            return draft
        try:
            return _replace(draft, self._word(draft, slots, findings, record))
        except ModelGaveUp:
            return TemplateRepairer().repair(draft, findings, plan, record)

    def _word(
        self, draft: Draft, slots: Sequence[Slot], findings: Sequence[Finding], record: CanonicalRecord
    ) -> Mapping[str, SlotText]:
        ask = self._asker.begin(Task.REPAIR)
        by_id = {slot.id: slot for slot in slots}
        refused = {text.slot_id: wording_of(text) for text in draft.slot_texts}
        items = [
            {**describe_slot(slot, record), "text": refused[slot.id], "findings": _told(findings, slot.id)}
            for slot in slots
        ]
        worded: dict[str, SlotText] = {}
        for batch in batches(items, longest_data(Task.REPAIR)):
            asked = [by_id[item["slot_id"]] for item in batch]
            prompt = make_prompt(Task.REPAIR, {"bullets": batch}, answer_tokens=answer_tokens(batch))
            worded |= ask(prompt, WORDING_SCHEMA, partial(read_wording, slots=asked, record=record))
        return worded


def _slots_named(findings: Sequence[Finding], plan: ReportPlan) -> list[str]:
    named = {finding.slot_id for finding in findings}
    return [slot.id for section in plan.sections if section.included for slot in section.slots if slot.id in named]


def _told(findings: Sequence[Finding], slot_id: str) -> list[dict[str, str]]:
    own = [finding for finding in findings if finding.slot_id == slot_id]
    return [{"excerpt": finding.excerpt, "hint": finding.hint} for finding in own[:_FINDINGS_TOLD]]


def _replace(draft: Draft, worded: Mapping[str, SlotText]) -> Draft:
    return Draft(
        writer_version=draft.writer_version,
        slot_texts=tuple(worded.get(text.slot_id, text) for text in draft.slot_texts),
    )
