"""Running one job: claim it, walk the stages into artifacts, publish.

1. claim: one conditional UPDATE; whoever gets no row leaves.
2. from here on the heartbeat renews the lease.
3. load the pinned input and what an earlier attempt stored.
4. iterate the stages, each in its turn and without a database connection (`stage_turns`); each output is stored in
   its own transaction and read back before the next stage. Between stages: leave where the lease was lost, give the
   job back where the process has to stop. A stage that hands a question over instead of asking it lets this
   thread wait for one job (`run_job`), or await many (`side_by_side`).
5. publish in one transaction.
Whatever breaks on the way passes one boundary: its code is recorded, and it is raised again without its text.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable, Generator
from contextlib import closing
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from django.db import Error

from core.database_errors import describe
from core.log_context import of_job
from generation.generators.base import Question, Stages
from generation.generators.base_ai_generator import NoReading
from generation.generators.result import Result
from generation.lifecycle import transitions
from generation.models import GenerationJob
from generation.pipeline.sequence import StageOutput
from generation.run.artifact_chain import ArtifactChain
from generation.run.errors import HoldLost, RunFailed, classify
from generation.run.features import load_input_of, publish
from generation.run.models_for_job import ModelsFor, models_for
from generation.time_limits import FALLBACK_RESERVE
from generation.worker.heartbeat import Heartbeat, Hold, process_heartbeat
from generation.worker.shutdown import Stopping, process_stopping
from generation.worker.stage_turns import take_turns

logger = logging.getLogger(__name__)

# How often a job whose model's server is in trouble is taken before it is given up: it has no rules to go on by.
MAX_READINGS = 3


def run_job(
    job_id: UUID,
    stages: Stages | None = None,
    *,
    models: ModelsFor = models_for,
    heartbeat: Heartbeat = process_heartbeat,
    stopping: Stopping = process_stopping,
) -> bool:
    """Run the job if nobody else holds it, to its end. False: there was nothing to take, or it was taken away.

    `stages` replaces the feature's own; `models` says which model, if any, the stages may ask for this job.
    Raises RunFailed, which carries a code and no text, where the run broke. The job is then `failed`, unless the
    trouble was the database's or the machine's: then the lease lapses and the next worker goes on.
    """
    with of_job(job_id):
        job = claim_or_time_out(job_id, stopping)
        if job is None:
            return False
        broken = _wait_through(run_to_the_end(Run(job, stages, models, stopping), heartbeat))
    # Raised outside the except clause, so that the error's text does not travel along as its context.
    if isinstance(broken, RunFailed):
        raise broken
    return broken is None


def time_left(hold: Hold) -> Callable[[], float]:
    """How many seconds models may still take, by Postgres's clock at the claim and a clock that never jumps since.

    The reserve of the fallback is taken off. 0 where the job is no longer held.
    """
    began = time.monotonic()
    granted = (hold.job.deadline_at - hold.job.clock - FALLBACK_RESERVE).total_seconds()
    return lambda: 0.0 if hold.is_lost else max(0.0, granted - (time.monotonic() - began))


def claim_or_time_out(job_id: UUID, stopping: Stopping) -> GenerationJob | None:
    """The job, held from now on; None where there is nothing to take, or this process has to stop."""
    if stopping.has_begun:
        return None
    job = transitions.claim(job_id)
    if job is None:
        transitions.time_out(job_id)
    return job


class Run(NamedTuple):
    """A claimed job and what it is run with."""

    job: GenerationJob
    stages: Stages | None
    models: ModelsFor
    stopping: Stopping


# A run hands over the questions it does not ask itself, and ends with what broke it, if anything did.
Ended = RunFailed | HoldLost | None
Walk = Generator[Question, Any, Ended]


class Over(NamedTuple):
    """A run that has ended."""

    broken: Ended


def run_to_the_end(run: Run, heartbeat: Heartbeat) -> Walk:
    """Walk the stages and publish. Whatever breaks is recorded, and is the result."""
    try:
        with heartbeat.keep(run.job) as hold:
            publish(run.job, (yield from _walk(run, hold)))
    except Exception as error:  # noqa: BLE001 - the one broad boundary: recorded by code, raised again by run_job
        return _record(run.job, error)
    return None


def move(step: Callable[[], Question]) -> Question | Over:
    """The run's next question, or that it is over."""
    try:
        return step()
    except StopIteration as ended:
        return Over(ended.value)


def _wait_through(walk: Walk) -> Ended:
    at = move(partial(next, walk))
    while not isinstance(at, Over):
        try:
            answer = at.ask()
        except Exception as error:  # noqa: BLE001 - handed to the boundary in the run
            at = move(partial(walk.throw, error))
        else:
            at = move(partial(walk.send, answer))
    return at.broken


def _walk(run: Run, hold: Hold) -> Generator[Question, Any, Result]:
    chain = ArtifactChain(hold.job)
    inputs, left = load_input_of(hold.job, chain.bodies), time_left(hold)
    models = run.models(hold.job, chain, left)
    said: Any = None
    with closing(take_turns(hold, run.stages, inputs, chain.bodies, left, models)) as steps:
        while True:
            try:
                step = next(steps) if said is None else steps.send(said)
            except StopIteration as finished:
                result: Result = finished.value
                return result
            _require_hold(hold)
            if not isinstance(step, StageOutput):
                said = yield step
                continue
            said = chain.store(step)
            if run.stopping.is_urgent:
                transitions.release(hold.job)
                raise HoldLost


def _require_hold(hold: Hold) -> None:
    """Raises HoldLost where the lease could not be renewed. The fence, not this, keeps late writes out."""
    if hold.is_lost:
        raise HoldLost


def _record(job: GenerationJob, error: Exception) -> RunFailed | HoldLost:
    broken = classify(error)
    # Whoever prints the trace with local variables finds no diary, prompt or key in them.
    traceback.clear_frames(error.__traceback__)
    try:
        if isinstance(broken, HoldLost):
            logger.info("job %s is no longer held", job.id)
            transitions.time_out(job.id)
            return broken
        logger.error("job %s broke: %s", job.id, broken.code)
        if broken.permanent or (isinstance(error, NoReading) and job.attempts >= MAX_READINGS):
            transitions.fail(job, broken.code)
    except Error as second:
        logger.error("job %s: nothing could be recorded: %s", job.id, describe(second))  # noqa: TRY400 - no text
    return broken.with_traceback(error.__traceback__)
