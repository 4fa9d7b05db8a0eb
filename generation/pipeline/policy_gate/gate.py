"""Stage D. In: a rendered report, its composition, plan and record. Out: `GateReport`; a failure raises nothing."""

from __future__ import annotations

from collections.abc import Callable

from generation.pipeline.contracts import (
    CanonicalRecord,
    Composition,
    GateReport,
    JudgeStatus,
    RenderedReport,
    ReportPlan,
    Verdict,
    sha256_hex,
)
from generation.pipeline.policy_gate.judge import NOT_RUN, Judge
from generation.pipeline.policy_gate.lint import lint

VERSION = "4"


def run_gate(
    report: RenderedReport,
    composition: Composition,
    plan: ReportPlan,
    record: CanonicalRecord,
    judge: Judge | None = None,
    rendered: Callable[[], RenderedReport] | None = None,
) -> GateReport:
    """Lint the report, then ask the judge about what lint passed. `rendered` gives what these three render to, where
    it is made already.

    With no judge, or a text that lint failed already, its part is recorded as `not_run`, never as a pass. A judge
    whose answer cannot be used fails the text.
    """
    findings = lint(report, composition, plan, record, rendered)
    word = judge.judge(report, record, VERSION) if judge and not findings else NOT_RUN
    passed = not findings and word.status in {JudgeStatus.PASS, JudgeStatus.NOT_RUN}
    return GateReport(
        policy_gate_version=VERSION,
        text_sha256=sha256_hex(report.text),
        verdict=Verdict.PASS if passed else Verdict.FAIL,
        findings=findings + word.findings,
        judge=word.status,
        judge_version=word.version,
        judge_model=word.model,
        judge_key=word.key,
        judge_remembered=word.remembered,
        judge_gave_up=word.gave_up,
        judge_passed=word.passed,
        judge_recalled=word.recalled,
    )
