"""Tokens: named, hashed, ending, revocable; a service's have scopes and make tokens of people, never of staff."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from io import StringIO
from typing import Any

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from core.models import AccessEvent, ApiToken, Organisation, Patient, Scope
from core.practice.tokens import NewToken, issue_service_token, issue_token, revoke_token
from core.roles import Role
from core.scheduled_tasks import end_expired_tokens
from generation.models import GenerationJob
from tests.builders.jobs import summarise
from tests.builders.people import TESTER, make_clinician, make_operator, make_person, make_staff, make_user, token_for
from tests.generation.api_clients import person_client

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/tokens/"


def service(organisation: Organisation, *scopes: Scope) -> NewToken:
    return issue_service_token(TESTER, organisation, "Diary app", lasts=timedelta(days=1), scopes=scopes)


def with_token(token: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    return client


@pytest.fixture
def patient() -> Patient:
    return make_person()


@pytest.fixture
def issuer(patient: Patient) -> APIClient:
    return with_token(service(patient.organisation, Scope.TOKENS_ISSUE).token)


def issue(client: APIClient, patient: Patient, **fields: Any) -> Any:
    return client.post(ADDRESS, {"patient": str(patient.pk), "name": "phone", **fields})


def test_token_itself_is_kept_nowhere(patient: Patient) -> None:
    token = token_for(patient.user)
    row = ApiToken.objects.get()
    assert row.digest == hashlib.sha256(token.encode()).hexdigest()
    assert token not in repr(vars(row))


def test_use_of_a_token_is_written_down(patient: Patient) -> None:
    person_client(patient).get(ADDRESS)
    assert ApiToken.objects.get().last_used_at is not None


def test_token_ends_by_itself(patient: Patient) -> None:
    row = token_for(patient.user) and ApiToken.objects.get()
    late = ApiToken(
        digest="0" * 64, begins_with="x", name="old", user=patient.user, made_by_label="t",
        expires_at=timezone.now() - timedelta(seconds=1),
    )  # fmt: skip
    late.digest = hashlib.sha256(b"old").hexdigest()
    late.save()
    assert row.expires_at > timezone.now()
    assert with_token("old").get(ADDRESS).status_code == 401


def test_own_tokens_are_listed_and_revoked(patient: Patient) -> None:
    client = person_client(patient)
    [listed] = client.get(ADDRESS).json()["tokens"]
    assert (listed["name"], listed["scopes"]) == ("test", [])
    assert client.delete(f"{ADDRESS}{listed['id']}/").status_code == 204
    assert client.get(ADDRESS).status_code == 401


def test_tokens_of_others_are_as_unknown_as_none(patient: Patient) -> None:
    token_for(make_person().user)
    other = ApiToken.objects.get()
    answers = [person_client(patient).delete(f"{ADDRESS}{id_}/") for id_ in (other.pk, patient.pk, "x")]
    assert {(answer.status_code, answer.json()["detail"]) for answer in answers} == {
        (404, "You have no token with this id. Check the id.")
    }


def test_service_makes_a_token_for_a_person_and_both_are_named(issuer: APIClient, patient: Patient) -> None:
    job = summarise(patient)
    made = issue(issuer, patient)
    assert made.status_code == 201
    assert with_token(made.json()["token"]).get(f"/api/v1/summaries/{job.sessionbridgeversion.pk}/").status_code == 200
    [look] = AccessEvent.objects.filter(patient=patient)
    assert patient.user is not None
    assert look.actor_label.startswith(f"{patient.user.username} through service-diary-app-")


def test_token_of_a_revoked_service_takes_those_it_made_along(patient: Patient) -> None:
    token, row = service(patient.organisation, Scope.TOKENS_ISSUE)
    made = with_token(issue(with_token(token), patient).json()["token"])
    assert made.get(ADDRESS).status_code == 200
    revoke_token(TESTER, row)
    assert made.get(ADDRESS).status_code == 401


def test_no_token_is_made_for_staff(issuer: APIClient, patient: Patient) -> None:
    assert patient.user is not None
    patient.user.is_staff = True
    patient.user.save()
    assert issue(issuer, patient).status_code == 400


def test_no_token_is_made_across_organisations(issuer: APIClient) -> None:
    foreign = make_person()
    Patient.objects.filter(pk=foreign.pk).update(organisation=Organisation.objects.create(name="elsewhere"))
    assert issue(issuer, foreign).status_code == 404


def test_service_without_the_scope_and_people_make_none(patient: Patient) -> None:
    for client in (with_token(service(patient.organisation, Scope.MESSAGES_READ).token), person_client(patient)):
        assert issue(client, patient).status_code == 403


@pytest.mark.parametrize(
    "fields",
    [
        {"days": 0},
        {"days": 367},
        {"days": "x"},
        {"days": "7"},
        {"days": 7.0},
        {"days": None},
        {"name": ""},
        {"name": "a\u200bb"},
    ],
)
def test_bad_wishes_are_refused(issuer: APIClient, patient: Patient, fields: dict[str, Any]) -> None:
    assert issue(issuer, patient, **fields).status_code == 400


def test_command_makes_a_token_that_works(patient: Patient) -> None:
    assert patient.user is not None
    out = StringIO()
    call_command("create_token", login=patient.user.username, stdout=out, stderr=StringIO())
    assert with_token(out.getvalue().strip()).get(ADDRESS).status_code == 200


def test_command_makes_a_token_of_a_service(patient: Patient) -> None:
    out = StringIO()
    words = ["--service", "App", "--organisation", patient.organisation.name, "--scope", "tokens:issue"]
    call_command("create_token", *words, stdout=out, stderr=StringIO())
    assert issue(with_token(out.getvalue().strip()), patient).status_code == 201


@pytest.mark.parametrize(
    "words", [["--login", "nobody"], ["--service", "App"], ["--service", "App", "--organisation", "Test practice"]]
)
def test_command_refuses_what_cannot_be(patient: Patient, words: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("create_token", *words)


@pytest.mark.parametrize(("of_staff", "ended"), [(False, 1), (True, 0)])
def test_administrator_revokes_tokens_of_those_they_may_change(patient: Patient, of_staff: bool, ended: int) -> None:
    administrator = make_staff(patient.organisation, Role.ADMINISTRATOR)
    token_for(make_user(patient.organisation, is_superuser=True) if of_staff else make_clinician(patient))
    client = Client()
    client.force_login(administrator)
    client.post("/admin/core/apitoken/", {"action": "revoke", "_selected_action": [ApiToken.objects.get().pk]})
    assert ApiToken.objects.exclude(revoked_at=None).count() == ended


def test_operator_sees_all_tokens(patient: Patient) -> None:
    token_for(patient.user)
    client = Client()
    client.force_login(make_operator())
    assert ApiToken.objects.get().begins_with in client.get("/admin/core/apitoken/").content.decode()


def test_who_may_not_read_the_answer_starts_no_summary(patient: Patient) -> None:
    asking = with_token(service(patient.organisation, Scope.SUMMARIES_WRITE).token)
    answer = asking.post("/api/v1/summaries/", {"patient": str(patient.pk)})
    assert (answer.status_code, "summaries:read" in answer.json()["detail"]) == (403, True)
    assert not GenerationJob.objects.exists()


def test_fault_of_an_object_within_the_body_names_the_object(patient: Patient) -> None:
    entering = with_token(service(patient.organisation, Scope.PATIENTS_WRITE).token)
    answer = entering.post(
        "/api/v1/patients/", {"code": "P-1", "zone": "UTC", "login": {"username": "a", "password": "b", "x": 1}}
    )
    assert [fault["field"] for fault in answer.json()["errors"]] == ["login"]


def test_request_sent_again_with_its_key_makes_no_other_token(issuer: APIClient, patient: Patient) -> None:
    first, again = (
        issuer.post(ADDRESS, {"patient": str(patient.pk), "name": "phone"}, headers={"Idempotency-Key": '"k"'})
        for _ in range(2)
    )
    assert (first.status_code, again.status_code, again.json()) == (201, 201, {**first.json(), "token": None})
    assert ApiToken.objects.filter(user=patient.user).count() == 1
    other = issuer.post(ADDRESS, {"patient": str(patient.pk), "name": "tablet"}, headers={"Idempotency-Key": '"k"'})
    assert (other.status_code, other.json()["code"]) == (422, "key_used_otherwise")


@pytest.mark.parametrize("typed", ["ada", " ada ", "\uff41da"])
def test_command_takes_a_name_as_the_login_does(typed: str) -> None:
    make_user(username="ada")
    out = StringIO()
    call_command("create_token", login=typed, stdout=out, stderr=StringIO())
    assert with_token(out.getvalue().strip()).get(ADDRESS).status_code == 200


def test_expired_tokens_are_marked_as_ended_since_they_expired(patient: Patient) -> None:
    expired, good = (issue_token(TESTER, patient.user, name).row for name in ("old", "new"))
    with pgtrigger.ignore("core.ApiToken:api_tokens_fixed"):
        ApiToken.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(hours=3))
    for _ in range(3):
        end_expired_tokens()
    expired.refresh_from_db()
    good.refresh_from_db()
    assert (expired.revoked_at, good.revoked_at) == (expired.expires_at, None)


def test_expired_token_of_a_service_is_left_while_tokens_it_made_are_good(patient: Patient) -> None:
    issuer = service(patient.organisation, Scope.TOKENS_ISSUE)
    token = issue(with_token(issuer.token), patient).json()["token"]
    with pgtrigger.ignore("core.ApiToken:api_tokens_fixed"):
        ApiToken.objects.filter(pk=issuer.row.pk).update(expires_at=timezone.now() - timedelta(hours=3))
    end_expired_tokens()
    assert with_token(token).get("/api/v1/me/").status_code == 200
    with pgtrigger.ignore("core.ApiToken:api_tokens_fixed"):
        ApiToken.objects.update(expires_at=timezone.now() - timedelta(hours=1))
    end_expired_tokens()
    end_expired_tokens()
    assert not ApiToken.objects.filter(revoked_at=None).exists()
