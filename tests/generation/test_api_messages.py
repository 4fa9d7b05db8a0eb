"""Messages by call: each row answered by itself, other words take the earlier ones back, deleted stays deleted."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from core.models import AccessEvent, Message, MessageRevision, Patient, Scope
from core.practice.tokens import issue_service_token
from generation.models import SummaryWithdrawal
from tests.builders.jobs import summarise
from tests.builders.people import TESTER, make_organisation, make_person
from tests.generation.api_clients import person_client, staff_client

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/messages/"
AT = "2025-11-20T08:30:00+01:00"


@pytest.fixture
def patient() -> Patient:
    return make_person()


@pytest.fixture
def client(patient: Patient) -> APIClient:
    return person_client(patient)


def row(id_: Any = "a1", text: Any = "Walked home.", sent_at: Any = AT, **more: Any) -> dict[str, Any]:
    return {"id": id_, "sent_at": sent_at, "text": text, **more}


def send(client: APIClient, *rows: Any, **fields: Any) -> Any:
    return client.post(ADDRESS, json.dumps({"messages": rows, **fields}), content_type="application/json")


def outcomes(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [row["outcome"] for row in answer.json()["rows"]]


def service_client(patient: Patient, *scopes: Scope) -> APIClient:
    made = issue_service_token(TESTER, patient.organisation, "App", lasts=timedelta(days=1), scopes=scopes)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {made.token}")
    return client


def test_rows_are_created_left_and_revised(client: APIClient) -> None:
    assert outcomes(send(client, row(), row("a2"))) == ["created", "created"]
    answer = send(client, row(), row("a2", "Ran home."), row("a3"))
    assert outcomes(answer) == ["unchanged", "revised", "created"]
    assert answer.json()["counts"] == {"created": 1, "unchanged": 1, "revised": 1, "refused": 0}
    assert [shown["id"] for shown in answer.json()["rows"]] == ["a1", "a2", "a3"]


def test_repeated_body_changes_no_row(client: APIClient) -> None:
    send(client, *(row(f"b{number}") for number in range(1000)))
    before = list(Message.objects.values().order_by("id")), list(MessageRevision.objects.values().order_by("id"))
    assert set(outcomes(send(client, *(row(f"b{number}") for number in range(1000))))) == {"unchanged"}
    assert before == (
        list(Message.objects.values().order_by("id")),
        list(MessageRevision.objects.values().order_by("id")),
    )


@pytest.mark.parametrize("text", [" kept \n", "e\u0301 \u202e \ufffe 😀", "\x01\x7f", "a\r\nb", '\\"'])
def test_words_come_back_as_they_were_sent(client: APIClient, text: str) -> None:
    send(client, row(text=text, sent_at=timezone.now().isoformat()))
    assert client.get(ADDRESS).json()["messages"][0]["text"] == text


@pytest.mark.parametrize(
    ("bad", "faults"),
    [
        (row(sent_at="soon", text="", mood=3), [("sent_at", "invalid"), ("text", "invalid"), (None, "unknown_field")]),
        (row(id_=7), [("id", "invalid")]),
        (row(id_="x" * 201), [("id", "invalid")]),
        (row(id_="\ud800"), [("id", "invalid")]),
        (row(text="\ud800"), [("text", "invalid")]),
        (row(text="a\0"), [("text", "invalid")]),
        (row(text="a" * 8193), [("text", "invalid")]),
        (row(text=None), [("text", "invalid")]),
        (row(sent_at="2025-11-20T08:30:00"), [("sent_at", "invalid")]),
        (row(sent_at="9999-12-31T23:59:59-23:59"), [("sent_at", "invalid")]),
        (row(sent_at="0001-01-01T00:00:00+23:59"), [("sent_at", "invalid")]),
        (row(sent_at=20251120), [("sent_at", "invalid")]),
        ({}, [("id", "required"), ("sent_at", "required"), ("text", "required")]),
        (None, [(None, "invalid")]),
        ([], [(None, "invalid")]),
        ("words", [(None, "invalid")]),
    ],
)
def test_bad_row_is_refused_with_all_its_faults_beside_good_ones(
    client: APIClient, bad: Any, faults: list[tuple[str | None, str]]
) -> None:
    answer = send(client, bad, row("good"))
    assert outcomes(answer) == ["refused", "created"]
    assert [(fault["field"], fault["code"]) for fault in answer.json()["rows"][0]["errors"]] == faults


def test_second_row_of_one_id_is_refused(client: APIClient) -> None:
    answer = send(client, row(text="One."), row(text="Two."))
    assert outcomes(answer) == ["created", "refused"]
    assert answer.json()["rows"][1]["errors"][0]["code"] == "repeated"


@pytest.mark.parametrize("rows", [[], [row(str(number)) for number in range(1001)]], ids=["none", "too many"])
def test_body_without_or_with_too_many_rows_is_refused(client: APIClient, rows: list[Any]) -> None:
    assert send(client, *rows).json()["errors"][0]["field"] == "messages"


def test_body_over_a_megabyte_is_refused(client: APIClient) -> None:
    assert send(client, *(row(str(number), "a" * 8000) for number in range(140))).status_code == 413


def test_window_is_told_when_it_is_too_full(client: APIClient) -> None:
    window = send(client, row()).json()["window"]
    assert (window["first"], window["last"], window["messages"], window["fits"]) == (
        "2025-11-06",
        "2025-11-20",
        4,
        True,
    )
    window = send(client, *(row(f"w{number}") for number in range(400))).json()["window"]
    assert (window["messages"], window["messages_limit"], window["fits"]) == (404, 400, False)


def test_other_words_withdraw_the_summary_that_used_the_earlier_ones(client: APIClient, patient: Patient) -> None:
    summarise(patient)
    message = Message.objects.get(client_id="m2")
    answer = client.patch(f"{ADDRESS}{message.pk}/", {"text": "Slept 7 h."})
    assert (answer.status_code, answer.json()["text"], answer.json()["revision"]) == (200, "Slept 7 h.", 2)
    assert SummaryWithdrawal.objects.count() == 1
    assert MessageRevision.objects.get(message=message, number=1).text is None


def test_deleted_message_is_gone_and_stays_deleted(client: APIClient) -> None:
    [made] = send(client, row()).json()["rows"]
    address = f"{ADDRESS}{made['message']}/"
    assert [client.delete(address).status_code, client.delete(address).status_code] == [204, 404]
    assert client.get(address).status_code == 404
    answer = send(client, row())
    assert (outcomes(answer), answer.json()["rows"][0]["errors"][0]["code"]) == (["refused"], "deleted")


def test_pages_show_every_message_once_newest_first(client: APIClient) -> None:
    send(client, *(row(f"p{number}", sent_at=f"2025-11-20T08:00:{number % 5:02}+01:00") for number in range(20)))
    seen, cursor = [], ""
    while cursor is not None:
        page = client.get(ADDRESS, {"limit": 7, **({"cursor": cursor} if cursor else {})}).json()
        seen += [(message["sent_at"], message["id"]) for message in page["messages"]]
        cursor = page["next"]
    assert len(seen) == len(set(seen)) == 23
    assert seen == sorted(seen, reverse=True)


@pytest.mark.parametrize(
    "query", [{"limit": 0}, {"limit": 201}, {"limit": "x"}, {"cursor": "x"}, {"patient": 1}, {"q": ""}]
)
def test_bad_query_is_refused(client: APIClient, query: dict[str, Any]) -> None:
    assert client.get(ADDRESS, query).status_code == 400


def test_reading_is_on_record(client: APIClient, patient: Patient) -> None:
    client.get(ADDRESS)
    assert [(look.action, look.target) for look in AccessEvent.objects.filter(patient=patient)] == [("view", ADDRESS)]


def test_messages_of_others_are_as_unknown_as_none(client: APIClient) -> None:
    make_person()
    other = Message.objects.exclude(patient__user=None).latest("created_at")
    for id_ in (other.pk, uuid4(), "x"):
        address = f"{ADDRESS}{id_}/"
        asked = [client.get(address), client.patch(address, {"text": "a"}), client.delete(address)]
        assert {answer.status_code for answer in asked} == {404}
    assert send(client, row(), patient=str(other.patient_id)).status_code == 404


def test_clinician_sends_for_a_person_of_the_team(patient: Patient) -> None:
    assert outcomes(send(staff_client(patient), row(), patient=str(patient.pk))) == ["created"]


def test_service_needs_the_scope(patient: Patient) -> None:
    writer, reader = service_client(patient, Scope.MESSAGES_WRITE), service_client(patient, Scope.MESSAGES_READ)
    assert outcomes(send(writer, row(), patient=str(patient.pk))) == ["created"]
    assert writer.get(ADDRESS, {"patient": patient.pk}).status_code == 403
    assert reader.get(ADDRESS, {"patient": patient.pk}).status_code == 200
    assert send(reader, row("b"), patient=str(patient.pk)).status_code == 403


def test_service_serves_its_organisation_alone(patient: Patient) -> None:
    foreign = make_person()
    other = service_client(patient, Scope.MESSAGES_WRITE)
    Patient.objects.filter(pk=foreign.pk).update(organisation=make_organisation("Elsewhere"))
    assert send(other, row(), patient=str(foreign.pk)).status_code == 404
