"""The jobs of the API: their state, and calling them off."""

from __future__ import annotations

import pytest

from core.models import AccessEvent, Patient
from generation.api.job_shapes import JobShape
from generation.lifecycle import transitions
from generation.models import Feature, JobState
from generation.worker.execution import run_job
from tests.builders.jobs import accept_job, make_job, make_overdue_job, summarise
from tests.builders.people import make_person
from tests.generation.api_clients import person_client, staff_client

pytestmark = pytest.mark.django_db
JOBS = "/api/v1/jobs/"


@pytest.fixture
def patient() -> Patient:
    return make_person()


def test_queued_job_says_when_to_ask_again(patient: Patient) -> None:
    job = accept_job(patient)
    answer = person_client(patient).get(f"{JOBS}{job.id}/")
    assert (answer.status_code, answer["Retry-After"]) == (200, "2")
    assert (answer.json()["state"], answer.json()["summary"], answer.json()["problem"]) == ("queued", None, None)


def test_job_that_succeeded_leads_to_its_summary(patient: Patient) -> None:
    client, job = person_client(patient), summarise(patient)
    shown = client.get(f"{JOBS}{job.id}/").json()
    assert (shown["state"], shown["summary"]) == ("succeeded", str(job.sessionbridgeversion.id))
    assert client.get(shown["links"]["summary"]).json()["job"] == str(job.id)


def test_job_read_before_it_published_tells_of_no_summary(patient: Patient) -> None:
    earlier = accept_job(patient)
    assert run_job(earlier.id)
    shown = JobShape(earlier).data
    assert (shown["state"], shown["summary"], shown["links"]["summary"]) == ("queued", None, None)


def test_state_holds_no_words_so_no_access_is_recorded(patient: Patient) -> None:
    person_client(patient).get(f"{JOBS}{summarise(patient).id}/")
    assert not AccessEvent.objects.exists()


def test_state_a_client_has_is_not_sent_again(patient: Patient) -> None:
    client, job = person_client(patient), accept_job(patient)
    tag = client.get(f"{JOBS}{job.id}/")["ETag"]
    assert client.get(f"{JOBS}{job.id}/", headers={"if-none-match": tag}).status_code == 304
    transitions.claim(job.id)
    assert client.get(f"{JOBS}{job.id}/", headers={"if-none-match": tag}).status_code == 200


def test_stream_does_not_wait_behind_an_event_that_never_comes(patient: Patient) -> None:
    client, address = person_client(patient), f"{JOBS}{accept_job(patient).id}/events/"
    assert client.get(address, headers={"last-event-id": "1"}).status_code == 200
    refused = client.get(address, headers={"last-event-id": "999"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "Last-Event-ID")


def test_overdue_job_is_timed_out_by_whoever_reads_it(patient: Patient) -> None:
    body = person_client(patient).get(f"{JOBS}{make_overdue_job(patient).id}/").json()
    assert (body["state"], body["problem"]["error_code"]) == ("timed_out", "deadline")
    assert "Ask for the summary again" in body["problem"]["what_to_do"]


def test_failed_job_says_what_to_do(patient: Patient) -> None:
    job = transitions.claim(accept_job(patient).id)
    assert job is not None
    assert transitions.fail(job, "FallbackRefused")
    problem = person_client(patient).get(f"{JOBS}{job.id}/").json()["problem"]
    assert problem["error_code"] == "FallbackRefused"
    assert "report its id" in problem["what_to_do"]


def test_person_calls_a_job_off_and_asks_again_at_once(patient: Patient) -> None:
    client = person_client(patient)
    first = client.post("/api/v1/summaries/", {}).json()
    ended = client.post(first["links"]["cancel"]).json()
    assert (ended["state"], ended["problem"]["error_code"]) == ("cancelled", "called_off")
    assert "called it off" in ended["problem"]["what_to_do"]
    assert client.post("/api/v1/summaries/", {}).status_code == 202


def test_what_has_ended_stays_as_it_is(patient: Patient) -> None:
    answer = person_client(patient).post(f"{JOBS}{summarise(patient).id}/cancel/")
    assert (answer.status_code, answer.json()["state"]) == (200, "succeeded")


def test_nobody_else_calls_a_job_off(patient: Patient) -> None:
    job = accept_job(patient)
    assert staff_client(patient).post(f"{JOBS}{job.id}/cancel/").status_code == 403
    assert person_client(make_person()).post(f"{JOBS}{job.id}/cancel/").status_code == 404
    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_your_journey_jobs_are_no_jobs_of_summaries(patient: Patient) -> None:
    job = make_job(patient, feature=Feature.YOUR_JOURNEY)
    assert person_client(patient).get(f"{JOBS}{job.id}/").status_code == 404
