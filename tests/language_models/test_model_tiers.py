"""Which model does a task at each tier, and whose override counts."""

from __future__ import annotations

import pytest

from generation.language_models.model_tiers import TASK_MODELS, Tier, get_model_name

# Task by task; the names are those of the older system, so that its overrides carry over.
PRECISION = {
    "bridge_choice": "gpt-5.2",
    "bridge_judge": "gpt-5.2",
    "bridge_repair": "gpt-5.2",
    "deep_analysis": "gpt-5.2",
    "prose_generation": "gpt-5.2",
    "roadmap_generation": "gpt-5.2",
    "session_insights": "gpt-5.2",
    "breakthrough_detection": "gpt-5",
    "canonicalizer": "gpt-5-mini",
    "topic_extraction": "gpt-5-mini",
    "speaker_labeling": "gpt-5-mini",
    "mood_analysis": "gpt-5-nano",
    "action_summary": "gpt-5-nano",
}


@pytest.mark.parametrize("task", PRECISION)
def test_precision_is_the_default(task: str) -> None:
    assert get_model_name(task) == get_model_name(task, Tier.PRECISION) == PRECISION[task]


@pytest.mark.parametrize("task", PRECISION)
def test_balanced_uses_the_small_model_where_precision_uses_a_large_one(task: str) -> None:
    expected = "gpt-5-mini" if PRECISION[task] in {"gpt-5.2", "gpt-5"} else PRECISION[task]
    assert get_model_name(task, Tier.BALANCED) == expected


@pytest.mark.parametrize("task", PRECISION)
def test_rapid_uses_the_smallest_everywhere(task: str) -> None:
    assert get_model_name(task, Tier.RAPID) == "gpt-5-nano"


@pytest.mark.parametrize("tier", Tier)
def test_task_that_is_not_listed_uses_the_small_model(tier: Tier) -> None:
    assert get_model_name("weather", tier) == "gpt-5-mini"


def test_no_task_is_left_out() -> None:
    assert set(TASK_MODELS) == set(PRECISION)


@pytest.mark.parametrize(
    ("overrides", "model", "expected"),
    [
        ({"all": "a"}, None, "a"),
        ({"all": "a", "bridge_choice": "w"}, None, "w"),
        ({"bridge_judge": "j"}, None, "gpt-5.2"),
        ({"all": "a", "bridge_choice": "w"}, "mine", "mine"),
    ],
)
def test_nearest_override_counts(overrides: dict[str, str], model: str | None, expected: str) -> None:
    assert get_model_name("bridge_choice", Tier.PRECISION, overrides, model) == expected
