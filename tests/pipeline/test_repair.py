from __future__ import annotations

import json
import random
from collections.abc import Sequence

import pytest
from generation.pipeline.report_format import render
from generation.pipeline.writer.fallback import make_fallback_plan
from generation.pipeline.writer.frames import TemplateWriter
from generation.pipeline.writer.slot_wording import is_worded_by_model

from generation.language_models.rehearsal import worded
from generation.language_models.scripted_model import ScriptedModel
from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.contracts import (
    CanonicalRecord,
    Draft,
    Finding,
    GateReport,
    JudgeStatus,
    Outcome,
    PipelineInput,
    RenderedReport,
    ReportPlan,
    SlotText,
    Verdict,
    Words,
)
from generation.pipeline.language_model import ReplyOutcome
from generation.pipeline.planner.plan import make_plan
from generation.pipeline.policy_gate.lint import lint
from generation.pipeline.repair import ModelRepairer, Repairer, TemplateRepairer, can_be_repaired
from generation.pipeline.sequence import BY_RULES, Team
from tests.pipeline.diaries import EXAMPLE, diary, random_diary
from tests.pipeline.model_runs import Answers, asker_of, data_of, good, good_but, team_of
from tests.pipeline.runs import run

ADVICE = Words(text="You should rest more.")


def planned(inputs: PipelineInput) -> tuple[CanonicalRecord, ReportPlan, Draft]:
    record = canonicalize(inputs)
    plan = make_plan(record)
    return record, plan, TemplateWriter().write(plan, record)


RECORD, PLAN, FRAMES = planned(diary(*EXAMPLE))


def spoil(draft: Draft, slot_ids: Sequence[str]) -> Draft:
    """The draft with advice in the slots named."""
    return Draft(
        writer_version=draft.writer_version,
        slot_texts=tuple(
            SlotText(slot_id=text.slot_id, parts=(ADVICE,), fact_ids=text.fact_ids)
            if text.slot_id in slot_ids
            else text
            for text in draft.slot_texts
        ),
    )


def by_model(answers: Answers) -> ModelRepairer:
    return ModelRepairer(asker_of(ScriptedModel(answers)))


def repaired(repairer: Repairer, slot_ids: Sequence[str]) -> Draft:
    draft = spoil(FRAMES, slot_ids)
    return repairer.repair(draft, lint(render(PLAN, RECORD, draft), PLAN, RECORD), PLAN, RECORD)


def finding(slot_id: str | None, excerpt: str = "should") -> Finding:
    return Finding(rule_id="SB201", slot_id=slot_id, start=0, end=1, excerpt=excerpt, hint="Leave it out.")


@pytest.mark.parametrize("repairer", [TemplateRepairer(), by_model(good)], ids=["rules", "model"])
def test_slots_with_findings_are_worded_anew(repairer: Repairer) -> None:
    assert render(PLAN, RECORD, repaired(repairer, ["p1", "m3"])).text == render(PLAN, RECORD, FRAMES).text


def test_model_is_asked_for_the_listed_slots_alone_and_told_what_is_wrong() -> None:
    model = ScriptedModel(good)
    repaired(ModelRepairer(asker_of(model)), ["p2"])
    [asked] = [bullet for question in model.asked for bullet in data_of(question)["bullets"]]
    assert (asked["slot_id"], asked["text"]) == ("p2", ADVICE.text)
    assert "should" in [told["excerpt"] for told in asked["findings"]]


def test_refused_quotation_is_shown_as_a_placeholder() -> None:
    model = ScriptedModel(good)
    ModelRepairer(asker_of(model)).repair(FRAMES, [finding("m1")], PLAN, RECORD)
    assert data_of(model.asked[0])["bullets"][0]["text"] == "8 Nov: the entry says {quote}"


def test_slots_without_findings_that_the_model_words_too_are_passed_over() -> None:
    stray = {"slot_id": "p2", "text": "Forged.", "fact_ids": []}
    answer = good_but(repair=lambda data: {"bullets": [*map(worded, data["bullets"]), stray]})
    assert repaired(by_model(answer), ["p1"]).slot_texts[3] == FRAMES.slot_texts[3]


def test_scope_and_limits_are_not_for_a_model_to_mend() -> None:
    model = ScriptedModel([])
    draft = spoil(FRAMES, ["w1"])
    assert ModelRepairer(asker_of(model)).repair(draft, [finding("w1")], PLAN, RECORD) == draft


def test_model_that_fails_for_good_leaves_the_slots_to_their_frames() -> None:
    assert repaired(by_model([ReplyOutcome.REFUSED]), ["p1", "m2"]) == FRAMES


def test_only_findings_with_a_slot_can_be_repaired() -> None:
    def report(*findings: Finding, judge: JudgeStatus = JudgeStatus.NOT_RUN) -> GateReport:
        return GateReport(policy_gate_version="1", text_sha256="", verdict=Verdict.FAIL, findings=findings, judge=judge)

    assert can_be_repaired(report(finding("p1")))
    assert not can_be_repaired(report(finding("p1"), finding(None)))
    assert not can_be_repaired(report())
    assert not can_be_repaired(report(judge=JudgeStatus.UNUSABLE))


@pytest.mark.parametrize("seed", range(120))
def test_every_other_slot_stays_byte_for_byte(seed: int) -> None:
    source = random.Random(seed)
    record, plan, draft = planned(random_diary(seed))
    hit = {text.slot_id for text in draft.slot_texts if source.random() < 0.4}
    findings = [finding(slot_id) for slot_id in sorted(hit) for _ in range(source.randint(1, 20))]
    noise = "".join(source.choices('{}"quote\n \u202e<p1', k=30))
    answer = good_but(repair=lambda data: {"bullets": [{**worded(one), "text": noise} for one in data["bullets"]]})
    model = ScriptedModel(answer)
    before, after = (
        {text.slot_id: text.canonical_text() for text in version.slot_texts}
        for version in (draft, ModelRepairer(asker_of(model)).repair(draft, findings, plan, record))
    )
    changed = {slot_id for slot_id in before if before[slot_id] != after[slot_id]}
    assert list(before) == list(after)
    assert changed <= {slot_id for slot_id in hit if is_worded_by_model(plan.slots_by_id[slot_id])}


class AdvisingWriter:
    """Gives advice in one slot."""

    def write(self, plan: ReportPlan, record: CanonicalRecord) -> Draft:
        return spoil(TemplateWriter().write(plan, record), ["p2"])


def runs_with(repairer: Repairer) -> tuple[Outcome, int, list[int]]:
    result, outputs = run(diary(*EXAMPLE), team=BY_RULES._replace(writer=AdvisingWriter(), repairer=repairer))
    return result.outcome, result.repair_attempts, [o.ordinal for o in outputs if o.stage == "draft"]


def test_mended_draft_is_published_as_repaired() -> None:
    assert runs_with(by_model(good)) == (Outcome.REPAIRED, 1, [0, 1])


def test_second_attempt_may_mend_what_the_first_did_not() -> None:
    worse = iter([json.dumps({"bullets": [{"slot_id": "p2", "text": "You must rest.", "fact_ids": []}]})])
    assert runs_with(by_model(lambda asked: next(worse, None) or good(asked))) == (Outcome.REPAIRED, 2, [0, 1, 2])


def test_twice_wrong_is_the_fallback() -> None:
    stubborn = good_but(repair=lambda _data: {"bullets": [{"slot_id": "p2", "text": "Do rest.", "fact_ids": []}]})
    assert runs_with(by_model(stubborn)) == (Outcome.FALLBACK, 2, [0, 1, 2, 3])


@pytest.mark.parametrize("kept", range(12))
def test_run_goes_on_in_the_middle_of_a_repair(kept: int) -> None:
    def team() -> Team:
        return BY_RULES._replace(writer=AdvisingWriter(), repairer=by_model(good))

    whole, outputs = run(diary(*EXAMPLE), team=team())
    stored = {(o.stage.value, o.ordinal): o.body for o in outputs[:kept]}
    assert run(diary(*EXAMPLE), stored, team=team()) == (whole, outputs[kept:])


@pytest.mark.parametrize("seed", range(30))
def test_whatever_a_model_says_the_published_text_is_clean(seed: int) -> None:
    source = random.Random(seed)
    words = [
        "You",
        "should",
        "{quote}",
        "anxious",
        "because",
        "7.3",
        "8 Nov",
        "\n- 9 Nov:",
        "{{x}}",
        "better",
        "“",
        '"',
    ]

    def babble(data: dict[str, list[dict[str, str]]]) -> object:
        said = [" ".join(source.choices(words, k=source.randint(1, 9))) for _ in data["bullets"]]
        pairs = zip(data["bullets"], said, strict=True)
        return {"bullets": [{"slot_id": b["slot_id"], "text": t, "fact_ids": ["f1", "f99"]} for b, t in pairs]}

    team, _ = team_of(good_but(writer=babble, repair=babble))
    result, outputs = run(random_diary(seed), team=team)
    assert result.gate_report.verdict is Verdict.PASS
    assert result.repair_attempts <= 2
    record, plan = CanonicalRecord.model_validate_json(outputs[0].body), ReportPlan.model_validate_json(outputs[1].body)
    shown = make_fallback_plan(plan) if result.outcome is Outcome.FALLBACK else plan
    assert lint(RenderedReport.model_validate_json(outputs[-2].body), shown, record) == ()
