"""Several senders at the same moment, each with a connection of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection

from core.diary_formats.rows import DiaryRow
from core.importing import ImportResult, import_rows
from core.messages import Outcome, store_message
from core.models import Message, MessageRevision, Patient
from tests.builders.people import make_patient

SENT_AT = datetime(2024, 11, 8, 21, 14, tzinfo=UTC)
SENDERS = 6
T = TypeVar("T")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sender_patient(transactional_db: None) -> Patient:
    return make_patient("UTC")


def at_once(send: Callable[[int], T]) -> list[T]:
    start = Barrier(SENDERS)

    def sender(number: int) -> T:
        try:
            start.wait(10)
            return send(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(SENDERS) as senders:
        return list(senders.map(sender, range(SENDERS)))


def test_one_message_sent_by_many_is_stored_once(sender_patient: Patient) -> None:
    outcomes = at_once(lambda _: store_message(sender_patient, "m1", SENT_AT, "Slept 6 h."))
    assert Counter(outcomes) == {Outcome.CREATED: 1, Outcome.UNCHANGED: SENDERS - 1}
    assert MessageRevision.objects.count() == 1


def test_edits_at_once_all_stay_as_revisions(sender_patient: Patient) -> None:
    store_message(sender_patient, "m1", SENT_AT, "Slept 6 h.")
    outcomes = at_once(lambda n: store_message(sender_patient, "m1", SENT_AT, f"Slept {n}.5 h."))
    assert outcomes == [Outcome.REVISED] * SENDERS
    numbers = MessageRevision.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, SENDERS + 2))
    assert Message.objects.get().current_revision == SENDERS + 1


def test_one_file_imported_by_many_is_imported_once(sender_patient: Patient) -> None:
    rows = [DiaryRow(n, f"m{n}", SENT_AT, f"Ran {n} km.") for n in range(1, 1201)]
    results: list[ImportResult] = at_once(lambda _: import_rows(sender_patient, rows))
    assert sorted(result.new for result in results) == [0] * (SENDERS - 1) + [1200]
    assert all(result.new + result.unchanged == 1200 for result in results)
    assert MessageRevision.objects.count() == 1200
