"""Rows taken in while their words go, and heads made by several beats: the log stays one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import InternalError, close_old_connections, connection, transaction

from audit.heads.folder import read_heads
from audit.heads.making import sign_head
from audit.heads.one_look import one_look
from audit.heads.sealing import seal_rows
from audit.heads.verification import verify_heads
from audit.models import LogErasure
from core.models import Message
from core.practice.taking_back import delete_messages
from tests.builders.people import TESTER, make_diarist, write
from tests.builders.waiting import until_done_or_waiting

pytestmark = pytest.mark.django_db(transaction=True)


def in_its_own_connection(work: Callable[..., object], *given: object) -> None:
    try:
        work(*given)
    finally:
        close_old_connections()
        connection.close()


def test_erasures_and_heads_at_once_leave_a_whole_log(heads_folder: Path) -> None:
    people = [make_diarist() for _ in range(6)]
    sign_head(settled=timedelta(0))
    with ThreadPoolExecutor(4) as pool:
        tasks = [
            pool.submit(in_its_own_connection, *task)
            for patient in people
            for task in (
                (write, patient, ("m9", "2025-11-14T08:00+01:00", "Slept 7 h.")),
                (sign_head,),
                (delete_messages, TESTER, patient, ["m1", "m9"]),
                (sign_head,),
            )
        ]
    for task in tasks:
        task.result()
    sign_head(settled=timedelta(0))
    assert verify_heads(read_heads(heads_folder)).wrong == ()


def meanwhile(first: Callable[..., object], second: Callable[..., object]) -> None:
    """`second`, on a connection of its own, begins while `first` is not yet committed, and waits for it."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            other = pool.submit(in_its_own_connection, second)
            until_done_or_waiting(other)
            assert not other.done()
        other.result(10)


def test_words_do_not_go_while_their_rows_are_taken_in(heads_folder: Path) -> None:
    patient = make_diarist()
    meanwhile(lambda: seal_rows(timedelta(0)), lambda: delete_messages(TESTER, patient, ["m1"]))
    assert LogErasure.objects.filter(patient_id=patient.pk).count() == 1
    sign_head(settled=timedelta(0))
    assert verify_heads(read_heads(heads_folder)).wrong == ()


def test_rows_are_not_taken_in_while_their_words_go(heads_folder: Path) -> None:
    patient = make_diarist()
    meanwhile(lambda: delete_messages(TESTER, patient, ["m1"]), lambda: sign_head(settled=timedelta(0)))
    assert verify_heads(read_heads(heads_folder)).wrong == ()


def test_verification_sees_one_moment_whatever_is_written_meanwhile() -> None:
    patient = make_diarist()
    with one_look():
        rows = Message.objects.count()
        with ThreadPoolExecutor(1) as pool:
            entry = ("m9", "2025-11-14T08:00+01:00", "Slept 7 h.")
            pool.submit(in_its_own_connection, write, patient, entry).result(10)
        assert Message.objects.count() == rows
    assert Message.objects.count() == rows + 1


def test_verification_cannot_write() -> None:
    patient = make_diarist()
    with pytest.raises(InternalError, match="read-only transaction"), one_look():
        Message.objects.filter(patient=patient).update(sent_at=None)
