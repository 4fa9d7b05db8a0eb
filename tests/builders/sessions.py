"""Therapy sessions, their waves' jobs and what those published, for tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from core.models import Patient, TherapySession
from generation.generators.waves.registry import wave_generators
from generation.lifecycle import transitions
from generation.models import Feature, GenerationJob, Origin, SessionAnalysis
from generation.run.session_input import wave_input_hash
from tests.builders.people import AS_OF, make_patient

TRANSCRIPT = """\
Therapist: How was your week?
Client: I slept badly all week. On Tuesday I lay awake until four, thinking about the talk with my manager.
Therapist: And then?
Client: Then I called my sister, and it helped. I had never told her about the nights before.
Therapist: What would you like to try until we meet again?
Client: I am going to write down when I go to bed, and I will call my sister on Sunday.
"""


def make_session(patient: Patient | None = None, transcript: str | None = TRANSCRIPT, **fields: Any) -> TherapySession:
    values = {"client_id": uuid4().hex, "session_date": AS_OF, "transcript": transcript}
    return TherapySession.objects.create(patient=patient or make_patient(model_allowed=True), **{**values, **fields})


def make_wave_job(of: TherapySession, name: str = "mood", **fields: Any) -> GenerationJob:
    """A queued job that reads nothing but the transcript."""
    values = {
        "patient": of.patient,
        "feature": Feature.SESSION_WAVE,
        "session": of,
        "wave": name,
        "window_first": of.session_date,
        "window_last": of.session_date,
        "zone": of.patient.zone,
        "input_hash": wave_input_hash(of, name, []),
        "origin": Origin.SESSION,
        "deadline_at": timezone.now() + timedelta(minutes=15),
    }
    return GenerationJob.objects.create(**{**values, **fields})


def analysed(session: TherapySession, wave: str = "mood", data: str = "") -> SessionAnalysis:
    """A wave that has published `data`, by default an empty reading, as a worker publishes it."""
    held = transitions.claim(make_wave_job(session, wave, input_hash=uuid4().hex * 2).id)
    assert held is not None
    attempt = SessionAnalysis.objects.filter(session=session, wave=wave).count()
    analysis = SessionAnalysis.objects.create(
        session=session, wave=wave, attempt=attempt, job=held, epoch=held.epoch,
        data=data or wave_generators()[wave].reading().canonical_text(), prompt_version=f"{wave}-1", model="gpt-5-nano",
    )  # fmt: skip
    assert transitions.succeed(held)
    return analysis
