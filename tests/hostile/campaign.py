"""One attack on a summary: its diary through the stages by rules, by hostile models and by a reviewer who corrects.

A run is made from the attack alone. The oracle shares no code with the product; `allowance` has what is excused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from generation.language_models.memory_record import MemoryRecord
from generation.language_models.scripted_model import Asked, ScriptedModel
from generation.pipeline.contracts import (
    CanonicalRecord,
    Composition,
    GateReport,
    Outcome,
    PipelineInput,
    ReportPlan,
)
from generation.pipeline.policy_gate.gate import run_gate
from generation.pipeline.policy_gate.lint import lint
from generation.pipeline.sequence import BY_RULES, RunResult, Stage, StageOutput, Team
from generation.pipeline.writer.composer import fallback_composition
from generation.pipeline.writer.correction import corrected_composition, silent_days
from generation.pipeline.writer.render import render
from tests import oracle
from tests.hostile.allowance import faults_beyond
from tests.hostile.bridge_attacks import BridgeAttack
from tests.hostile.diaries import HostileDiary, WrittenDiary
from tests.hostile.models import HostileModel
from tests.hostile.nearness import bridge_nearness, kinds_of_bullets
from tests.hostile.run import Run
from tests.pipeline.model_runs import asker_of, team_asking
from tests.pipeline.runs import run

RELEASED = frozenset(
    path.read_text(encoding="utf-8") for path in (Path(__file__).parents[2] / "generation").rglob("prompts/*.txt")
)


class Made(NamedTuple):
    """A text, what was made on the way to it, and what a reader finds wrong with it, beyond and within what is
    excused."""

    result: RunResult
    outputs: list[StageOutput]
    violations: tuple[str, ...]
    excused: tuple[str, ...]


class Corrected(NamedTuple):
    """What a reviewer's choice comes to: whether it would be published, what the gate has against it, what is wrong."""

    is_published: bool
    rule_ids: tuple[str, ...]
    violations: tuple[str, ...]


def attack_bridge(case: str, attack: BridgeAttack) -> Run:
    """The run of an attack, named `case`. Raises nothing that a stage raises: it is a violation."""
    try:
        return _attacked(case, attack)
    except Exception as error:  # noqa: BLE001 - whatever is raised, the person has no summary
        return Run(case, "raised", (f"raised {type(error).__name__}: {error}"[:400],))


def _attacked(case: str, attack: BridgeAttack) -> Run:
    hostile, by_rules, violations = _by_rules(attack.diary)
    model = ScriptedModel(HostileModel(attack.orders))
    asker = asker_of(model)
    by_model = _by_model(hostile, attack, team_asking(asker), by_rules)
    corrected = _corrected(hostile, by_rules, attack.correction)
    assert isinstance(asker.record, MemoryRecord)
    gate_reports = [GateReport.model_validate_json(one.body) for one in by_model.outputs if one.stage is Stage.GATE]
    findings = [finding for report in gate_reports for finding in report.findings]
    signs = {
        f"{by_model.result.outcome} {by_model.result.outcome_reason} {by_model.result.repair_attempts}",
        f"correction {corrected.is_published}",
        *(f"answer {outcome}" for outcome in asker.record.outcomes.values()),
        *(f"rule {finding.rule_id}" for finding in findings),
        *(f"correction {rule_id}" for rule_id in corrected.rule_ids),
        *(f"excused {fault}" for fault in (*by_rules.excused, *by_model.excused)),
        *(kind for made in (by_rules, by_model) for kind in kinds_of_bullets(made.result.report_text)),
    }
    return Run(
        case=case,
        outcome=f"{by_model.result.outcome} {by_model.result.outcome_reason}".strip(),
        violations=(*violations, *by_model.violations, *corrected.violations, *strayed(model.asked)),
        nearness=bridge_nearness(
            is_other=by_model.result.report_text != by_rules.result.report_text,
            repairs=by_model.result.repair_attempts,
            findings=len(findings),
            excused=len({*by_rules.excused, *by_model.excused}),
            way=_way(by_rules, by_model),
            corrected=len(corrected.rule_ids) if not corrected.is_published else None,
            letters=sum(len(row.text) for row in attack.diary.rows),
        ),
        signs=frozenset(signs),
        aims=tuple(_aims(attack, [finding.excerpt for finding in findings])),
    )


@lru_cache(maxsize=64)
def _by_rules(diary: WrittenDiary) -> tuple[HostileDiary, Made, tuple[str, ...]]:
    """The diary as it is read, its text by rules, and what is wrong with that and with the fallback. Many attacks share
    a diary."""
    hostile = diary.typed()
    result, outputs = run(hostile.inputs)
    made = _made(hostile, result, outputs)
    violations = [f"by rules: {said}" for said in made.violations]
    if result.outcome is not Outcome.FIRST_PASS:
        violations.append(f"by rules: outcome {result.outcome}: {_refusals(outputs)}")
    violations += [f"fallback: {said}" for said in _fallback_findings(outputs)]
    return hostile, made, tuple(violations)


def _by_model(hostile: HostileDiary, attack: BridgeAttack, team: Team, by_rules: Made) -> Made:
    """Everybody who chooses, judges or repairs is hostile, and whoever reads the diary where the attack says so."""
    kept: list[StageOutput] = []
    if not attack.reads:
        # Who chooses and judges among what the rules read goes on from there, as a run that was stopped does.
        team = team._replace(canonicalizer=BY_RULES.canonicalizer)
        kept = [one for one in by_rules.outputs if one.stage in (Stage.CANONICAL, Stage.PLAN)]
    result, outputs = run(hostile.inputs, {(one.stage, one.ordinal): one.body for one in kept}, team)
    made = _made(hostile, result, [*kept, *outputs], by_rules)
    violations = [f"by model: {said}" for said in made.violations]
    if result.outcome is Outcome.FALLBACK:
        violations.append(f"by model: outcome fallback: {_refusals(made.outputs)}")
    is_rules = result.report_text == by_rules.result.report_text
    if not attack.reads and result.outcome is Outcome.RULES and not is_rules:
        violations.append("by model: the text is said to be the rules' own, and is another")
    return made._replace(violations=tuple(violations))


def _corrected(hostile: HostileDiary, by_rules: Made, ticked: tuple[int, ...]) -> Corrected:
    """A reviewer who ticks and unticks one thing after another, and publishes what the gate lets them."""
    record, plan = _read(by_rules.outputs)
    quoted, dropped = {*plan.choice.quoted}, set[str]()
    listed = tuple(plan.listed.by_id)
    for number in ticked:
        ids, chosen = (tuple(plan.sentences), quoted) if number % 3 else (listed, dropped)
        if ids:
            chosen ^= {ids[number // 3 % len(ids)]}
    composition = corrected_composition(plan, record, quoted=quoted, dropped=dropped)
    report = render(plan, record, composition)
    findings = run_gate(report, composition, plan, record).findings
    if findings or silent_days(plan, composition) or report.text == by_rules.result.report_text:
        return Corrected(False, tuple(dict.fromkeys(finding.rule_id for finding in findings)), ())
    left_out = [one.model_dump(mode="json") for one in report.left_out]
    wrong = _wrong(hostile, report.text, left_out, record, plan).violations
    return Corrected(True, (), tuple(f"corrected: {said}" for said in wrong))


def as_typed(inputs: PipelineInput) -> oracle.Diary:
    """The diary as the oracle reads it."""
    messages = tuple((message.id, message.sent_at, message.text) for message in inputs.messages)
    return oracle.Diary(inputs.zone, inputs.window.first, inputs.window.last, messages)


def violations_of(hostile: HostileDiary, result: RunResult, outputs: list[StageOutput]) -> Iterator[str]:
    """What a reader with the diary beside them finds wrong with what was published."""
    yield from _made(hostile, result, outputs).violations


def _made(hostile: HostileDiary, result: RunResult, outputs: list[StageOutput], same: Made | None = None) -> Made:
    """`same` was read already: where the text is the same, so is what is wrong with it."""
    left_out = _left_out(outputs)
    if same and (result.report_text, left_out) == (same.result.report_text, _left_out(same.outputs)):
        return Made(result, outputs, (), same.excused)
    wrong = _wrong(hostile, result.report_text, left_out, *_read(outputs))
    return Made(result, outputs, wrong.violations, wrong.excused)


class _Wrong(NamedTuple):
    violations: tuple[str, ...]
    excused: tuple[str, ...]


def _wrong(
    hostile: HostileDiary, text: str, left_out: Sequence[Mapping[str, Any]], record: CanonicalRecord, plan: ReportPlan
) -> _Wrong:
    diary = as_typed(hostile.inputs)
    faults = [*oracle.check(diary, text), *oracle.check_left_out(diary, text, left_out)]
    beyond = list(faults_beyond(diary, text, faults, record, plan))
    said = [f"{fault.rule}: {fault.detail} In: {fault.line[:300]}" for fault in beyond]
    if hostile.safety:
        missing = oracle.safety_sentences_missing(diary, text, hostile.safety)
        said += [f"safety sentence not quoted: {sentence}" for sentence in missing]
    excused = dict.fromkeys(fault.rule for fault in faults if fault not in beyond)
    return _Wrong(tuple(said), tuple(excused))


def _read(outputs: list[StageOutput]) -> tuple[CanonicalRecord, ReportPlan]:
    record = CanonicalRecord.model_validate_json(_last(outputs, Stage.CANONICAL))
    return record, ReportPlan.model_validate_json(_last(outputs, Stage.PLAN))


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
    record, plan = _read(outputs)
    composition = fallback_composition(plan)
    for finding in lint(render(plan, record, composition), composition, plan, record):
        yield f"{finding.rule_id} {finding.excerpt[:200]}"


def _way(by_rules: Made, by_model: Made) -> float:
    """How far the published choice is from the rules' own: the share of sentences that only one of them quotes."""
    theirs = [Composition.model_validate_json(_last(one.outputs, Stage.COMPOSITION)) for one in (by_rules, by_model)]
    first, second = ({*composition.quoted} for composition in theirs)
    return len(first ^ second) / max(1, len(first | second))


def _aims(attack: BridgeAttack, excerpts: list[str]) -> Iterator[int]:
    """The entries that hold the words somebody objected to."""
    for at, row in enumerate(attack.diary.rows):
        if any(excerpt and excerpt in row.text for excerpt in excerpts):
            yield at


def strayed(asked: Iterable[Asked]) -> Iterator[str]:
    """Whatever is in the material, a prompt has the instructions that were released, and nothing of the material."""
    for one in asked:
        if one.prompt.instructions not in RELEASED:
            yield f"prompt: the instructions of {one.task} are none that were released"
