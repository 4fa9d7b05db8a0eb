"""Bad input is answered with a problem that says what to do, never with a 500."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from core.models import Patient
from generation.models import GenerationJob
from generation.pipeline.inputs import date_in_zone
from tests.builders.people import make_person, make_user, write
from tests.generation.api_clients import ADDRESS, client_of, person_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient() -> Patient:
    return make_person()


@pytest.fixture
def client(patient: Patient) -> APIClient:
    return person_client(patient)


def problem_of(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert problem["status"] == status
    assert problem["type"].startswith("urn:sessionbridge:problem:")
    assert problem["title"]
    return problem


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"as_of": "21.11.2025"}, 'as_of: Must be a calendar date such as "2026-11-21".'),
        ({"as_of": 20251121}, "as_of: Must be a calendar date"),
        ({"as_of": ["2025-11-21"]}, "as_of: Must be a calendar date"),
        ({"as_of": "2025-11-21\0"}, "as_of: Must be a calendar date"),
        ({"as_of": "0001-01-02"}, "as_of: 0001-01-02 is before 1900. Check the year."),
        ({"as_of": "9999-12-31"}, "is in the future; today is"),
        ({"patient": "P-0042"}, "patient: Must be an id such as"),
        ({"patient": "\0"}, "patient: Must be an id such as"),
        ({"patient": 7}, "patient: Must be an id such as"),
        ({"patient": True}, "patient: Must be an id such as"),
        ({"patient": {"id": 1}}, "patient: Must be an id such as"),
        ({"as-of": "2025-11-21"}, "Unknown field 'as-of'. Leave it out; the known ones are: patient, as_of."),
        ({"\ud800" * 500: 1}, "Unknown field '\\ud800"),
        ({"as_of": 1, "asof": 2}, "Unknown field 'asof'"),
        ({"as_of": 1, "asof": 2}, "as_of: Must be a calendar date"),
        ({"as_of": 1, "patient": 2}, "patient: Must be an id such as"),
        ([], "Invalid data. Expected a dictionary, but got list."),
        ("2025-11-21", "Invalid data. Expected a dictionary, but got str."),
        (None, "No data provided"),
    ],
)
def test_body_of_the_wrong_content_is_refused(client: APIClient, body: object, said: str) -> None:
    answer = client.post(ADDRESS, json.dumps(body), content_type="application/json")
    assert said in problem_of(answer, 400)["detail"]
    assert not GenerationJob.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff\xfe",
        b'{"as_of": NaN}',
        b"[" * 60_000,
        b"\xef\xbb\xbf{}",
        b"\0",
        b'{"a": ' + b"9" * 5_000 + b"}",
        b'{"as_of": 1e999}',
        b'{"as_of": null, "as_of": null}',
        b'{"patient": {"a": 1, "a": 2}}',
        b'{"a":' * 10_000,
    ],
    ids=[
        "cut off",
        "not UTF-8",
        "NaN",
        "deep",
        "byte order mark",
        "NUL",
        "endless number",
        "number beyond floats",
        "name that stands twice",
        "name that stands twice inside",
        "deep objects",
    ],
)
def test_body_that_is_not_json_is_refused(client: APIClient, body: bytes) -> None:
    problem = problem_of(client.post(ADDRESS, body, content_type="application/json"), 400)
    assert problem["type"].endswith(":parse_error")
    assert "Send one JSON object" in problem["detail"]


@pytest.mark.parametrize("charset", ["utf-16", "zlib_codec", "nonsense"])
def test_declared_charset_makes_no_difference(client: APIClient, charset: str) -> None:
    answer = client.post(ADDRESS, b'{"as_of": 1}', content_type=f"application/json; charset={charset}")
    assert "as_of" in problem_of(answer, 400)["detail"]


def test_large_body_is_refused_unread(client: APIClient) -> None:
    answer = client.post(ADDRESS, b" " * 70_000, content_type="application/json")
    assert "larger than 65,536 bytes" in problem_of(answer, 413)["detail"]


def test_form_is_refused(client: APIClient) -> None:
    answer = client.post(ADDRESS, b"as_of=2025-11-21", content_type="application/x-www-form-urlencoded")
    assert "Send the body as JSON" in problem_of(answer, 415)["detail"]


def test_error_of_a_field_names_the_field(client: APIClient) -> None:
    problem = problem_of(client.post(ADDRESS, {"as_of": "soon"}), 400)
    assert [(error["field"], error["code"]) for error in problem["errors"]] == [("as_of", "invalid")]


def test_error_of_the_whole_body_names_no_field(client: APIClient) -> None:
    problem = problem_of(client.post(ADDRESS, {"asof": "2025-11-21"}), 400)
    assert [(error["field"], error["code"]) for error in problem["errors"]] == [(None, "unknown_field")]


def test_null_means_the_default(client: APIClient) -> None:
    assert client.post(ADDRESS, {"as_of": None, "patient": None}).status_code == 202


def test_tomorrow_is_refused_by_the_patients_own_calendar(client: APIClient, patient: Patient) -> None:
    today = date_in_zone(timezone.now(), patient.zone)
    tomorrow = today + timedelta(days=1)
    detail = problem_of(client.post(ADDRESS, {"as_of": tomorrow.isoformat()}), 400)["detail"]
    assert detail == f"as_of: {tomorrow} is in the future; today is {today} in Europe/Berlin."


def test_unknown_and_foreign_patients_are_answered_alike(client: APIClient) -> None:
    foreign, unknown = make_person().id, GenerationJob().id
    answers = [problem_of(client.post(ADDRESS, {"patient": str(id_)}), 404) for id_ in (foreign, unknown)]
    assert answers[0] == answers[1]
    assert "Check the id" in answers[0]["detail"]


def test_staff_are_asked_whose_summary() -> None:
    staff = client_of(make_user(make_person().organisation, is_staff=True))
    assert "you have no diary of your own" in problem_of(staff.post(ADDRESS), 400)["detail"]


def test_window_with_too_many_messages_is_refused(client: APIClient, patient: Patient) -> None:
    day = date(2025, 11, 20)
    write(patient, *((f"x{n}", f"{day}T{n // 60:02}:{n % 60:02}+01:00", "Walked.") for n in range(401)))
    detail = problem_of(client.post(ADDRESS, {"as_of": "2025-11-21"}), 400)["detail"]
    assert detail == "window: holds 404 messages; a summary reads at most 400."


@pytest.mark.parametrize("name", ["x", "..", "%00", "%F0%9F%98%80", "a" * 3_000, "1" * 32])
def test_id_that_names_nothing_is_not_found(client: APIClient, name: str) -> None:
    assert "Check the id" in problem_of(client.get(f"{ADDRESS}{name}/"), 404)["detail"]


@pytest.mark.parametrize("address", ["/api/v1/", "/api/v1/summaries", "/api/v1/nothing/", "/api/v1/%00"])
def test_address_that_is_none_is_a_problem_too(client: APIClient, address: str) -> None:
    assert "ends with a slash" in problem_of(client.post(address), 404)["detail"]


def test_method_that_is_none_is_refused(client: APIClient) -> None:
    assert problem_of(client.delete(ADDRESS), 405)["type"].endswith(":method_not_allowed")


@pytest.mark.parametrize(
    "header", ["Token", "Token x", "Token x y", "Token \x00", "Token \xff", "Bearer x", "Token " + "x" * 5_000]
)
def test_header_that_holds_no_token_is_refused(header: str) -> None:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=header)
    problem = problem_of(client.get(ADDRESS), 401)
    assert "/api/v1/auth/login/" in problem["detail"]
