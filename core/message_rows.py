"""Rows of messages in bulk, in few statements: what a thousand of them cost is mostly said here.

Written by binary COPY and read by one array, because building statements with thousands of parameters, or reading times
and ids as text, takes longer than what the database does with them. Callers hold the person's row.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from struct import Struct
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone

from core.salted_hashes import SALT_BYTES, Bytes, salted_sha256

# The bits that name version and variant: the first of one byte and of another are given.
_VERSION = bytes(0x70 | byte & 0x0F for byte in range(256))
_VARIANT = bytes(0x80 | byte & 0x3F for byte in range(256))

_MESSAGES = """
    COPY messages (id, patient_id, client_id, client_id_hmac, sent_at, current_revision, created_at)
    FROM STDIN (FORMAT binary)
"""
_REVISIONS = """
    COPY message_revisions (id, message_id, number, text, salt, text_sha256, created_at) FROM STDIN (FORMAT binary)
"""
# Binary COPY: what it begins and ends with; then of each row the number of its columns, and each column behind its
# length. Times are microseconds since 2000.
_BEGINS, _ENDS = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
_MESSAGE_BEGINS, _MESSAGE_ENDS = Struct("!h i16s i16s i"), Struct("!i64s iq ii iq")
_REVISION_BEGINS, _REVISION_ENDS = Struct("!h i16s i16s ii i"), Struct("!i16s i64s iq")
_SINCE = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

# What is deferred to the commit because a message and its revision point at each other.
_POINTERS = (
    "messages_patient_id_b85e311b_fk_patients_id, message_revisions_message_id_66f878e4_fk_messages_id, "
    "messages_current_revision_exists"
)
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


class NewMessages(NamedTuple):
    """Messages as they would be stored if nobody knows them yet: ids, and rows of COPY made before anybody asks."""

    ids: Sequence[bytes]
    messages: Sequence[bytes]
    revisions: Sequence[bytes]


def ordered_ids(number: int) -> list[bytes]:
    """So many UUIDs of version 7 (RFC 9562) in their order, as 16 bytes.

    Random ones would touch a page of each index a row; these stand at its end. When they were made a row says anyway.
    """
    begun, source = (time.time_ns() // 1_000_000).to_bytes(6), os.urandom(10 * number)
    versions, variants = source.translate(_VERSION), source.translate(_VARIANT)
    return sorted(
        b"".join(
            (begun, versions[at : at + 1], source[at + 1 : at + 2], variants[at + 2 : at + 3], source[at + 3 : at + 10])
        )
        for at in range(0, len(source), 10)
    )


def new_messages(
    patient_id: UUID,
    client_ids: Sequence[str],
    hmacs: Sequence[str],
    times: Sequence[datetime],
    texts: Sequence[str],
    now: datetime,
) -> NewMessages:
    """New messages with their first revisions: senders' ids, their HMACs, instants, words. Touches no database."""
    number, person, at = len(texts), patient_id.bytes, _microseconds(now)
    ids, salts = ordered_ids(number), os.urandom(SALT_BYTES * number)
    messages = []
    for id_, client_id, hmac_, sent_at in zip(ids, client_ids, hmacs, times, strict=True):
        sender = client_id.encode()
        begins = _MESSAGE_BEGINS.pack(7, 16, id_, 16, person, len(sender))
        messages.append(
            begins + sender + _MESSAGE_ENDS.pack(64, hmac_.encode(), 8, _microseconds(sent_at), 4, 1, 8, at)
        )
    revisions = [
        _revision(id_, message_id, 1, text, salts[place * SALT_BYTES : (place + 1) * SALT_BYTES], at)
        for place, (id_, message_id, text) in enumerate(zip(ordered_ids(number), ids, texts, strict=True))
    ]
    return NewMessages(ids, messages, revisions)


def sender_id_hmacs(hash_key: Bytes, client_ids: Iterable[str]) -> list[str]:
    """`core.salted_hashes.sender_id_hmac` of many ids of one person, in their order."""
    begun = hmac.new(bytes(hash_key), b"client id\n", hashlib.sha256)
    made = []
    for client_id in client_ids:
        one = begun.copy()
        one.update(client_id.encode())
        made.append(one.hexdigest())
    return made


def stored_messages(patient_id: UUID, hmacs: Sequence[str]) -> Mapping[str, StoredMessage]:
    """The messages of these ids, by their HMACs. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_STORED, [patient_id, list(hmacs)])
        return {row[0]: StoredMessage(*row[1:]) for row in cursor.fetchall()}


def insert_messages(new: NewMessages, places: Sequence[int]) -> None:
    """Store those of the new messages that stand at `places`, with their first revisions."""
    if places:
        is_all = len(places) == len(new.ids)
        for statement, rows in ((_MESSAGES, new.messages), (_REVISIONS, new.revisions)):
            _copy(statement, rows if is_all else [rows[place] for place in places])


def insert_revisions(revisions: Sequence[tuple[UUID, int, str]]) -> None:
    """Store revisions: message, number, words, each with a salt of its own."""
    at = _microseconds(timezone.now())
    rows = [
        _revision(id_, message_id.bytes, number, text, os.urandom(SALT_BYTES), at)
        for id_, (message_id, number, text) in zip(ordered_ids(len(revisions)), revisions, strict=True)
    ]
    _copy(_REVISIONS, rows)


def check_pointers() -> None:
    """Have the database check now what the rows stored so far point at, as else it does at the commit."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {_POINTERS} IMMEDIATE; SET CONSTRAINTS {_POINTERS} DEFERRED")


def _revision(id_: bytes, message_id: bytes, number: int, text: str, salt: bytes, at: int) -> bytes:
    words = text.encode()
    digest = salted_sha256(salt, text).encode()
    begins = _REVISION_BEGINS.pack(7, 16, id_, 16, message_id, 4, number, len(words))
    return begins + words + _REVISION_ENDS.pack(SALT_BYTES, salt, 64, digest, 8, at)


def _microseconds(moment: datetime) -> int:
    return (moment - _SINCE) // _MICROSECOND


def _copy(statement: str, rows: Iterable[bytes]) -> None:
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        copy.write(b"".join((_BEGINS, *rows, _ENDS)))
