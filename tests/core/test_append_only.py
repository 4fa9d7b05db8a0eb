"""The tables of diaries refuse every change but a new revision, a deletion and an erasure."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from core.access import record_access
from core.messages import store_message
from core.models import Message, MessageRevision, Patient

SENT_AT = datetime(2024, 11, 8, 21, 14, tzinfo=UTC)

REFUSED_BY_SQL = [
    ("DELETE FROM messages", "messages_never_deleted"),
    ("DELETE FROM message_revisions", "message_revisions_never_deleted"),
    ("DELETE FROM patients", "patients_never_deleted"),
    ("DELETE FROM access_events", "access_events_never_deleted"),
    ("UPDATE messages SET sent_at = now()", "messages_sender_and_time_fixed"),
    ("UPDATE messages SET client_id = 'other'", "messages_sender_and_time_fixed"),
    ("UPDATE messages SET client_id = NULL", "messages_client_id_null_only_when_deleted"),
    ("UPDATE messages SET client_id_hmac = repeat('0', 64)", "messages_sender_and_time_fixed"),
    ("UPDATE messages SET patient_id = gen_random_uuid()", "messages_sender_and_time_fixed"),
    ("UPDATE messages SET created_at = now()", "messages_sender_and_time_fixed"),
    ("UPDATE messages SET id = gen_random_uuid()", "messages_sender_and_time_fixed"),
    ("UPDATE message_revisions SET text = 'other'", "message_revisions_append_only"),
    ("UPDATE message_revisions SET text = NULL", "message_revisions_append_only"),
    ("UPDATE message_revisions SET erased_at = now()", "message_revisions_append_only"),
    ("UPDATE message_revisions SET number = 2", "message_revisions_append_only"),
    ("UPDATE message_revisions SET text_sha256 = repeat('0', 64)", "message_revisions_append_only"),
    (
        "UPDATE message_revisions SET text = NULL, erased_at = now(), text_sha256 = ''",
        "message_revisions_append_only",
    ),
    ("UPDATE message_revisions SET number = number", "message_revisions_append_only"),
    ("UPDATE access_events SET action = 'none'", "access_events_never_changed"),
    ("UPDATE access_events SET actor_id = NULL, actor_label = ''", "access_events_never_changed"),
]


@pytest.fixture
def message(patient: Patient) -> Message:
    store_message(patient, "m1", SENT_AT, "Slept 6 h.")
    record_access(actor=None, actor_label="test", patient_id=patient.pk, action="view", target="/")
    return Message.objects.get()


@pytest.mark.usefixtures("message")
@pytest.mark.parametrize(("statement", "constraint"), REFUSED_BY_SQL)
def test_the_table_refuses(statement: str, constraint: str) -> None:
    with (
        pytest.raises(IntegrityError) as caught,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert caught.value.__cause__ is not None
    assert caught.value.__cause__.diag.constraint_name == constraint
    assert "Slept" not in str(caught.value)


def test_erasure_blanks_the_words_and_keeps_the_hash(message: Message) -> None:
    before = MessageRevision.objects.get()
    MessageRevision.objects.update(text=None, salt=None, erased_at=SENT_AT)
    after = MessageRevision.objects.get()
    assert (after.text, after.salt, after.erased_at) == (None, None, SENT_AT)
    assert after.text_sha256 == before.text_sha256


def test_what_was_erased_stays_erased(message: Message) -> None:
    MessageRevision.objects.update(text=None, salt=None, erased_at=SENT_AT)
    with pytest.raises(IntegrityError, match="the only change is erasure"):
        MessageRevision.objects.update(text="Slept 6 h.", erased_at=None)


def test_a_message_may_be_deleted_and_revised(message: Message) -> None:
    Message.objects.update(deleted_at=SENT_AT, client_id=None)
    assert Message.objects.get().deleted_at == SENT_AT


INSERT = (
    "INSERT INTO message_revisions (id, message_id, number, text, salt, text_sha256, created_at, erased_at)"
    " VALUES (gen_random_uuid(), %(message)s, %(number)s, %(text)s, %(salt)s::bytea,"
    " coalesce(%(sha)s, encode(sha256(%(salt)s::bytea || convert_to(%(text)s, 'UTF8')), 'hex')), now(), %(erased)s)"
)


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"number": 1}, "message_revisions_number_unique"),
        ({"number": 0}, "message_revisions_number_from_1"),
        ({"text": None, "sha": "0" * 64}, "message_revisions_text_null_only_when_erased"),
        ({"erased": SENT_AT, "salt": None, "sha": "0" * 64}, "message_revisions_text_null_only_when_erased"),
        ({"text": "ä" * 4097}, "message_revisions_text_at_most_8_kb"),
        ({"sha": "0" * 64}, "message_revisions_hash_is_of_the_text"),
        ({"salt": b"short"}, "message_revisions_salt_is_16_bytes"),
        ({"salt": None, "sha": "0" * 64}, "message_revisions_salt_null_only_when_erased"),
    ],
)
def test_the_table_refuses_a_revision(message: Message, changed: dict[str, object], constraint: str) -> None:
    values = {"message": message.pk, "number": 2, "text": "a", "sha": None, "erased": None, "salt": b"s" * 16}
    with (
        pytest.raises(IntegrityError, match=constraint),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(INSERT, values | changed)


def test_a_message_cannot_point_at_a_revision_that_is_not_there(message: Message) -> None:
    with pytest.raises(IntegrityError, match="messages_current_revision_exists"):
        require_consistent_after("UPDATE messages SET current_revision = 2 WHERE id = %s", message.pk)


def require_consistent_after(statement: str, message_id: UUID) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [message_id])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
