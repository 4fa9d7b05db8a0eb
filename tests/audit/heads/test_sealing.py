"""Which rows are taken into the log, when, and in which order."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pgtrigger
import pytest
from django.contrib.postgres.functions import TransactionNow

from audit.heads.folder import read_heads
from audit.heads.kinds import KINDS
from audit.heads.making import sign_head
from audit.heads.sealing import seal_rows
from audit.heads.verification import verify_heads
from audit.models import LogLeaf
from core.models import AccessEvent, Message
from generation.models import GenerationJob, ModelCall
from generation.worker.execution import run_job
from tests.builders.jobs import accept_job, summarise
from tests.builders.people import make_diarist, make_user

pytestmark = pytest.mark.django_db


def taken_in(table: str) -> list[UUID]:
    return list(LogLeaf.objects.filter(kind=table).values_list("row_id", flat=True))


def test_rows_stand_in_the_order_of_their_tables_and_by_id() -> None:
    for _ in range(2):
        summarise(make_diarist())
    seal_rows(timedelta(0))
    order = [kind.name for kind in KINDS]
    lines = list(LogLeaf.objects.values_list("position", "kind", "row_id"))
    assert [position for position, *_ in lines] == list(range(len(lines)))
    rows = [(order.index(kind), row_id) for _, kind, row_id in lines]
    assert rows == sorted(rows)
    assert len(taken_in("messages")) == 6


def test_job_is_taken_in_once_it_has_ended() -> None:
    job = accept_job(make_diarist())
    seal_rows(timedelta(0))
    assert taken_in("generation_jobs") == []
    assert run_job(job.id)
    seal_rows(timedelta(0))
    assert taken_in("generation_jobs") == [job.id]


def test_model_call_is_taken_in_ten_minutes_after_its_job_has_ended() -> None:
    """Until then its outcome may change, and a row that changes under a head is named as altered."""
    calls = {}
    for seconds in (-1, 1):
        job = summarise(make_diarist())
        calls[seconds] = ModelCall.objects.create(
            job=job, task="bridge_choice", tier="precision", model_asked="m", duration_ms=5, outcome="answered",
            cost="0.01", price_source="exact", prompt_version="choice-1", tokens_in=10,
        )  # fmt: skip
        ended = TransactionNow() - timedelta(minutes=10, seconds=seconds)
        with pgtrigger.ignore():
            GenerationJob.objects.filter(id=job.id).update(finished_at=ended)
    seal_rows()
    assert taken_in("model_calls") == [calls[1].pk]
    assert len(taken_in("generation_jobs")) == 2


def test_row_with_the_id_of_a_row_of_another_table_is_taken_in_all_the_same(heads_folder: Path) -> None:
    patient = make_diarist()
    assert sign_head()
    message = Message.objects.all()[:1].get()
    actor = make_user(patient.organisation)
    AccessEvent.objects.create(id=message.pk, patient=patient, actor=actor, actor_label="x", action="read", target="/")
    found = verify_heads(read_heads(heads_folder))
    assert (found.wrong, found.pending) == ((), {"access_events": 1})
    assert sign_head()
    found = verify_heads(read_heads(heads_folder))
    assert (found.wrong, +found.pending) == ((), {})
    assert taken_in("access_events") == [message.pk]
