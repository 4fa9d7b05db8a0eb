"""Therapy sessions: that one was held, and what was said, where there is a transcript."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from core.actors import Actor
from core.calendar import local_date
from core.faultpoints import committing
from core.history import record_change
from core.models import ChangeSubject, Patient, TherapySession
from core.models.message import CLIENT_ID_MAX_LENGTH, EARLIEST_SENT_AT
from core.practice.people import lock_patient
from core.refusals import InputRefused
from core.text_door import accept_text
from core.zones import require_zone

TRANSCRIPT_MAX_BYTES = 1024 * 1024


def add_session(
    actor: Actor,
    patient: Patient,
    session_date: date,
    *,
    held_at: datetime | None = None,
    transcript: str = "",
    client_id: str = "",
) -> TherapySession:
    """Record a session held on a local date, with its transcript or without.

    The same `client_id` again is the same session, and changes nothing. Raises InputRefused for a date before 1900 or
    ahead, a known id with another date, a transcript that is too long or already there in other words, an erased diary.
    """
    name = accept_text(client_id or f"entered-{uuid4()}", field="id", max_bytes=CLIENT_ID_MAX_LENGTH)
    words = accept_text(transcript, field="transcript", max_bytes=TRANSCRIPT_MAX_BYTES) if transcript else None
    with committing("enter"):
        locked = lock_patient(patient)
        _require_date(locked, session_date)
        if stored := TherapySession.objects.filter(patient=locked, client_id=name).first():
            return _known(stored, session_date, words)
        session = TherapySession.objects.create(
            patient=locked, client_id=name, session_date=session_date, held_at=held_at, transcript=words
        )
        details = f"session of {session_date:%Y-%m-%d} entered, {'with' if words else 'without'} transcript"
        record_change(actor, ChangeSubject.SESSION, session.pk, details, patient=locked)
    return session


def add_transcript(actor: Actor, session: TherapySession, transcript: str) -> None:
    """Give a session the transcript it has none of. Raises InputRefused where it has one, or was erased."""
    words = accept_text(transcript, field="transcript", max_bytes=TRANSCRIPT_MAX_BYTES)
    with committing("enter"):
        locked = lock_patient(session.patient)
        stored = TherapySession.objects.get(pk=session.pk)
        if stored.transcript is not None:
            raise InputRefused("transcript", "is there already; what was said does not change.")
        TherapySession.objects.filter(pk=stored.pk).update(transcript=words)
        details = f"session of {stored.session_date:%Y-%m-%d}: transcript entered"
        record_change(actor, ChangeSubject.SESSION, stored.pk, details, patient=locked)


def without_transcripts(sessions: QuerySet[TherapySession]) -> QuerySet[TherapySession]:
    """The same rows, for lists: `has_transcript` says whether there is one; it is not read, and may have a megabyte."""
    return sessions.defer("transcript").annotate(has_transcript=Q(transcript__isnull=False))


def _known(stored: TherapySession, session_date: date, words: str | None) -> TherapySession:
    if stored.session_date != session_date:
        raise InputRefused("session_date", f"differs from {stored.session_date}, the stored date of this id.")
    if words not in (None, stored.transcript):
        raise InputRefused("transcript", "differs from the one stored under this id.")
    return stored


def _require_date(patient: Patient, day: date) -> None:
    if day < EARLIEST_SENT_AT.date():
        raise InputRefused("session_date", "is before 1900. Check the year.")
    now = Patient.objects.annotate(clock=Now()).values_list("clock", flat=True).get(pk=patient.pk)
    if day > (today := local_date(now, require_zone(patient.zone))):
        raise InputRefused("session_date", f"is in the future; today is {today} in {patient.zone}.")
