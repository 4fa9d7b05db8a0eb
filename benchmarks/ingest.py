"""A thousand messages from an app: checked, stored, and sent again."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from rest_framework import serializers

from benchmarks.figures import Figure, time_in_turns
from core.messages import IncomingMessage, Taken, take_messages
from core.models import Message, MessageRevision, Organisation, Patient
from core.salted_hashes import new_salt, salted_sha256, sender_id_hmac
from core.text_door import MESSAGE_MAX_BYTES
from generation.api.incoming_messages import read_rows
from generation.api.json_body import read_json

ROWS = 1_000
ROUNDS = 15
_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
_WORDS = "Couldn't sleep, anxious about the exam. Maybe 5.5 h, then a walk along the river until it was light again."
_number = count()


class MessageSerializer(serializers.Serializer[Any]):
    """What one would write with the framework alone."""

    id = serializers.CharField(max_length=200)
    sent_at = serializers.DateTimeField()
    text = serializers.CharField(max_length=MESSAGE_MAX_BYTES, trim_whitespace=False)


def measure() -> list[Figure]:
    return [validation(), *storing()]


def body() -> list[dict[str, str]]:
    """Rows that nobody sent before."""
    batch = next(_number)
    return [
        {
            "id": f"{batch}-{number}",
            "sent_at": (_BEGAN + timedelta(minutes=30 * number)).isoformat(),
            "text": f"{number}. {_WORDS}",
        }
        for number in range(ROWS)
    ]


def validation() -> Figure:
    """From the bytes of the body to messages that may be stored, on either side."""
    sent = json.dumps(body()).encode()

    def by_serializer() -> None:
        read = MessageSerializer(data=read_json(sent), many=True)
        read.is_valid(raise_exception=True)

    rows = read_json(sent)
    assert all(isinstance(row, IncomingMessage) for row in read_rows(rows, timezone.now()))
    timing = time_in_turns(by_serializer, lambda: read_rows(read_json(sent), timezone.now()), rounds=ROUNDS)
    note = f"{timing.baseline * 1e3:.1f} ms for {ROWS:,} rows, theirs {timing.candidate * 1e3:.1f}"
    return Figure(
        "ingest_validation", timing.ratio, 5.0, "DRF Serializer(many=True), times as fast", note, at_least=True
    )


def storing() -> list[Figure]:
    """Everything that storing does (lock, look for known ids, hashes, both tables) against both inserts alone."""
    organisation = Organisation.objects.create(name=f"bench {uuid4()}")
    ours, theirs = (Patient.objects.create(organisation=organisation, code=code, zone="UTC") for code in ("I-1", "I-2"))
    stored: list[list[IncomingMessage]] = []

    def by_bulk_create() -> None:
        messages, revisions = rows_of(theirs, read(body()))
        # The two tables point at each other.
        with transaction.atomic():
            Message.objects.bulk_create(messages, ignore_conflicts=True)
            MessageRevision.objects.bulk_create(revisions, ignore_conflicts=True)

    def by_us() -> None:
        stored.append(read(body()))
        assert len(take_messages(ours, stored[-1])) == ROWS

    first = time_in_turns(by_bulk_create, by_us, rounds=ROUNDS)
    before = (Message.objects.count(), MessageRevision.objects.count())
    again, _ = time_in_turns(lambda: send_again(ours, stored[0]), lambda: None, rounds=ROUNDS)
    assert (Message.objects.count(), MessageRevision.objects.count()) == before
    note = f"{first.baseline * 1e3:.0f} ms for {ROWS:,} rows, theirs {first.candidate * 1e3:.0f}"
    return [
        Figure(
            "ingest_storing", first.ratio, 1.8, "bulk_create(ignore_conflicts=True), times as fast", note, at_least=True
        ),
        Figure(
            "ingest_repeated", again / first.baseline, 1.0, "the first time", f"{again * 1e3:.0f} ms, no row changed"
        ),
    ]


def read(rows: list[dict[str, str]]) -> list[IncomingMessage]:
    return [row for row in read_rows(rows, timezone.now()) if isinstance(row, IncomingMessage)]


def send_again(patient: Patient, sent: list[IncomingMessage]) -> None:
    assert {answer.outcome for answer in take_messages(patient, sent) if isinstance(answer, Taken)} == {"unchanged"}


def rows_of(patient: Patient, sent: list[IncomingMessage]) -> tuple[list[Message], list[MessageRevision]]:
    """The rows as the tables want them: with hashes, which their checks ask for."""
    messages, revisions = [], []
    key = bytes(patient.hash_key or b"")
    for new in sent:
        hmac, salt = sender_id_hmac(key, new.client_id), new_salt()
        messages.append(
            Message(id=uuid4(), patient=patient, client_id=new.client_id, client_id_hmac=hmac, sent_at=new.sent_at)
        )
        revisions.append(
            MessageRevision(
                message=messages[-1], number=1, text=new.text, salt=salt, text_sha256=salted_sha256(salt, new.text)
            )
        )
    return messages, revisions
