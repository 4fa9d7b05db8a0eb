"""Fields of a form whose values are listed in Section 2 give way to what else was written that day."""

from __future__ import annotations

import pytest

from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.contracts import ReportPlan
from generation.pipeline.planner.fields import fields_listed
from generation.pipeline.planner.plan import make_plan
from tests.pipeline.diaries import diary
from tests.pipeline.test_patterns import days


def listed(*texts: str) -> list[str]:
    """Which sentences of entries of one day each are fields that the series hold."""
    record = canonicalize(diary(*days(*texts, first=8)))
    found = fields_listed(record, make_plan(record).listed.series)
    return [fact.text for fact in record.facts if fact.id in found]


def test_fields_of_one_line_and_of_several_are_found() -> None:
    assert listed("Mood 5/10 | Sleep 7 h | Steps 4,310", "Mood: 4/10\nSleep: 6 h\nSteps: 5,120", "Slept.") == [
        "Mood 5/10 | Sleep 7 h | Steps 4,310",
        "Mood: 4/10",
        "Sleep: 6 h",
        "Steps: 5,120",
    ]


@pytest.mark.parametrize(
    "said",
    [
        "Mood 5/10 after the row with Ines.",
        "Mood 5/10, could not stop crying.",
        "Mood 5/10 | nobody rang.",
        "Mood 5/10 and 3 missed calls.",
        "The day before I moved my mood was 5/10.",
    ],
)
def test_a_sentence_that_says_more_is_none(said: str) -> None:
    assert said not in listed(said, "Mood 4/10", "Mood 6/10")


def test_a_value_that_no_series_holds_keeps_its_sentence() -> None:
    assert listed("Mood 5/10", "Sleep 6 h", "Steps 4,310") == []


FORM = "Mood: 5/10\nSleep: 7 h\nSteps: 4310\n"
TOLD = (
    "Ines moved out this morning.",
    "I could not look at the empty half of the wardrobe for very long.",
    "The van was late and it rained on every single box that she had.",
    "Her plants are still here on the sill and nobody has watered them.",
    "I ate standing up by the window and let the radio run all night.",
)


def _quoted(plan: ReportPlan, day: int) -> list[bool]:
    [entry] = plan.days[day].entries
    return [sentence.fact_id in plan.choice.quoted for sentence in entry.sentences]


def test_they_are_not_quoted_while_there_is_more_to_tell() -> None:
    texts = [f"{FORM}{' '.join(TOLD)} On day {number} it was all the same." for number in range(10)]
    plan = make_plan(canonicalize(diary(*days(*texts, first=8))))
    assert all(not any(_quoted(plan, day)[:3]) and any(_quoted(plan, day)[3:]) for day in range(10))


def test_an_entry_of_nothing_else_is_still_quoted() -> None:
    texts = [f"{' '.join(TOLD * 2)} Day {number}." for number in range(8)]
    plan = make_plan(canonicalize(diary(*days(*texts, FORM, FORM.replace("5", "6"), first=8))))
    assert _quoted(plan, 8) == [True] * 3
