"""People decide about themselves: zone, consent, who looked, erasure. Practices enter people and sessions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from core.models import AccessEvent, ErasureRequest, KeptAnswer, Patient, Scope, TherapySession, User
from core.practice import erasure_requests
from core.practice.consents import add_consent_text
from core.practice.tokens import issue_service_token
from core.roles import Role
from core.scheduled_tasks import erase_due
from tests.builders.people import TESTER, make_organisation, make_person, make_staff, make_user
from tests.generation.api_clients import client_of, person_client, staff_client

pytestmark = pytest.mark.django_db
API = "/api/v1/"
ME = f"{API}me/"
PASSWORD = "riverbank and lighthouse"


@pytest.fixture
def patient() -> Patient:
    made = make_person()
    assert made.user is not None
    made.user.set_password(PASSWORD)
    made.user.save()
    return made


@pytest.fixture
def client(patient: Patient) -> APIClient:
    return person_client(patient)


@pytest.fixture
def service(patient: Patient) -> APIClient:
    made = issue_service_token(
        TESTER, patient.organisation, "App", lasts=timedelta(days=1),
        scopes=[Scope.PATIENTS_READ, Scope.PATIENTS_WRITE, Scope.SESSIONS_WRITE],
    )  # fmt: skip
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {made.token}")
    return client


def test_everybody_is_told_who_they_are(client: APIClient, patient: Patient, service: APIClient) -> None:
    me = client.get(ME).json()
    assert (me["kind"], me["diary"]["id"], me["diary"]["erasure"]) == ("person", str(patient.pk), None)
    assert (service.get(ME).json()["kind"], len(service.get(ME).json()["scopes"])) == ("service", 3)
    staff = staff_client(patient).get(ME).json()
    assert (staff["kind"], staff["diary"]) == ("staff", None)


def test_person_moves(client: APIClient, patient: Patient) -> None:
    assert client.put(f"{ME}zone/", {"zone": "Asia/Kolkata"}).json() == {"zone": "Asia/Kolkata"}
    assert client.put(f"{ME}zone/", {"zone": "Asia/Kolkata"}).status_code == 200
    assert Patient.objects.get(pk=patient.pk).zone == "Asia/Kolkata"


@pytest.mark.parametrize("body", [{"zone": "Mars"}, {"zone": "Asia/Kolkata", "valid_from": "2999-01-01"}, {}])
def test_bad_move_is_refused(client: APIClient, body: dict[str, Any]) -> None:
    assert client.put(f"{ME}zone/", body).status_code == 400


def test_consent_is_given_to_the_wording_that_was_shown_and_withdrawn(client: APIClient) -> None:
    shown = client.get(f"{ME}consent/").json()
    assert (shown["allowed"], shown["history"]) == (False, [])
    version = shown["wording"]["version"]
    for allowed in (True, False):
        answer = client.post(f"{ME}consent/", {"allowed": allowed, "wording_version": version}).json()
        assert (answer["allowed"], answer["history"][0]["on_word_of"]) == (allowed, "the person themselves")
    assert len(answer["history"]) == 2


def test_nobody_agrees_to_another_wording(client: APIClient, patient: Patient) -> None:
    version = client.get(f"{ME}consent/").json()["wording"]["version"]
    add_consent_text(TESTER, patient.organisation, "Another wording.")
    refused = client.post(f"{ME}consent/", {"allowed": True, "wording_version": version})
    assert refused.json()["errors"][0]["field"] == "wording_version"


def test_person_sees_who_looked_and_that_is_on_record(client: APIClient) -> None:
    for looks in (1, 2):
        accesses = client.get(f"{ME}accesses/").json()["accesses"]
        assert [access["action"] for access in accesses] == ["who looked"] * looks + ["set the password of the app"]
    assert AccessEvent.objects.filter(action="who looked").count() == 2


def test_erasure_takes_effect_after_a_day(client: APIClient, patient: Patient) -> None:
    asked = client.post(f"{ME}erasure/", {"password": PASSWORD})
    assert asked.status_code == 202
    erase_due()
    assert Patient.objects.get(pk=patient.pk).erased_at is None
    assert client.get(ME).json()["diary"]["erasure"] == asked.json()
    ErasureRequest.objects.update(due_at=timezone.now())
    erase_due()
    assert Patient.objects.get(pk=patient.pk).erased_at is not None
    assert client.get(ME).status_code == 401


def test_asked_again_the_first_time_counts(client: APIClient) -> None:
    answers = [client.post(f"{ME}erasure/", {"password": PASSWORD}).json() for _ in range(2)]
    assert answers[0] == answers[1]


def test_erasure_that_was_called_off_is_not_done(client: APIClient, patient: Patient) -> None:
    client.post(f"{ME}erasure/", {"password": PASSWORD})
    assert [client.delete(f"{ME}erasure/").status_code for _ in range(2)] == [204, 204]
    ErasureRequest.objects.update(due_at=timezone.now())
    erase_due()
    assert Patient.objects.get(pk=patient.pk).erased_at is None
    assert client.post(f"{ME}erasure/", {"password": PASSWORD}).status_code == 202


def test_wrong_passwords_erase_nobody_and_lock(client: APIClient) -> None:
    answers = [client.post(f"{ME}erasure/", {"password": "wrong"}).status_code for _ in range(6)]
    assert (answers[0], answers[-1]) == (400, 429)
    assert not ErasureRequest.objects.exists()


def test_wish_to_be_erased_by_the_clock(client: APIClient, patient: Patient) -> None:
    first = datetime.fromisoformat(client.post(f"{ME}erasure/", {"password": PASSWORD}).json()["takes_effect_at"])
    second_before = first - timedelta(seconds=1)
    assert erasure_requests.erase_due(second_before) == 0
    assert client.delete(f"{ME}erasure/").status_code == 204
    assert erasure_requests.erase_due(first + timedelta(days=30)) == 0
    again = datetime.fromisoformat(client.post(f"{ME}erasure/", {"password": PASSWORD}).json()["takes_effect_at"])
    assert (again > first, erasure_requests.erase_due(first)) == (True, 0)
    assert client.get(ME).status_code == 200
    # The answer has milliseconds, the row microseconds.
    then = again + timedelta(milliseconds=1)
    assert [erasure_requests.erase_due(then), erasure_requests.erase_due(then)] == [1, 0]
    patient.refresh_from_db()
    assert (patient.erased_at is not None, patient.user, client.get(ME).status_code) == (True, None, 401)


@pytest.mark.parametrize("address", ["zone/", "consent/", "accesses/", "erasure/"])
def test_those_without_a_diary_have_nothing_here(patient: Patient, address: str) -> None:
    staff = staff_client(patient)
    call = staff.put if address == "zone/" else staff.delete if address == "erasure/" else staff.get
    assert call(f"{ME}{address}").status_code == 404


def test_service_enters_a_person_with_a_login_once(service: APIClient, patient: Patient) -> None:
    body = {"code": "P-7", "zone": "Europe/Berlin", "login": {"username": "mia", "password": PASSWORD}}
    headers = {"Idempotency-Key": '"first"'}
    answers = [service.post(f"{API}patients/", body, format="json", headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    made = Patient.objects.get(code="P-7")
    assert (made.organisation, made.user) == (patient.organisation, User.objects.get(username="mia"))
    assert PASSWORD not in str(KeptAnswer.objects.values())
    assert service.get(f"{API}patients/{made.pk}/").json()["has_login"] is True
    assert service.post(f"{API}patients/", body, format="json").status_code == 400


def test_name_that_another_organisation_takes_at_that_moment_is_refused_in_words(service: APIClient) -> None:
    make_user(make_organisation("Elsewhere"), username="mia")
    body = {"code": "P-9", "zone": "Europe/Berlin", "login": {"username": "mia", "password": PASSWORD}}
    # The other login is committed just after this one has looked for it.
    with patch.object(User, "validate_constraints"):
        answer = service.post(f"{API}patients/", body, format="json")
    assert (answer.status_code, "is that of another login" in answer.json()["detail"]) == (400, True)
    assert not Patient.objects.filter(code="P-9").exists()


def test_nothing_is_left_of_a_person_whose_login_was_refused(service: APIClient) -> None:
    body = {"code": "P-8", "zone": "Europe/Berlin", "login": {"username": "mia", "password": "short"}}
    for headers in ({}, {"Idempotency-Key": '"k"'}):
        answer = service.post(f"{API}patients/", body, format="json", headers=headers)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "password")
    assert not Patient.objects.filter(code="P-8").exists()


def test_lists_hold_those_one_may_see(service: APIClient, client: APIClient, patient: Patient) -> None:
    Patient.objects.filter(pk=make_person().pk).update(organisation=make_organisation("Elsewhere"))
    listed = service.get(f"{API}patients/").json()["patients"]
    assert [shown["id"] for shown in listed] == [str(patient.pk)]
    assert client.get(f"{API}patients/").status_code == 403
    assert staff_client(patient).get(f"{API}patients/").json()["patients"][0]["code"] == patient.code


def test_clinician_enters_no_people_and_administrator_does(patient: Patient) -> None:
    body = {"code": "P-9", "zone": "Europe/Berlin"}
    assert staff_client(patient).post(f"{API}patients/", body).status_code == 403
    administrator = client_of(make_staff(patient.organisation, Role.ADMINISTRATOR))
    assert administrator.post(f"{API}patients/", body).status_code == 201
    assert client_of(make_user(is_staff=True)).post(f"{API}patients/", body).status_code == 403


def test_session_is_entered_once_and_shown_without_its_words(service: APIClient, patient: Patient) -> None:
    body = {"patient": str(patient.pk), "id": "s1", "session_date": "2025-11-20", "transcript": "What was said."}
    answers = [service.post(f"{API}sessions/", body) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert (answers[0].status_code, answers[0].json()["has_transcript"]) == (200, True)
    listed = service.get(f"{API}sessions/", {"patient": patient.pk})
    assert (len(listed.json()["sessions"]), "What was said" in listed.content.decode()) == (1, False)
    assert TherapySession.objects.get().transcript == "What was said."


def test_people_enter_no_sessions(client: APIClient, patient: Patient) -> None:
    body = {"patient": str(patient.pk), "id": "s1", "session_date": "2025-11-20"}
    assert client.post(f"{API}sessions/", body).status_code == 403
    assert client.get(f"{API}sessions/", {"patient": patient.pk}).status_code == 403
