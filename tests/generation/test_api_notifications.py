"""What the person is told, and that they have read it."""

from __future__ import annotations

import pytest

from core.models import Patient
from generation.models import Notification
from tests.builders.jobs import make_overdue_job, summarise
from tests.builders.people import make_person
from tests.generation.api_clients import person_client, staff_client

pytestmark = pytest.mark.django_db
NOTICES = "/api/v1/notifications/"


@pytest.fixture
def patient() -> Patient:
    return make_person()


def test_person_reads_that_the_summary_is_ready(patient: Patient) -> None:
    client, job = person_client(patient), summarise(patient)
    [notice] = client.get(NOTICES).json()["results"]
    assert (notice["kind"], notice["says"], notice["job"]) == ("summary_ready", "Your summary is ready.", str(job.id))
    assert client.get(notice["links"]["summary"]).status_code == 200


def test_person_is_told_of_a_time_out(patient: Patient) -> None:
    client = person_client(patient)
    client.get(f"/api/v1/jobs/{make_overdue_job(patient).id}/")
    assert [each["kind"] for each in client.get(NOTICES).json()["results"]] == ["summary_timed_out"]


def test_notice_is_read_once(patient: Patient) -> None:
    client, _ = person_client(patient), summarise(patient)
    address = f"{NOTICES}{Notification.objects.get().id}/read/"
    first, second = client.post(address).json(), client.post(address).json()
    assert first["read_at"] is not None
    assert first == second
    assert client.get(f"{NOTICES}?unread=true").json()["results"] == []
    assert len(client.get(f"{NOTICES}?unread=false").json()["results"]) == 1


def test_notices_are_the_persons_alone(patient: Patient) -> None:
    summarise(patient)
    address = f"{NOTICES}{Notification.objects.get().id}/read/"
    for other in (staff_client(patient), person_client(make_person())):
        assert other.get(NOTICES).json()["results"] == []
        assert other.post(address).status_code == 404
    assert Notification.objects.get().read_at is None
