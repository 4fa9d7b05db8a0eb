"""Clients of the API with real tokens."""

from __future__ import annotations

from knox.models import get_token_model
from rest_framework.test import APIClient

from core.models import Patient, User
from tests.builders.people import make_clinician

ADDRESS = "/api/v1/summaries/"


def token_of(patient: Patient) -> str:
    """A fresh token of the person's."""
    assert patient.user is not None
    return str(get_token_model().objects.create(user=patient.user)[1])


def client_of(user: User) -> APIClient:
    """A client that sends a fresh token of `user`."""
    _, token = get_token_model().objects.create(user=user)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    return client


def person_client(patient: Patient) -> APIClient:
    assert patient.user is not None
    return client_of(patient.user)


def staff_client(*patients: Patient) -> APIClient:
    """A clinician who cares for these patients."""
    return client_of(make_clinician(*patients))
