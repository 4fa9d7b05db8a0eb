"""One bare Celery task that stores the rows of a run: no lock, no claim, nothing looked up but the messages' ids."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from celery import shared_task
from django.db import connection

# Table, columns, values: recorded from a real run by benchmarks.overhead.
Row = tuple[str, list[str], list[Any]]


@shared_task(name="benchmarks.store_rows", ignore_result=True)
def store_rows(path: str, patient_id: str, job_id: str) -> None:
    """Store the recorded statements anew for this job, in the transactions they were recorded in."""
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 - as a task in the middle of nowhere would
        transactions: list[list[tuple[str, list[Any]]]] = json.load(file)
    fresh: dict[str, str] = {}
    connection.ensure_connection()
    raw = connection.connection
    found = raw.execute("SELECT id::text FROM messages WHERE patient_id = %s ORDER BY sent_at, client_id", [patient_id])
    messages = {f"MESSAGE {number}": message_id for number, (message_id,) in enumerate(found.fetchall())}
    names = {"PATIENT": patient_id, "JOB": job_id, **messages}
    for statements in transactions:
        with raw.transaction(), raw.cursor() as cursor:
            for statement, values in statements:
                cursor.execute(statement, [_value(value, names, fresh) for value in values])


def _value(value: Any, names: dict[str, str], fresh: dict[str, str]) -> Any:
    """Names become this job's and person's ids; other ids become new ones, the same wherever they recur."""
    if isinstance(value, list):
        return [_value(each, names, fresh) for each in value]
    if isinstance(value, str) and value in names:
        return names[value]
    if isinstance(value, str) and value.startswith("NEW "):
        return fresh.setdefault(value, str(uuid4()))
    return value
