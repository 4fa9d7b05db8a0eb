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

VERSION = "5"


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

    With no judge, or a text that lint failed already, its part is recorded as `not_run`, never as a pass. A judge
    whose answer cannot be used fails the text. What the policy asks only to see fails nothing, of the judge's either.
    """
    blocking, seen = by_severity(lint(report, composition, plan, record, rendered), policy)
    word = judge.judge(report, record, VERSION) if judge and not blocking else NOT_RUN
    objections, doubts = by_severity(word.findings, policy)
    findings = blocking + objections
    passed = not findings and word.status is not JudgeStatus.UNUSABLE
    return GateReport(
        policy_gate_version=version_under(policy, VERSION),
        policy=policy,
        text_sha256=sha256_hex(report.text),
        verdict=Verdict.PASS if passed else Verdict.FAIL,
        findings=findings,
        review_findings=seen + doubts,
        judge=word.status,
        judge_version=word.version,
        judge_model=word.model,
        judge_key=word.key,
        judge_remembered=word.remembered,
        judge_gave_up=word.gave_up,
        judge_passed=word.passed,
        judge_recalled=word.recalled,
    )
