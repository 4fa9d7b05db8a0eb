"""A request writes whole numbers, dates, instants, ids and yes or no in one way; what is like it is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from rest_framework.test import APIClient

from core.models import Patient
from tests.builders.people import make_operator, make_person, make_user
from tests.generation.api_clients import ADDRESS, client_of, person_client

pytestmark = pytest.mark.django_db

ID = "0b2d6f0c-4c53-4a3e-9a68-3d0f5b6a7c11"
WHOLE = ["%205", "5%20", "5.0", "5,0", "%2B5", "05", "5e0", "0x5", "5_0", "٥", "５", "", "true"]
DAYS = ["2025-W47-5", "2025-325", "20251121", "2025-11-21T00:00:00", "2025-11-21 ", " 2025-11-21", "2025-11-31",
        "２０２５-11-21", "2025-1-1", "", 20251121, 5.0, True, []]  # fmt: skip
INSTANTS = ["2025-W47-4T08:30:00+01:00", "20251120T083000+0100", "2025-11-20 08:30:00+01:00", "2025-11-20T08:30+01:00",
            "2025-11-20x08:30:00+01:00", "2025-11-20T08:30:00", "2025-11-20T08:30:00+01", "2025-11-20T08:30:00,5+01:00",
            "2025-11-20T08:30:00+01:00:30", "2025-11-20T24:00:00Z", "2025-11-20t08:30:00z", "2025-11-20",
            " 2025-11-20T08:30:00Z", "2025-11-20T08:30:60Z", "２025-11-20T08:30:00Z", "", 1763623800, None]  # fmt: skip
IDS = [ID.replace("-", ""), f"{{{ID}}}", f"urn:uuid:{ID}", f" {ID}", ID.replace("-", "", 1)]


@pytest.fixture
def patient() -> Patient:
    return make_person()


@pytest.fixture
def client(patient: Patient) -> APIClient:
    return person_client(patient)


def stranger() -> APIClient:
    """Without a login."""
    return APIClient()


def fields_of(answer: Any) -> list[str | None]:
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid"), answer.content
    return [fault["field"] for fault in answer.json()["errors"]]


@pytest.mark.parametrize("text", WHOLE)
def test_number_behind_the_question_mark(client: APIClient, text: str) -> None:
    assert fields_of(client.get(f"/api/v1/messages/?limit={text}")) == ["limit"]


@pytest.mark.parametrize("text", ["True", "1", "yes", "on", "%20true", ""])
def test_yes_or_no_behind_the_question_mark(client: APIClient, text: str) -> None:
    assert fields_of(client.get(f"/api/v1/notifications/?unread={text}")) == ["unread"]


@pytest.mark.parametrize("text", IDS)
def test_id_behind_the_question_mark(client: APIClient, text: str) -> None:
    assert fields_of(client.get("/api/v1/messages/", {"patient": text})) == ["patient"]


@pytest.mark.parametrize("change", [" {}", "{} ", "{}.", "!{}", "{}\n"])
def test_cursor_is_taken_as_it_was_given(client: APIClient, change: str) -> None:
    cursor = client.get("/api/v1/messages/", {"limit": 1}).json()["next"]
    assert client.get("/api/v1/messages/", {"cursor": cursor}).status_code == 200
    assert fields_of(client.get("/api/v1/messages/", {"cursor": change.format(cursor)})) == ["cursor"]


def test_parameter_that_stands_there_twice(client: APIClient) -> None:
    assert fields_of(client.get("/api/v1/messages/?limit=5&limit=5")) == ["limit"]


@pytest.mark.parametrize("query", ["as_of=2025-11-21", "format=json", "format=xml"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_call_that_takes_nothing_there_takes_nothing(client: APIClient, query: str, method: str) -> None:
    address = "/api/v1/me/" if method == "get" else ADDRESS
    assert fields_of(getattr(client, method)(f"{address}?{query}")) == [None]


@pytest.mark.parametrize("day", DAYS)
def test_date_of_a_body(client: APIClient, day: Any) -> None:
    assert fields_of(client.post(ADDRESS, {"as_of": day})) == ["as_of"]
    assert fields_of(client.put("/api/v1/me/zone/", {"zone": "Asia/Kolkata", "valid_from": day})) == ["valid_from"]


@pytest.mark.parametrize("number", ["5", 5.0, 5.5, True, " 5", [5], {}])
def test_number_of_a_body(client: APIClient, number: Any) -> None:
    rhythm = {"every": "days", "days": number, "at": "08:00"}
    assert fields_of(client.put("/api/v1/me/schedule/", rhythm)) == ["days"]
    assert fields_of(client.post("/api/v1/me/consent/", {"allowed": True, "wording_version": number})) == [
        "wording_version"
    ]


@pytest.mark.parametrize("at", ["8:00", "0800", "08", "08:00:00", " 08:00", "24:00", "T08:00", "０８:00", 8])
def test_time_of_day_of_a_body(client: APIClient, at: Any) -> None:
    assert fields_of(client.put("/api/v1/me/schedule/", {"every": "days", "days": 3, "at": at})) == ["at"]


@pytest.mark.parametrize("yes", ["true", 1, "yes", "on"])
def test_yes_or_no_of_a_body(client: APIClient, yes: Any) -> None:
    assert fields_of(client.post("/api/v1/me/consent/", {"allowed": yes, "wording_version": 1})) == ["allowed"]


@pytest.mark.parametrize("instant", INSTANTS)
def test_instant_of_a_message(client: APIClient, instant: Any) -> None:
    message = {"id": "x", "sent_at": instant, "text": "Walked."}
    [row] = client.post("/api/v1/messages/", {"messages": [message]}).json()["rows"]
    assert (row["outcome"], [fault["field"] for fault in row["errors"]]) == ("refused", ["sent_at"])


@pytest.mark.parametrize(
    "instant", ["2025-11-20T08:30:00Z", "2025-11-20T08:30:00.123456789+01:00", "2025-11-20T08:30:00-00:00"]
)
def test_instant_as_it_should_be(client: APIClient, instant: str) -> None:
    message = {"id": "x", "sent_at": instant, "text": "Walked."}
    [row] = client.post("/api/v1/messages/", {"messages": [message]}).json()["rows"]
    assert row["outcome"] == "created"


@pytest.mark.parametrize("instant", [*(each for each in INSTANTS if each is not None), "0001-01-01T00:00:00+23:59"])
def test_instant_of_a_session(patient: Patient, instant: Any) -> None:
    body = {"patient": str(patient.pk), "id": "s-1", "session_date": str(date(2025, 11, 20)), "held_at": instant}
    assert fields_of(client_of(make_operator()).post("/api/v1/sessions/", body)) == ["held_at"]


@pytest.mark.parametrize("text", IDS)
def test_id_of_a_body(client: APIClient, text: str) -> None:
    assert fields_of(client.post(ADDRESS, {"patient": text})) == ["patient"]


@pytest.mark.parametrize("field", ["username", "password", "code"])
@pytest.mark.parametrize("value", [123456, True, ["x"], None])
def test_login_is_asked_for_with_text(field: str, value: Any) -> None:
    body = {"username": "mia", "password": "riverbank and lighthouse", field: value}
    assert fields_of(stranger().post("/api/v1/auth/login/", body)) == [field]


def test_space_around_a_username_is_that_of_a_keyboard() -> None:
    make_user(username="mia", password=make_password("riverbank and lighthouse"))
    body = {"username": " mia ", "password": "riverbank and lighthouse"}
    assert stranger().post("/api/v1/auth/login/", body).status_code == 201


@pytest.mark.parametrize("number", ["+1", "01", " 1", "1.0", "", "１", str(2**31)])
def test_last_event_is_a_whole_number(client: APIClient, number: str) -> None:
    answer = client.get(f"/api/v1/jobs/{ID}/events/", HTTP_LAST_EVENT_ID=number)
    assert fields_of(answer) == ["Last-Event-ID"]
