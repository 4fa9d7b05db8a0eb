"""One run: a hostile diary through the stages by rules and by a hostile model, and what the oracle says of both texts.

A run is made from its seed alone. The oracle shares no code with the product; `allowance` has the one thing excused.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from generation.language_models.scripted_model import ScriptedModel
from generation.pipeline.contracts import CanonicalRecord, Outcome, PipelineInput, ReportPlan
from generation.pipeline.policy_gate.lint import lint
from generation.pipeline.sequence import BY_RULES, RunResult, Stage, StageOutput, Team
from generation.pipeline.writer.composer import fallback_composition
from generation.pipeline.writer.render import render
from tests import oracle
from tests.hostile.allowance import faults_beyond
from tests.hostile.diaries import HostileDiary, hostile_diary
from tests.hostile.models import HostileModel
from tests.pipeline.model_runs import asker_of, team_asking
from tests.pipeline.runs import run


class Run(NamedTuple):
    """How a run ended: the outcome of the hostile team with its reason, and everything that is wrong with it."""

    seed: int
    outcome: str
    violations: tuple[str, ...]


def attack(seed: int) -> Run:
    """Run `seed`. Raises nothing that a stage raises: it is a violation."""
    hostile = hostile_diary(seed)
    try:
        return _attack(seed, hostile)
    except Exception as error:  # noqa: BLE001 - whatever is raised, the person has no summary
        return Run(seed, "raised", (f"{type(error).__name__}: {error}"[:400],))


def _attack(seed: int, hostile: HostileDiary) -> Run:
    source = random.Random(f"party {seed}")
    by_rules, outputs = run(hostile.inputs)
    violations = [f"by rules: {said}" for said in violations_of(hostile, by_rules, outputs)]
    if by_rules.outcome is not Outcome.FIRST_PASS:
        violations.append(f"by rules: outcome {by_rules.outcome}: {_refusals(outputs)}")
    violations += [f"fallback: {said}" for said in _fallback_findings(outputs)]
    told = by_rules.report_text, _left_out(outputs)
    team = hostile_team(source)
    same_record = team.canonicalizer is BY_RULES.canonicalizer
    read = [one for one in outputs if one.stage in (Stage.CANONICAL, Stage.PLAN)]
    # Who chooses and judges among what the rules read goes on from there, as a run that was stopped does.
    made = {(one.stage.value, one.ordinal): one.body for one in read if same_record}
    result, outputs = run(hostile.inputs, made, team)
    outputs = [*read, *outputs]
    if (result.report_text, _left_out(outputs)) != told:
        violations += [f"by model: {said}" for said in violations_of(hostile, result, outputs)]
    if result.outcome is Outcome.FALLBACK:
        violations.append(f"by model: outcome fallback: {_refusals(outputs)}")
    if same_record and result.outcome is Outcome.RULES and result.report_text != by_rules.report_text:
        violations.append("by model: the text is said to be the rules' own, and is another")
    outcome = f"{result.outcome} {result.outcome_reason}".strip()
    return Run(seed, outcome, tuple(violations))


def hostile_team(source: random.Random) -> Team:
    """Everybody who chooses or judges is hostile; in a quarter of the runs whoever reads the diary is too."""
    team = team_asking(asker_of(ScriptedModel(HostileModel(source))))
    return team if source.random() < 1 / 4 else team._replace(canonicalizer=BY_RULES.canonicalizer)


def as_typed(inputs: PipelineInput) -> oracle.Diary:
    """The diary as the oracle reads it."""
    messages = tuple((message.id, message.sent_at, message.text) for message in inputs.messages)
    return oracle.Diary(inputs.zone, inputs.window.first, inputs.window.last, messages)


def violations_of(hostile: HostileDiary, result: RunResult, outputs: list[StageOutput]) -> Iterator[str]:
    """What a reader with the diary beside them finds wrong with what was published."""
    diary, text = as_typed(hostile.inputs), result.report_text
    record = CanonicalRecord.model_validate_json(_last(outputs, Stage.CANONICAL))
    plan = ReportPlan.model_validate_json(_last(outputs, Stage.PLAN))
    faults = [*oracle.check(diary, text), *oracle.check_left_out(diary, text, _left_out(outputs))]
    for fault in faults_beyond(diary, text, faults, record, plan):
        yield f"{fault.rule}: {fault.detail} In: {fault.line[:300]}"
    if hostile.safety:
        for sentence in oracle.safety_sentences_missing(diary, text, hostile.safety):
            yield f"safety sentence not quoted: {sentence}"


def _left_out(outputs: list[StageOutput]) -> list[Mapping[str, Any]]:
    listed: list[Mapping[str, Any]] = json.loads(_last(outputs, Stage.TEXT))["left_out"]
    return listed


def _last(outputs: list[StageOutput], stage: Stage) -> str:
    return [output.body for output in outputs if output.stage is stage][-1]


def _refusals(outputs: list[StageOutput]) -> str:
    """What the gate had against the texts that were not published."""
    reports = [json.loads(output.body) for output in outputs if output.stage is Stage.GATE]
    findings = [finding for report in reports for finding in report["findings"]]
    return "; ".join(dict.fromkeys(f"{one['rule_id']} {one['excerpt'][:160]}" for one in findings))


def _fallback_findings(outputs: list[StageOutput]) -> Iterator[str]:
    """What the gate would have against the fallback, which must pass for every diary."""
    record = CanonicalRecord.model_validate_json(_last(outputs, Stage.CANONICAL))
    plan = ReportPlan.model_validate_json(_last(outputs, Stage.PLAN))
    composition = fallback_composition(plan)
    for finding in lint(render(plan, record, composition), composition, plan, record):
        yield f"{finding.rule_id} {finding.excerpt[:200]}"
