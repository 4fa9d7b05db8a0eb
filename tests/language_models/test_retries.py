"""Which outcomes are asked again, and how long to wait before."""

from __future__ import annotations

import pytest

from generation.language_models.retries import MAX_REQUESTS, TROUBLE, UNUSABLE, seconds_to_wait
from generation.pipeline.language_model import ReplyOutcome as Out

LOST, JSON, ANSWERED = Out.CONNECTION_LOST, Out.NOT_JSON, Out.ANSWERED


@pytest.mark.parametrize(
    ("outcomes", "retry_after", "left", "wait"),
    [
        ([LOST], None, 60, 0.5),
        ([LOST, LOST], None, 60, 1.0),
        ([LOST, LOST, LOST], None, 60, 2.0),
        ([LOST] * MAX_REQUESTS, None, 60, None),
        ([LOST, LOST], None, 0.9, None),
        ([Out.RATE_LIMITED], 7.0, 60, 7.0),
        ([Out.RATE_LIMITED], 0.0, 60, 0.0),
        ([Out.RATE_LIMITED], 3600.0, 60, None),
        ([JSON], None, 60, 0.0),
        ([JSON, JSON], None, 60, None),
        ([JSON, LOST, Out.EMPTY], None, 60, None),
        ([LOST, JSON, LOST], None, 60, 1.0),
        ([Out.REFUSED], None, 60, None),
        ([Out.UNAUTHORIZED], None, 60, None),
    ],
)
def test_decision(outcomes: list[Out], retry_after: float | None, left: float, wait: float | None) -> None:
    assert seconds_to_wait(outcomes, retry_after, left, 0.5, 0.0) == wait


@pytest.mark.parametrize(
    ("retry_after", "chance", "wait"),
    [(None, 0.0, 1.0), (None, 0.5, 0.75), (None, 1.0, 0.5), (7.0, 0.0, 7.0), (7.0, 0.5, 7.5), (7.0, 1.0, 8.0)],
)
def test_waits_are_spread_and_a_named_time_is_kept(retry_after: float | None, chance: float, wait: float) -> None:
    assert seconds_to_wait([LOST, LOST], retry_after, 60, 0.5, chance) == wait


def test_chance_may_use_up_the_time_that_is_left() -> None:
    assert seconds_to_wait([LOST, LOST], 7.0, 7.5, 0.5, 0.9) is None


@pytest.mark.parametrize("outcome", sorted(set(Out) - TROUBLE - UNUSABLE - {ANSWERED}))
def test_what_says_no_is_not_asked_again(outcome: Out) -> None:
    assert seconds_to_wait([outcome], None, 60, 0.5, 0.0) is None
