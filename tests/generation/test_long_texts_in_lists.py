"""A list reads no transcripts: each may have a megabyte, and none is shown."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.models import TherapySession
from tests.builders.people import make_operator, make_patient
from tests.builders.sessions import make_session
from tests.generation.api_clients import staff_client

pytestmark = pytest.mark.django_db
SPOKEN = "The lighthouse again."


def read_by(asked: CaptureQueriesContext) -> list[str]:
    """The queries that bring a transcript along, rather than ask whether there is one."""
    column = '"therapy_sessions"."transcript"'
    return [query["sql"] for query in asked if column in query["sql"].replace(f"{column} IS NOT NULL", "")]


def test_list_of_the_api_says_only_whether_there_is_a_transcript() -> None:
    patient = make_patient(model_allowed=True)
    sessions = {str(make_session(patient, words).pk): words is not None for words in (SPOKEN, None)}
    client = staff_client(patient)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/api/v1/sessions/", {"patient": str(patient.pk)})
    assert {row["id"]: row["has_transcript"] for row in answer.json()["sessions"]} == sessions
    assert read_by(asked) == []


def page_of(desk: Client, session: TherapySession) -> str:
    return desk.get(f"/admin/core/therapysession/{session.pk}/change/").content.decode()


def test_list_of_the_admin_reads_no_transcript_and_the_page_says_whether_there_is_one() -> None:
    patient = make_patient(model_allowed=True)
    with_words, without = make_session(patient, SPOKEN), make_session(patient, None)
    desk = Client()
    desk.force_login(make_operator())
    with CaptureQueriesContext(connection) as asked:
        assert desk.get("/admin/core/therapysession/").status_code == 200
    pages = [page_of(desk, one) for one in (with_words, without)]
    assert ["Enter the transcript" in page for page in pages] == [False, True]
    assert read_by(asked) == []
