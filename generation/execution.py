"""Running one job: claim it, walk the stages into artifacts, publish.

1. claim: one conditional UPDATE; whoever gets no row leaves.
2. load the pinned input and what an earlier attempt stored.
3. iterate the stages; each output is stored in its own transaction and read back before the next stage.
4. publish in one transaction.
Whatever breaks on the way passes one boundary: it is recorded by its code and raised again without its text.
"""

from __future__ import annotations

import logging
import traceback
from uuid import UUID

from django.db import Error
from django.db.models import F

from core.database_errors import describe
from core.models import MessageRevision
from generation import transitions
from generation.artifact_chain import ArtifactChain
from generation.errors import HoldLost, PinnedInputMissing, RunFailed, classify
from generation.generators.base import Stages
from generation.generators.session_bridge import session_bridge_stages
from generation.model_team import TeamFor, team_for
from generation.models import GenerationJob
from generation.pipeline.contracts import InputMessage, PipelineInput
from generation.pipeline.inputs import input_hash, make_input
from generation.pipeline.sequence import RunResult
from generation.publication import publish_session_bridge

logger = logging.getLogger(__name__)


def run_job(job_id: UUID, stages: Stages | None = None, *, team: TeamFor = team_for) -> bool:
    """Run the job if nobody else holds it, to its end. False: there was nothing to take, or it was taken away.

    `stages` replaces the feature's own; `team` says who does those, rules or a model.
    Raises RunFailed, which carries a code and no text, where the run broke. The job is then `failed`, unless the
    database itself was the trouble: then the lease lapses and the next worker goes on.
    """
    job = transitions.claim(job_id)
    if job is None:
        transitions.time_out(job_id)
        return False
    broken = _run_to_the_end(job, stages, team)
    # Raised outside the except clause, so that the error's text does not travel along as its context.
    if isinstance(broken, RunFailed):
        raise broken
    return broken is None


def load_input(job: GenerationJob) -> PipelineInput:
    """The pinned input of `job`. One query. Raises PinnedInputMissing where it is not what was accepted."""
    rows = MessageRevision.objects.filter(
        message__pins__job=job, number=F("message__pins__revision"), text__isnull=False
    ).values_list("message_id", "number", "message__sent_at", "text")
    messages = [
        InputMessage(id=str(message_id), revision=number, sent_at=sent_at, text=text or "")
        for message_id, number, sent_at, text in rows
    ]
    inputs = make_input(job.zone, job.window, messages)
    if input_hash(inputs, bytes(job.patient.hash_key)) != job.input_hash:
        raise PinnedInputMissing
    return inputs


def _run_to_the_end(job: GenerationJob, stages: Stages | None, team: TeamFor) -> RunFailed | HoldLost | None:
    try:
        publish_session_bridge(job, _walk(job, stages, team))
    except Exception as error:  # noqa: BLE001 - the one broad boundary: recorded by code, raised again by run_job
        return _record(job, error)
    return None


def _walk(job: GenerationJob, stages: Stages | None, team: TeamFor) -> RunResult:
    inputs = load_input(job)
    chain = ArtifactChain(job)
    if stages is None:
        steps = session_bridge_stages(inputs, chain.bodies, team(job, chain))
    else:
        steps = stages(inputs, chain.bodies)
    stored: str | None = None
    while True:
        try:
            output = next(steps) if stored is None else steps.send(stored)
        except StopIteration as finished:
            result: RunResult = finished.value
            return result
        stored = chain.store(output)


def _record(job: GenerationJob, error: Exception) -> RunFailed | HoldLost:
    broken = classify(error)
    # Whoever prints the trace with local variables finds no diary, prompt or key in them.
    traceback.clear_frames(error.__traceback__)
    try:
        if isinstance(broken, HoldLost):
            logger.info("job %s is not held any more", job.id)
            transitions.time_out(job.id)
            return broken
        logger.error("job %s broke: %s", job.id, broken.code)
        if broken.permanent:
            transitions.fail(job, broken.code)
    except Error as second:
        logger.error("job %s: nothing could be recorded: %s", job.id, describe(second))  # noqa: TRY400 - no text
    return broken.with_traceback(error.__traceback__)
