"""An invented session for each person of the demo, read by its waves where a model may."""

from __future__ import annotations

from collections.abc import Iterator

from core.actors import Actor
from core.models import Patient, TherapySession
from core.practice.sessions import add_session
from generation.demo.diaries import DemoDiary
from generation.models import ACTIVE_STATES, GenerationJob
from generation.run.models_for_job import ModelsFor, models_for
from generation.session_waves import Readiness, go_on, readiness, wave_states
from generation.worker.side_by_side import run_jobs_side_by_side

NEEDS_MODEL = (
    "Sessions: needs_model. Three invented transcripts wait for a model (docs/models.md) and each person's consent."
)


def demo_session(actor: Actor, patient: Patient, diary: DemoDiary) -> TherapySession:
    """The person's session, with its transcript; the same one every time."""
    name = f"demo-{diary.name}"
    return add_session(actor, patient, diary.as_of, transcript=diary.transcript, client_id=name)


def read_sessions(sessions: list[TherapySession], models: ModelsFor = models_for) -> Iterator[str]:
    """Have every wave of the sessions run here, side by side; a line for each session, or one that says why not."""
    ready = [session for session in sessions if readiness(session) is Readiness.READY]
    if not ready:
        yield NEEDS_MODEL
        return
    while due := [job.id for session in ready for job in _due(session)]:
        run_jobs_side_by_side(due, models=models)
    for session in ready:
        states = ", ".join(f"{one.wave} {one.state}" for one in wave_states(session))
        yield f"Session of {session.session_date}, read by a model, for clinicians: {states}"


def _due(session: TherapySession) -> list[GenerationJob]:
    go_on(session)
    # Somebody else's worker may have them: those are waited for by it.
    active = GenerationJob.objects.filter(session=session, state__in=ACTIVE_STATES, lease_until=None)
    return list(active)
