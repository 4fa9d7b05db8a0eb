"""Clients of the API with real tokens, and people to look for."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from knox.models import get_token_model
from rest_framework.test import APIClient

from core.models import Organisation, Patient, User
from generation.models import GenerationJob
from generation.summary_requests import Accepted, request_summary
from generation.worker.execution import run_job
from tests.generation.people import AS_OF, make_diarist

ADDRESS = "/api/v1/summaries/"


def make_user(organisation: Organisation | None = None, **fields: Any) -> User:
    return User.objects.create(username=uuid4().hex, organisation=organisation, **fields)


def client_of(user: User) -> APIClient:
    """A client that sends a fresh token of `user`."""
    _, token = get_token_model().objects.create(user=user)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    return client


def make_person(*entries: tuple[str, str, str]) -> Patient:
    """Somebody with a diary and a login of their own."""
    patient = make_diarist(*entries)
    patient.user = make_user(patient.organisation)
    patient.save(update_fields=["user"])
    return patient


def person_client(patient: Patient) -> APIClient:
    assert patient.user is not None
    return client_of(patient.user)


def staff_client(patient: Patient) -> APIClient:
    """Staff of the patient's organisation, in no care team."""
    return client_of(make_user(patient.organisation, is_staff=True))


def accept_job(patient: Patient) -> GenerationJob:
    """A queued job of the window that ends on AS_OF."""
    answer = request_summary(patient, as_of=AS_OF)
    assert isinstance(answer, Accepted)
    return answer.job


def summarise(patient: Patient) -> GenerationJob:
    """A job that has published its summary."""
    job = accept_job(patient)
    assert run_job(job.id)
    job.refresh_from_db()
    return job
