"""Which model, which tier, and who does which stage: the settings, refused at start where they make no sense.

A setting is only ever the operator's; nothing here comes from a request.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from generation.language_models.metered_model import Names
from generation.language_models.model_tiers import ALL_TASKS, PRICES, TASK_MODELS, Price, Tier, get_model_name
from generation.language_models.openai_model import OpenAIModel
from generation.language_models.pricing import find_price
from generation.language_models.thinking import OF_ANY_OTHER_TASK, Thinking, read_thinking
from generation.pipeline.language_model import Task


class StageChoice(StrEnum):
    """Who does a stage. Whatever a model does is held against rules of code."""

    RULES = "rules"
    MODEL = "model"


# The name each stage has in the settings, and who does it where a model is set and the operator says nothing: a model
# reads a diary as rules cannot only in other languages, so whoever wants that says so.
STAGE_SETTINGS: Mapping[Task, tuple[str, StageChoice]] = MappingProxyType(
    {
        Task.CANONICALIZER: ("STAGE_CANONICALIZER", StageChoice.RULES),
        Task.CHOICE: ("STAGE_CHOICE", StageChoice.MODEL),
        Task.JUDGE: ("STAGE_JUDGE", StageChoice.MODEL),
        Task.REPAIR: ("STAGE_REPAIR", StageChoice.MODEL),
    }
)


@dataclass(frozen=True)
class ModelSettings:
    """The settings as they hold together. `base_url` is '' for OpenAI's own; `daily_tokens` 0 for no budget."""

    api_key: str = field(repr=False)
    base_url: str
    tier: Tier
    overrides: Mapping[str, str]
    prices: Mapping[str, Price]
    thinking: Mapping[str, Thinking]
    stages: Mapping[Task, StageChoice]
    daily_tokens: int

    @property
    def has_model(self) -> bool:
        return bool(self.api_key or self.base_url)

    def names(self, model: str | None = None) -> Names:
        """How to name the model of a task; `model` is a run's own for all of them."""
        return Names(
            choose=lambda task: get_model_name(task, self.tier, self.overrides, model),
            prices=self.prices,
            own_prices=not self.base_url,
            room=lambda task: self.thinking.get(task, OF_ANY_OTHER_TASK).tokens,
        )


def read_model_settings() -> ModelSettings:
    """The settings of this process. Raises ImproperlyConfigured, naming the choices."""
    has_model = bool(settings.OPENAI_API_KEY or settings.OPENAI_BASE_URL)
    chosen = ModelSettings(
        api_key=settings.OPENAI_API_KEY,
        base_url=_base_url(settings.OPENAI_BASE_URL),
        tier=_tier(settings.MODEL_TIER),
        overrides=MappingProxyType(dict(settings.MODEL_OVERRIDES)),
        prices=MappingProxyType({**PRICES, **_prices(settings.MODEL_PRICES)}),
        thinking=read_thinking(settings.MODEL_THINKING, ALL_TASKS),
        stages=MappingProxyType({task: _stage(task, has_model=has_model) for task in Task}),
        daily_tokens=settings.DAILY_TOKEN_BUDGET,
    )
    _require_known_tasks(chosen)
    if chosen.daily_tokens < 0:
        raise ImproperlyConfigured("DAILY_TOKEN_BUDGET is a number of tokens, or 0 for no budget.")
    return chosen


def require_known_model(name: str, chosen: ModelSettings) -> str:
    """`name`, if this endpoint may be asked for it. Raises ImproperlyConfigured, naming the choices.

    OpenAI is asked for models with a known price; a server of one's own for whatever it is set to serve.
    """
    if chosen.base_url or find_price(name, chosen.prices):
        return name
    raise ImproperlyConfigured(
        f"Unknown model {name!r}. Choose from {', '.join(sorted(chosen.prices))}, or say what it costs: "
        f"MODEL_PRICES={name}=1.25/10 (US dollars per million tokens in/out)."
    )


def language_model(chosen: ModelSettings) -> OpenAIModel | None:
    """The model of these settings, the same one for the whole process; None where none is set."""
    if not chosen.has_model:
        return None
    return _model(chosen.api_key, chosen.base_url, tuple(sorted(chosen.thinking.items())))


@lru_cache(maxsize=4)
def _model(api_key: str, base_url: str, thinking: tuple[tuple[str, Thinking], ...]) -> OpenAIModel:
    return OpenAIModel(api_key, base_url, thinking=dict(thinking))


def _base_url(url: str) -> str:
    parts = urlsplit(url)
    if url and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment):
        raise ImproperlyConfigured("OPENAI_BASE_URL is an address such as http://127.0.0.1:8000/v1.")
    return url


def _tier(name: str) -> Tier:
    try:
        return Tier(name)
    except ValueError:
        raise ImproperlyConfigured(f"Unknown MODEL_TIER {name!r}. Choose from {', '.join(Tier)}.") from None


def _stage(task: Task, *, has_model: bool) -> StageChoice:
    name, default = STAGE_SETTINGS[task]
    value = getattr(settings, name)
    if not value:
        return default if has_model else StageChoice.RULES
    try:
        choice = StageChoice(value)
    except ValueError:
        raise ImproperlyConfigured(f"Unknown {name} {value!r}. Choose from {', '.join(StageChoice)}.") from None
    if choice is not StageChoice.RULES and not has_model:
        raise ImproperlyConfigured(f"{name}={value} needs a model: set OPENAI_API_KEY or OPENAI_BASE_URL.")
    return choice


def _prices(declared: Mapping[str, str]) -> dict[str, Price]:
    prices = {}
    for model, text in declared.items():
        amounts = _amounts(text)
        if len(amounts) not in {2, 3}:
            raise ImproperlyConfigured(
                f"MODEL_PRICES of {model!r}: write in/out or in/out/cached, US dollars per million tokens: 0.25/2."
            )
        prices[model] = Price(tokens_in=amounts[0], tokens_out=amounts[1], cached=(*amounts, None)[2])
    return prices


def _amounts(text: str) -> list[Decimal]:
    """The amounts in "0.25/2"; none where one of them is no amount."""
    try:
        amounts = [Decimal(part) for part in text.split("/")]
    except InvalidOperation:
        return []
    return amounts if all(amount.is_finite() and amount >= 0 for amount in amounts) else []


def _require_known_tasks(chosen: ModelSettings) -> None:
    for task, model in chosen.overrides.items():
        _require_known_task("MODEL_OVERRIDES", task)
        require_known_model(model, chosen)
    for task in settings.MODEL_THINKING:
        _require_known_task("MODEL_THINKING", task)


def _require_known_task(setting: str, task: str) -> None:
    if task != ALL_TASKS and task not in TASK_MODELS:
        known = ", ".join([ALL_TASKS, *sorted(TASK_MODELS)])
        raise ImproperlyConfigured(f"{setting} names an unknown task {task!r}. Choose from {known}.")
