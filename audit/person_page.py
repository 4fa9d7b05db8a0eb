"""One person's page for the consulting room: what their diary says now, over the last windows, and who looked.

Of summaries that whoever looks may still read blind, it hides how they came about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.db.models import Avg, Count, Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from audit.blind_readings import HIDDEN, hidden_runs
from audit.day_strip import DayStrip
from audit.models import Review, ReviewItem
from audit.reading_page import SectionRows, reading_page
from core.access import accesses_of
from core.admin.who_looked import deed_in_words, place_in_words
from core.consent import consent_history
from core.models import Patient, TherapySession, User
from generation.admin.readings import journey_by_section
from generation.admin.wording import NONE, badge, moment_words, state_badge, version_badges, window_words
from generation.history.made_by import made_by_words
from generation.history.next_steps import what_to_do
from generation.history.stored_run import read_run
from generation.history.why_rules import reason_words
from generation.lifecycle.pointers import read_on_to
from generation.models import (
    ACTIVE_STATES,
    Feature,
    GenerationJob,
    GenerationJobMessage,
    PatientSessionBridge,
    PatientYourJourney,
    SessionAnalysis,
    SessionBridgeVersion,
    YourJourneyVersion,
)
from generation.pipeline.contracts import WINDOW_DAYS
from generation.pipeline.inputs import date_in_zone
from generation.pipeline.writer.layout import full_date
from generation.scheduling.words import became_words, schedule_state

WINDOWS = 12
# A window may have several versions; the newest is shown.
_VERSIONS_LOOKED_AT = 5 * WINDOWS
_SESSIONS = 10
_LOOKS = 5


@dataclass(frozen=True)
class WindowColumn:
    """A window of the line. `address` is where its summary is read, '' where it is in no queue."""

    name: str
    days: str
    outcome: Sequence[SafeString]
    neutrality: str
    address: str


@dataclass(frozen=True)
class LatestSummary:
    """`text` is by section where the run can be read, else `plain_text` has it; both are empty where it was erased."""

    version_id: UUID
    window: str
    made: str
    badges: Sequence[SafeString]
    text: Sequence[SectionRows]
    plain_text: str
    made_by: str
    strip: DayStrip | None
    address: str
    is_shown_to_person: bool


@dataclass(frozen=True)
class UnderWay:
    state: SafeString
    window: str
    asked: str
    ends: str


@dataclass(frozen=True)
class SessionRow:
    """`analyses` name the waves that a model has read it by."""

    day: str
    address: str
    analyses: Sequence[SafeString]


@dataclass(frozen=True)
class PersonPage:
    person: str
    zone: str
    is_erased: bool
    under_way: UnderWay | None
    ended_badly: str
    latest: LatestSummary | None
    windows: Sequence[WindowColumn]
    sessions: Sequence[SessionRow]
    journey: YourJourneyVersion | None
    journey_text: SafeString | str
    consent: str
    schedule: str
    looks: Sequence[tuple[str, str, str, str]]


def person_page(patient: Patient, reader: User) -> PersonPage:
    """The page of `patient`, whose words `reader` may read. Its cost does not grow with the person's history."""
    versions = _newest_of_each_window(patient)
    job_ids = [version.job_id for version in versions if version.job_id]
    hidden = hidden_runs(reader, job_ids)
    items = dict(ReviewItem.objects.filter(job__in=job_ids).values_list("job", "pk"))
    newest = (
        GenerationJob.objects.filter(patient=patient, feature=Feature.SESSION_BRIDGE).order_by("-created_at").first()
    )
    journey = _journey(patient)
    return PersonPage(
        person=patient.shown_code,
        zone=patient.zone,
        is_erased=patient.erased_at is not None,
        under_way=_under_way(newest) if newest and newest.state in ACTIVE_STATES else None,
        ended_badly=what_to_do(newest) if newest else "",
        latest=_latest(patient, versions, hidden, items),
        windows=_windows(versions, hidden, items),
        sessions=_sessions(patient),
        journey=journey,
        journey_text=(journey_by_section(journey.text) or journey.text or "") if journey else "",
        consent=_consent(patient),
        schedule=_schedule(patient),
        looks=_looks(patient),
    )


def _newest_of_each_window(patient: Patient) -> list[SessionBridgeVersion]:
    """Of the last windows, the latest first."""
    rows = SessionBridgeVersion.objects.filter(patient=patient).select_related("job", "withdrawal")
    by_window: dict[date | UUID, SessionBridgeVersion] = {}
    for version in rows.defer("text", "generation_context").order_by("-version")[:_VERSIONS_LOOKED_AT]:
        by_window.setdefault(version.job.window_last if version.job else version.pk, version)
    newest = sorted(by_window.values(), key=partial(_place, patient.zone), reverse=True)
    return newest[:WINDOWS]


def _place(zone: str, version: SessionBridgeVersion) -> tuple[datetime, int]:
    job = version.job
    return (read_on_to(job.window_last, zone, job.created_at) if job else version.created_at, version.version)


def _under_way(job: GenerationJob) -> UnderWay:
    return UnderWay(
        state=state_badge(job.state),
        window=window_words(job.window_first, job.window_last),
        asked=moment_words(job.created_at, job.zone),
        ends=moment_words(job.deadline_at, job.zone),
    )


def _latest(
    patient: Patient,
    versions: Sequence[SessionBridgeVersion],
    hidden: frozenset[UUID],
    items: Mapping[UUID, UUID],
) -> LatestSummary | None:
    """What the person sees now; if they see nothing, the newest there is."""
    pointer = PatientSessionBridge.objects.filter(patient=patient).select_related("current__job", "current__withdrawal")
    shown = next((row.current for row in pointer), None)
    version = shown or (versions[0] if versions else None)
    if version is None:
        return None
    job = version.job
    run = read_run(job.artifacts.order_by("position") if job else ())
    text = version.text or ""
    page, item = reading_page(run, text) if text else None, items.get(job.pk) if job else None
    is_hidden = job is not None and job.pk in hidden
    return LatestSummary(
        version_id=version.pk,
        window=window_words(job.window_first, job.window_last) if job else NONE,
        made=moment_words(version.created_at, patient.zone),
        badges=[badge(HIDDEN)] if is_hidden else version_badges(version, reason_words(version)),
        text=page.sections if page else (),
        plain_text=text,
        made_by="" if is_hidden else made_by_words(version),
        strip=page.strip if page else None,
        address=reverse("admin:audit_reviewitem_change", args=[item]) if item else "",
        is_shown_to_person=shown is not None,
    )


def _windows(
    versions: Sequence[SessionBridgeVersion], hidden: frozenset[UUID], items: Mapping[UUID, UUID]
) -> Sequence[WindowColumn]:
    """Oldest first. Imported summaries say nothing of a window, so they have no place in the line."""
    made = [(version, version.job) for version in reversed(versions) if version.job]
    days, said = _days_with_entries([job for _, job in made]), _neutrality([job for _, job in made])
    return [
        WindowColumn(
            name=window_words(job.window_first, job.window_last),
            days=f"{days.get(job.pk, 0)} of {WINDOW_DAYS}",
            outcome=[badge("hidden")] if job.pk in hidden else version_badges(version),
            neutrality="hidden" if job.pk in hidden else said.get(job.pk, NONE),
            address=reverse("admin:audit_reviewitem_change", args=[items[job.pk]]) if job.pk in items else "",
        )
        for version, job in made
    ]


def _days_with_entries(jobs: Iterable[GenerationJob]) -> Mapping[UUID, int]:
    """By job, the local dates of the entries it read."""
    zones = {job.pk: job.zone for job in jobs}
    pinned = GenerationJobMessage.objects.filter(job__in=zones).values_list("job", "message__sent_at")
    days: dict[UUID, set[date]] = defaultdict(set)
    for job_id, sent_at in pinned:
        days[job_id].add(date_in_zone(sent_at, zones[job_id]))
    return {job_id: len(dates) for job_id, dates in days.items()}


def _neutrality(jobs: Iterable[GenerationJob]) -> Mapping[UUID, str]:
    """By job, what readers said of it: "4.5 (2 readers)"."""
    said = Review.objects.filter(item__job__in=list(jobs)).order_by().values("item__job")
    rows = said.annotate(mean=Avg("neutral"), readers=Count("pk")).values_list("item__job", "mean", "readers")
    return {job_id: f"{mean:.1f} ({many} reader{'s' if many != 1 else ''})" for job_id, mean, many in rows}


def _sessions(patient: Patient) -> Sequence[SessionRow]:
    read = SessionAnalysis.objects.filter(erased_at=None).order_by("session_id", "wave").distinct("session_id", "wave")
    held = TherapySession.objects.filter(patient=patient).defer("transcript")
    held = held.prefetch_related(Prefetch("analyses", read.defer("data")))
    return [
        SessionRow(
            day=f"{session.session_date:%-d %b %Y}",
            address=reverse("admin:core_therapysession_change", args=[session.pk]),
            analyses=[badge(analysis.wave.replace("_", " ")) for analysis in session.analyses.all()],
        )
        for session in held.order_by("-session_date", "pk")[:_SESSIONS]
    ]


def _journey(patient: Patient) -> YourJourneyVersion | None:
    pointer = PatientYourJourney.objects.filter(patient=patient).select_related("current").first()
    return pointer.current if pointer else None


def _consent(patient: Patient) -> str:
    history = consent_history(patient)
    if not history:
        return "Nobody has asked yet, so no language model may read anything."
    newest = history[0]
    may = f"{'A' if newest.allowed else 'No'} language model may read diary and sessions"
    return f"{may}, on the word of {newest.on_word_of}, since {moment_words(newest.at, patient.zone)}."


def _schedule(patient: Patient) -> str:
    """One line: the rhythm, the next summary, and what became of the last one that was due."""
    state = schedule_state(patient, timezone.now())
    line = f"Made {state.rhythm}" if state.next else "None: a summary is made when somebody asks"
    if state.next:
        line += f"; next on {moment_words(state.next.at, patient.zone)}"
    if state.last:
        line += f". Of {full_date(state.last.due_on)}: {became_words(state.last)}"
    return f"{line}."


def _looks(patient: Patient) -> Sequence[tuple[str, str, str, str]]:
    """When, who, did what, where."""
    return [
        (
            moment_words(access.at, patient.zone),
            access.actor_label,
            deed_in_words(access.action),
            place_in_words(access.target),
        )
        for access in accesses_of(patient)[:_LOOKS]
    ]
