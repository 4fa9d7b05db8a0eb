"""A time of day that somebody types is one that the clocks showed where the person was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

from core.admin import diary_forms, person_forms, practice_forms, taking_back_forms
from core.models import Patient, TherapySession
from core.practice.local_moments import moment_of
from core.refusals import InputRefused
from tests.builders.people import make_operator, make_patient

pytestmark = pytest.mark.django_db
# In Berlin the clocks went from 02:00 to 03:00 on the one, and from 03:00 to 02:00 on the other.
GAP, TWICE = date(2026, 3, 29), date(2025, 10, 26)
FORMS = {
    "message": {"day": GAP, "clock": "02:30", "text": "Slept badly.", "entry": "e-1"},
    "session": {"session_date": GAP, "clock": "02:30", "transcript": "", "entry": "e-1"},
}


@pytest.fixture
def patient() -> Patient:
    return make_patient()


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_operator())
    return client


def address(patient: Patient, name: str) -> str:
    return reverse("admin:core_patient_entry", args=[patient.pk, name])


def asked_for_a_time() -> Iterator[type[forms.Form]]:
    for module in (diary_forms, person_forms, practice_forms, taking_back_forms):
        for form in vars(module).values():
            fields = getattr(form, "base_fields", {}).values()
            if any(isinstance(field, forms.TimeField | forms.DateTimeField) for field in fields):
                yield form


def test_every_form_that_asks_for_a_time_is_tried_here() -> None:
    assert set(asked_for_a_time()) == {diary_forms.MessageForm, diary_forms.SessionForm}


@pytest.mark.parametrize("name", FORMS)
def test_form_refuses_a_time_that_did_not_occur(desk: Client, patient: Patient, name: str) -> None:
    answer = desk.post(address(patient, name), FORMS[name])
    [said] = answer.context["form"].errors["clock"]
    assert "02:30 did not occur on 2026-03-29" in said
    assert not TherapySession.objects.exists()


@pytest.mark.parametrize("name", FORMS)
def test_form_says_which_of_two_it_took(desk: Client, patient: Patient, name: str) -> None:
    values = {key: TWICE if value == GAP else value for key, value in FORMS[name].items()}
    answer = desk.post(address(patient, name), values, follow=True)
    assert "02:30 came twice on 2025-10-26" in answer.content.decode()


def test_time_that_came_twice_is_the_first(patient: Patient) -> None:
    assert moment_of(patient, TWICE, time(2, 30)).instant == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)


def test_ordinary_time_has_no_note(patient: Patient) -> None:
    assert moment_of(patient, date(2025, 11, 8), time(9, 5)) == (datetime(2025, 11, 8, 8, 5, tzinfo=UTC), "")


def test_day_that_a_zone_left_out_is_refused() -> None:
    with pytest.raises(InputRefused, match="did not occur"):
        moment_of(make_patient("Pacific/Apia"), date(2011, 12, 30), time(12))
