"""Lists read what they show: no transcript, and no row by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit.models import ReviewShowing, Shown
from core.models import TherapySession
from tests.builders.jobs import summarise
from tests.builders.people import AS_OF, make_operator, make_patient, make_person
from tests.builders.sessions import make_session
from tests.generation.api_clients import ADDRESS, staff_client

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


@pytest.mark.usefixtures("services")
def test_first_look_of_a_reviewer_at_a_list_asks_as_often_for_many_summaries_as_for_few() -> None:
    def queries(number: int) -> int:
        patient = make_person()
        for day in range(number):
            summarise(patient, AS_OF - timedelta(days=day))
        reader = staff_client(patient)
        # What every first request of a process asks once.
        reader.get(ADDRESS, {"limit": 1, "patient": str(make_person().pk)})
        with CaptureQueriesContext(connection) as asked:
            assert len(reader.get(ADDRESS, {"patient": str(patient.pk)}).json()["results"]) == number
        shown = ReviewShowing.objects.filter(item__job__patient=patient, shown=Shown.RUN)
        assert shown.count() == number
        return len(asked)

    assert queries(2) == queries(6)
