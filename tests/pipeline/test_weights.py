"""What a sentence weighs when its day has more words than it may show."""

from __future__ import annotations

from math import log

import pytest

from generation.pipeline.planner.weights import Features, weigh

HEAVIEST = Features(
    feelings=9,
    hard=True,
    event_tiers=frozenset({1, 2, 3}),
    names=True,
    numbers=True,
    open=True,
    is_own=True,
    new_words=99,
    words=999,
)


def test_safety_outweighs_everything_else_together() -> None:
    assert weigh(Features(safety=True, words=1)) > weigh(HEAVIEST)


def test_an_own_feeling_outweighs_a_plain_sentence_of_its_length() -> None:
    assert weigh(Features(feelings=1, words=8)) > weigh(Features(words=8, open=True))


def test_a_feeling_that_is_hard_to_bear_outweighs_a_pleasant_one() -> None:
    assert weigh(Features(feelings=1, hard=True, words=8)) > weigh(Features(feelings=2, words=8, new_words=2))


def test_a_graver_event_outweighs_a_lesser_one() -> None:
    weights = [weigh(Features(event_tiers=frozenset({tier}), words=8)) for tier in (1, 2, 3)]
    assert weights == sorted(weights, reverse=True)


def test_routine_comes_last_among_equals() -> None:
    assert weigh(Features(routine=True, words=8)) < weigh(Features(words=8))


def test_a_field_that_is_listed_weighs_less_than_anything_else() -> None:
    assert weigh(HEAVIEST._replace(listed=True)) < 0 < weigh(Features(routine=True, words=1))
    assert weigh(Features(listed=True, safety=True)) > weigh(HEAVIEST)


@pytest.mark.parametrize("words", [30, 31, 400])
def test_beyond_thirty_words_length_adds_nothing(words: int) -> None:
    assert weigh(Features(words=words)) == weigh(Features(words=30))


@pytest.mark.parametrize(
    ("features", "weight"),
    [
        (Features(), 0.0),
        (Features(safety=True), 20.0),
        (Features(feelings=1), 1.0),
        (Features(feelings=2), 1.2),
        (Features(feelings=5), 1.8),
        (Features(feelings=6), 1.8),
        (Features(hard=True), 0.8),
        (Features(event_tiers=frozenset({1})), 1.5),
        (Features(event_tiers=frozenset({2, 3})), 0.8),
        (Features(names=True), 0.4),
        (Features(numbers=True), 0.5),
        (Features(open=True), 0.2),
        (Features(new_words=3), 0.4),
        (Features(new_words=6), 0.8),
        (Features(new_words=7), 0.8),
        (Features(routine=True), -0.3),
        (Features(is_own=True), 0.9),
        (Features(words=30), 2.2),
        (Features(words=1), 2.2 * log(2) / log(31)),
    ],
)
def test_each_feature_weighs_what_was_fitted(features: Features, weight: float) -> None:
    assert weigh(features) == pytest.approx(weight)
