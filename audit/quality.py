"""The figures of quality, with their intervals, how many they rest on and what they are of.

Counts are over accepted jobs that have ended, by origin, without corrections and what was cancelled: a job that failed
or timed out has not passed. What readers say is weighed (`weighed_readings`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from audit.weighed_readings import Mean, Word, weighted_mean, weighted_share, words_on
from generation.evaluation.gate import Share
from generation.models import Feature, GateResult, GenerationJob, JobState, ModelCall, Origin, SummaryOutcome
from generation.pipeline.policy_gate.all_rules import ALL_RULES

# What a section may hold and how it is written: sentences, dates, limits, order, form, a bullet for each day.
SECTION_RULES = frozenset(
    {"SB311", "SB312", "SB318", "SB320", "SB501", *(id_ for id_ in ALL_RULES if id_[:3] == "SB4")}
)
_Key = TypeVar("_Key")
_ENDED = (JobState.SUCCEEDED, JobState.FAILED, JobState.TIMED_OUT)
# Longer spans are shown by month.
_DAYS_BY_THE_WEEK = 182


class Versions(NamedTuple):
    """What made the summaries a figure is of."""

    planner: str
    canonicalizer: str
    writer: str
    gate: str
    model: str


class Made(NamedTuple):
    """One accepted job. `outcome` is '' where no summary came of it; `by_model`: a model was asked on the way."""

    day: date
    origin: str
    state: str
    outcome: str
    reason: str
    repairs: int
    versions: Versions | None
    by_model: bool


class Measures(NamedTuple):
    """The figures of some jobs. `accepted` is the denominator of the first three."""

    accepted: int
    first_pass_by_model: Share
    first_pass_by_rules: Share
    repaired: Share
    section_rules: Share
    neutrality: Mean | None
    unsupported: Mean | None


class Figures(NamedTuple):
    """`words`: what readers say. `by_origin`: accepted jobs. `without_summary`: how many failed or timed out.
    `rules_by_reason`: the texts by rules in a model's place."""

    published: int
    by_origin: Sequence[tuple[str, int]]
    without_summary: Sequence[tuple[str, int]]
    rules_by_reason: Sequence[tuple[str, int]]
    all: Measures
    over_time: Sequence[tuple[date, Measures]]
    by_versions: Sequence[tuple[Versions, Measures]]
    words: Sequence[Word]


def accepted_jobs(since: datetime, jobs: QuerySet[GenerationJob]) -> QuerySet[GenerationJob]:
    """Those of `jobs` that figures since then are of."""
    ended = jobs.filter(feature=Feature.SESSION_BRIDGE, state__in=_ENDED, created_at__gte=since)
    return ended.exclude(origin=Origin.CORRECTION)


def quality_figures(accepted: QuerySet[GenerationJob]) -> Figures:
    """Of `accepted_jobs`. Five queries, whatever their number."""
    made = _made(accepted)
    first_drafts = GateResult.objects.filter(job__in=accepted, ordinal=0)
    drafts = [
        (job, SECTION_RULES.isdisjoint((*blocking, *noted)))
        for job, blocking, noted in first_drafts.values_list("job", "rule_ids", "review_rule_ids")
    ]
    words = words_on(accepted)

    def measures_by(key: Callable[[Made], _Key]) -> Mapping[_Key, Measures]:
        groups: dict[_Key, list[UUID]] = defaultdict(list)
        for job, one in made.items():
            groups[key(one)].append(job)
        return {group: _measure(made, ids, drafts, words) for group, ids in groups.items()}

    days = [one.day for one in made.values()]
    by_week = not days or (max(days) - min(days)).days <= _DAYS_BY_THE_WEEK
    over_time = measures_by(lambda one: _begin_of_period(one.day, by_week=by_week))
    by_versions = measures_by(lambda one: one.versions)
    reasons = Counter(one.reason for one in made.values() if one.outcome == SummaryOutcome.RULES)
    ends = Counter(one.state for one in made.values() if not one.outcome)
    return Figures(
        published=sum(bool(one.outcome) for one in made.values()),
        by_origin=tuple(sorted(Counter(one.origin for one in made.values()).items())),
        without_summary=tuple(sorted(ends.items())),
        rules_by_reason=tuple(reasons.most_common()),
        all=_measure(made, made, drafts, words),
        over_time=tuple((at, over_time[at]) for at in sorted(at for at in over_time if isinstance(at, date))),
        by_versions=tuple(
            (each, by_versions[each]) for each in sorted(v for v in by_versions if isinstance(v, Versions))
        ),
        words=words,
    )


def _made(accepted: QuerySet[GenerationJob]) -> dict[UUID, Made]:
    of_version = (
        "outcome", "outcome_reason", "repair_attempts", "planner_version", "prompt_version_canonicalizer",
        "prompt_version_writer", "policy_gate_version", "model_writer",
    )  # fmt: skip
    asked = Exists(ModelCall.objects.filter(job=OuterRef("pk")))
    columns = ("pk", "created_at", "origin", "state", *(f"sessionbridgeversion__{name}" for name in of_version))
    made = {}
    for pk, at, origin, state, outcome, reason, repairs, planner, reader, writer, gate, model, by_model in (
        accepted.annotate(by_model=asked).order_by().values_list(*columns, "by_model")
    ):
        versions = Versions(planner, reader, writer, gate, model or "none") if outcome else None
        made[pk] = Made(
            at.date(), origin, state, outcome or "", reason or "", repairs or 0, versions, bool(by_model or model)
        )
    return made


def _measure(
    made: Mapping[UUID, Made], ids: Iterable[UUID], drafts: Sequence[tuple[UUID, bool]], words: Sequence[Word]
) -> Measures:
    wanted = set(ids)
    jobs = [made[job] for job in wanted]
    kept = [is_kept for job, is_kept in drafts if job in wanted]
    said = [word for word in words if word.job_id in wanted]
    return Measures(
        accepted=len(jobs),
        first_pass_by_model=_first_passes(one for one in jobs if one.by_model),
        first_pass_by_rules=_first_passes(one for one in jobs if not one.by_model),
        repaired=Share(sum(one.repairs > 0 for one in jobs), len(jobs)),
        section_rules=Share(sum(kept), len(kept)),
        neutrality=weighted_mean([(word.neutral, word.weight) for word in said]),
        unsupported=weighted_share((word.is_unsupported, word.weight) for word in said),
    )


def _first_passes(jobs: Iterable[Made]) -> Share:
    jobs = list(jobs)
    return Share(sum(one.outcome == SummaryOutcome.FIRST_PASS for one in jobs), len(jobs))


def _begin_of_period(day: date, *, by_week: bool) -> date:
    return day - timedelta(days=day.weekday()) if by_week else day.replace(day=1)
