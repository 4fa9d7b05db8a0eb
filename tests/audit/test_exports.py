"""Files of summaries and of readings: who may take them, what is in them, and that it is recorded."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Incident
from core.admin import exporting
from core.erasure import erase_person
from core.models import AccessEvent, Patient
from core.roles import Role
from generation.models import GenerationJob, SessionBridgeVersion
from tests.audit.desks import desk_of, make_item, make_reader
from tests.audit.readings import fine, read_summary
from tests.builders.jobs import summarise
from tests.builders.people import make_clinician, make_person, make_staff
from tests.generation.admin_clients import fall_back, operator_desk

pytestmark = pytest.mark.django_db
SUMMARIES = "/admin/generation/sessionbridgeversion/"


def take(desk: Client, kind: str = "jsonl", where: str = SUMMARIES) -> list[dict[str, object]]:
    rows = (Incident if "incident" in where else SessionBridgeVersion).objects.values_list("pk", flat=True)
    answer = desk.post(where, {"action": f"export_{kind}", "_selected_action": [str(key) for key in rows]})
    if "attachment" not in answer.get("Content-Disposition", ""):
        return []
    return [json.loads(line) for line in answer.content.splitlines()]


def readings(desk: Client, what: str = "readings") -> list[dict[str, object]]:
    answer = desk.post(reverse("admin:audit_export"), {"what": what, "kind": "jsonl"})
    assert answer.status_code == 200
    return [json.loads(line) for line in answer.content.splitlines()]


def test_summaries_are_taken_along_with_their_text_and_recorded() -> None:
    job = summarise(make_person())
    [row] = take(operator_desk())
    assert (row["person"], row["outcome"], row["window_last"]) == (job.patient.code, "first_pass", "2025-11-21")
    assert row["text"] == job.sessionbridgeversion.text
    event = AccessEvent.objects.get(action="export")
    assert (event.patient_id, event.target) == (job.patient_id, f"{SUMMARIES} jsonl")


def test_only_people_whose_words_may_be_read_are_in_a_file() -> None:
    person, other = make_person(), make_person()
    summarise(person)
    summarise(other)
    both = make_staff(person.organisation, Role.CLINICIAN, Role.ADMINISTRATOR)
    both.care_teams.create(organisation=person.organisation, name="t").patients.add(person)
    assert [row["person"] for row in take(desk_of(both))] == [person.code]
    assert AccessEvent.objects.filter(action="export").count() == 1


def test_more_rows_than_fit_are_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "MAX_EXPORTED", 1)
    for _ in range(2):
        summarise(make_person())
    assert take(operator_desk()) == []
    assert not AccessEvent.objects.filter(action="export").exists()


def test_qa_takes_pseudonyms_along() -> None:
    job = summarise(make_person())
    [row] = take(desk_of(make_staff(job.patient.organisation, Role.QA)))
    assert str(row["person"]).startswith("Q-")


def test_erased_text_is_empty() -> None:
    job = summarise(make_person())
    erase_person(job.patient, by="a test")
    assert take(operator_desk())[0]["text"] is None


def test_readings_hold_answers_and_notes() -> None:
    item, reader = make_item(fall_back()), make_reader()
    read_summary(item, reader, fine(4))
    [row] = readings(desk_of(reader))
    assert (row["true_to_entries"], row["verdict"], row["reader"]) == (4, "approve", reader.username)


def test_readings_of_a_sample_are_not_in_the_file_of_who_has_still_to_read_it() -> None:
    item, first, second = make_item(), make_reader(), make_reader()
    read_summary(item, first, fine(2))
    assert len(readings(desk_of(first))) == 1
    assert readings(desk_of(second)) == []


def test_what_waits_says_no_outcome_of_a_sample() -> None:
    make_item()
    make_item(fall_back())
    rows = readings(desk_of(make_reader()), "waiting")
    assert [(row["why"], row["outcome"]) for row in rows] == [("fallback", "fallback"), ("sample", None)]


@pytest.mark.parametrize("sent", [{}, {"what": "readings"}, {"what": "users", "kind": "csv"}])
def test_file_that_is_none_is_refused(sent: dict[str, str]) -> None:
    assert desk_of(make_reader()).post(reverse("admin:audit_export"), sent).status_code == 400


def test_address_alone_takes_nothing() -> None:
    assert desk_of(make_reader()).get(reverse("admin:audit_export")).status_code == 403


def test_a_summary_is_generated_again_from_its_page_with_a_reason() -> None:
    person: Patient = make_person()
    job = summarise(person)
    desk = desk_of(make_clinician(person))
    page = reverse("admin:generation_sessionbridgeversion_take_back", args=["again"])
    address = f"{page}?row={job.sessionbridgeversion.pk}"
    assert "What happens" in desk.get(address).content.decode()
    assert desk.post(address, {"reason": ""}).status_code == 200
    told = desk.post(address, {"reason": "printed badly"}, follow=True).content.decode()
    assert "A new summary of the diary" in told
    assert GenerationJob.objects.get(regen=1).regen_reason == "printed badly"
    assert "still being generated" in desk.post(address, {"reason": "again"}).content.decode()
