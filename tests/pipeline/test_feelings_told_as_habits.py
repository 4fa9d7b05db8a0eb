"""Guards feelings told as a habit: on a day that denies them they are named on no day."""

from __future__ import annotations

import pytest

from generation.pipeline.canonicalizer.canonicalize import canonicalize
from tests.pipeline.diaries import diary


def named(*entries: str) -> list[str]:
    rows = [(f"m{n}", f"2026-11-08 {8 + n:02}:00", text) for n, text in enumerate(entries)]
    return [emotion.word for emotion in canonicalize(diary(*rows)).explicit_emotions]


@pytest.mark.parametrize(
    "habit",
    [
        "I like to watch videos after my shows, then I get tired and go to bed.",
        "When I sit still, I get tired.",
        "I usually get tired after lunch.",
        "I always get tired on trains.",
        "Whenever it rains I feel tired.",
        "I'm always tired in winter.",
    ],
)
def test_a_habit_is_no_feeling_of_a_day_that_denies_it(habit: str) -> None:
    assert named(habit, "I am not really tired right now.") == []


@pytest.mark.parametrize("denial", ["Not tired today.", "I'm not feeling tired.", "I was never tired."])
def test_a_habit_and_its_denial_may_stand_in_one_entry(denial: str) -> None:
    assert named(f"I usually get tired by now. {denial}") == []


def test_a_habit_of_a_day_that_denies_nothing_is_named() -> None:
    assert named("I always get tired on trains.", "Not hungry.") == ["tired"]


def test_what_was_felt_on_the_day_is_named_beside_a_denial() -> None:
    assert named("I got tired when I sat down.", "Not tired any more.") == ["tired"]


def test_what_is_felt_now_is_named_beside_a_denial() -> None:
    assert named("I was not tired this morning.", "I am tired now.") == ["tired"]
