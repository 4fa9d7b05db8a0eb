"""What another severity of the gate's rules would change of the texts it has judged. Nothing is run.

A stored report names every rule that was broken, so its verdict under another policy follows from what is stored. One
thing does not: a text that lint refused was never put before the judge, who may have refused it too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from generation.models import GateResult, GateVerdict
from generation.pipeline.contracts import GatePolicy, JudgeStatus
from generation.pipeline.policy_gate.severity import noted_rules

# The newest of an organisation's stored reports; the page names the number.
MAX_REPORTS = 10_000


class RuleFlips(NamedTuple):
    """How many texts of those the rule was broken by would pass, or be refused."""

    rule_id: str
    broken_by: int
    would_pass: int
    would_be_refused: int


class SeverityPreview(NamedTuple):
    """`unjudged` of those that would pass were never put before a judge. `by_rule`: the rules broken at all."""

    reports: int
    would_pass: int
    unjudged: int
    would_be_refused: int
    by_rule: tuple[RuleFlips, ...]


class StoredReport(NamedTuple):
    """Of a gate result, what its verdict follows from."""

    verdict: str
    judge: str
    blocking: tuple[str, ...]
    noted: tuple[str, ...]


def preview_severity(organisation_id: UUID, policy: GatePolicy) -> SeverityPreview:
    """The organisation's newest stored reports under `policy`. One query."""
    rows = GateResult.objects.filter(job__patient__organisation=organisation_id).order_by("-created_at", "id")
    columns = rows.values_list("verdict", "judge", "rule_ids", "review_rule_ids")[:MAX_REPORTS]
    reports = (StoredReport(verdict, judge, tuple(rules), tuple(noted)) for verdict, judge, rules, noted in columns)
    return severity_flips(reports, policy)


def severity_flips(reports: Iterable[StoredReport], policy: GatePolicy) -> SeverityPreview:
    noted = noted_rules(policy)
    counted = unjudged = 0
    broken, passing, refused = Counter[str](), Counter[str](), Counter[str]()
    flips = Counter[str]()
    for report in reports:
        counted += 1
        rules = {*report.blocking, *report.noted}
        broken.update(rules)
        verdict = _verdict_under(report, rules - noted)
        if verdict == report.verdict:
            continue
        flips[verdict] += 1
        if verdict == GateVerdict.PASS:
            passing.update(report.blocking)
            unjudged += report.judge == JudgeStatus.NOT_RUN
        else:
            refused.update(rules - noted)
    by_rule = tuple(RuleFlips(rule, broken[rule], passing[rule], refused[rule]) for rule in sorted(broken))
    return SeverityPreview(counted, flips[GateVerdict.PASS], unjudged, flips[GateVerdict.FAIL], by_rule)


def _verdict_under(report: StoredReport, blocking: set[str]) -> str:
    if blocking:
        return GateVerdict.FAIL
    # A judge whose answer could not be used refuses whatever the rules say, and so does a refusal that names no rule.
    named = bool(report.blocking) and report.judge != JudgeStatus.UNUSABLE
    return GateVerdict.PASS if report.verdict == GateVerdict.PASS or named else GateVerdict.FAIL
