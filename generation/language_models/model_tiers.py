"""Which model does which task: one table, three tiers named for quality and speed, overrides per task and per call."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from generation.pipeline.contracts import Value
from generation.waves import BEST, SMALL, STRONG, TINY, WAVES


class Tier(StrEnum):
    """`precision` is the default; `rapid` is the cheapest."""

    PRECISION = "precision"
    BALANCED = "balanced"
    RAPID = "rapid"


class Price(Value):
    """US dollars per million tokens. `cached` is None where no price of its own is known."""

    tokens_in: Decimal
    tokens_out: Decimal
    cached: Decimal | None = None


PRICES: Mapping[str, Price] = MappingProxyType(
    {
        BEST: Price(tokens_in=Decimal("1.75"), tokens_out=Decimal(14)),
        STRONG: Price(tokens_in=Decimal("1.25"), tokens_out=Decimal(10)),
        SMALL: Price(tokens_in=Decimal("0.25"), tokens_out=Decimal(2)),
        TINY: Price(tokens_in=Decimal("0.05"), tokens_out=Decimal("0.40")),
    }
)

# What each task uses in `precision`. A task that is not listed uses `UNLISTED` in every tier.
TASK_MODELS: Mapping[str, str] = MappingProxyType(
    {task: model for wave in reversed(WAVES) for task, model in wave.models.items()}
)
UNLISTED = SMALL

# The name under which one model is set for all tasks.
ALL_TASKS = "all"


def get_model_name(
    task: str,
    tier: Tier = Tier.PRECISION,
    overrides: Mapping[str, str] = MappingProxyType({}),
    model: str | None = None,
) -> str:
    """The model for `task`: the call's own, else the override of the task, else of all tasks, else the tier's."""
    chosen = model or overrides.get(task) or overrides.get(ALL_TASKS)
    if chosen:
        return chosen
    if task not in TASK_MODELS:
        return UNLISTED
    default = TASK_MODELS[task]
    match tier:
        case Tier.PRECISION:
            return default
        case Tier.BALANCED:
            return SMALL if default in {BEST, STRONG} else default
        case Tier.RAPID:
            return TINY
