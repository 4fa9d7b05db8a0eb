"""What model calls took: tokens and US dollars by job, person, day, task, tier or feature; and what is left of the day.

A day is a UTC calendar day on Postgres's clock. A total with calls of unknown cost says how many, and is a lower bound.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC as utc  # noqa: N811 - a zone, not a constant of ours
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, Now, TruncDate, TruncDay

from generation.language_models.pricing import PriceSource
from generation.models import ModelCall, TokenReservation
from generation.pipeline.contracts import Value
from generation.pipeline.language_model import ReplyOutcome


@dataclass(frozen=True)
class Spent:
    """Tokens and dollars of some calls; `dollars` is the sum of the costs that are known or estimated."""

    calls: int
    tokens_in: int
    tokens_cached: int
    tokens_out: int
    tokens_reasoning: int
    dollars: Decimal
    calls_estimated: int
    calls_unknown: int

    @property
    def tokens(self) -> int:
        return self.tokens_in + self.tokens_out

    @property
    def known_dollars(self) -> Decimal | None:
        """The whole cost, None where part of it is unknown."""
        return None if self.calls_unknown else self.dollars


def cost_words(spent: Spent) -> str:
    """Dollars in words: what is estimated in them, and what is unknown besides. Unknown is never called 0."""
    known = f"${spent.dollars:.4f}"
    if spent.calls_unknown == spent.calls:
        return "unknown" if spent.calls else known
    estimated = f", {_calls(spent.calls_estimated)} estimated" if spent.calls_estimated else ""
    unknown = f", {_calls(spent.calls_unknown)} of unknown cost besides" if spent.calls_unknown else ""
    return known + estimated + unknown


def _calls(number: int) -> str:
    return f"{number:,} {'call' if number == 1 else 'calls'}"


def budget_words(budget: Budget) -> str:
    """How much of the day's tokens is used, in a sentence."""
    if not budget.limit:
        return "There is no daily token budget (DAILY_TOKEN_BUDGET)."
    under_way = f", {budget.reserved:,} held for requests under way" if budget.reserved else ""
    used = f"{budget.used:,} of {budget.limit:,} tokens used today{under_way}"
    if budget.is_spent:
        until = "until midnight UTC summaries go on by rules, waves and journeys fail"
        return f"The budget of the day is spent: {used}; {until}."
    return f"Budget of the day: {used}."


def spent_by_patient(patient_id: UUID, without: Collection[UUID] = ()) -> Spent:
    """Over all the person's jobs but those `without`, the ones of their sessions' waves among them. One query."""
    return _total(ModelCall.objects.filter(job__patient_id=patient_id).exclude(job__in=without))


def spent_on(day: date) -> Spent:
    """On one UTC day. One query."""
    start = datetime.combine(day, time.min, tzinfo=utc)
    return _total(ModelCall.objects.filter(created_at__gte=start, created_at__lt=start + timedelta(days=1)))


@dataclass(frozen=True)
class Budget:
    """The tokens of one UTC day: `limit` of the settings (0: there is none), and `used` by all calls so far.

    Tokens a model thinks are some of those it answers. `reserved` are those that requests under way may take.
    """

    limit: int
    used: int
    reserved: int

    @property
    def is_spent(self) -> bool:
        return bool(self.limit) and self.used >= self.limit

    @property
    def state(self) -> str:
        """ "none", "open" or "spent"."""
        return "none" if not self.limit else "spent" if self.is_spent else "open"

    def takes(self, tokens: int) -> bool:
        """Whether so many tokens more stay within it."""
        return not self.limit or self.used + self.reserved + tokens <= self.limit


def budget_of_today(limit: int) -> Budget:
    """The day is Postgres's. Two queries, what is under way first: a call put on record between them counts twice then,
    for a moment, and not in neither.
    """
    under_way = TokenReservation.objects.filter(expires_at__gte=Now())
    reserved = under_way.aggregate(reserved=Coalesce(Sum("tokens"), 0))["reserved"]
    today = ModelCall.objects.filter(created_at__gte=TruncDay(Now(), tzinfo=utc))
    used = today.aggregate(used=Coalesce(Sum(F("tokens_in") + F("tokens_out")), 0))["used"]
    return Budget(limit=limit, used=used, reserved=reserved)


class TaskSpent(Value):
    """What one task of a job took. `models` really answered; `unusable` counts requests that brought nothing; `dollars`
    is None where the cost is not known.
    """

    task: str
    models: tuple[str, ...]
    requests: int
    unusable: int
    tokens_in: int
    tokens_cached: int
    tokens_out: int
    tokens_reasoning: int
    dollars: Decimal | None
    price_source: str
    duration_ms: int


def spent_by_task(calls: Iterable[ModelCall]) -> tuple[TaskSpent, ...]:
    """The calls of one job, task by task, in the order of their first requests. No query."""
    by_task: dict[str, list[ModelCall]] = {}
    for call in sorted(calls, key=lambda call: call.created_at):
        by_task.setdefault(call.task, []).append(call)
    return tuple(_task_spent(task, group) for task, group in by_task.items())


def _task_spent(task: str, calls: Sequence[ModelCall]) -> TaskSpent:
    costs = [call.cost for call in calls if call.cost is not None]
    sources = {PriceSource(call.price_source) for call in calls}
    worst = next(
        source for source in (PriceSource.UNKNOWN, PriceSource.ESTIMATED, PriceSource.EXACT) if source in sources
    )
    return TaskSpent(
        task=task,
        models=tuple(sorted({call.model_answered for call in calls} - {""})),
        requests=len(calls),
        unusable=sum(call.outcome != ReplyOutcome.ANSWERED for call in calls),
        tokens_in=sum(call.tokens_in for call in calls),
        tokens_cached=sum(call.tokens_cached for call in calls),
        tokens_out=sum(call.tokens_out for call in calls),
        tokens_reasoning=sum(call.tokens_reasoning for call in calls),
        dollars=sum(costs, Decimal(0)) if len(costs) == len(calls) else None,
        price_source=worst,
        duration_ms=sum(call.duration_ms for call in calls),
    )


class SpentOn(StrEnum):
    """What calls may be told apart by."""

    TASK = "task"
    TIER = "tier"
    FEATURE = "feature"
    DAY = "day"


_NAMED_BY = {
    SpentOn.TASK: F("task"),
    SpentOn.TIER: F("tier"),
    SpentOn.FEATURE: F("job__feature"),
    SpentOn.DAY: TruncDate("created_at", tzinfo=utc),
}


def spent_by(kind: SpentOn, first: date, last: date, of: QuerySet[ModelCall] | None = None) -> Mapping[str, Spent]:
    """Of UTC days, both inclusive, by task, tier or feature, the dearest first, or by day, the newest first. One query.

    Of all calls, or of these.
    """
    start = datetime.combine(first, time.min, tzinfo=utc)
    end = datetime.combine(last, time.min, tzinfo=utc) + timedelta(days=1)
    calls = (ModelCall.objects.all() if of is None else of).filter(created_at__gte=start, created_at__lt=end)
    rows = calls.annotate(name=_NAMED_BY[kind]).order_by().values("name").annotate(**_SUMS)
    found = {str(row["name"]): _spent(row) for row in rows}
    if kind is SpentOn.DAY:
        return dict(sorted(found.items(), reverse=True))
    return dict(sorted(found.items(), key=lambda one: (-one[1].dollars, -one[1].tokens, one[0])))


_TOKENS = ("tokens_in", "tokens_cached", "tokens_out", "tokens_reasoning")
_SUMS = {
    "calls": Count("id"),
    # A sum may not be called as a column is.
    **{f"all_{name}": Coalesce(Sum(name), 0) for name in _TOKENS},
    "dollars": Coalesce(Sum("cost"), Decimal(0)),
    "calls_estimated": Count("id", filter=Q(price_source=PriceSource.ESTIMATED)),
    "calls_unknown": Count("id", filter=Q(cost__isnull=True)),
}


def _total(calls: QuerySet[ModelCall]) -> Spent:
    return _spent(calls.aggregate(**_SUMS))


def _spent(sums: Mapping[str, Any]) -> Spent:
    return Spent(**{name.removeprefix("all_"): sums[name] for name in _SUMS})
