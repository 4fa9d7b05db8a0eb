"""How often a rule is right: intervals that hold, bad rules found soon, good ones seldom proposed."""

from __future__ import annotations

import random

import pytest

from audit.rule_precision import BOUND, FALSE_PROPOSALS, READERS_RIGHT, precision_of


def history(chance: random.Random, precision: float, verdicts: int) -> list[int]:
    """How many refusals were called right after each verdict, by readers who are right in nine of ten."""
    right, counts = 0, []
    for _ in range(verdicts):
        is_right = chance.random() < precision
        right += is_right if chance.random() < READERS_RIGHT else not is_right
        counts.append(right)
    return counts


def first_proposal(counts: list[int]) -> int | None:
    """After how many verdicts the rule was first proposed, looked at after each."""
    for said, right in enumerate(counts, 1):
        found = precision_of(right, said)
        if found and found.is_below_bound:
            return said
    return None


def test_without_a_verdict_there_is_no_precision() -> None:
    assert precision_of(0, 0) is None


def test_a_bad_rule_is_found_within_sixty_verdicts() -> None:
    chance = random.Random(5)
    found = [first_proposal(history(chance, 0.3, 60)) for _ in range(1_000)]
    assert sum(one is not None for one in found) >= 990


@pytest.mark.parametrize("precision", [BOUND, 0.9, 1.0])
def test_a_good_rule_is_seldom_proposed_however_often_one_looks(precision: float) -> None:
    chance = random.Random(6)
    wrongly = sum(first_proposal(history(chance, precision, 200)) is not None for _ in range(400))
    assert wrongly / 400 <= FALSE_PROPOSALS


@pytest.mark.parametrize("precision", [0.3, 0.5, 0.8])
def test_intervals_hold_the_truth_as_often_as_they_say(precision: float) -> None:
    chance = random.Random(7)
    held = 0
    for _ in range(1_000):
        found = precision_of(history(chance, precision, 60)[-1], 60)
        assert found is not None
        held += found.low <= precision <= found.high
    assert 930 <= held <= 970, held
