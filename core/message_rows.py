"""Rows of messages in bulk, in few statements: what a thousand of them cost is mostly said here.

Written by COPY and read by one array, because building statements with thousands of parameters takes longer than what
the database does with them. Callers hold the person's row.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone

from core.salted_hashes import SALT_BYTES, Bytes, salted_sha256

_MESSAGES = """
    COPY messages (id, patient_id, client_id, client_id_hmac, sent_at, current_revision, created_at) FROM STDIN
"""
_REVISIONS = "COPY message_revisions (id, message_id, number, text, salt, text_sha256, created_at) FROM STDIN"
_STORED = """
    SELECT messages.client_id_hmac, messages.id, messages.sent_at, revisions.number, revisions.text,
           messages.deleted_at IS NOT NULL OR revisions.erased_at IS NOT NULL
    FROM messages
    JOIN message_revisions AS revisions
      ON revisions.message_id = messages.id AND revisions.number = messages.current_revision
    WHERE messages.patient_id = %s AND messages.client_id_hmac = ANY(%s)
"""


class StoredMessage(NamedTuple):
    """A message that is there, with its current revision. `gone`: deleted or erased."""

    id: UUID
    sent_at: datetime
    revision: int
    text: str | None
    gone: bool


class NewMessage(NamedTuple):
    id: UUID
    client_id: str
    client_id_hmac: str
    sent_at: datetime
    text: str


def random_ids(number: int) -> list[UUID]:
    """So many UUIDs of version 4, from one reading of the system's random bytes."""
    source = os.urandom(16 * number)
    return [UUID(bytes=source[at : at + 16], version=4) for at in range(0, len(source), 16)]


def sender_id_hmacs(hash_key: Bytes, client_ids: Iterable[str]) -> dict[str, str]:
    """`core.salted_hashes.sender_id_hmac` of many ids of one person."""
    begun = hmac.new(bytes(hash_key), b"client id\n", hashlib.sha256)
    made = {}
    for client_id in client_ids:
        one = begun.copy()
        one.update(client_id.encode())
        made[client_id] = one.hexdigest()
    return made


def stored_messages(patient_id: UUID, hmacs: Sequence[str]) -> Mapping[str, StoredMessage]:
    """The messages of these ids, by their HMACs. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_STORED, [patient_id, list(hmacs)])
        return {row[0]: StoredMessage(*row[1:]) for row in cursor.fetchall()}


def insert_messages(patient_id: UUID, messages: Sequence[NewMessage]) -> None:
    """Store new messages with their first revisions."""
    if not messages:
        return
    now = timezone.now()
    _copy(
        _MESSAGES,
        [(str(new.id), str(patient_id), new.client_id, new.client_id_hmac, new.sent_at, 1, now) for new in messages],
    )
    insert_revisions([(new.id, 1, new.text) for new in messages], now)


def insert_revisions(revisions: Sequence[tuple[UUID, int, str]], now: datetime | None = None) -> None:
    """Store revisions: message, number, words, each with a salt of its own."""
    at = now or timezone.now()
    salts = os.urandom(SALT_BYTES * len(revisions))
    rows = []
    for place, (id_, (message_id, number, text)) in enumerate(zip(random_ids(len(revisions)), revisions, strict=True)):
        salt = salts[place * SALT_BYTES : (place + 1) * SALT_BYTES]
        rows.append((str(id_), str(message_id), number, text, salt, salted_sha256(salt, text), at))
    _copy(_REVISIONS, rows)


def _copy(statement: str, rows: Iterable[Sequence[object]]) -> None:
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
