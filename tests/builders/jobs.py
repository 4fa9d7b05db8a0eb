"""Jobs for tests, in every state a test begins with."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone

from core.models import Patient
from generation.lifecycle import transitions
from generation.models import Feature, GenerationJob, Origin
from generation.pipeline.contracts import InputMessage
from generation.pipeline.inputs import input_hash, make_input, window_ending
from generation.summary_requests import Accepted, request_summary
from generation.worker.execution import run_job
from tests.builders.people import AS_OF, make_diarist, make_patient, move_west, write


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
        "input_hash": input_hash(make_input(patient.zone, window, no_messages), bytes(patient.hash_key), {}),
        "origin": Origin.REQUEST,
        "deadline_at": timezone.now() + timedelta(minutes=15),
    }
    return GenerationJob.objects.create(**{**values, **fields})


def held_job(**fields: Any) -> GenerationJob:
    """A running job without messages, held by whoever asks."""
    job = transitions.claim(make_job(**fields).id)
    assert job is not None
    return job


def make_overdue_job(patient: Patient | None = None, **fields: Any) -> GenerationJob:
    """A job accepted an hour ago, whose deadline passed 45 minutes ago."""
    accepted = datetime.now(UTC) - timedelta(hours=1)
    times = {"created_at": accepted, "deadline_at": accepted + timedelta(minutes=15)}
    return make_job(patient, **{**times, **fields})


def let_lapse(job: GenerationJob) -> None:
    """End the lease of a held job, as if its worker had died half a minute ago."""
    GenerationJob.objects.filter(id=job.id).update(lease_until=timezone.now() - timedelta(seconds=1))


def accept_job(patient: Patient, as_of: date = AS_OF) -> GenerationJob:
    """A queued job as a request of this person makes it, its input pinned, its window ending on `as_of`."""
    answer = request_summary(patient, as_of=as_of)
    assert isinstance(answer, Accepted)
    return answer.job


def requested_job(*entries: tuple[str, str, str]) -> GenerationJob:
    """The same of a new diarist."""
    return accept_job(make_diarist(*entries))


def summarise(patient: Patient, as_of: date = AS_OF) -> GenerationJob:
    """A job that has published its summary."""
    job = accept_job(patient, as_of)
    assert run_job(job.id)
    job.refresh_from_db()
    return job


def summarised_before_moving_west() -> GenerationJob:
    """The same of somebody who moved so far west since that the window's last date has not come where they live."""
    patient = make_patient("Pacific/Kiritimati")
    hours = {f"m{hours}": (timezone.now() - timedelta(hours=hours)).isoformat() for hours in (3, 30)}
    write(patient, *((name, at, "Felt calm.") for name, at in hours.items()))
    answer = request_summary(patient)
    assert run_job(answer.job.id)
    move_west(patient)
    return GenerationJob.objects.select_related("patient").get(id=answer.job.id)
