"""How messages come in: once, as revisions when their words change, never again after an erasure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.database_errors import constraint_of
from core.erasure import erase_person
from core.message_rows import check_pointers
from core.messages import (
    IncomingMessage,
    MessageRefused,
    Outcome,
    store_message,
    store_messages,
)
from core.models import Message, MessageRevision, Patient
from core.practice.taking_back import delete_messages
from core.refusals import InputRefused
from tests.builders.people import TESTER, make_patient

NOW = datetime(2024, 11, 21, 12, 0, tzinfo=UTC)
SENT_AT = datetime(2024, 11, 8, 21, 14, tzinfo=UTC)


def texts(patient: Patient) -> list[tuple[str, int, str | None]]:
    revisions = MessageRevision.objects.filter(message__patient=patient).order_by("message__client_id", "number")
    return [(each.message.client_id, each.number, each.text) for each in revisions]


def test_a_message_is_stored_as_it_was_sent(patient: Patient) -> None:
    outcome = store_message(patient, "m1", SENT_AT, "  Slept 6 h.\r\n")
    assert outcome is Outcome.CREATED
    assert texts(patient) == [("m1", 1, "  Slept 6 h.\r\n")]
    assert Message.objects.get().sent_at == SENT_AT


def test_the_same_message_again_changes_nothing(patient: Patient) -> None:
    store_message(patient, "m1", SENT_AT, "Slept 6 h.")
    elsewhere = SENT_AT.astimezone(ZoneInfo("Asia/Tokyo"))
    assert store_message(patient, "m1", elsewhere, "Slept 6 h.") is Outcome.UNCHANGED
    assert len(texts(patient)) == 1


def test_other_words_are_a_new_revision_and_take_the_old_ones_back(patient: Patient) -> None:
    store_message(patient, "m1", SENT_AT, "Slept 6 h.")
    assert store_message(patient, "m1", SENT_AT, "Slept 7 h.") is Outcome.REVISED
    assert store_message(patient, "m1", SENT_AT, "Slept 6 h.") is Outcome.REVISED
    assert [(number, text) for _, number, text in texts(patient)] == [(1, None), (2, None), (3, "Slept 6 h.")]
    assert Message.objects.get().current_revision == 3


def test_another_time_for_a_known_id_is_refused(patient: Patient) -> None:
    store_message(patient, "m1", SENT_AT, "Slept 6 h.")
    with pytest.raises(MessageRefused, match="differs from the stored 2024-11-08 21:14 UTC"):
        store_message(patient, "m1", SENT_AT + timedelta(hours=1), "Slept 6 h.")


def test_the_same_id_of_another_person_is_another_message(patient: Patient) -> None:
    other = make_patient()
    store_message(patient, "m1", SENT_AT, "Slept 6 h.")
    assert store_message(other, "m1", SENT_AT, "Ran 5 km.") is Outcome.CREATED


def test_a_deleted_message_does_not_come_back(patient: Patient) -> None:
    store_message(patient, "m1", SENT_AT, "Slept 6 h.")
    assert delete_messages(TESTER, patient, ["m1"]) == 1
    assert store_message(patient, "m1", SENT_AT, "Slept 7 h.") is Outcome.WITHDRAWN
    assert len(texts(patient)) == 1


def test_an_erased_message_does_not_come_back(patient: Patient) -> None:
    store_message(patient, "m1", SENT_AT, "Slept 6 h.")
    MessageRevision.objects.update(text=None, salt=None, erased_at=NOW)
    assert store_message(patient, "m1", SENT_AT, "Slept 6 h.") is Outcome.WITHDRAWN


def test_an_erased_diary_takes_no_messages(patient: Patient) -> None:
    erase_person(patient, by="test")
    with pytest.raises(MessageRefused, match="erased"):
        store_message(patient, "m1", SENT_AT, "Slept 6 h.")


@pytest.mark.parametrize(
    ("sent_at", "reason"),
    [
        (SENT_AT.replace(tzinfo=None), "needs a date and time with a zone"),
        (None, "needs a date and time with a zone"),
        ("2024-11-08", "needs a date and time with a zone"),
        (NOW + timedelta(minutes=5, seconds=1), r"in the future \(2024-11-21 12:05\)"),
        (datetime.max.replace(tzinfo=timezone(timedelta(hours=-14))), "in the future"),
        (datetime(1899, 12, 31, 23, 59, tzinfo=UTC), "before 1900"),
        (datetime.min.replace(tzinfo=timezone(timedelta(hours=14))), "before 1900"),
    ],
)
def test_refuses_a_time(patient: Patient, sent_at: datetime, reason: str) -> None:
    with time_machine.travel(NOW, tick=False), pytest.raises(MessageRefused, match=reason):
        store_message(patient, "m1", sent_at, "Slept 6 h.")
    assert not Message.objects.exists()


@pytest.mark.parametrize("sent_at", [NOW + timedelta(minutes=5), NOW, datetime(1900, 1, 1, tzinfo=UTC)])
def test_takes_a_time(patient: Patient, sent_at: datetime) -> None:
    with time_machine.travel(NOW, tick=False):
        assert store_message(patient, "m1", sent_at, "Slept 6 h.") is Outcome.CREATED


@pytest.mark.parametrize("client_id", ["", " ", "a\0b", "a" * 201, "\ud800", None])
def test_refuses_an_id(patient: Patient, client_id: str) -> None:
    with pytest.raises(InputRefused, match="id: "):
        store_message(patient, client_id, SENT_AT, "Slept 6 h.")


def test_of_many_the_refused_do_not_stop_the_others(patient: Patient) -> None:
    store_message(patient, "old", SENT_AT, "Slept 6 h.")
    answers = store_messages(
        patient,
        [
            IncomingMessage("new", SENT_AT, "Ran 5 km."),
            IncomingMessage("nul", SENT_AT, "Ran\0"),
            IncomingMessage("old", SENT_AT, "Slept 7 h."),
        ],
    )
    assert answers[0] is Outcome.CREATED
    assert str(answers[1]).startswith("text: has a NUL character")
    assert answers[2] is Outcome.REVISED
    assert texts(patient) == [
        ("new", 1, "Ran 5 km."),
        ("old", 1, None),
        ("old", 2, "Slept 7 h."),
    ]


def test_messages_stored_together_have_different_ids(patient: Patient) -> None:
    twice = [IncomingMessage("m1", SENT_AT, "a"), IncomingMessage("m1", SENT_AT, "b")]
    with pytest.raises(ValueError, match="different ids"):
        store_messages(patient, twice)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=500))
def test_any_accepted_text_comes_back_byte_for_byte(patient: Patient, text: str) -> None:
    client_id, whole = str(uuid4()), f"{text}."
    store_message(patient, client_id, SENT_AT, whole)
    assert MessageRevision.objects.get(message__client_id=client_id).text == whole
    assert store_message(patient, client_id, SENT_AT, whole) is Outcome.UNCHANGED


@pytest.mark.parametrize("written", ["0" * 63, "A" * 64, "g" * 64, "0" * 63 + "\n", " " * 64, ""])
def test_what_an_id_is_recognised_by_is_a_hash(patient: Patient, written: str) -> None:
    with pytest.raises(IntegrityError) as refused:
        Message.objects.create(patient=patient, client_id="m1", client_id_hmac=written, sent_at=SENT_AT)
    assert constraint_of(refused.value) == "messages_client_id_hmac_is_sha256"


def test_messages_stored_together_have_ids_in_their_order(patient: Patient) -> None:
    store_messages(patient, [IncomingMessage(f"m{number:03}", SENT_AT, "Slept 6 h.") for number in range(200)])
    messages = Message.objects.order_by("client_id")
    assert [message.id.version for message in messages] == [7] * 200
    assert sorted(message.id for message in messages) == [message.id for message in messages]


def test_what_messages_point_at_can_be_checked_before_the_commit(patient: Patient) -> None:
    Message.objects.create(patient=patient, client_id="m1", client_id_hmac="0" * 64, sent_at=SENT_AT)
    with pytest.raises(IntegrityError) as refusal:
        check_pointers()
    assert constraint_of(refusal.value) == "messages_current_revision_exists"
