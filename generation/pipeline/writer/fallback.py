"""Stage E, the safe fallback, made by code alone. In: record and plan. Out: a plan and a draft that always pass.

Section 1, Section 2 with the limits first, Section 4 as a list of days. No Section 3. It must never see a language
model, and it passes every rule for every possible record.
"""

from __future__ import annotations

from generation.pipeline.contracts import CanonicalRecord, Draft, ReportPlan, SectionPlan
from generation.pipeline.writer.frames import TemplateWriter


def make_fallback_plan(plan: ReportPlan) -> ReportPlan:
    """The plan of the fallback: limits before patterns, no open points, everything else as planned."""
    # Built anew: a copy would carry the values the old plan has already computed from its sections.
    return ReportPlan(
        planner_version=plan.planner_version,
        bucket=plan.bucket,
        sections=tuple(_without_risk(section, plan) for section in plan.sections),
        required_limits=plan.required_limits,
        allowed_wording=plan.allowed_wording,
    )


def write_fallback(plan: ReportPlan, record: CanonicalRecord) -> Draft:
    """Word the fallback plan from frames."""
    return TemplateWriter().write(plan, record)


def _without_risk(section: SectionPlan, plan: ReportPlan) -> SectionPlan:
    if section.number == 2:
        limits = tuple(slot for slot in section.slots if slot.id in plan.required_limits)
        others = tuple(slot for slot in section.slots if slot.id not in plan.required_limits)
        return section.model_copy(update={"slots": limits + others})
    if section.number == 3:
        reason = "left out: the fallback raises no point"
        return section.model_copy(update={"included": False, "reason": reason, "slots": ()})
    return section
