"""A person reads and sets when summaries are made without their asking."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from core.models import Change, ChangeSubject, Patient
from generation.scheduling.look import ask_for_scheduled
from tests.builders.people import make_person
from tests.builders.schedules import schedule
from tests.generation.api_clients import person_client, staff_client

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/me/schedule/"
OFF = {"every": "off", "weekday": None, "days": None, "at": None, "next": None, "last": None}


@pytest.fixture
def patient() -> Patient:
    return make_person()


@pytest.fixture
def client(patient: Patient) -> APIClient:
    return person_client(patient)


def test_schedule_is_off_until_it_is_set(client: APIClient, patient: Patient) -> None:
    assert client.get(ADDRESS).json() == OFF
    answer = client.put(ADDRESS, {"every": "week", "weekday": "sunday", "at": "18:30"}).json()
    assert (answer["every"], answer["weekday"], answer["days"], answer["at"]) == ("week", "sunday", None, "18:30")
    assert answer["next"]["at"].startswith(answer["next"]["on"])
    assert client.get(ADDRESS).json() == answer
    [change] = Change.objects.filter(patient=patient, subject=ChangeSubject.SCHEDULE)
    assert change.actor == patient.user
    assert client.put(ADDRESS, {"every": "off"}).json() == OFF


def test_days_are_set(client: APIClient) -> None:
    answer = client.put(ADDRESS, {"every": "days", "days": 14, "at": "07:00"}).json()
    assert (answer["every"], answer["weekday"], answer["days"]) == ("days", None, 14)


def test_last_run_says_what_became_of_it(client: APIClient, patient: Patient) -> None:
    schedule(patient)
    ask_for_scheduled(timezone.now())
    last = client.get(ADDRESS).json()["last"]
    assert (last["outcome"], last["job"]) == ("no_entries", None)
    assert last["detail"].startswith("none made: nothing was written in the 15 days")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "every"),
        ({"every": "month"}, "every"),
        ({"every": "week", "at": "08:00"}, "weekday"),
        ({"every": "week", "weekday": "sunday"}, "at"),
        ({"every": "week", "weekday": "sunday", "at": "8:00"}, "at"),
        ({"every": "week", "weekday": "sunday", "at": "0800"}, "at"),
        ({"every": "week", "weekday": "sunday", "at": "24:00"}, "at"),
        ({"every": "week", "weekday": "sunday", "at": 8}, "at"),
        ({"every": "days", "days": 0, "at": "08:00"}, "days"),
        ({"every": "days", "days": 91, "at": "08:00"}, "days"),
        ({"every": "days", "days": "7", "at": "08:00"}, "days"),
        ({"every": "days", "days": "٧", "at": "08:00"}, "days"),
        ({"every": "days", "days": " 7 ", "at": "08:00"}, "days"),
        ({"every": "days", "days": "7_0", "at": "08:00"}, "days"),
        ({"every": "days", "days": 7.0, "at": "08:00"}, "days"),
        ({"every": "days", "days": True, "at": "08:00"}, "days"),
        ({"every": "days", "days": [7], "at": "08:00"}, "days"),
        ({"every": "off", "at": "08:00"}, "at"),
        ({"every": "off", "hour": 8}, None),
    ],
)
def test_schedule_that_is_not_whole_is_refused(client: APIClient, body: dict[str, Any], field: str | None) -> None:
    answer = client.put(ADDRESS, body)
    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (400, [field])
    assert client.get(ADDRESS).json() == OFF


def test_whoever_has_no_diary_has_no_schedule(patient: Patient) -> None:
    assert staff_client(patient).get(ADDRESS).status_code == 404
