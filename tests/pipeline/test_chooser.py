"""Guards a model's choice: ids alone, within budgets, and nothing lost by what it leaves open."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from generation.pipeline.contracts import CanonicalRecord, DayPlan, Finding, Outcome, OutcomeReason, ReportPlan
from generation.pipeline.language_model import ReplyOutcome, ReplyUnusable
from generation.pipeline.writer.chooser import MAX_OFFERED, ChoiceReply, answer_tokens, compose, question, read_choice
from generation.pipeline.writer.layout import short_date
from tests.pipeline.diaries import EXAMPLE, diary
from tests.pipeline.model_runs import good_but, team_of
from tests.pipeline.runs import run, written
from tests.pipeline.test_choice import S, apart, day
from tests.pipeline.test_moments import FILLER

QUIET = "The bin was emptied."
DAYS = range(7, 22)
LONG = [(f"m{day}", f"2026-11-{day:02} 12:00", f"{FILLER} I saw Anna, day {day}. {QUIET} {FILLER}") for day in DAYS]
SAFETY = ("s", "2026-11-21 22:00", f"{FILLER} I want to die. {FILLER}")
Data = dict[str, Any]
# Three series, three areas and two open matters, which all fit.
FEW_OF_A_KIND = (
    *EXAMPLE,
    ("n1", "2026-11-09 10:00", "I have to decide about the job. Mum called about the garden."),
    ("n2", "2026-11-13 10:00", "I still have to decide about the job. Is the house sold?"),
    ("n3", "2026-11-18 10:00", "Will the house be sold? Mum said no. Steps 4000. Work was long."),
    ("n4", "2026-11-20 10:00", "Steps 5000. Work was short. The garden and mum."),
)


def nothing(**chosen: list[str]) -> Data:
    return {"sentences": [], "matters": [], "series": [], "areas": []} | chosen


def quiet_sentences(data: Data) -> Data:
    """The least telling sentence of each day."""
    return nothing(sentences=[one["id"] for day in data["days"] for one in day["sentences"] if QUIET in one["text"]])


def test_where_everything_fits_nobody_is_asked_to_choose() -> None:
    team, model = team_of(good_but())
    result, _ = run(diary(*EXAMPLE), team=team)
    assert "bridge_choice" not in {asked.task for asked in model.asked}
    assert result.writer_version == "rules-5"


def test_a_chosen_sentence_is_quoted() -> None:
    team, _ = team_of(good_but(bridge_choice=quiet_sentences))
    result, _ = run(diary(*LONG), team=team)
    assert result.outcome is Outcome.FIRST_PASS
    assert result.report_text.count(QUIET) == len(DAYS)
    assert result.writer_version == "choice-1"


def test_what_is_left_open_stays_the_rules_choice() -> None:
    by_rules, _ = run(diary(*LONG))
    team, _ = team_of(good_but(bridge_choice=lambda _: nothing()))
    result, _ = run(diary(*LONG), team=team)
    assert result.report_text == by_rules.report_text


def test_one_request_chooses_for_all_days() -> None:
    team, model = team_of(good_but())
    run(diary(*LONG), team=team)
    assert [asked.task for asked in model.asked].count("bridge_choice") == 1


def test_no_count_changes_with_what_a_model_leaves_out() -> None:
    rows = [*LONG, *((f"c{day}", f"2026-11-{day:02} 20:00", "I felt calm.") for day in DAYS)]
    team, _ = team_of(good_but(bridge_choice=quiet_sentences))
    by_rules, by_model = run(diary(*rows))[0].report_text, run(diary(*rows), team=team)[0].report_text
    assert [line for line in by_rules.splitlines() if '"calm" is named' in line]
    assert [line for line in by_rules.splitlines() if "is named as" in line] == [
        line for line in by_model.splitlines() if "is named as" in line
    ]


def few_of_a_kind(**most: int) -> tuple[ReportPlan, CanonicalRecord]:
    """Their plan, as if only so many of a kind might be listed."""
    record, plan, _ = written(diary(*FEW_OF_A_KIND))
    return plan.model_copy(update={"most": plan.most.model_copy(update=most)}), record


@pytest.mark.parametrize(
    ("kind", "offered"), [("matters", ["o1", "o2"]), ("series", ["n1", "n2", "n3"]), ("areas", ["a1", "a2", "a3"])]
)
def test_a_kind_is_offered_where_not_all_of_it_fits(kind: str, offered: list[str]) -> None:
    for most in range(1, len(offered)):
        plan, record = few_of_a_kind(**{kind: most})
        asked = question(plan, record)
        assert [*asked] == [kind]
        assert asked[kind]["most"] == most
        assert [one["id"] for one in asked[kind]["of"]] == offered


@pytest.mark.parametrize("kind", ["matters", "series", "areas"])
def test_a_kind_that_fits_or_may_not_be_listed_is_not_offered(kind: str) -> None:
    plan, record = few_of_a_kind()
    for most in (0, len(getattr(plan.listed, kind))):
        assert question(*few_of_a_kind(**{kind: most})) == {}
    only_one, record = few_of_a_kind(**{kind: 1})
    assert question(only_one, record, only={plan.days[0].id}) == {}


@pytest.mark.parametrize("kind", ["matters", "series"])
def test_no_more_than_the_first_twelve_of_a_kind_are_offered(kind: str) -> None:
    plan, record = few_of_a_kind(**{kind: 1})
    many = plan.listed.model_copy(update={kind: getattr(plan.listed, kind) * 10})
    asked = question(plan.model_copy(update={"listed": many}), record)
    assert [one["id"] for one in asked[kind]["of"]] == [one.id for one in getattr(many, kind)[:12]]


def test_a_matter_that_is_barred_is_not_listed_again() -> None:
    plan, record = few_of_a_kind(matters=1)
    chosen = [
        compose(plan, record, ChoiceReply(sentences=()), composer_version="choice-1", barred=barred).matters
        for barred in ([], ["o1"], ["o1", "o2"])
    ]
    assert chosen == [("o1",), ("o2",), ()]


def test_what_is_offered_carries_names_days_and_the_open_words() -> None:
    asked = question(*few_of_a_kind(matters=1, series=1, areas=1))
    assert asked["matters"]["of"][1] == {
        "id": "o2",
        "name": "job",
        "days": "9 and 13 Nov",
        "open": "I still have to decide about the job.",
    }
    assert [one["name"] for one in asked["series"]["of"]] == ["Sleep", "Mood", "Steps"]
    assert [one["name"] for one in asked["areas"]["of"]] == ["Work and study", "People", "Sleep"]


def test_an_answer_has_room_for_every_id_it_may_name() -> None:
    record, plan, _ = written(diary(*LONG))
    data = question(plan, record)
    sentences = sum(len(day["sentences"]) for day in data["days"])
    assert answer_tokens(data) - answer_tokens({}) == 4 * sentences > 0
    assert answer_tokens({}) >= 4 * 3 * MAX_OFFERED


def test_a_sentence_of_a_day_that_was_not_asked_about_is_refused() -> None:
    record, plan, _ = written(diary(*LONG))
    first, second = plan.days[:2]
    of_the_second = question(plan, record, only={second.id})["days"][0]["sentences"][0]["id"]
    reply = f'{{"sentences": ["{of_the_second}"]}}'
    with pytest.raises(ReplyUnusable) as refused:
        read_choice(reply, plan, question(plan, record, only={first.id}))
    assert refused.value.outcome is ReplyOutcome.UNKNOWN_ID


@pytest.mark.parametrize(("kind", "most"), [("sentences", 600), ("matters", 40), ("series", 40), ("areas", 40)])
def test_a_reply_names_no_more_ids_of_a_kind_than_its_schema_allows(kind: str, most: int) -> None:
    assert len(getattr(ChoiceReply.model_validate(nothing(**{kind: ["x"] * most})), kind)) == most
    with pytest.raises(ValidationError):
        ChoiceReply.model_validate(nothing(**{kind: ["x"] * (most + 1)}))


@pytest.mark.parametrize("kind", ["matters", "series", "areas"])
def test_an_id_of_a_kind_that_was_not_offered_is_refused(kind: str) -> None:
    plan, record = few_of_a_kind(**{kind: 1})
    data = question(plan, record)
    [offered, *_] = [one["id"] for one in data[kind]["of"]]
    assert read_choice(json.dumps(nothing(**{kind: [offered]})), plan, data)
    for nobody_offered in ("x1", plan.listed.feelings[0].id):
        with pytest.raises(ReplyUnusable) as refused:
            read_choice(json.dumps(nothing(**{kind: [nobody_offered]})), plan, data)
        assert refused.value.outcome is ReplyOutcome.UNKNOWN_ID


def outcome(chosen: str, *days: DayPlan) -> ReplyOutcome | None:
    """Why these sentences are refused, asked for of days put together by hand; None where they are not."""
    _, plan, _ = written(diary(*EXAMPLE))
    data = {"days": [{"day": short_date(day.day), "sentences": []} for day in days]}
    try:
        read_choice(json.dumps(nothing(sentences=chosen.split())), plan.model_copy(update={"days": days}), data)
    except ReplyUnusable as refused:
        return refused.outcome
    return None


@pytest.mark.parametrize(
    ("budget", "chosen", "refused"),
    [
        (20, "a b", None),
        (19, "a b", ReplyOutcome.OVER_BUDGET),
        (1, "a", None),
        (1, "b", None),
        (15, "b c", None),
        (14, "b c", ReplyOutcome.OVER_BUDGET),
    ],
)
def test_a_choice_may_go_over_by_ten_words_or_be_one_sentence_of_any_length(
    budget: int, chosen: str, refused: ReplyOutcome | None
) -> None:
    assert outcome(chosen, day(budget, *apart(S("a", 16), S("b", 14), S("c", 11)))) is refused


def test_what_is_required_counts_as_no_word_of_the_budget() -> None:
    required = day(5, *apart(S("r", 99, required=True), S("a", 8), S("b", 8)))
    assert outcome("r a", required) is None
    assert outcome("a r", required) is None
    long = day(5, *apart(S("r", 9, required=True), S("a", 8), S("b", 8)))
    assert outcome("r a", long) is None
    assert outcome("r a b", long) is ReplyOutcome.OVER_BUDGET


def test_all_that_is_required_of_a_day_is_chosen_where_anything_is() -> None:
    required = day(50, *apart(S("r", required=True), S("s", required=True), S("a")))
    other = day(50, *apart(S("x"), S("y"))).model_copy(update={"id": "m2", "day": date(2026, 11, 9)})
    assert outcome("r s a", required, other) is None
    assert outcome("x", required, other) is None
    assert outcome("", required, other) is None
    for chosen in ("a", "r a", "s", "x a s"):
        assert outcome(chosen, required, other) is ReplyOutcome.REQUIRED_LEFT_OUT


def test_a_sentence_of_any_day_that_was_asked_about_may_be_chosen() -> None:
    record, plan, _ = written(diary(*LONG))
    first, second = plan.days[:2]
    data = question(plan, record, only={first.id, second.id})
    assert [one["day"] for one in data["days"]] == ["7 Nov", "8 Nov"]
    ids = [one["sentences"][0]["id"] for one in data["days"]]
    assert read_choice(json.dumps(nothing(sentences=ids)), plan, data).sentences == tuple(ids)


def test_what_is_offered_of_a_day_is_its_budget_and_each_candidate_once() -> None:
    record, plan, _ = written(diary(*LONG, SAFETY))
    offered = question(plan, record)["days"][-1]
    assert (offered["day"], offered["budget"]) == ("21 Nov", plan.days[-1].budget)
    [said] = [one for one in offered["sentences"] if "I want to die." in one["text"]]
    assert said == {"id": said["id"], "words": 4, "text": "I want to die.", "required": True}
    assert "required" not in offered["sentences"][0]


def everything(data: Data) -> Data:
    return nothing(sentences=[one["id"] for day in data["days"] for one in day["sentences"]])


def all_but_required(data: Data) -> Data:
    days = ([one["id"] for one in day["sentences"] if not one.get("required")][:1] for day in data["days"])
    return nothing(sentences=[fact_id for day in days for fact_id in day])


@pytest.mark.parametrize(
    "answer",
    [
        lambda _: nothing(sentences=["f99999"]),
        lambda _: nothing(matters=["o1"]),
        lambda _: {"sentences": "all"},
        lambda _: {"text": "You should rest."},
        everything,
        all_but_required,
    ],
    ids=["unknown id", "id not offered", "no list", "words", "over budget", "required left out"],
)
def test_a_choice_that_cannot_be_used_gives_way_to_the_rules(answer: object) -> None:
    by_rules, _ = run(diary(*LONG, SAFETY))
    team, _ = team_of(good_but(bridge_choice=answer))  # type: ignore[arg-type]
    result, _ = run(diary(*LONG, SAFETY), team=team)
    assert (result.outcome, result.outcome_reason) == (Outcome.RULES, OutcomeReason.NO_ANSWER)
    assert result.report_text == by_rules.report_text


def test_safety_words_are_quoted_whatever_is_chosen() -> None:
    def choice(data: Data) -> Data:
        required = [one["id"] for day in data["days"] for one in day["sentences"] if one.get("required")]
        return nothing(sentences=[*required, *quiet_sentences(data)["sentences"]])

    team, _ = team_of(good_but(bridge_choice=choice))
    assert "I want to die." in run(diary(*LONG, SAFETY), team=team)[0].report_text


def test_repair_chooses_the_struck_day_anew_and_leaves_the_others() -> None:
    def repaired(data: Data) -> Data:
        return nothing(sentences=[one["id"] for one in data["days"][0]["sentences"] if "I saw Anna" in one["text"]])

    team, model = team_of(good_but(bridge_choice=quiet_sentences, bridge_repair=repaired))
    record, plan, _ = written(diary(*LONG))
    first = team.composer.compose(plan, record)
    struck = Finding(rule_id="JD002", slot_id="m1", start=0, end=1, excerpt=QUIET, hint="Choose otherwise.")
    assert team.repairer is not None
    second = team.repairer.repair(first, [struck], plan, record)
    own = {sentence.fact_id for entry in plan.days[0].entries for sentence in entry.sentences}
    assert [fact_id for fact_id in second.quoted if fact_id not in own] == [f for f in first.quoted if f not in own]
    assert [fact_id for fact_id in second.quoted if fact_id in own] != [f for f in first.quoted if f in own]
    assert [asked.task for asked in model.asked] == ["bridge_choice", "bridge_repair"]


def test_no_objection_leaves_a_day_without_words() -> None:
    texts = {day: " ".join(f"The rain was loud in street {n} of {day}." for n in range(30)) for day in DAYS}
    rows = [(f"m{day}", f"2026-11-{day:02} 12:00", text) for day, text in texts.items()]

    def strike_first(data: Data) -> Data:
        """With a word that stands in every sentence there is."""
        if len(model.asked) > 2:
            return {"verdict": "pass", "violations": []}
        said = {"rule": "turned around", "slot_id": "m1", "excerpt": "The", "reason": "No."}
        return {"verdict": "fail", "violations": [said]}

    team, model = team_of(good_but(bridge_judge=strike_first, bridge_repair=lambda _: nothing()))
    result, _ = run(diary(*rows), team=team)
    assert [asked.task for asked in model.asked][2:] == ["bridge_repair", "bridge_judge"]
    assert "not quoted" not in result.report_text
