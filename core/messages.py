"""Diary messages: taking them in, once each, and reading the ones of a window.

Storing locks the person's row first, so two processes that send the same message at the same time store it once, and a
summary request, which locks it too, sees a diary that does not change meanwhile. New words of a message take its
earlier words back, as a deletion does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import F
from django.utils import timezone

from core.calendar import local_date, window_bounds
from core.erasure import Cause, take_words
from core.faultpoints import committing
from core.message_rows import (
    NewMessages,
    StoredMessage,
    check_pointers,
    insert_messages,
    insert_revisions,
    new_messages,
    sender_id_hmacs,
    stored_messages,
)
from core.models import Message, Patient
from core.models.message import CLIENT_ID_MAX_LENGTH, EARLIEST_SENT_AT
from core.refusals import InputRefused
from core.text_door import accept_text

# Phones are a little off; a date further ahead is a wrong clock or a wrong zone.
CLOCK_TOLERANCE = timedelta(minutes=5)
# Noon, which stands for a date, is at most this long after the date begins; clocks may change in between.
_MORNING = timedelta(hours=13)
# Entries of one date without a time of day are stored a second apart, at most this far from noon.
_ABOUT_NOON = timedelta(hours=1)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# Written out, as every summary begins here, and building the statement took longer than reading;
# so did parsing the instants, which therefore come as microseconds since 1970. The server's own
# collation would order ids differently from one machine to the next.
_WINDOW = """
    SELECT messages.id::text, revisions.number,
           (extract(epoch FROM messages.sent_at) * 1000000)::bigint, revisions.text, revisions.text_sha256
    FROM messages
    JOIN message_revisions AS revisions
      ON revisions.message_id = messages.id AND revisions.number = messages.current_revision
    WHERE messages.patient_id = %s AND messages.sent_at >= %s AND messages.sent_at < %s
      AND messages.deleted_at IS NULL AND revisions.text IS NOT NULL
    ORDER BY messages.sent_at, messages.client_id COLLATE "C"
"""


class MessageRefused(InputRefused):
    """A message that is not taken because of its time, its id or its person."""


class Outcome(StrEnum):
    """What became of a message that was sent. `withdrawn`: it had been deleted and stays so."""

    CREATED = "created"
    UNCHANGED = "unchanged"
    REVISED = "revised"
    WITHDRAWN = "withdrawn"


class IncomingMessage(NamedTuple):
    """A message as it arrives, not yet checked. `sent_at` must be aware.

    With `whole_day` it stands for a date, at about noon: it may be stored that same morning already, and keeps the time
    it was first stored with.
    """

    client_id: str
    sent_at: datetime
    text: str
    whole_day: bool = False


class WindowMessage(NamedTuple):
    """The current revision of a message in a window. `id` is a UUID, `sent_at` is UTC, `text_sha256` is salted."""

    id: str
    revision: int
    sent_at: datetime
    text: str
    text_sha256: str


class Taken(NamedTuple):
    """What became of a message that was taken; `id` is its own, not the sender's."""

    outcome: Outcome
    id: UUID


# What became of a message, and the bytes of its own id.
_Answer = tuple[Outcome, bytes] | InputRefused


class _Prepared(NamedTuple):
    """Messages, checked; for those that may be stored, the HMACs of their ids and the rows they would become."""

    checked: Sequence[IncomingMessage | InputRefused]
    hmacs: Sequence[str]
    new: NewMessages


def store_message(patient: Patient, client_id: str, sent_at: datetime, text: str) -> Outcome:
    """Store one message, or a new revision of it. Sending it again changes nothing.

    Raises InputRefused (TextRefused, MessageRefused) and stores nothing where it is not acceptable:
    see `accept_message`; also where `client_id` is known with another `sent_at`, and where the
    person's diary was erased.
    """
    [outcome] = store_messages(patient, [IncomingMessage(client_id, sent_at, text)])
    if isinstance(outcome, InputRefused):
        raise outcome
    return outcome


def store_messages(patient: Patient, incoming: Sequence[IncomingMessage]) -> list[Outcome | InputRefused]:
    """Store many messages of one person in one transaction; answers in their order.

    A refused message is answered with its refusal and does not stop the others. Raises ValueError
    where two messages have the same id, MessageRefused where the person's diary was erased.
    """
    return [answer.outcome if isinstance(answer, Taken) else answer for answer in take_messages(patient, incoming)]


def take_messages(patient: Patient, incoming: Sequence[IncomingMessage]) -> list[Taken | InputRefused]:
    """As `store_messages`, and says which messages they are."""
    if len({message.client_id for message in incoming}) != len(incoming):
        raise ValueError("messages stored together have different ids")
    with committing("store_messages"):
        answers = _store(patient, _prepare(patient, incoming, _lock(patient), timezone.now()))
    return [
        answer if isinstance(answer, InputRefused) else Taken(answer[0], UUID(bytes=answer[1])) for answer in answers
    ]


def take_in_turn(
    patient: Patient, batches: Iterable[Sequence[IncomingMessage]]
) -> Iterator[list[Outcome | InputRefused]]:
    """As `store_messages`, batch by batch; while the database stores one, the next is made and prepared.

    Runs in the transaction of the caller, who makes sure that no id comes twice. `batches` are made in another thread.
    """
    unread = iter(batches)
    key, now = _lock(patient), timezone.now()
    # Whoever has no message yet knows none of these: their row is locked, and no id comes twice.
    knows = Message.objects.filter(patient_id=patient.pk).exists()

    def prepare_next() -> _Prepared | None:
        batch = next(unread, None)
        return None if batch is None else _prepare(patient, batch, key, now)

    # One thread, one batch ahead: it reads and computes while this one waits for the database, which it never asks.
    with ThreadPoolExecutor(1, "messages") as ahead:
        coming = ahead.submit(prepare_next)
        while (prepared := coming.result()) is not None:
            coming = ahead.submit(prepare_next)
            answers = _store(patient, prepared, knows=knows)
            # Now, while the next batch is being prepared: at the commit this thread would be all that works.
            check_pointers()
            yield _outcomes(answers)


def accept_message(message: IncomingMessage, *, now: datetime) -> IncomingMessage:
    """The message with `sent_at` in UTC, if it may be stored.

    Raises TextRefused for an id or a text the door refuses, MessageRefused for a time without zone,
    before 1900 or more than 5 minutes after `now`.
    """
    client_id = accept_sender_id(message.client_id)
    sent_at = accept_time(message.sent_at, now + _MORNING if message.whole_day else now)
    text = accept_text(message.text, field="text")
    return message if sent_at is message.sent_at else IncomingMessage(client_id, sent_at, text, message.whole_day)


def accept_sender_id(value: object) -> str:
    """A sender's id, if it may be stored. Raises TextRefused."""
    return accept_text(value, field="id", max_bytes=CLIENT_ID_MAX_LENGTH)


def window_messages(patient: Patient, first: date, last: date, zone_name: str | None = None) -> list[WindowMessage]:
    """The messages whose local date lies in `first`..`last`, both inclusive, in that zone (default: the person's now).

    By time, then by id in code point order. Deleted and erased messages are left out. One query.
    """
    zone = ZoneInfo(zone_name or patient.zone)
    bounds = window_bounds(first, last, zone)
    with connection.cursor() as cursor:
        cursor.execute(_WINDOW, [patient.pk, bounds.start, bounds.end])
        messages = [
            WindowMessage(id_, revision, instant_of(sent_at), text, text_sha256)
            for id_, revision, sent_at, text, text_sha256 in cursor.fetchall()
        ]
    if bounds.exact:
        return messages
    return [message for message in messages if first <= local_date(message.sent_at, zone) <= last]


def instant_of(microseconds: int) -> datetime:
    """The instant, UTC, this many microseconds after the beginning of 1970."""
    return _EPOCH + timedelta(microseconds=microseconds)


def _prepare(patient: Patient, incoming: Sequence[IncomingMessage], key: bytes, now: datetime) -> _Prepared:
    """All of storing that needs no database: checks, hashes, and the rows of messages that may be new."""
    checked = [_checked(message, now) for message in incoming]
    accepted = [message for message in checked if isinstance(message, IncomingMessage)]
    client_ids = [message.client_id for message in accepted]
    hmacs = sender_id_hmacs(key, client_ids)
    times, texts = [message.sent_at for message in accepted], [message.text for message in accepted]
    return _Prepared(checked, hmacs, new_messages(patient.pk, client_ids, hmacs, times, texts, now))


def _store(patient: Patient, prepared: _Prepared, *, knows: bool = True) -> list[_Answer]:
    stored = stored_messages(patient.pk, prepared.hmacs) if knows else {}
    created: list[int] = []
    revised: list[tuple[StoredMessage, str]] = []
    answers: list[_Answer] = []
    place = -1
    for message in prepared.checked:
        if isinstance(message, InputRefused):
            answers.append(message)
            continue
        place += 1
        known = stored.get(prepared.hmacs[place])
        if known is None:
            created.append(place)
            answers.append((Outcome.CREATED, prepared.new.ids[place]))
            continue
        answers.append(_answer(message, known))
        if known.text != message.text and not isinstance(answers[-1], InputRefused) and not known.gone:
            revised.append((known, message.text))
    insert_messages(prepared.new, created)
    _revise(patient, revised)
    return answers


def _outcomes(answers: Sequence[_Answer]) -> list[Outcome | InputRefused]:
    return [answer if isinstance(answer, InputRefused) else answer[0] for answer in answers]


def _lock(patient: Patient) -> bytes:
    """Lock the person's row; their hash key. Raises MessageRefused if the diary, and with it the key, was erased."""
    (key,) = Patient.objects.select_for_update(no_key=True).values_list("hash_key").get(pk=patient.pk)
    if key is None:
        raise MessageRefused("patient", "this diary was erased; it takes no more messages.")
    return bytes(key)


def accept_time(sent_at: datetime, now: datetime) -> datetime:
    """The instant in UTC, if a message may have been sent then. Raises MessageRefused."""
    if not isinstance(sent_at, datetime) or sent_at.utcoffset() is None:
        raise MessageRefused("sent_at", "needs a date and time with a zone or UTC offset.")
    if sent_at < EARLIEST_SENT_AT:
        raise MessageRefused("sent_at", "is before 1900. Check the year.")
    if sent_at > now + CLOCK_TOLERANCE:
        raise MessageRefused("sent_at", f"is in the future ({sent_at:%Y-%m-%d %H:%M}). Check the date and the zone.")
    # Comparing across zones is unreliable around clock changes; in UTC it never is.
    return sent_at.astimezone(UTC)


def _checked(message: IncomingMessage, now: datetime) -> IncomingMessage | InputRefused:
    try:
        return accept_message(message, now=now)
    except InputRefused as refusal:
        return refusal


def _answer(message: IncomingMessage, stored: StoredMessage) -> _Answer:
    if stored.gone:
        return Outcome.WITHDRAWN, stored.id.bytes
    if stored.sent_at != message.sent_at and not (
        message.whole_day and abs(stored.sent_at - message.sent_at) <= _ABOUT_NOON
    ):
        return MessageRefused(
            "sent_at",
            f"differs from the stored {stored.sent_at:%Y-%m-%d %H:%M} UTC of this id. A message "
            "keeps its time: check the zone, or send it under a new id.",
        )
    return Outcome.UNCHANGED if stored.text == message.text else Outcome.REVISED, stored.id.bytes


def _revise(patient: Patient, revised: Sequence[tuple[StoredMessage, str]]) -> None:
    if not revised:
        return
    # First: what was made of the earlier words has to go with them, and only with them.
    take_words(patient.pk, [stored.id for stored, _ in revised], Cause.MESSAGE_REPLACED)
    insert_revisions([(stored.id, stored.revision + 1, text) for stored, text in revised])
    Message.objects.filter(pk__in=[stored.id for stored, _ in revised]).update(
        current_revision=F("current_revision") + 1
    )
