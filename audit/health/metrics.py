"""What Prometheus is told, worked out from the database each time it asks.

No process keeps a count: however many web processes and workers there are, each tells the same, and none of it is lost
when they end. Names of kinds, states, stages, tasks and models are labels; no person, no organisation and no word is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.db import Error, connection
from django.db.models import Count, F, Max, Sum
from django.db.models.functions import Coalesce, Now
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from audit.health.checks import ages_of_runs, clock_skew, oldest_queued, redis_trouble, run_checks
from audit.models import Incident, Review, ReviewItem
from core.models import Patient
from generation.history.model_costs import budget_of_today
from generation.models import ACTIVE_STATES, GateResult, GenerationJob, ModelCall, SessionBridgeVersion

# Stage times are those of jobs accepted within so long.
STAGE_WINDOW = "75 minutes"
_STAGE_TIMES = f"""
    WITH made AS (
        SELECT job.feature, artifact.stage,
               extract(epoch FROM artifact.created_at - coalesce(
                   lag(artifact.created_at) OVER (PARTITION BY job.id ORDER BY artifact.position), job.started_at
               )) AS seconds
        FROM generation_jobs AS job JOIN stage_artifacts AS artifact ON artifact.job_id = job.id
        WHERE job.created_at > now() - interval '{STAGE_WINDOW}'
    )
    SELECT feature, stage, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds),
           percentile_cont(0.95) WITHIN GROUP (ORDER BY seconds)
    FROM made GROUP BY feature, stage
"""  # noqa: S608 - an interval of ours
_WAITING_REVIEWS = """
    SELECT coalesce(nullif(item.raised, ''), item.reason), count(*), extract(epoch FROM now() - min(item.created_at))
    FROM review_items AS item
    WHERE item.reviews_wanted > (SELECT count(*) FROM reviews WHERE reviews.item_id = item.id)
    GROUP BY 1
"""


def metrics_text() -> bytes:
    """All metrics in Prometheus's own format. A database that is away is one of them."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(DatabaseCollector())
    return generate_latest(registry)


class DatabaseCollector(Collector):
    """Reads the database when it is asked."""

    def collect(self) -> Iterator[Metric]:
        checks = run_checks()
        yield _gauge("check_well", "1 where a check of /readyz finds nothing", ["check"], [
            ((check.name,), int(check.is_well)) for check in checks
        ])  # fmt: skip
        yield _gauge("redis_up", "1 where Redis answers", [], [((), int(not redis_trouble()))])
        try:
            found = [metric for part in _PARTS for metric in part()]
        except Error:
            yield _gauge("database_up", "1 where the database answers", [], [((), 0)])
            return
        yield _gauge("database_up", "1 where the database answers", [], [((), 1)])
        yield from found


Rows = Sequence[tuple[tuple[str, ...], float]]


def _gauge(name: str, says: str, labels: Sequence[str], rows: Rows) -> Metric:
    family = GaugeMetricFamily(f"sessionbridge_{name}", says, labels=labels)
    for values, value in rows:
        family.add_metric(values, value)
    return family


def _counter(name: str, says: str, labels: Sequence[str], rows: Rows) -> Metric:
    family = CounterMetricFamily(f"sessionbridge_{name}", says, labels=labels)
    for values, value in rows:
        family.add_metric(values, value)
    return family


def _jobs() -> Iterator[Metric]:
    rows = list(GenerationJob.objects.order_by().values_list("feature", "state").annotate(Count("id")))
    active = [((feature, state), many) for feature, state, many in rows if state in ACTIVE_STATES]
    ended = [((feature, state), many) for feature, state, many in rows if state not in ACTIVE_STATES]
    yield _gauge("jobs_active", "Jobs that wait or run", ["feature", "state"], active)
    yield _counter("jobs_ended", "Jobs by how they ended", ["feature", "state"], ended)
    waiting = GenerationJob.objects.filter(state__in=ACTIVE_STATES).order_by()
    ages = waiting.values_list("feature", "state").annotate(age=Max(Now() - F("created_at")))
    yield _gauge(
        "job_oldest_seconds",
        "Age of the oldest job that waits or runs",
        ["feature", "state"],
        [((feature, state), age.total_seconds()) for feature, state, age in ages],
    )
    oldest = oldest_queued()
    yield _gauge(
        "queue_oldest_seconds",
        "How long the oldest job nobody took waits",
        [],
        [((), oldest.total_seconds() if oldest else 0)],
    )


def _stages() -> Iterator[Metric]:
    with connection.cursor() as cursor:
        cursor.execute(_STAGE_TIMES)
        rows = cursor.fetchall()
    labels = ["feature", "stage", "quantile"]
    times = [
        ((feature, stage, quantile), float(value or 0))
        for feature, stage, _, half, most in rows
        for quantile, value in (("0.5", half), ("0.95", most))
    ]
    yield _gauge("stage_seconds", f"Time a stage took, of jobs of the last {STAGE_WINDOW}", labels, times)
    counts = [((feature, stage), many) for feature, stage, many, *_ in rows]
    yield _gauge("stage_runs", f"Stages stored, of jobs of the last {STAGE_WINDOW}", ["feature", "stage"], counts)


def _texts() -> Iterator[Metric]:
    gate = GateResult.objects.order_by().values_list("policy_gate_version", "verdict").annotate(Count("id"))
    yield _counter(
        "gate_results",
        "What the gate said of texts",
        ["gate", "verdict"],
        [((version, verdict), many) for version, verdict, many in gate],
    )
    made = SessionBridgeVersion.objects.order_by().values_list("outcome", "outcome_reason").annotate(Count("id"))
    yield _counter(
        "summaries",
        "Published summaries by how they came out",
        ["outcome", "reason"],
        [((outcome or "imported", reason), many) for outcome, reason, many in made],
    )


def _models() -> Iterator[Metric]:
    labels = ["task", "model", "outcome"]
    rows = list(
        ModelCall.objects.order_by()
        .values_list("task", "model_asked", "outcome")
        .annotate(
            many=Count("id"),
            sent=Coalesce(Sum("tokens_in"), 0),
            answered=Coalesce(Sum("tokens_out"), 0),
            dollars=Sum("cost"),
            milliseconds=Sum("duration_ms"),
        )
    )
    calls = [(row[:3], row[3]) for row in rows]
    tokens = [((*row[:2], way), row[at]) for row in rows for way, at in (("in", 4), ("out", 5))]
    yield _counter("model_calls", "Calls of language models", labels, calls)
    yield _counter("model_tokens", "Tokens sent and answered", ["task", "model", "way"], _added(tokens))
    costs = [(row[:2], float(row[6] or 0)) for row in rows]
    yield _counter("model_cost_dollars", "What is known of the cost", ["task", "model"], _added(costs))
    seconds = [(row[:2], row[7] / 1000) for row in rows]
    yield _counter("model_seconds", "Time calls took", ["task", "model"], _added(seconds))
    budget = budget_of_today(settings.DAILY_TOKEN_BUDGET)
    yield _gauge("token_budget", "Tokens a day may take; 0 for no budget", [], [((), budget.limit)])
    yield _gauge("tokens_today", "Tokens this UTC day took", [], [((), budget.used)])


def _added(rows: Rows) -> Rows:
    """One row for each set of labels."""
    sums: dict[tuple[str, ...], float] = {}
    for labels, value in rows:
        sums[labels] = sums.get(labels, 0) + value
    return list(sums.items())


def _reviews() -> Iterator[Metric]:
    with connection.cursor() as cursor:
        cursor.execute(_WAITING_REVIEWS)
        rows = cursor.fetchall()
    yield _gauge(
        "reviews_waiting", "Summaries that wait for a reader", ["reason"], [((row[0],), row[1]) for row in rows]
    )
    ages = [((row[0],), float(row[2])) for row in rows]
    yield _gauge("review_oldest_seconds", "How long the oldest of them waits", ["reason"], ages)
    yield _counter("reviews", "Readings", [], [((), Review.objects.count())])
    yield _counter("review_items", "Summaries put into the queue", [], [((), ReviewItem.objects.count())])
    opened = Incident.objects.filter(closed_at=None).order_by().values_list("kind").annotate(Count("id"))
    yield _gauge("incidents_open", "Incidents nobody has closed", ["kind"], [((kind,), many) for kind, many in opened])


def _standing() -> Iterator[Metric]:
    ages = [((name,), age.total_seconds()) for name, age in ages_of_runs().items()]
    yield _gauge("last_run_seconds", "How long ago the sweep and beat were at work", ["name"], ages)
    yield _gauge("clock_skew_seconds", "Postgres's clock ahead of ours", [], [((), clock_skew().total_seconds())])
    people = Patient.objects.filter(erased_at=None).count()
    yield _gauge("people", "People who are not erased", [], [((), people)])


_PARTS = (_jobs, _stages, _texts, _models, _reviews, _standing)
