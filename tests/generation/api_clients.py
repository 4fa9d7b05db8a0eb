"""Clients of the API with real tokens."""

from __future__ import annotations

from rest_framework.test import APIClient

from core.models import Patient, User
from tests.builders.people import make_clinician, token_for

ADDRESS = "/api/v1/summaries/"


def token_of(patient: Patient) -> str:
    """A fresh token of the person's."""
    assert patient.user is not None
    return token_for(patient.user)


def client_of(user: User) -> APIClient:
    """A client that sends a fresh token of `user`."""
    token = token_for(user)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    return client


def person_client(patient: Patient) -> APIClient:
    assert patient.user is not None
    return client_of(patient.user)


def staff_client(*patients: Patient) -> APIClient:
    """A clinician who cares for these patients."""
    return client_of(make_clinician(*patients))
