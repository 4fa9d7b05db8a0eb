"""The archive by the app and from the admin, and the page to print: who may, and what is on record."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from core.models import AccessEvent, Patient, User
from core.roles import Role
from generation.models import SessionBridgeVersion
from tests.builders.jobs import summarise
from tests.builders.people import make_clinician, make_person, make_staff
from tests.generation.api_clients import client_of, person_client

pytestmark = pytest.mark.django_db
ME = "/api/v1/me/export/"
PEOPLE = "/admin/core/patient/"


@pytest.fixture
def patient() -> Patient:
    patient = make_person()
    summarise(patient)
    return patient


def names_in(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_person_takes_everything_along(patient: Patient) -> None:
    answer = person_client(patient).get(ME, headers={"accept": "application/zip"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert str(patient.pk) in answer["Content-Disposition"]
    assert patient.code not in answer["Content-Disposition"]
    assert {"manifest.json", "summaries.jsonl", "csv/messages.csv"} <= {*names_in(answer.content)}
    assert answer["Cache-Control"] == "private, no-store"
    event = AccessEvent.objects.get()
    assert (event.actor, event.action, event.target) == (patient.user, "export", ME)


def test_staff_have_no_diary_of_their_own_to_take(patient: Patient) -> None:
    answer = client_of(make_clinician(patient)).get(ME)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_clinician_takes_the_archive_of_somebody_in_their_care(patient: Patient) -> None:
    clinician = make_clinician(patient)
    answer = logged_in(clinician).post(PEOPLE, {"action": "export_archive", "_selected_action": str(patient.pk)})
    assert "messages.jsonl" in names_in(answer.content)
    event = AccessEvent.objects.get(action="export")
    assert (event.actor, event.target) == (clinician, f"{PEOPLE} archive")


def test_one_at_a_time(patient: Patient) -> None:
    other = make_person()
    client = logged_in(make_clinician(patient, other))
    sent = {"action": "export_archive", "_selected_action": [str(patient.pk), str(other.pk)]}
    assert b"Select one at a time" in client.post(PEOPLE, sent, follow=True).content
    assert not AccessEvent.objects.filter(action="export").exists()


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.QA])
def test_whoever_reads_no_words_or_knows_no_codes_takes_nothing(patient: Patient, role: Role) -> None:
    client = logged_in(make_staff(patient.organisation, role))
    client.post(PEOPLE, {"action": "export_archive", "_selected_action": str(patient.pk)})
    assert not AccessEvent.objects.filter(action="export").exists()


def test_page_to_print_has_the_text_and_what_it_leaves_out(patient: Patient) -> None:
    summary = SessionBridgeVersion.objects.get()
    client = logged_in(make_clinician(patient))
    address = reverse("admin:generation_summary_print", args=[summary.pk])
    page = client.get(address).content.decode()
    assert "2. Observed Patterns" in page
    assert "Nothing: every sentence" in page
    assert patient.code in page
    assert AccessEvent.objects.get().target == address
    row = client.get(reverse("admin:generation_sessionbridgeversion_change", args=[summary.pk])).content.decode()
    assert address in row


def test_page_to_print_hides_codes_from_qa(patient: Patient) -> None:
    client = logged_in(make_staff(patient.organisation, Role.QA))
    page = client.get(reverse("admin:generation_summary_print", args=[SessionBridgeVersion.objects.get().pk]))
    assert patient.code not in page.content.decode()


def test_page_to_print_is_not_for_those_who_read_no_words(patient: Patient) -> None:
    client = logged_in(make_staff(patient.organisation, Role.OPERATIONS))
    address = reverse("admin:generation_summary_print", args=[SessionBridgeVersion.objects.get().pk])
    assert client.get(address).status_code in {403, 404}
    assert not AccessEvent.objects.exists()
