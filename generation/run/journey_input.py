"""What a journey reads: the analyses that counted when its job was accepted, session by session."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from itertools import groupby

from django.conf import settings

from core.models import Patient, TherapySession
from generation.generators.journey.journey_input import Compaction, JourneyInput, SessionRead
from generation.generators.waves.published_shape import is_of_its_shape
from generation.generators.waves.wave_input import EarlierReading
from generation.language_models.choose import read_model_settings
from generation.language_models.model_tiers import ALL_TASKS
from generation.models import GenerationJob, SessionAnalysis
from generation.pipeline.contracts import canonical_json
from generation.run.errors import PinnedInputMissing

TASK = "roadmap_generation"


def analyses_of_all_sessions(patient: Patient) -> list[SessionAnalysis]:
    """The reading that counts of every session and wave, the oldest session first; erased ones left out. One query."""
    newest = (
        SessionAnalysis.objects.filter(session__patient=patient)
        .select_related("session")
        .order_by("session_id", "wave", "-attempt")
        .distinct("session_id", "wave")
    )
    return sorted((one for one in newest if one.data is not None), key=_place)


def journey_input_hash(patient: Patient, read: Sequence[SessionAnalysis]) -> str:
    """HMAC-SHA-256, 64 hex digits, over the analyses read, by their ids: a row never changes. Keyed as a summary's."""
    if patient.hash_key is None:
        raise PinnedInputMissing
    content = {"analyses": sorted(str(analysis.id) for analysis in read)}
    return hmac.new(bytes(patient.hash_key), canonical_json(content).encode(), hashlib.sha256).hexdigest()


def load_journey_input(job: GenerationJob) -> JourneyInput:
    """The pinned input of a journey's job. Two queries. Raises PinnedInputMissing where it is not what was accepted."""
    pinned = SessionAnalysis.objects.filter(pins__job=job).select_related("session")
    read = sorted(pinned, key=_place)
    patient = Patient.objects.get(id=job.patient_id)
    if journey_input_hash(patient, read) != job.input_hash or any(one.data is None for one in read):
        raise PinnedInputMissing
    sessions = tuple(
        _session_read(session, list(of_session)) for session, of_session in groupby(read, key=lambda one: one.session)
    )
    return JourneyInput(sessions=sessions, compaction=Compaction(settings.JOURNEY_COMPACTION), tokens=_tokens())


def _session_read(session: TherapySession, analyses: Sequence[SessionAnalysis]) -> SessionRead:
    """What an older system published in another shape than the wave's is not told, and is named."""
    published = [EarlierReading(wave=one.wave, data=one.data or "") for one in analyses]
    readable = tuple(one for one in published if is_of_its_shape(one.wave, one.data))
    return SessionRead(
        session=str(session.id),
        date=session.session_date,
        readings=readable,
        unread=tuple(one.wave for one in published if one not in readable),
    )


def _tokens() -> int:
    """The budget of the task's model here."""
    model = read_model_settings().names().choose(TASK)
    tokens: int = settings.JOURNEY_TOKENS.get(model, settings.JOURNEY_TOKENS[ALL_TASKS])
    return tokens


def _place(analysis: SessionAnalysis) -> tuple[str, str, str]:
    return analysis.session.session_date.isoformat(), str(analysis.session_id), analysis.wave
