"""What the front page of the admin says to whoever opens it: what waits for them, then people, then quality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Count
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from audit.blind_readings import HIDDEN, hidden_runs
from audit.drawing import draw_items
from audit.models import Incident, ReviewReservation
from audit.review_queue import QueueState, queue_state
from audit.review_view import age_words
from core.models import User
from core.visibility import readable_patients, visible_rows
from generation.admin.wording import badge, state_badge, version_badges, window_words
from generation.history.why_rules import reason_words
from generation.models import Feature, GenerationJob, JobState, SessionBridgeVersion

_BROKEN_DAYS = 7
_SHOWN = 8
# A person may have had several summaries lately; each is named once.
_LOOKED_AT = 3 * _SHOWN


@dataclass(frozen=True)
class Waiting:
    """What somebody who reviews has before them. `oldest` is how long ago, '' where nothing waits."""

    state: QueueState
    counts: Sequence[tuple[str, str, int]]
    oldest: str
    reserved: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class BrokenJob:
    """`made`: what would have come of it, "summary", or "session wave: mood"."""

    person: str
    made: str
    window: str
    address: str
    state: SafeString
    error: str
    ago: str


@dataclass(frozen=True)
class Broken:
    """Jobs of the last days that failed or timed out, and how many by state."""

    days: int
    counts: Sequence[tuple[SafeString, str, int]]
    jobs: Sequence[BrokenJob]


@dataclass(frozen=True)
class PersonRow:
    person: str
    address: str
    window: str
    state: Sequence[SafeString]
    ago: str


@dataclass(frozen=True)
class FrontPage:
    """None, or empty: not for this login."""

    waiting: Waiting | None
    broken: Broken | None
    people: Sequence[PersonRow] | None
    open_incidents: int | None


def front_page(user: User) -> FrontPage:
    reads, runs = user.has_perm("audit.view_reviewitem"), user.has_perm("generation.view_generationjob")
    if reads:
        draw_items()
    return FrontPage(
        waiting=_waiting(user) if user.has_perm("audit.review_summaries") else None,
        broken=_broken(user) if runs and (user.is_superuser or not reads) else None,
        people=_people(user) if user.has_perm("generation.view_sessionbridgeversion") else None,
        open_incidents=_open_incidents(user) if user.has_perm("audit.view_incident") else None,
    )


def _waiting(user: User) -> Waiting:
    state = queue_state(user)
    held = ReviewReservation.objects.filter(
        reviewer=user, lapses_at__gt=Now(), item__job__patient__in=readable_patients(user)
    )
    held = held.exclude(item__reviews__reviewer=user).select_related("item__job__patient").order_by("lapses_at")
    return Waiting(
        state=state,
        counts=[(each.label, each.value, many) for each, many in state.counts.items()],
        oldest=age_words(state.oldest) if state.oldest else "",
        reserved=[(_held_words(one), reverse("admin:audit_reviewitem_change", args=[one.item_id])) for one in held],
    )


def _held_words(held: ReviewReservation) -> str:
    job = held.item.job
    left = max(1, round((held.lapses_at - timezone.now()).total_seconds() / 60))
    return f"{job.patient.shown_code}, {window_words(job.window_first, job.window_last)}, {left} min left"


def _broken(user: User) -> Broken:
    since = timezone.now() - timedelta(days=_BROKEN_DAYS)
    ended = visible_rows(GenerationJob.objects.all(), user)
    ended = ended.filter(state__in=[JobState.FAILED, JobState.TIMED_OUT], created_at__gte=since)
    counts = ended.order_by("state").values_list("state").annotate(many=Count("pk"))
    return Broken(
        days=_BROKEN_DAYS,
        counts=[(state_badge(state), state, many) for state, many in counts],
        jobs=[_broken_job(job) for job in ended.select_related("patient").order_by("-created_at")[:_SHOWN]],
    )


def _broken_job(job: GenerationJob) -> BrokenJob:
    return BrokenJob(
        person=job.patient.shown_code,
        made=_made_words(job),
        window=window_words(job.window_first, job.window_last),
        address=reverse("admin:generation_generationjob_change", args=[job.pk]),
        state=state_badge(job.state),
        error=job.error_code,
        ago=age_words(job.created_at),
    )


def _made_words(job: GenerationJob) -> str:
    what = "summary" if job.feature == Feature.SESSION_BRIDGE else job.get_feature_display().lower()
    return f"{what}: {job.wave.replace('_', ' ')}" if job.wave else what


def _people(user: User) -> Sequence[PersonRow]:
    """Whose summaries were made lately, each person once."""
    made = SessionBridgeVersion.objects.filter(patient__in=readable_patients(user))
    made = made.select_related("patient", "job", "withdrawal").defer("text", "generation_context")
    newest: dict[UUID, SessionBridgeVersion] = {}
    for version in made.order_by("-created_at", "id")[:_LOOKED_AT]:
        newest.setdefault(version.patient_id, version)
    shown = list(newest.values())[:_SHOWN]
    hidden = hidden_runs(user, [version.job_id for version in shown if version.job_id])
    return [_person(version, is_hidden=version.job_id in hidden) for version in shown]


def _person(version: SessionBridgeVersion, *, is_hidden: bool) -> PersonRow:
    job = version.job
    return PersonRow(
        person=version.patient.shown_code,
        address=reverse("admin:audit_person", args=[version.patient_id]),
        window=window_words(job.window_first, job.window_last) if job else "imported",
        state=[badge(HIDDEN)] if is_hidden else version_badges(version, reason_words(version)),
        ago=age_words(version.created_at),
    )


def _open_incidents(user: User) -> int:
    return visible_rows(Incident.objects.filter(closed_at=None), user, ("job__patient",)).count()
