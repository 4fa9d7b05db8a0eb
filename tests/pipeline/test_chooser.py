"""Guards a model's choice: ids alone, within budgets, and nothing lost by what it leaves open."""

from __future__ import annotations

from typing import Any

import pytest

from generation.pipeline.contracts import Finding, Outcome, OutcomeReason
from tests.pipeline.diaries import EXAMPLE, diary
from tests.pipeline.model_runs import good_but, team_of
from tests.pipeline.runs import run, written
from tests.pipeline.test_moments import FILLER

QUIET = "The bin was emptied."
DAYS = range(7, 22)
LONG = [(f"m{day}", f"2026-11-{day:02} 12:00", f"{FILLER} I saw Anna, day {day}. {QUIET} {FILLER}") for day in DAYS]
SAFETY = ("s", "2026-11-21 22:00", f"{FILLER} I want to die. {FILLER}")
Data = dict[str, Any]


def nothing(**chosen: list[str]) -> Data:
    return {"sentences": [], "matters": [], "series": [], "areas": []} | chosen


def quiet_sentences(data: Data) -> Data:
    """The least telling sentence of each day."""
    return nothing(sentences=[one["id"] for day in data["days"] for one in day["sentences"] if QUIET in one["text"]])


def test_where_everything_fits_nobody_is_asked_to_choose() -> None:
    team, model = team_of(good_but())
    result, _ = run(diary(*EXAMPLE), team=team)
    assert "bridge_choice" not in {asked.task for asked in model.asked}
    assert result.writer_version == "rules-3"


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
