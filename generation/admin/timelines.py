"""What stands below a session and a person: waves, journey, costs and the timeline. No word of anybody is in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.admin.entry_pages import Section, join_sections
from core.models import Patient, TherapySession
from generation.admin.wording import (
    NONE,
    detail_words,
    event_words,
    milliseconds_words,
    moment_words,
    state_badge,
    work_words,
)
from generation.first_readings import withheld_jobs
from generation.history.model_costs import spent_by_patient
from generation.history.timeline import attempts_of_session, events_of_patient, events_of_session
from generation.models import (
    EventName,
    GenerationJob,
    PatientSessionBridge,
    PatientYourJourney,
    PipelineEvent,
    SessionAnalysis,
)
from generation.session_waves import WaveState, sessions_of, wave_states

_PERMISSION = "generation.view_pipelineevent"
_SHOWN, _SHOWN_OF_SESSION = 50, 200


def session_sections(request: HttpRequest, session: TherapySession) -> Iterable[Section]:
    """The waves of one session, and its timeline."""
    if not request.user.has_perm(_PERMISSION):
        return
    columns = ("Wave", "State", "Attempts", "Model", "Prompt", "To look at", "Cost")
    waves = [_wave(state) for state in wave_states(session)]
    yield Section("Read by a model, for clinicians", columns, waves, "No wave is known here.")
    zone = session.patient.zone
    tries = [
        (
            work_words(attempt.wave),
            attempt.retry_count,
            attempt.status,
            moment_words(attempt.started_at, zone) if attempt.started_at else NONE,
            milliseconds_words(attempt.processing_duration_ms),
            attempt.error_message,
        )
        for attempt in attempts_of_session(session)
    ]
    of_tries = ("Wave", "Tries before", "Status", f"Started ({zone})", "Took", "Error")
    yield Section("Attempts", of_tries, tries, "None yet.")
    told = events_of_session(session).exclude(event=EventName.STAGE)[:_SHOWN_OF_SESSION]
    events = [_event(event, zone) for event in told]
    yield Section("Timeline", (f"When ({zone})", *_EVENTS), events, "Nothing has happened yet.")


def patient_sections(request: HttpRequest, patient: Patient) -> Iterable[Section]:
    """What there is of a person: summary, journey, sessions, costs, and the timeline."""
    if not request.user.has_perm(_PERMISSION):
        return
    made = [row for row in (_summary(patient), _journey(patient)) if row]
    columns = ("What", "Version", f"Published ({patient.zone})")
    yield Section("Summary and journey", columns, made, "Neither has been made yet.")
    yield Section("Sessions", ("Session", "Waves that were read"), _sessions(patient), "No session is on record.")
    # What somebody is to read first without knowing how it came about.
    withheld = withheld_jobs(request.user)
    spent = spent_by_patient(patient.pk, withheld)
    dollars = "not known" if spent.known_dollars is None else f"${spent.known_dollars:.4f}"
    costs = [(f"{spent.calls:,}", f"{spent.tokens:,}", dollars)] if spent.calls else []
    yield Section("Language models", ("Calls", "Tokens", "Cost"), costs, "None was asked.")
    told = events_of_patient(patient.pk, withheld).exclude(event=EventName.STAGE)[:_SHOWN]
    events = [(*_event(event, patient.zone), event.session_date or NONE) for event in told]
    of_events = (f"When ({patient.zone})", *_EVENTS, "Session")
    yield Section("Timeline", of_events, events, "Nothing has happened yet.")


_EVENTS = ("Part of the work", "What", "Event", "State then", "Details")


def _event(event: PipelineEvent, zone: str) -> tuple[object, ...]:
    """Leads to the page of the job, which has each of its stages."""
    words = event_words(event)
    return (
        moment_words(event.created_at, zone),
        event.get_phase_display(),
        work_words(event.job.wave or event.job.feature) if event.job else NONE,
        _job_linked(event.job, words) if event.job else words,
        state_badge(event.status),
        detail_words(event.details),
    )


def _wave(state: WaveState) -> tuple[object, ...]:
    reading = state.analysis
    cost = NONE if reading is None or reading.cost is None else f"${reading.cost:.6f}"
    return (
        _linked(reading, work_words(state.wave)) if reading else work_words(state.wave),
        state.state.replace("_", " "),
        state.job.attempts if state.job else NONE,
        reading.model if reading else NONE,
        reading.prompt_version if reading else NONE,
        ", ".join(reading.review_rule_ids) if reading else NONE,
        cost,
    )


def _job_linked(job: GenerationJob, words: str) -> SafeString:
    address = reverse("admin:generation_generationjob_change", args=[job.pk])
    return format_html('<a href="{}">{}</a>', address, words)


def _linked(reading: SessionAnalysis, words: str) -> SafeString:
    address = reverse("admin:generation_sessionanalysis_change", args=[reading.pk])
    return format_html('<a href="{}">{}</a>', address, words)


def _summary(patient: Patient) -> tuple[object, ...] | None:
    pointer = PatientSessionBridge.objects.filter(patient=patient).select_related("current").first()
    if pointer is None or pointer.current is None:
        return None
    return ("Summary", pointer.current.version, moment_words(pointer.current.created_at, patient.zone))


def _journey(patient: Patient) -> tuple[object, ...] | None:
    pointer = PatientYourJourney.objects.filter(patient=patient).select_related("current").first()
    if pointer is None or pointer.current is None:
        return None
    address = reverse("admin:generation_yourjourneyversion_change", args=[pointer.current.pk])
    shown = format_html('<a href="{}">Journey</a>', address)
    return (shown, pointer.current.version, moment_words(pointer.current.created_at, patient.zone))


def _sessions(patient: Patient) -> Sequence[tuple[object, ...]]:
    read = Count("analyses__wave", distinct=True, filter=Q(analyses__data__isnull=False))
    counted = sessions_of(patient).annotate(read=read)
    return [
        (
            format_html(
                '<a href="{}">{}</a>', reverse("admin:core_therapysession_change", args=[one.pk]), one.session_date
            ),
            one.read,
        )
        for one in counted[:_SHOWN]
    ]


join_sections(TherapySession, session_sections)
join_sections(Patient, patient_sections)
