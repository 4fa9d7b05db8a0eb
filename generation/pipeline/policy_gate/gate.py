"""Stage D. In: a report, its composition, plan and record, the policy. Out: `GateReport`; a failure raises nothing."""

from __future__ import annotations

from collections.abc import Callable

from generation.pipeline.contracts import (
    EVERY_RULE_BLOCKS,
    CanonicalRecord,
    Composition,
    GatePolicy,
    GateReport,
    JudgeStatus,
    RenderedReport,
    ReportPlan,
    Verdict,
    sha256_hex,
)
from generation.pipeline.policy_gate.judge import NOT_RUN, Judge
from generation.pipeline.policy_gate.lint import lint
from generation.pipeline.policy_gate.severity import by_severity, version_under

VERSION = "7"


def run_gate(
    report: RenderedReport,
    composition: Composition,
    plan: ReportPlan,
    record: CanonicalRecord,
    judge: Judge | None = None,
    rendered: Callable[[], RenderedReport] | None = None,
    policy: GatePolicy = EVERY_RULE_BLOCKS,
) -> GateReport:
    """Lint the report, then ask the judge about what lint passed. `rendered` gives what these three render to, where
    it is made already.

    With no judge, or a text that lint failed already, its part is recorded as `not_run`, never as a pass. A judge whose
    answer cannot be used fails the text. A finding that is only noted under the policy fails nothing, even if it is the
    judge's.
    """
    blocking, noted = by_severity(lint(report, composition, plan, record, rendered), policy)
    judged = judge.judge(report, record, VERSION) if judge and not blocking else NOT_RUN
    objections, noted_by_judge = by_severity(judged.findings, policy)
    findings = blocking + objections
    passed = not findings and judged.status is not JudgeStatus.UNUSABLE
    return GateReport(
        policy_gate_version=version_under(policy, VERSION),
        policy=policy,
        text_sha256=sha256_hex(report.text),
        verdict=Verdict.PASS if passed else Verdict.FAIL,
        findings=findings,
        review_findings=noted + noted_by_judge,
        judge=judged.status,
        judge_version=judged.version,
        judge_model=judged.model,
        judge_key=judged.key,
        judge_remembered=judged.remembered,
        judge_gave_up=judged.gave_up,
        judge_passed=judged.passed,
        judge_recalled=judged.recalled,
    )
