"""Every rule over one text. In: a rendered report, its composition, plan and record. Out: findings in the order of the
text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from generation.pipeline.contracts import CanonicalRecord, Composition, Finding, RenderedReport, ReportPlan
from generation.pipeline.policy_gate.completeness import check_completeness
from generation.pipeline.policy_gate.derivation import check_derivation
from generation.pipeline.policy_gate.findings import make_finding
from generation.pipeline.policy_gate.form import check_form
from generation.pipeline.policy_gate.second_reader import read_again
from generation.pipeline.writer.render import render


def lint(
    report: RenderedReport,
    composition: Composition,
    plan: ReportPlan,
    record: CanonicalRecord,
    rendered: Callable[[], RenderedReport] | None = None,
) -> tuple[Finding, ...]:
    """All findings, sorted by place and rule. Empty means that every rule holds."""
    findings = [
        *check_derivation(report, composition, plan, rendered or partial(render, plan, record, composition)),
        *check_truth(report, record),
        *check_completeness(report, plan, record),
        *check_form(report),
    ]
    return tuple(sorted(findings, key=lambda finding: (finding.start, finding.end, finding.rule_id)))


def check_truth(report: RenderedReport, record: CanonicalRecord) -> Iterator[Finding]:
    """What the second reader holds against the text."""
    for misread in read_again(report, record):
        yield make_finding(misread.rule_id, report, misread.slot_id, misread.start, misread.end)
