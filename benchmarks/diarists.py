"""People with the diary of the figures, and requests of theirs, as rows of the scratch database."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

from django.db import connection

from benchmarks.inputs import LAST_DAY, sixty_messages
from core.actors import Actor
from core.messages import IncomingMessage, store_messages
from core.models import Organisation, Patient, User
from core.practice.tokens import issue_token
from generation.models import GenerationJob
from generation.pipeline.contracts import PipelineInput
from generation.summary_requests import Accepted, request_summary

_MEASURER = Actor(None, "benchmarks")


def diarists(number: int, diary: PipelineInput | None = None) -> Iterator[Patient]:
    """So many people, each with the same diary: 60 messages unless another is given."""
    organisation = Organisation.objects.create(name=f"bench {uuid4()}")
    patients = Patient.objects.bulk_create(
        Patient(organisation=organisation, code=f"S-{uuid4().hex[:12]}", zone="UTC") for _ in range(number)
    )
    messages = (diary or sixty_messages()).messages
    store_messages(patients[0], [IncomingMessage(message.id, message.sent_at, message.text) for message in messages])
    with connection.cursor() as cursor:
        cursor.execute(_COPY, {"first": patients[0].id, "others": [patient.id for patient in patients[1:]]})
        cursor.execute("ANALYZE messages, message_revisions")
    return iter(patients)


_COPY = """
    WITH pairs AS (
        SELECT gen_random_uuid() AS id, person, messages.id AS original
        FROM messages, unnest(%(others)s::uuid[]) AS person WHERE patient_id = %(first)s
    ), copies AS (
        INSERT INTO messages (id, patient_id, client_id, client_id_hmac, sent_at, current_revision, created_at)
        SELECT pairs.id, person, client_id, client_id_hmac, sent_at, current_revision, created_at
        FROM pairs JOIN messages ON messages.id = original
    )
    INSERT INTO message_revisions (id, message_id, number, text, salt, text_sha256, created_at)
    SELECT gen_random_uuid(), pairs.id, number, text, salt, text_sha256, created_at
    FROM pairs JOIN message_revisions ON message_id = original
"""


def token_of(patient: Patient) -> str:
    """A login for this person, and what its app sends with each request."""
    user = User.objects.create(username=uuid4().hex, organisation_id=patient.organisation_id)
    patient.user = user
    patient.save(update_fields=["user"])
    return issue_token(_MEASURER, user, "bench").token


def request(patient: Patient) -> GenerationJob:
    """A new job of this person."""
    answer = request_summary(patient, as_of=LAST_DAY)
    assert isinstance(answer, Accepted)
    return answer.job
