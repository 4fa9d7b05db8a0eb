"""Rows of messages in bulk, in few statements: what a thousand of them cost is mostly said here.

Written by COPY and read by one array, because building statements with thousands of parameters takes longer than what
the database does with them. Callers hold the person's row.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone

from core.salted_hashes import SALT_BYTES, Bytes, salted_sha256

# The digit that names the variant: its first two bits are given.
_VARIANT = {digit: "89ab"[int(digit, 16) % 4] for digit in "0123456789abcdef"}

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


class NewMessages(NamedTuple):
    """Messages as they would be stored if nobody knows them yet: ids, and lines of COPY made before anybody asks."""

    ids: Sequence[str]
    messages: Sequence[bytes]
    revisions: Sequence[bytes]


def ordered_ids(number: int) -> list[str]:
    """So many UUIDs of version 7 (RFC 9562) in their order, as 32 digits.

    Random ones would touch a page of each index a row; these stand at its end. When they were made a row says anyway.
    """
    begun, source = f"{time.time_ns() // 1_000_000:012x}7", os.urandom(10 * number).hex()
    return sorted(
        f"{begun}{source[at : at + 3]}{_VARIANT[source[at + 3]]}{source[at + 4 : at + 19]}"
        for at in range(0, len(source), 20)
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
    number = len(texts)
    ids, salts, at = ordered_ids(number), os.urandom(SALT_BYTES * number), now.isoformat()
    behind = f"\t1\t{at}\n"
    messages = [
        f"{id_}\t{patient_id}\t{_copied(client_id)}\t{hmac_}\t{sent_at.isoformat()}{behind}".encode()
        for id_, client_id, hmac_, sent_at in zip(ids, client_ids, hmacs, times, strict=True)
    ]
    revisions = [
        _revision_line(id_, message_id, 1, text, salts[place * SALT_BYTES : (place + 1) * SALT_BYTES], at)
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
        for statement, lines in ((_MESSAGES, new.messages), (_REVISIONS, new.revisions)):
            _copy(statement, b"".join(lines if is_all else [lines[place] for place in places]))


def insert_revisions(revisions: Sequence[tuple[UUID, int, str]]) -> None:
    """Store revisions: message, number, words, each with a salt of its own."""
    at = timezone.now().isoformat()
    lines = [
        _revision_line(id_, str(message_id), number, text, os.urandom(SALT_BYTES), at)
        for id_, (message_id, number, text) in zip(ordered_ids(len(revisions)), revisions, strict=True)
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
