"""The summaries of the API: asked for, waited for, read with their sources, by those who may."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from audit.drawing import draw_items
from audit.models import Question, ReviewItem, ReviewVerdict
from audit.reviewing import Said
from core.models import AccessEvent, CareTeam, Patient
from core.practice.taking_back import delete_messages
from core.roles import Role
from generation.erasure import withdraw_summary
from generation.models import GenerationJob, Origin, SummaryWithdrawal, WithdrawalCause
from generation.pipeline.inputs import date_in_zone
from tests.audit.readings import read_summary
from tests.builders.jobs import summarise
from tests.builders.people import AS_OF, TESTER, make_organisation, make_person, make_staff, make_user
from tests.generation.api_clients import ADDRESS, client_of, person_client, staff_client

pytestmark = pytest.mark.django_db
BODY = {"as_of": AS_OF.isoformat()}


@pytest.fixture
def patient() -> Patient:
    return make_person()


def detail(job: GenerationJob) -> str:
    return f"{ADDRESS}{job.sessionbridgeversion.id}/"


# --- asking ---------------------------------------------------------------------------------------


def test_first_request_is_accepted_and_says_where_to_look(patient: Patient) -> None:
    answer = person_client(patient).post(ADDRESS, BODY)
    body = answer.json()
    assert (answer.status_code, body["state"], body["summary"]) == (202, "queued", None)
    assert body["window"] == {"first": "2025-11-07", "last": "2025-11-21", "zone": "Europe/Berlin"}
    assert answer["Location"] == body["links"]["self"] == f"/api/v1/jobs/{body['id']}/"
    assert answer["Retry-After"] == "2"


def test_second_request_meets_the_one_under_way(patient: Patient) -> None:
    client = person_client(patient)
    first = client.post(ADDRESS, BODY).json()
    answer = client.post(ADDRESS, BODY)
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert answer.json()["detail"] == "previous summary is still being generated"
    assert answer.json()["job"] == first
    assert answer["Retry-After"] == "2"


def test_same_words_again_are_answered_with_their_summary(patient: Patient) -> None:
    job = summarise(patient)
    answer = person_client(patient).post(ADDRESS, BODY)
    body = answer.json()
    assert (answer.status_code, body["job"], answer["Content-Location"]) == (200, str(job.id), detail(job))
    assert body["text"].startswith("1. Time Window & Scope\n")
    assert GenerationJob.objects.count() == 1


def test_without_a_date_the_window_ends_today_where_the_person_lives(patient: Patient) -> None:
    body = person_client(patient).post(ADDRESS).json()
    assert body["window"]["last"] == date_in_zone(timezone.now(), patient.zone).isoformat()


def test_staff_ask_for_a_patient_by_id(patient: Patient) -> None:
    answer = staff_client(patient).post(ADDRESS, {**BODY, "patient": str(patient.id)})
    assert answer.status_code == 202
    job = GenerationJob.objects.get(id=answer.json()["id"])
    assert (job.origin, job.requested_by is not None) == (Origin.STAFF, True)


# --- reading --------------------------------------------------------------------------------------


def test_summary_shows_each_bullet_with_the_words_it_rests_on(patient: Patient) -> None:
    job = summarise(patient)
    summary = person_client(patient).get(detail(job)).json()
    bullets = {bullet["id"]: bullet for section in summary["sections"] for bullet in section["bullets"]}
    moment = bullets["m1"]
    assert summary["text"][moment["start"] : moment["end"]] == moment["text"]
    source = moment["sources"][0]
    assert (source["day"], source["local_time"]) == ("2025-11-08", "22:14")
    assert source["text"].startswith("Couldn't sleep")
    assert patient.messages.filter(id=source["message"]).exists()


def test_summary_names_its_versions_outcome_and_verdict(patient: Patient) -> None:
    summary = person_client(patient).get(detail(summarise(patient))).json()
    assert (summary["outcome"], summary["verdict"], summary["version"]) == ("first_pass", "pass", 1)
    assert set(summary["versions"]) == {"canonicalizer", "planner", "writer", "policy_gate"}
    assert summary["generated_at"].endswith("Z")
    assert (summary["chosen_by"], summary["models"], summary["bucket"]) == ("rules", [], "medium")
    assert summary["window"] == {"first": "2025-11-07", "last": "2025-11-21", "zone": "Europe/Berlin"}


def test_summary_lists_what_its_text_leaves_out() -> None:
    person = make_person(
        *((f"m{day}", f"2025-11-{day:02}T22:14+01:00", f"Walked home, day {day}. " * 40) for day in range(8, 16))
    )
    job = summarise(person)
    left = person_client(person).get(detail(job)).json()["left_out"]
    assert set(left) == {"sentences", "feelings", "numbers"}
    piece = left["sentences"]["pieces"][0]
    assert left["sentences"]["count"] == len(left["sentences"]["pieces"])
    assert (piece["day"], piece["local_time"], piece["text"]) == ("2025-11-08", "22:14", "Walked home, day 8.")
    assert piece["end"] - piece["start"] == len(piece["text"])


def test_summary_that_leaves_nothing_out_says_so(patient: Patient) -> None:
    job = summarise(patient)
    left = person_client(patient).get(detail(job)).json()["left_out"]
    assert {(kind["count"], len(kind["pieces"])) for kind in left.values()} == {(0, 0)}


def test_reading_a_summary_is_recorded_before_it_is_answered(patient: Patient) -> None:
    job = summarise(patient)
    person_client(patient).get(detail(job))
    event = AccessEvent.objects.get()
    assert (event.actor, event.patient, event.action, event.target) == (patient.user, patient, "view", detail(job))


def test_withdrawn_summary_is_not_shown(patient: Patient) -> None:
    job = summarise(patient)
    SummaryWithdrawal.objects.create(session_bridge_version=job.sessionbridgeversion, cause=WithdrawalCause.PERSON)
    body = staff_client(patient).get(detail(job)).json()
    assert (body["state"], body["reason"], body["text"], body["sections"]) == ("withdrawn", "person", None, [])
    assert body["withdrawn_at"].endswith("Z")
    assert not AccessEvent.objects.exists()


def test_erased_summary_is_not_shown(patient: Patient) -> None:
    job = summarise(patient)
    delete_messages(TESTER, patient, ["m1"])
    body = person_client(patient).get(detail(job)).json()
    assert (body["state"], body["reason"], body["text"]) == ("erased", "message_deleted", None)
    assert (body["text_sha256"], body["bucket"], body["left_out"]) == (None, None, None)


def test_hash_of_a_text_can_be_worked_out_by_whoever_reads_it(patient: Patient) -> None:
    body = person_client(patient).get(detail(summarise(patient))).json()
    assert body["text_sha256"] == hashlib.sha256(body["text"].encode()).hexdigest()


def test_unreadable_artifacts_leave_the_text(patient: Patient) -> None:
    job = summarise(patient)
    job.artifacts.filter(stage="canonical").update(body=None, salt=None, erased_at=timezone.now())
    summary = person_client(patient).get(detail(job)).json()
    assert summary["text"].startswith("1. Time Window & Scope")
    assert summary["sections"] == []


def test_answers_are_kept_by_no_cache(patient: Patient) -> None:
    client = person_client(patient)
    assert client.get(detail(summarise(patient)))["Cache-Control"] == "private, no-store"
    assert client.get(f"{ADDRESS}nothing/")["Cache-Control"] == "private, no-store"


def test_reading_takes_the_same_few_queries_whatever_the_length(patient: Patient) -> None:
    address, client = detail(summarise(patient)), person_client(patient)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    # Token with its user, the user's tokens, what made the summary, the summary, reviews, the access, the artifacts.
    assert len(queries) == 7, "\n".join(query["sql"] for query in queries)


# --- who may --------------------------------------------------------------------------------------


def test_nobody_reads_without_a_token(patient: Patient) -> None:
    answer = APIClient().get(detail(summarise(patient)))
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Token")
    assert "/api/v1/auth/login/" in answer.json()["detail"]


def test_other_people_see_the_same_as_for_a_summary_that_is_not_there(patient: Patient) -> None:
    job, stranger = summarise(patient), person_client(make_person())
    theirs, nowhere = stranger.get(detail(job)), stranger.get(f"{ADDRESS}{patient.id}/")
    assert (theirs.status_code, theirs.json()) == (404, nowhere.json())


def test_staff_of_another_organisation_see_nothing(patient: Patient) -> None:
    job = summarise(patient)
    outsider = client_of(make_user(make_organisation("Elsewhere"), is_staff=True))
    assert outsider.get(detail(job)).status_code == 404
    assert outsider.post(ADDRESS, {"patient": str(patient.id)}).status_code == 404


def test_staff_in_a_care_team_see_only_its_patients(patient: Patient) -> None:
    job, clinician = summarise(patient), make_staff(patient.organisation, Role.CLINICIAN)
    team = CareTeam.objects.create(organisation=patient.organisation, name="Team")
    team.members.add(clinician)
    assert client_of(clinician).get(detail(job)).status_code == 404
    team.patients.add(patient)
    assert client_of(clinician).get(detail(job)).status_code == 200


# --- lists ----------------------------------------------------------------------------------------


def test_list_goes_page_by_page_newest_first(patient: Patient) -> None:
    made = [summarise(patient, AS_OF - timedelta(days=back)) for back in range(3)]
    client, found, address = person_client(patient), [], f"{ADDRESS}?limit=2"
    while address:
        page = client.get(address).json()
        found += [row["job"] for row in page["results"]]
        address = f"{ADDRESS}?limit=2&cursor={page['next']}" if page["next"] else ""
    assert found == [str(job.id) for job in reversed(made)]


def test_list_shows_no_words_and_records_no_access(patient: Patient) -> None:
    summarise(patient)
    [row] = person_client(patient).get(ADDRESS).json()["results"]
    assert not {"text", "sections", "left_out"} & set(row)
    assert not AccessEvent.objects.exists()


def test_list_takes_the_same_few_queries_however_long(patient: Patient) -> None:
    for back in range(4):
        summarise(patient, AS_OF - timedelta(days=back))
    client = person_client(patient)
    with CaptureQueriesContext(connection) as queries:
        client.get(ADDRESS)
    assert len(queries) == 4, "\n".join(query["sql"] for query in queries)


def test_staff_list_those_they_may_read_or_one_patient(patient: Patient) -> None:
    other = make_person()
    for each in (patient, other, make_person()):
        summarise(each)
    client = staff_client(patient)
    listed = [row["patient"] for row in client.get(ADDRESS).json()["results"]]
    assert listed == [str(patient.id)]
    assert client.get(f"{ADDRESS}?patient={other.id}").json()["results"] == []


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "cursor=x", "cursor=MDAwMQ==", "patinet=1"])
def test_list_refuses_what_it_does_not_know(patient: Patient, query: str) -> None:
    answer = person_client(patient).get(f"{ADDRESS}?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


# --- latest ---------------------------------------------------------------------------------------


def test_latest_is_what_the_person_sees_now(patient: Patient) -> None:
    client = person_client(patient)
    assert client.get(f"{ADDRESS}latest/").status_code == 404
    job = summarise(patient)
    summarise(patient, AS_OF - timedelta(days=3))
    assert client.get(f"{ADDRESS}latest/").json()["job"] == str(job.id)


def test_where_one_is_made_anew_by_itself_nobody_is_told_to_ask(patient: Patient) -> None:
    client = person_client(patient)
    assert "Ask for one" in client.get(f"{ADDRESS}latest/").json()["detail"]
    summarise(patient)
    delete_messages(TESTER, patient, ["m1"])
    assert "a new one is made by itself" in client.get(f"{ADDRESS}latest/").json()["detail"]


def test_staff_say_whose_latest(patient: Patient) -> None:
    job, client = summarise(patient), staff_client(patient)
    assert client.get(f"{ADDRESS}latest/").json()["errors"][0]["field"] == "patient"
    assert client.get(f"{ADDRESS}latest/?patient={patient.id}").json()["job"] == str(job.id)


# --- what a client has already --------------------------------------------------------------------


def test_what_a_client_has_is_not_sent_again_nor_recorded(patient: Patient) -> None:
    job, client = summarise(patient), person_client(patient)
    tag = client.get(detail(job))["ETag"]
    known = client.get(detail(job), headers={"if-none-match": f'"other", {tag}'})
    assert (known.status_code, known.content, known["ETag"]) == (304, b"", tag)
    assert AccessEvent.objects.count() == 1


def test_tag_changes_with_a_withdrawal_and_a_review(patient: Patient) -> None:
    job, client = summarise(patient), person_client(patient)
    first = client.get(detail(job))["ETag"]
    draw_items()
    said = Said(dict.fromkeys(Question, 5), ReviewVerdict.APPROVE)
    read_summary(ReviewItem.objects.get_or_create(job=job)[0], make_user(patient.organisation), said)
    reviewed = client.get(detail(job))
    withdraw_summary(TESTER, job.sessionbridgeversion, cause=WithdrawalCause.PERSON)
    assert reviewed.json()["reviewed"] is True
    assert len({first, reviewed["ETag"], client.get(detail(job))["ETag"]}) == 3
