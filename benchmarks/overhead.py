"""From request to published with an instant writer, against one bare Celery task that does the same storage.

Both go through Redis and a worker with threads; both are over when the last row can be read. The bare task stores the
rows that a run of ours stores, in as many transactions, and asks nothing.
"""

from __future__ import annotations

import time
from uuid import UUID, uuid4

from django.db import connection

from benchmarks.bare_task import store_rows
from benchmarks.diarists import diarists, request
from benchmarks.figures import Figure, time_in_turns
from benchmarks.instant_stages import instant_stages
from benchmarks.workers import worker
from generation.worker.execution import run_job

ROUNDS = 80
WARM_UP = 10
_PAUSE_SECONDS = 0.0005


def measure() -> Figure:
    patients = diarists(2 * (ROUNDS + WARM_UP) + 1)
    model = request(next(patients))
    assert run_job(model.id, instant_stages)
    with worker():

        def ours() -> None:
            wait_for(request(next(patients)).id)

        def bare() -> None:
            job_id = uuid4()
            store_rows.apply_async(args=(str(model.id), str(next(patients).id), str(job_id)))
            wait_for(job_id)

        timing = time_in_turns(ours, bare, rounds=ROUNDS, warm_up=WARM_UP)
    note = f"{timing.candidate * 1e3:.1f} and {timing.baseline * 1e3:.1f} ms"
    return Figure("overhead", timing.ratio, 1.3, "a bare Celery task, the same rows", note)


def wait_for(job_id: UUID) -> None:
    """Until the job is published."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT FROM generation_jobs WHERE id = %s AND state = 'succeeded'", [job_id])
            if cursor.rowcount:
                return
            time.sleep(_PAUSE_SECONDS)
