from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from generation.pipeline.report_format import render
from generation.pipeline.writer.frames import TemplateWriter
from generation.pipeline.writer.model_writer import ModelWriter

from generation.language_models.rehearsal import worded
from generation.language_models.scripted_model import ScriptedModel
from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.contracts import CanonicalRecord, Draft, Outcome, Quotation, ReportPlan, Words
from generation.pipeline.language_model import ReplyOutcome
from generation.pipeline.planner.plan import make_plan
from tests.pipeline.diaries import EXAMPLE, diary, entries_on, random_diary
from tests.pipeline.model_runs import Answers, asker_of, data_of, good, good_but, team_of
from tests.pipeline.runs import run

GERMAN = "Das Wort ist an zwei Tagen und nicht mehr da."
RECORD = canonicalize(diary(*EXAMPLE))
PLAN = make_plan(RECORD)
FRAMES = TemplateWriter().write(PLAN, RECORD)


def draft_of(answers: Answers, plan: ReportPlan = PLAN, record: CanonicalRecord = RECORD) -> Draft:
    return ModelWriter(asker_of(ScriptedModel(answers))).write(plan, record)


def wording(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Draft:
    """The draft of a model that words every bullet well and then changes it."""
    return draft_of(good_but(writer=lambda data: {"bullets": [change(worded(one)) for one in data["bullets"]]}))


def text_of(draft: Draft, slot_id: str) -> str:
    report = render(PLAN, RECORD, draft)
    return next(report.text[slot.start : slot.end] for slot in report.slots if slot.slot_id == slot_id)


def test_good_model_writes_what_the_frames_write() -> None:
    draft = draft_of(good)
    assert render(PLAN, RECORD, draft).text == render(PLAN, RECORD, FRAMES).text
    assert draft.writer_version == "writer-1"


def test_placeholder_becomes_a_quotation_from_the_message() -> None:
    draft = wording(lambda one: {**one, "text": "On 2 days, {quote} is used: 8 and 10 Nov."})
    parts = next(text.parts for text in draft.slot_texts if text.slot_id == "p1")
    assert parts[0] == Words(text="On 2 days, ")
    assert parts[1] == Quotation(quote=PLAN.slots_by_id["p1"].quote)


def test_scope_and_limits_are_never_asked_for() -> None:
    model = ScriptedModel(good)
    ModelWriter(asker_of(model)).write(PLAN, RECORD)
    asked = [bullet["slot_id"] for question in model.asked for bullet in data_of(question)["bullets"]]
    assert asked == ["p1", "p2", "p3", "o1", "m1", "m2", "m3", "m4", "m5"]


def test_bullet_is_told_its_own_facts_alone() -> None:
    model = ScriptedModel(good)
    ModelWriter(asker_of(model)).write(PLAN, RECORD)
    [first] = [b for question in model.asked for b in data_of(question)["bullets"] if b["slot_id"] == "p1"]
    assert [fact["id"] for fact in first["facts"]] == list(PLAN.slots_by_id["p1"].fact_ids)


def test_slot_the_model_leaves_out_gets_its_frame() -> None:
    draft = draft_of(good_but(writer=lambda data: {"bullets": [worded(one) for one in data["bullets"][:1]]}))
    assert text_of(draft, "p2") == text_of(FRAMES, "p2")
    assert draft.writer_version == "writer-1"


@pytest.mark.parametrize("extra", [{"slot_id": "w1"}, {"slot_id": "p9"}, {"slot_id": "p1", "text": "Second thoughts."}])
def test_slot_nobody_asked_for_and_second_wordings_are_passed_over(extra: dict[str, Any]) -> None:
    stray = {"slot_id": "w1", "text": "Forged.", "fact_ids": [], **extra}
    draft = draft_of(good_but(writer=lambda data: {"bullets": [*map(worded, data["bullets"]), stray]}))
    assert render(PLAN, RECORD, draft).text == render(PLAN, RECORD, FRAMES).text


def test_line_breaks_of_the_model_do_not_reach_the_layout() -> None:
    draft = wording(lambda one: {**one, "text": one["text"].replace(" ", "\n\u2028\t", 1)})
    assert render(PLAN, RECORD, draft).text == render(PLAN, RECORD, FRAMES).text


def test_quotation_brings_its_own_facts_along() -> None:
    draft = wording(lambda one: {**one, "fact_ids": []})
    assert set(PLAN.slots_by_id["m1"].fact_ids) == set(next(t.fact_ids for t in draft.slot_texts if t.slot_id == "m1"))


def test_cut_quotation_says_that_the_sentence_goes_on() -> None:
    record = canonicalize(entries_on([8], "Walked " + "and walked " * 60 + "home."))
    plan = make_plan(record)
    text = render(plan, record, draft_of(good, plan, record)).text
    assert text == render(plan, record, TemplateWriter().write(plan, record)).text
    assert text.endswith(" …\n")


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ({"bullets": []}, "nothing_usable"),
        ({"bullets": [{"slot_id": "p1", "text": " ", "fact_ids": []}]}, "nothing_usable"),
        (
            {"bullets": [{"slot_id": "p1", "text": "Das Wort ist an zwei Tagen und nicht mehr da.", "fact_ids": []}]},
            "wrong_language",
        ),
        ({"slots": []}, "off_schema"),
    ],
)
def test_answer_nothing_can_be_done_with_is_asked_for_again_then_given_up(answer: object, outcome: str) -> None:
    asker = asker_of(model := ScriptedModel(lambda _asked: json.dumps(answer)))
    assert ModelWriter(asker).write(PLAN, RECORD) == FRAMES
    # Where there was an answer that words nothing, the other parts are still asked for.
    parts = 3 if outcome == "nothing_usable" else 1
    assert len(model.asked) == 2 * parts
    assert asker.record.stopped == [("writer", ReplyOutcome(outcome))] * parts  # type: ignore[attr-defined]


def test_part_of_which_the_model_words_nothing_gets_frames_and_the_others_stay() -> None:
    def only_moments(data: dict[str, Any]) -> dict[str, Any]:
        return {"bullets": [worded(one) for one in data["bullets"] if one["kind"] == "moment"]}

    draft = draft_of(good_but(writer=only_moments))
    assert render(PLAN, RECORD, draft).text == render(PLAN, RECORD, FRAMES).text
    assert draft.writer_version == "writer-1"


def test_second_answer_counts_where_the_first_could_not_be_used() -> None:
    answers = iter(["no JSON"])
    draft = draft_of(lambda asked: next(answers, None) or good(asked))
    assert draft.writer_version == "writer-1"


@pytest.mark.parametrize("seed", range(40))
def test_any_diary_can_be_worded_by_a_model(seed: int) -> None:
    team, _ = team_of(good)
    result, _ = run(random_diary(seed), team=team)
    assert result.outcome is Outcome.FIRST_PASS


def test_diary_without_anything_to_word_asks_nobody() -> None:
    record = canonicalize(diary())
    model = ScriptedModel([])
    draft = ModelWriter(asker_of(model)).write(make_plan(record), record)
    assert (model.asked, draft.writer_version) == ([], "template-1")
