"""From request to published with an instant writer, against one bare Celery task that does the same storage.

Both go through Redis and a worker with threads; both are over when the last row can be read. The bare task stores the
rows that a run of ours stores, in as many transactions, and asks nothing.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from benchmarks.bare_task import store_rows
from benchmarks.diarists import diarists, request
from benchmarks.figures import Figure, time_in_turns
from benchmarks.instant_stages import instant_stages
from benchmarks.workers import worker
from core.models import Patient
from generation.execution import run_job
from generation.models import GenerationJob

ROUNDS = 60
WARM_UP = 8
_PAUSE_SECONDS = 0.0005
_WRITES = ("INSERT", "UPDATE")

Statement = tuple[str, list[Any]]


def measure() -> Figure:
    patients = diarists(2 * (ROUNDS + WARM_UP) + 1)
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "rows.json"
        record_run(next(patients), rows)
        with worker():

            def ours() -> None:
                wait_for(request(next(patients)).id)

            def bare() -> None:
                patient, job_id = next(patients), uuid4()
                store_rows.apply_async(args=(str(rows), str(patient.id), str(job_id)))
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


def record_run(patient: Patient, path: Path) -> None:
    """Write down every INSERT and UPDATE of one request and run, transaction by transaction."""
    with recorded() as transactions:
        job = request(patient)
        assert run_job(job.id, instant_stages)
    messages = patient.messages.order_by("sent_at", "client_id").values_list("id", flat=True)
    names = {str(message_id): f"MESSAGE {number}" for number, message_id in enumerate(messages)}
    names |= {str(patient.id): "PATIENT", str(job.id): "JOB"}
    text = json.dumps([[_plain(statement, names) for statement in each] for each in transactions if each])
    assert GenerationJob.objects.get(id=job.id).state == "succeeded"
    path.write_text(text, encoding="utf-8")


@contextmanager
def recorded() -> Iterator[list[list[Statement]]]:
    """The writing statements of this connection, a list for each transaction."""
    transactions: list[list[Statement]] = []
    last: list[object] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: Any, context: Any) -> Any:
        # The outermost block is the transaction; a statement outside of any is one of its own.
        blocks = connection.atomic_blocks[:1] or [object()]
        if blocks != last:
            last[:] = blocks
            transactions.append([])
        if sql.lstrip().startswith(_WRITES):
            transactions[-1].append((sql, list(params or [])))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield transactions


def _plain(statement: Statement, names: dict[str, str]) -> Statement:
    sql, values = statement
    return sql, [_plain_value(value, names) for value in values]


def _plain_value(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, UUID):
        # Ids of rows that were there have names, those of new rows are made each time.
        return names.get(str(value)) or f"NEW {value}"
    if hasattr(value, "obj"):
        return json.dumps(value.obj)
    if isinstance(value, list):
        return [_plain_value(each, names) for each in value]
    if isinstance(value, str | int | float | bool | None):
        return value
    return str(value)
