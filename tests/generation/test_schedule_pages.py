"""Schedules in the admin: set by administrators on the page of a person; lists of what is due and what became of it."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import Change, Patient
from core.roles import Role
from generation.models import Every, ScheduledSummary
from generation.scheduling.look import ask_for_scheduled
from generation.scheduling.rhythm import rhythm_of, schedule_of
from tests.builders.forms import made_from
from tests.builders.people import make_clinician, make_diarist, make_patient, make_staff
from tests.builders.schedules import schedule
from tests.generation.admin_clients import desk_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("services")]
WEEKLY = {"every": "week", "weekday": "4", "at": "08:00"}


@pytest.fixture
def patient() -> Patient:
    return make_diarist()


@pytest.fixture
def desk(patient: Patient) -> Client:
    return desk_of(make_staff(patient.organisation, Role.ADMINISTRATOR))


def form_of(patient: Patient) -> str:
    return reverse("admin:core_patient_entry", args=[patient.pk, "schedule"])


def send(desk: Client, patient: Patient, sent: dict[str, Any]) -> Any:
    """The form as it is now, filled in so."""
    return desk.post(form_of(patient), {**made_from(desk, form_of(patient)), **sent})


def page_of(desk: Client, patient: Patient) -> str:
    return desk.get(reverse("admin:core_patient_change", args=[patient.pk])).content.decode()


def test_administrator_sets_a_schedule_with_a_line_in_the_history(desk: Client, patient: Patient) -> None:
    assert send(desk, patient, WEEKLY).status_code == 302
    assert str(rhythm_of(schedule_of(patient))) == "every Friday at 08:00"
    page = page_of(desk, patient)
    assert "Schedule of summaries: every Friday at 08:00" in page
    assert "summaries: off became every Friday at 08:00" in page


def test_form_shows_what_is_set_and_switches_it_off(desk: Client, patient: Patient) -> None:
    send(desk, patient, WEEKLY)
    form = desk.get(form_of(patient)).content.decode()
    assert ('value="4" selected' in form, 'value="08:00"' in form) == (True, True)
    send(desk, patient, {"every": "off"})
    assert str(rhythm_of(schedule_of(patient))) == "off"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"every": "week", "at": "08:00"}, "Weekday says on which day of the week."),
        ({"every": "days", "days": "91", "at": "08:00"}, "Days says every how many days, from 1 to 90."),
        ({"every": "days", "days": "٧", "at": "08:00"}, "Enter a whole number."),
        ({"every": "days", "days": "7_0", "at": "08:00"}, "Enter a whole number."),
        ({"every": "days", "days": "7.0", "at": "08:00"}, "Enter a whole number."),
        ({"every": "days", "days": "3"}, "Time of day says at which time of day."),
        ({**WEEKLY, "every": "off"}, "Weekday does not go with this rhythm. Leave it empty."),
    ],
)
def test_rhythm_that_is_not_whole_is_said_beside_its_field(
    desk: Client, patient: Patient, sent: dict[str, Any], words: str
) -> None:
    assert words in send(desk, patient, sent).content.decode()
    assert not Change.objects.filter(patient=patient).exists()


def test_schedule_changed_meanwhile_is_not_overwritten(desk: Client, patient: Patient) -> None:
    form = desk.get(form_of(patient))
    send(desk, patient, WEEKLY)
    made_from = form.context["form"]["made_from"].value()
    answer = desk.post(form_of(patient), {"every": "days", "days": 3, "at": "09:00", "made_from": made_from})
    assert "Somebody changed this meanwhile" in answer.content.decode()
    assert str(rhythm_of(schedule_of(patient))) == "every Friday at 08:00"


def test_clinician_sees_a_schedule_and_does_not_set_it(patient: Patient) -> None:
    schedule(patient)
    clinician = desk_of(make_clinician(patient))
    assert clinician.post(form_of(patient), WEEKLY).status_code == 403
    page = page_of(clinician, patient)
    assert ("every day at 08:00" in page, form_of(patient) in page) == (True, False)


def test_page_of_a_person_says_why_none_was_made(desk: Client, patient: Patient) -> None:
    schedule(patient)
    ask_for_scheduled(timezone.now())
    assert "none made: nothing was written in the 15 days" in page_of(desk, patient)


def test_lists_show_next_last_and_why_in_few_queries(desk: Client, patient: Patient) -> None:
    schedule(patient)
    ask_for_scheduled(timezone.now())
    address = reverse("admin:generation_summaryschedule_changelist")
    desk.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        page = desk.get(address).content.decode()
    assert "none made: nothing was written in the 15 days" in page
    for _ in range(5):
        schedule(make_patient(), every=Every.WEEK, days=None, weekday=1, at=time(19))
    with CaptureQueriesContext(connection) as more:
        assert "every Tuesday at 19:00" in desk.get(address).content.decode()
    assert len(more) == len(few)
    runs = desk.get(reverse("admin:generation_scheduledsummary_changelist")).content.decode()
    assert "none made: nothing was written in the 15 days" in runs


def test_page_of_a_run_says_when_it_was_due_and_run(desk: Client, patient: Patient) -> None:
    schedule(patient)
    ask_for_scheduled(timezone.now() - timedelta(days=2))
    run = ScheduledSummary.objects.get(patient=patient)
    page = desk.get(reverse("admin:generation_scheduledsummary_change", args=[run.pk])).content.decode()
    assert "earlier ones not made up for" in page
