"""People and jobs for tests: real rows, as small as the tables allow."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from core.messages import IncomingMessage, store_messages
from core.models import Organisation, Patient
from generation.models import Feature, GenerationJob, Origin
from generation.pipeline.contracts import InputMessage
from generation.pipeline.inputs import input_hash, make_input, window_ending
from generation.summary_requests import Accepted, request_summary

AS_OF = date(2025, 11, 21)
DIARY = (
    ("m1", "2025-11-08T22:14+01:00", "Couldn't sleep, anxious about the exam. Maybe 5.5 h."),
    ("m2", "2025-11-10T07:40+01:00", "Slept 6 h. Still anxious."),
    ("m3", "2025-11-12T19:05+01:00", "Exam done. Relieved, I think."),
)


def make_patient(zone: str = "Europe/Berlin", **fields: Any) -> Patient:
    organisation, _ = Organisation.objects.get_or_create(name="Test practice")
    return Patient.objects.create(organisation=organisation, code=f"P-{uuid4().hex[:12]}", zone=zone, **fields)


def make_diarist(*entries: tuple[str, str, str]) -> Patient:
    """A person with `entries` (client id, ISO instant, text), by default `DIARY`."""
    patient = make_patient()
    write(patient, *(entries or DIARY))
    return patient


def write(patient: Patient, *entries: tuple[str, str, str]) -> None:
    store_messages(
        patient, [IncomingMessage(name, datetime.fromisoformat(instant), text) for name, instant, text in entries]
    )


def make_job(patient: Patient | None = None, **fields: Any) -> GenerationJob:
    """A queued job without messages, its window ending on `AS_OF`."""
    patient = patient or make_patient()
    window = window_ending(AS_OF)
    no_messages: list[InputMessage] = []
    values = {
        "patient": patient,
        "feature": Feature.SESSION_BRIDGE,
        "window_first": window.first,
        "window_last": window.last,
        "zone": patient.zone,
        "input_hash": input_hash(make_input(patient.zone, window, no_messages), bytes(patient.hash_key)),
        "origin": Origin.REQUEST,
        "deadline_at": timezone.now() + timedelta(minutes=15),
    }
    return GenerationJob.objects.create(**{**values, **fields})


def let_lapse(job: GenerationJob) -> None:
    """End the lease of a held job, as if its worker had died half a minute ago."""
    GenerationJob.objects.filter(id=job.id).update(lease_until=timezone.now() - timedelta(seconds=1))


def make_overdue_job(patient: Patient | None = None, **fields: Any) -> GenerationJob:
    """A job accepted an hour ago, whose deadline passed 45 minutes ago."""
    accepted = datetime.now(UTC) - timedelta(hours=1)
    times = {"created_at": accepted, "deadline_at": accepted + timedelta(minutes=15)}
    return make_job(patient, **{**times, **fields})


def requested_job(*entries: tuple[str, str, str]) -> GenerationJob:
    """A job as a request of the diarist makes it, its input pinned."""
    answer = request_summary(make_diarist(*entries), as_of=AS_OF)
    assert isinstance(answer, Accepted)
    return answer.job
