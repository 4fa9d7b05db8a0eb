"""Seeing a job through to its end, from a command that has nothing better to do."""

from __future__ import annotations

import time
from collections.abc import Callable
from uuid import UUID

from generation.models import GenerationJob
from generation.run.models_for_job import ModelsFor, models_for
from generation.worker.execution import run_job
from generation.worker.scheduled_tasks import sweep

_PAUSE_SECONDS = 0.1
_SWEEP_SECONDS = 2.0


def finish_here(job_id: UUID, models: ModelsFor = models_for) -> GenerationJob:
    """Run the job in this process with `models`, or wait for the worker that was faster; the ended job.

    Where that worker dies, its lease lapses and this process goes on. Raises RunFailed where the run broke here.
    """
    while not run_job(job_id, models=models) and _read(job_id).is_active:
        time.sleep(_PAUSE_SECONDS)
    return _read(job_id)


def wait_for(job_id: UUID, *, still_hopeful: Callable[[], bool]) -> GenerationJob:
    """Wait for workers to end the job, as long as that is `still_hopeful`; the job as it is then.

    Sweeps meanwhile: without a beat, nobody else would send again what the broker lost.
    """
    next_sweep = time.monotonic()
    while (job := _read(job_id)).is_active and still_hopeful():
        if time.monotonic() >= next_sweep:
            sweep()
            next_sweep = time.monotonic() + _SWEEP_SECONDS
        time.sleep(_PAUSE_SECONDS)
    return job


def _read(job_id: UUID) -> GenerationJob:
    return GenerationJob.objects.get(id=job_id)
