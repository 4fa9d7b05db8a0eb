"""Many jobs at once on one thread that waits: the waves of many sessions, which do little but wait for a model.

Each is run exactly as `run_job` runs it. What touches the database is done on threads of the event loop's pool, each of
which gives its connection back at once; only the questions are awaited.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple, TypeVar
from uuid import UUID

from core.connections import give_connection_back
from core.log_context import of_job
from generation.generators.base import Question
from generation.run.models_for_job import ModelsFor, models_for
from generation.worker.execution import Over, Run, Walk, claim_or_time_out, move, run_to_the_end
from generation.worker.heartbeat import Heartbeat, process_heartbeat
from generation.worker.shutdown import Stopping, process_stopping

# Jobs awaited at once by one call; a thread each asks where the client is not asynchronous, one more keeps the records.
_AT_ONCE = 16
Made = TypeVar("Made")


class _Worker(NamedTuple):
    models: ModelsFor
    heartbeat: Heartbeat
    stopping: Stopping


def run_jobs_side_by_side(
    job_ids: Sequence[UUID],
    *,
    models: ModelsFor = models_for,
    heartbeat: Heartbeat = process_heartbeat,
    stopping: Stopping = process_stopping,
) -> int:
    """Run each of the jobs that nobody else holds, to its end; how many came to a good one. Raises nothing."""
    return asyncio.run(_run_all(job_ids, _Worker(models, heartbeat, stopping)))


async def _run_all(job_ids: Sequence[UUID], worker: _Worker) -> int:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(2 * _AT_ONCE))
    room = asyncio.Semaphore(_AT_ONCE)

    async def run(job_id: UUID) -> bool:
        async with room:
            with of_job(job_id):
                return await _run(job_id, worker)

    ended = await asyncio.gather(*(run(job_id) for job_id in job_ids), return_exceptions=True)
    return sum(one is True for one in ended)


async def _run(job_id: UUID, worker: _Worker) -> bool:
    job = await _aside(partial(claim_or_time_out, job_id, worker.stopping))
    if job is None:
        return False
    walk: Walk = run_to_the_end(Run(job, None, worker.models, worker.stopping), worker.heartbeat)
    at = await _aside(partial(move, partial(next, walk)))
    while not isinstance(at, Over):
        at = await _aside(partial(move, await _answered(walk, at)))
    return at.broken is None


async def _answered(walk: Walk, question: Question) -> Callable[[], Question]:
    """How the run goes on from here: with the answer, or with what broke."""
    try:
        return partial(walk.send, await question.aask())
    except Exception as error:  # noqa: BLE001 - handed to the boundary in the run
        return partial(walk.throw, error)


async def _aside(act: Callable[[], Made]) -> Made:
    """`act` on a thread of the pool, with whatever connection it took given back."""

    def acting() -> Made:
        try:
            return act()
        finally:
            give_connection_back()

    return await asyncio.to_thread(acting)
