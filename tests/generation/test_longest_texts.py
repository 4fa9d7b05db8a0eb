"""A text that the API takes is never longer than the column that keeps it: else the answer would be a 500."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.db.models import Model
from django.urls import reverse
from rest_framework import serializers

from core.models import ApiToken, MessageRevision, Patient, TherapySession, User
from generation.api.request_bodies import StrictBody
from generation.models import GenerationJob, GenerationMetadata, SummaryObjection, SummaryWithdrawal
from tests.builders.sessions import analysed, make_session
from tests.generation.api_clients import staff_client
from tests.generation.test_api_refusals import problem_of

JOURNEYS = "/api/v1/journeys/"
# Where each text of a body is kept; the others are only compared with something, or read as a time.
KEPT_IN: dict[str, tuple[type[Model], str]] = {
    "AgainBody.again": (GenerationJob, "regen_reason"),
    "JourneyBody.again": (GenerationJob, "regen_reason"),
    "JourneyWithdrawBody.reason": (SummaryWithdrawal, "reason"),
    "WithdrawBody.reason": (SummaryWithdrawal, "reason"),
    "ObjectionBody.bullet": (SummaryObjection, "slot_id"),
    "ObjectionBody.words": (SummaryObjection, "words"),
    "MetadataBody.notes": (GenerationMetadata, "notes"),
    "WordsBody.text": (MessageRevision, "text"),
    "ZoneBody.zone": (Patient, "zone"),
    "PatientBody.code": (Patient, "code"),
    "PatientBody.zone": (Patient, "zone"),
    "AppLoginBody.username": (User, "username"),
    "SessionBody.id": (TherapySession, "client_id"),
    "SessionBody.transcript": (TherapySession, "transcript"),
    "IssueBody.name": (ApiToken, "name"),
}
NOT_KEPT = {"username", "password", "new_password", "code", "cursor", "at"}


@pytest.fixture
def model_is_set(settings: Any) -> None:
    settings.OPENAI_BASE_URL = "http://127.0.0.1:9/v1"


def texts() -> Iterator[tuple[str, serializers.CharField]]:
    """Every text of every body and query of the API, by its name."""
    import_module("generation.api.urls")
    waiting: list[type[StrictBody]] = [StrictBody]
    for body in waiting:
        waiting += [each for each in body.__subclasses__() if each.__module__.startswith("generation.api.")]
        for name, field in body().get_fields().items():
            if isinstance(field, serializers.CharField):
                yield f"{body.__name__}.{name}", field


def test_every_text_fits_into_the_column_that_keeps_it() -> None:
    found = dict(texts())
    unknown = {name for name in found.keys() - KEPT_IN.keys() if name.partition(".")[2] not in NOT_KEPT}
    assert (unknown, KEPT_IN.keys() - found.keys()) == (set(), set())
    for name, (model, column) in KEPT_IN.items():
        room, longest = model._meta.get_field(column).max_length, found[name].max_length
        assert room is None or (longest is not None and longest <= room), name


@pytest.mark.django_db
@pytest.mark.usefixtures("services", "model_is_set")
def test_reason_for_a_wave_anew_may_be_as_long_as_it_can_be_kept() -> None:
    session = analysed(make_session()).session
    client, address = staff_client(session.patient), f"{reverse('api:session_waves', args=[session.pk])}mood/"
    problem = problem_of(client.post(address, {"again": "x" * 201}, format="json"), 400)
    assert "again" in problem["detail"]
    assert client.post(address, {"again": "x" * 200}, format="json").status_code == 202
    assert GenerationJob.objects.filter(regen_reason="x" * 200).count() == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("services", "model_is_set")
def test_reason_for_a_journey_anew_may_be_as_long_as_it_can_be_kept() -> None:
    session = analysed(make_session()).session
    client, patient = staff_client(session.patient), str(session.patient_id)
    problem = problem_of(client.post(JOURNEYS, {"patient": patient, "again": "x" * 201}, format="json"), 400)
    assert "again" in problem["detail"]
    assert client.post(JOURNEYS, {"patient": patient, "again": "x" * 200}, format="json").status_code == 202
    assert GenerationJob.objects.filter(regen_reason="x" * 200).count() == 1
