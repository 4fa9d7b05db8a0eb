"""What a wave over a session reads, pinned when its job is accepted and read back when it is run."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping

from core.models import TherapySession
from generation.generators.waves.published_shape import is_of_its_shape
from generation.generators.waves.wave_input import EarlierReading, WaveInput
from generation.models import GenerationJob, SessionAnalysis
from generation.pipeline.contracts import canonical_json, sha256_hex
from generation.run.errors import PinnedInputMissing


def newest_analyses(session: TherapySession) -> Mapping[str, SessionAnalysis]:
    """The reading that counts of each wave of the session, erased ones left out. One query."""
    newest = SessionAnalysis.objects.filter(session=session).order_by("wave", "-attempt").distinct("wave")
    return {analysis.wave: analysis for analysis in newest if analysis.data is not None}


def wave_input_hash(session: TherapySession, wave: str, read: Iterable[SessionAnalysis]) -> str:
    """HMAC-SHA-256, 64 hex digits, over the session, its transcript and the analyses read with it.

    Keyed with the patient's own key: once that is erased, nobody can try transcripts against it. Raises
    PinnedInputMissing where it is, or the transcript.
    """
    key = session.patient.hash_key
    if key is None or session.transcript is None:
        raise PinnedInputMissing
    content = {
        "session": str(session.id),
        "date": session.session_date.isoformat(),
        "wave": wave,
        "transcript": sha256_hex(session.transcript),
        "read": sorted(str(analysis.id) for analysis in read),
    }
    return hmac.new(bytes(key), canonical_json(content).encode(), hashlib.sha256).hexdigest()


def load_wave_input(job: GenerationJob) -> WaveInput:
    """The pinned input of a wave's job. Two queries. Raises PinnedInputMissing where it is not what was accepted."""
    session = TherapySession.objects.select_related("patient").get(wave_jobs=job)
    read = list(SessionAnalysis.objects.filter(pins__job=job).order_by("wave"))
    if wave_input_hash(session, job.wave, read) != job.input_hash or session.transcript is None:
        raise PinnedInputMissing
    earlier = []
    for analysis in read:
        if analysis.data is None:
            raise PinnedInputMissing
        # Without what an older system published in another shape, as without a wave that failed.
        if is_of_its_shape(analysis.wave, analysis.data):
            earlier.append(EarlierReading(wave=analysis.wave, data=analysis.data))
    return WaveInput(
        wave=job.wave, session_date=session.session_date, transcript=session.transcript, earlier=tuple(earlier)
    )
