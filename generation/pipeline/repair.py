"""Stage E, repair. In: a refused composition and its findings. Out: one in which only the struck slots are chosen anew.

Every other choice is the same value as before. At most `MAX_REPAIRS` of a summary; what is still refused then gives
way to the rules' own choice. It must never touch a day or a matter without a finding, and never words anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Protocol

from generation.pipeline.contracts import (
    CanonicalRecord,
    Composition,
    Fact,
    Finding,
    GateReport,
    JudgeStatus,
    ReportPlan,
)
from generation.pipeline.language_model import Asker, Task
from generation.pipeline.planner.plan import RULES_VERSION
from generation.pipeline.prompts import CURRENT, make_prompt
from generation.pipeline.reading.words import fold_white_space
from generation.pipeline.writer.chooser import SCHEMA, ChoiceReply, answer_tokens, compose, question, read_choice

# A day may have many findings; a model needs no more than these to see what is wrong.
_FINDINGS_TOLD = 6


class Repairer(Protocol):
    """Chooses the struck slots anew."""

    def repair(
        self, composition: Composition, findings: Sequence[Finding], plan: ReportPlan, record: CanonicalRecord
    ) -> Composition: ...


def can_be_repaired(report: GateReport, plan: ReportPlan) -> bool:
    """Whether every finding strikes something that can be chosen otherwise: a day that is not whole, or a matter."""
    free = {day.id for day in plan.days if not day.is_whole} | {matter.id for matter in plan.listed.matters}
    struck = {finding.slot_id for finding in report.findings}
    return bool(report.findings) and struck <= free and report.judge is not JudgeStatus.UNUSABLE


class ModelRepairer:
    """Asks a model for the struck days alone; a struck matter gives its place to the next."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker

    def repair(
        self, composition: Composition, findings: Sequence[Finding], plan: ReportPlan, record: CanonicalRecord
    ) -> Composition:
        """Raises ModelGaveUp where there is no answer that can be used."""
        struck = {finding.slot_id for finding in findings}
        barred = {matter.id for matter in plan.listed.matters if matter.id in struck}
        quoted = frozenset(composition.quoted)
        barred |= {f.id for f in record.facts if f.id in quoted and any(_holds(f, finding) for finding in findings)}
        kept = {day.id: _quoted_of(plan, day.id, composition) for day in plan.days if day.id not in struck}
        reply = self._ask(composition, findings, plan, record)
        wanted = reply.model_copy(
            update={
                "matters": composition.matters,
                "series": composition.series,
                "areas": composition.areas,
            }
        )
        return compose(plan, record, wanted, composer_version=_version_of(composition), kept=kept, barred=barred)

    def _ask(
        self, composition: Composition, findings: Sequence[Finding], plan: ReportPlan, record: CanonicalRecord
    ) -> ChoiceReply:
        struck = {finding.slot_id for finding in findings if finding.slot_id}
        data = question(plan, record, only=struck)
        if not data:
            return ChoiceReply(sentences=())
        data["refused"] = _told(composition, findings)
        prompt = make_prompt(Task.REPAIR, data, answer_tokens=answer_tokens(data))
        return self._asker.begin(Task.REPAIR)(prompt, SCHEMA, partial(read_choice, plan=plan, data=data))


def _version_of(composition: Composition) -> str:
    """Whoever chose before; where that were the rules, a model has part in it from here on."""
    return CURRENT[Task.REPAIR] if composition.composer_version == RULES_VERSION else composition.composer_version


def _holds(fact: Fact, finding: Finding) -> bool:
    """Whether the excerpt of a finding stands in a sentence."""
    return fold_white_space(finding.excerpt) in fold_white_space(fact.text)


def _quoted_of(plan: ReportPlan, day_id: str, composition: Composition) -> Sequence[str]:
    day = next(day for day in plan.days if day.id == day_id)
    own = (sentence.fact_id for entry in day.entries for sentence in entry.sentences)
    quoted = frozenset(composition.quoted)
    return [fact_id for fact_id in own if fact_id in quoted]


def _told(composition: Composition, findings: Sequence[Finding]) -> Mapping[str, Any]:
    said = [{"excerpt": finding.excerpt, "hint": finding.hint} for finding in findings[:_FINDINGS_TOLD]]
    return {"chosen": list(composition.quoted), "because": said}
