"""People with the diary of the figures, and requests of theirs, as rows of the scratch database."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

from benchmarks.inputs import LAST_DAY, sixty_messages
from core.messages import IncomingMessage, store_messages
from core.models import Organisation, Patient
from generation.models import GenerationJob
from generation.summary_requests import Accepted, request_summary


def diarists(number: int) -> Iterator[Patient]:
    """So many people, each with 60 messages."""
    organisation = Organisation.objects.create(name=f"bench {uuid4()}")
    messages = [IncomingMessage(message.id, message.sent_at, message.text) for message in sixty_messages().messages]
    made = []
    for _ in range(number):
        patient = Patient.objects.create(organisation=organisation, code=f"S-{uuid4().hex[:12]}", zone="UTC")
        store_messages(patient, messages)
        made.append(patient)
    return iter(made)


def request(patient: Patient) -> GenerationJob:
    """A new job of this person."""
    answer = request_summary(patient, as_of=LAST_DAY)
    assert isinstance(answer, Accepted)
    return answer.job
