"""Every rule over one text. In: a rendered report, its plan, its record. Out: findings in the order of the text."""

from __future__ import annotations

from generation.pipeline.contracts import CanonicalRecord, Finding, RenderedReport, ReportPlan
from generation.pipeline.policy_gate.bullet_form import check_form
from generation.pipeline.policy_gate.grounding_rules import check_grounding
from generation.pipeline.policy_gate.reading import Reading
from generation.pipeline.policy_gate.structure_rules import check_structure
from generation.pipeline.wording_rules import check_wording


def lint(report: RenderedReport, plan: ReportPlan, record: CanonicalRecord) -> tuple[Finding, ...]:
    """All findings, sorted by place and rule. Empty means that every rule holds."""
    reading = Reading(report, plan, record)
    findings = [
        *check_structure(reading),
        *check_wording(reading),
        *check_grounding(reading),
        *check_form(reading),
    ]
    return tuple(sorted(findings, key=lambda finding: (finding.start, finding.end, finding.rule_id)))
