"""Stage D. In: a rendered report, its plan, its record. Out: `GateReport`, a value; a failure raises nothing."""

from __future__ import annotations

from generation.pipeline.contracts import (
    CanonicalRecord,
    GateReport,
    JudgeStatus,
    RenderedReport,
    ReportPlan,
    Verdict,
    sha256_hex,
)
from generation.pipeline.policy_gate.lint import lint

VERSION = "2"


def run_gate(report: RenderedReport, plan: ReportPlan, record: CanonicalRecord) -> GateReport:
    """Lint the report. With no judge configured its part is recorded as `not_run`, never as a pass."""
    findings = lint(report, plan, record)
    return GateReport(
        policy_gate_version=VERSION,
        text_sha256=sha256_hex(report.text),
        verdict=Verdict.FAIL if findings else Verdict.PASS,
        findings=findings,
        judge=JudgeStatus.NOT_RUN,
    )
