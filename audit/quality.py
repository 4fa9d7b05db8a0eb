"""The five figures of quality, with their intervals, how many they rest on and what they are of.

Counts are over accepted jobs that published a summary, without corrections. What readers say is weighted by one over
the chance with which an item was drawn, so that it speaks of all summaries and not of those that were read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from math import sqrt
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from audit.agreement import Agreement, agreement
from audit.models import Incident, IncidentKind, Review, ReviewVerdict
from generation.evaluation.gate import Share
from generation.models import GateResult, GenerationJob, Origin, SessionBridgeVersion, SummaryOutcome, VersionOrigin
from generation.pipeline.policy_gate.all_rules import ALL_RULES

# Of fewer a figure is "unmeasured", which is never a pass.
LEAST = 30
_Z = 1.959963984540054
_FORM_RULES = [rule for rule in ALL_RULES if rule.startswith("SB4")]


class Mean(NamedTuple):
    """A weighted mean of answers from 1 to 5, with its 95 % interval; `n` counts the readings."""

    value: float
    low: float
    high: float
    n: int


class Versions(NamedTuple):
    """What made the summaries a figure is of."""

    planner: str
    writer: str
    gate: str


class Figures(NamedTuple):
    """`made_by`: whether a model took part. `rules_by_reason` counts the texts by rules in a model's place."""

    made: int
    by_origin: Sequence[tuple[str, int]]
    first_pass_by_model: Share
    first_pass_by_rules: Share
    repaired: Share
    rules_by_reason: Sequence[tuple[str, int]]
    section_rules: Share
    neutrality: Mean | None
    unsupported: Share
    readers: Agreement
    by_versions: Sequence[tuple[Versions, Share]]


def quality_figures(since: datetime, jobs: QuerySet[GenerationJob]) -> Figures:
    """Of the summaries that `jobs` published since then. Six queries, whatever their number."""
    made = SessionBridgeVersion.objects.filter(job__in=jobs, created_at__gte=since, origin=VersionOrigin.GENERATED)
    made = made.exclude(job__origin=Origin.CORRECTION)
    outcomes = list(
        made.values_list("outcome", "outcome_reason", "model_writer", "repair_attempts", "planner_version",
                         "prompt_version_writer", "policy_gate_version", "job__origin")
    )  # fmt: skip
    by_model = [row for row in outcomes if row[2]]
    by_rules = [row for row in outcomes if not row[2]]
    reasons = Counter(row[1] for row in outcomes if row[0] == SummaryOutcome.RULES)
    versions = sorted({Versions(row[4], row[5], row[6]) for row in outcomes})
    return Figures(
        made=len(outcomes),
        by_origin=tuple(sorted(Counter(row[7] for row in outcomes).items())),
        first_pass_by_model=_first_passes(by_model),
        first_pass_by_rules=_first_passes(by_rules),
        repaired=Share(sum(row[3] > 0 for row in outcomes), len(outcomes)),
        rules_by_reason=tuple(reasons.most_common()),
        section_rules=_section_rules(made),
        neutrality=_neutrality(made),
        unsupported=_unsupported(made),
        readers=_readers(made),
        by_versions=tuple(
            (each, _first_passes([row for row in outcomes if Versions(row[4], row[5], row[6]) == each]))
            for each in versions
        ),
    )


def _first_passes(rows: Sequence[tuple[object, ...]]) -> Share:
    return Share(sum(row[0] == SummaryOutcome.FIRST_PASS for row in rows), len(rows))


def _section_rules(made: QuerySet[SessionBridgeVersion]) -> Share:
    """First drafts that no rule of form was broken by, of all first drafts the gate has judged."""
    drafts = GateResult.objects.filter(job__sessionbridgeversion__in=made, ordinal=0)
    counted = drafts.aggregate(n=Count("id"), broken=Count("id", filter=Q(rule_ids__overlap=_FORM_RULES)))
    return Share(counted["n"] - counted["broken"], counted["n"])


def _neutrality(made: QuerySet[SessionBridgeVersion]) -> Mean | None:
    said = Review.objects.filter(item__job__sessionbridgeversion__in=made)
    rows = said.values_list("neutral", "item__inclusion_probability")
    return weighted_mean([(float(answer), 1 / chance) for answer, chance in rows])


def weighted_mean(rows: Sequence[tuple[float, float]]) -> Mean | None:
    """Of (value, weight) pairs; the interval by linearisation of the ratio. None of fewer than LEAST."""
    if len(rows) < LEAST:
        return None
    weights = sum(weight for _, weight in rows)
    mean = sum(value * weight for value, weight in rows) / weights
    spread = sum((weight * (value - mean)) ** 2 for value, weight in rows)
    half = _Z * sqrt(spread * len(rows) / (len(rows) - 1)) / weights
    return Mean(mean, mean - half, mean + half, len(rows))


def _unsupported(made: QuerySet[SessionBridgeVersion]) -> Share:
    """Summaries with an unsupported statement, of all that somebody has read."""
    read = made.filter(job__review_item__reviews__isnull=False).distinct()
    wrong = Incident.objects.filter(job__sessionbridgeversion__in=read, kind=IncidentKind.UNSUPPORTED)
    return Share(wrong.count(), read.count())


def _readers(made: QuerySet[SessionBridgeVersion]) -> Agreement:
    """Of the first two readers of each summary that two have read: whether both approve."""
    said = Review.objects.filter(item__job__sessionbridgeversion__in=made).order_by("item", "created_at", "id")
    return agreement(_pairs(said.values_list("item", "verdict")))


def _pairs(rows: Iterable[tuple[object, str]]) -> list[tuple[bool, bool]]:
    verdicts: dict[object, list[bool]] = {}
    for item, verdict in rows:
        verdicts.setdefault(item, []).append(verdict == ReviewVerdict.APPROVE)
    return [(said[0], said[1]) for said in verdicts.values() if len(said) > 1]
