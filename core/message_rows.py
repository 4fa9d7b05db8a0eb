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
    """A message as it would be stored if nobody knows it yet: its lines of COPY, made before anybody asks."""

    id: UUID
    lines: tuple[bytes, bytes]


def random_ids(number: int) -> list[UUID]:
    """So many UUIDs of version 4, from one reading of the system's random bytes."""
    source = os.urandom(16 * number)
    return [UUID(bytes=source[at : at + 16], version=4) for at in range(0, len(source), 16)]


def new_messages(
    patient_id: UUID, messages: Sequence[tuple[str, str, datetime, str]], now: datetime
) -> list[NewMessage]:
    """New messages with their first revisions: sender's id, its HMAC, instant, words. Touches no database."""
    ids, salts = random_ids(2 * len(messages)), os.urandom(SALT_BYTES * len(messages))
    made = []
    person, at = str(patient_id), now.isoformat()
    for place, (client_id, hmac_, sent_at, text) in enumerate(messages):
        id_, revision_id = ids[2 * place], ids[2 * place + 1]
        salt = salts[place * SALT_BYTES : (place + 1) * SALT_BYTES]
        first = f"{id_}\t{person}\t{_copied(client_id)}\t{hmac_}\t{sent_at.isoformat()}\t1\t{at}\n"
        second = _revision_line(str(revision_id), str(id_), 1, text, salt, at)
        made.append(NewMessage(id_, (first.encode(), second)))
    return made


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


def insert_messages(messages: Sequence[NewMessage]) -> None:
    """Store new messages with their first revisions."""
    if messages:
        _copy(_MESSAGES, b"".join(message.lines[0] for message in messages))
        _copy(_REVISIONS, b"".join(message.lines[1] for message in messages))


def insert_revisions(revisions: Sequence[tuple[UUID, int, str]]) -> None:
    """Store revisions: message, number, words, each with a salt of its own."""
    at = timezone.now().isoformat()
    lines = [
        _revision_line(str(id_), str(message_id), number, text, os.urandom(SALT_BYTES), at)
        for id_, (message_id, number, text) in zip(random_ids(len(revisions)), revisions, strict=True)
    ]
    _copy(_REVISIONS, b"".join(lines))


def _revision_line(id_: str, message_id: str, number: int, text: str, salt: bytes, at: str) -> bytes:
    digest = salted_sha256(salt, text)
    return f"{id_}\t{message_id}\t{number}\t{_copied(text)}\t\\\\x{salt.hex()}\t{digest}\t{at}\n".encode()


def _copied(text: str) -> str:
    """A text as COPY reads it: with the four characters marked that would end or begin something."""
    text = text.replace("\\", "\\\\")
    return text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def _copy(statement: str, lines: bytes) -> None:
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        copy.write(lines)
