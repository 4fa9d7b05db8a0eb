"""The messages of a window: its local dates, in order, without what was deleted, in one query."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.messages import IncomingMessage, store_messages, window_messages
from core.models import Message, MessageRevision, Patient
from core.practice.taking_back import delete_messages
from tests.builders.people import TESTER, make_patient

FIRST, LAST = date(2024, 11, 7), date(2024, 11, 21)


def at(text: str, zone: str = "Europe/Berlin") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def send(patient: Patient, *times: datetime) -> None:
    store_messages(patient, [IncomingMessage(f"m{n}", time, f"Entry {n}.") for n, time in enumerate(times)])


def texts(patient: Patient, first: date = FIRST, last: date = LAST) -> list[str]:
    return [message.text for message in window_messages(patient, first, last)]


def test_a_window_holds_its_local_dates_from_first_midnight_to_last(patient: Patient) -> None:
    send(
        patient,
        at("2024-11-06T23:59:59"),
        at("2024-11-07T00:00:00"),
        at("2024-11-21T23:59:59"),
        at("2024-11-22T00:00:00"),
    )
    assert texts(patient) == ["Entry 1.", "Entry 2."]


def test_a_message_carries_its_id_revision_instant_and_words(patient: Patient) -> None:
    send(patient, at("2024-11-08T22:14"))
    send_again = [IncomingMessage("m0", at("2024-11-08T22:14"), "Other words.")]
    store_messages(patient, send_again)
    [message] = window_messages(patient, FIRST, LAST)
    assert message.id == str(Message.objects.get().pk)
    assert message[1:4] == (2, datetime(2024, 11, 8, 21, 14, tzinfo=UTC), "Other words.")


def test_an_instant_comes_back_to_the_microsecond(patient: Patient) -> None:
    instants = [
        datetime(1900, 1, 1, 0, 0, 0, 1, tzinfo=UTC),
        datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        datetime(2024, 11, 8, 21, 14, 7, 123457, tzinfo=UTC),
    ]
    send(patient, *instants)
    read = window_messages(patient, date(1899, 12, 31), LAST)
    assert [message.sent_at for message in read] == instants


def test_messages_come_by_time_then_by_id_in_code_point_order(patient: Patient) -> None:
    moment = at("2024-11-08T22:14")
    ids = ["b", "B", "ä", "a-1", "a1", "_"]
    store_messages(patient, [IncomingMessage(id_, moment, id_) for id_ in ids])
    store_messages(patient, [IncomingMessage("z", moment - timedelta(minutes=1), "first")])
    assert texts(patient) == ["first", *sorted(ids)]


def test_deleted_and_erased_messages_are_left_out(patient: Patient) -> None:
    send(patient, *[at("2024-11-08T22:14")] * 3)
    delete_messages(TESTER, patient, ["m0"])
    MessageRevision.objects.filter(message__client_id="m1").update(text=None, salt=None, erased_at=datetime.now(UTC))
    assert texts(patient) == ["Entry 2."]


def test_another_persons_messages_are_left_out(patient: Patient) -> None:
    other = make_patient()
    send(other, at("2024-11-08T22:14"))
    assert texts(patient) == []


def test_a_window_is_read_in_one_query(patient: Patient) -> None:
    send(patient, at("2024-11-08T22:14"), at("2024-11-09T22:14"))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(window_messages(patient, FIRST, LAST)) == 2
    assert len(queries) == 1, queries.captured_queries


# In St. John's clocks went back at 00:01, so 29 October 2006 began, ended and began again.
@pytest.mark.parametrize(
    ("utc", "day"),
    [
        ("2006-10-29T02:29:30", date(2006, 10, 28)),
        ("2006-10-29T02:30:30", date(2006, 10, 29)),
        ("2006-10-29T02:31:30", date(2006, 10, 28)),
        ("2006-10-29T03:29:30", date(2006, 10, 28)),
        ("2006-10-29T03:30:30", date(2006, 10, 29)),
    ],
)
@pytest.mark.django_db
def test_where_a_date_begins_twice_each_message_is_in_one_window(utc: str, day: date) -> None:
    person = make_patient("America/St_Johns")
    send(person, at(utc, "UTC"))
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    found = [bool(texts(person, each, each)) for each in (before, day, after)]
    assert found == [False, True, False]
    assert texts(person, before, day) == texts(person, day, after) == ["Entry 0."]
