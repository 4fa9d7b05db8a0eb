"""D and E. What the gate says, how often a refused choice is repaired, and how a run ended."""

from __future__ import annotations

from enum import StrEnum

from generation.pipeline.contracts.policy import EVERY_RULE_BLOCKS, GatePolicy
from generation.pipeline.contracts.values import Contract, Value

# How often a refused choice is made again; if the gate still refuses it, the rules' own choice takes its place.
MAX_REPAIRS = 2


class Finding(Value):
    """One broken rule. Offsets count code points of the rendered text; `hint` tells what to do."""

    rule_id: str
    slot_id: str | None
    start: int
    end: int
    excerpt: str
    hint: str


class Verdict(StrEnum):
    PASS = "pass"
    FAIL = "fail"


class JudgeStatus(StrEnum):
    NOT_RUN = "not_run"
    PASS = "pass"
    FAIL = "fail"
    UNUSABLE = "unusable"


class GateReport(Contract):
    """What the gate says of one text: a value, not an exception.

    `findings` block the text; `review_findings` are of the rules that are only noted under `policy`, and a pass may
    have some. `policy_gate_version` names the rules and the policy. `judge_version` names the judge's prompt,
    `judge_model` the model that was to answer, `judge_key` everything its verdict depends on; '' where it was not
    asked. `judge_remembered`: it said so of the same text before. `judge_gave_up`: how its request ended, '' where its
    answer could be used. `judge_passed` are the keys of the bullets it has nothing against, `judge_recalled` those of
    them that it had passed before this run and was not asked about.
    """

    policy_gate_version: str
    text_sha256: str
    verdict: Verdict
    policy: GatePolicy = EVERY_RULE_BLOCKS
    findings: tuple[Finding, ...]
    review_findings: tuple[Finding, ...] = ()
    judge: JudgeStatus
    judge_version: str = ""
    judge_model: str = ""
    judge_key: str = ""
    judge_remembered: bool = False
    judge_gave_up: str = ""
    judge_passed: tuple[str, ...] = ()
    judge_recalled: tuple[str, ...] = ()


class Outcome(StrEnum):
    """`rules`: a model's choice could not be used, so the rules' whole text was published. `fallback`: the gate refused
    even that. `corrected`: a reviewer chose what it shows."""

    FIRST_PASS = "first_pass"
    REPAIRED = "repaired"
    RULES = "rules"
    FALLBACK = "fallback"
    CORRECTED = "corrected"


class OutcomeReason(StrEnum):
    """Why the outcome is `rules`: time was up, the choice was refused to the end, the model gave no answer, its server
    refused, or the day's budget was spent."""

    DEADLINE = "deadline"
    FINDINGS = "findings"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    BUDGET = "budget"
