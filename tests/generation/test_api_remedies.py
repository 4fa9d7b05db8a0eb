"""Withdrawing a summary and objecting to it, by those who may."""

from __future__ import annotations

from importlib import import_module

import pgtrigger
import pytest
from django.db import connection

from core.models import Patient
from core.roles import Role
from generation.corrections import correct_summary, find_correctable, preview_correction
from generation.erasure import withdraw_summary
from generation.models import GenerationJob, SummaryObjection, SummaryWithdrawal, WithdrawalCause
from generation.summary_requests import Accepted
from generation.worker.execution import run_job
from tests.builders.jobs import summarise
from tests.builders.people import TESTER, make_person, make_staff
from tests.builders.rows import refused_by
from tests.generation.api_clients import ADDRESS, client_of, person_client, staff_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient() -> Patient:
    return make_person()


def address(patient: Patient, call: str = "") -> str:
    return f"{ADDRESS}{summarise(patient).sessionbridgeversion.id}/{call}"


def test_person_withdraws_without_saying_why(patient: Patient) -> None:
    client = person_client(patient)
    answer = client.post(address(patient, "withdraw/"), {})
    assert (answer.status_code, answer.json()["state"], answer.json()["reason"]) == (200, "withdrawn", "person")
    assert client.get(f"{ADDRESS}latest/").status_code == 404


def test_withdrawn_again_stays_as_it_is(patient: Patient) -> None:
    client, where = person_client(patient), address(patient, "withdraw/")
    first, second = client.post(where, {}).json(), client.post(where, {}).json()
    assert first["withdrawn_at"] == second["withdrawn_at"]


def test_staff_say_why(patient: Patient) -> None:
    client, where = staff_client(patient), address(patient, "withdraw/")
    assert client.post(where, {}).json()["errors"][0]["field"] == "reason"
    assert client.post(where, {"reason": " Not theirs\n"}).json()["reason"] == "staff"
    assert SummaryWithdrawal.objects.get().reason == " Not theirs\n"


def test_staff_who_only_read_withdraw_nothing(patient: Patient) -> None:
    reader = client_of(make_staff(patient.organisation, Role.QA))
    assert reader.post(address(patient, "withdraw/"), {"reason": "no"}).status_code == 403


def test_person_objects_to_a_bullet_once(patient: Patient) -> None:
    client, where = person_client(patient), address(patient, "objections/")
    body = {"bullet": "m1", "words": "I did not say that. "}
    first, second = client.post(where, body), client.post(where, {**body, "words": "Never."})
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert (first.json()["bullet"], first.json()["words"]) == ("m1", "I did not say that. ")


def test_objection_to_the_whole_text_needs_no_words(patient: Patient) -> None:
    answer = person_client(patient).post(address(patient, "objections/"), {})
    assert (answer.status_code, answer.json()["bullet"], answer.json()["words"]) == (201, None, "")


@pytest.mark.parametrize(
    ("body", "field"),
    [({"bullet": "m99"}, "bullet"), ({"words": "a\0b"}, "words"), ({"words": "é" * 1001}, "words"), ({"x": 1}, None)],
)
def test_objection_that_makes_no_sense_is_refused(patient: Patient, body: dict[str, str], field: str | None) -> None:
    answer = person_client(patient).post(address(patient, "objections/"), body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)


def test_nobody_else_objects(patient: Patient) -> None:
    where = address(patient, "objections/")
    assert staff_client(patient).post(where, {}).status_code == 403
    assert person_client(make_person()).post(where, {}).status_code == 404
    assert not SummaryObjection.objects.exists()


def test_corrected_summary_and_its_correction_name_each_other(patient: Patient) -> None:
    client, job = person_client(patient), summarise(patient)
    old_id = str(job.sessionbridgeversion.id)
    correct(job)
    new = client.get(f"{ADDRESS}latest/").json()
    old = client.get(f"{ADDRESS}{old_id}/").json()
    assert (old["reason"], old["corrected_by"]) == ("corrected", new["id"])
    assert (new["outcome"], new["chosen_by"], new["corrects"]) == ("corrected", "reviewer", old["id"])


def accept_correction(job: GenerationJob) -> GenerationJob:
    """Of the job's summary: the same without the first thing that it lists."""
    of = find_correctable(job.sessionbridgeversion)
    dropped = [*of.composition.feelings, *of.composition.areas][:1]
    preview = preview_correction(of, quoted={*of.composition.quoted}, dropped=dropped)
    by = make_staff(job.patient.organisation, Role.QA)
    answer = correct_summary(of, preview, reason="clearer", by=by)
    assert isinstance(answer, Accepted)
    return answer.job


def correct(job: GenerationJob) -> GenerationJob:
    """Published in the place of the job's summary."""
    accepted = accept_correction(job)
    assert run_job(accepted.id)
    return GenerationJob.objects.get(pk=accepted.pk)


def test_corrections_of_corrections_name_each_the_one_before(patient: Patient) -> None:
    correct(correct(summarise(patient)))
    third, second, first = person_client(patient).get(ADDRESS).json()["results"]
    assert [each["corrects"] for each in (first, second, third)] == [None, first["id"], second["id"]]
    assert [each["corrected_by"] for each in (first, second, third)] == [second["id"], third["id"], None]


def test_corrections_of_before_jobs_named_them_name_each_the_one_before(patient: Patient) -> None:
    """A job says so only since a migration, which finds out of the earlier ones by what they withdrew."""
    correct(correct(summarise(patient)))
    withdrawn, other = correct(summarise(make_person())), summarise(make_person())
    withdraw_summary(TESTER, withdrawn.sessionbridgeversion, cause=WithdrawalCause.PERSON)
    accepted = accept_correction(other)
    withdraw_summary(TESTER, other.sessionbridgeversion, cause=WithdrawalCause.PERSON)
    named = dict(GenerationJob.objects.exclude(pk=accepted.pk).values_list("pk", "corrects"))
    with pgtrigger.ignore():
        GenerationJob.objects.update(corrects=None)
    migration = import_module("generation.migrations.0032_corrections_of_before")
    with connection.schema_editor(atomic=False) as editor:
        migration.name_what_was_corrected(None, editor)
    assert dict(GenerationJob.objects.values_list("pk", "corrects")) == {**named, accepted.pk: None}
    third, second, first = person_client(patient).get(ADDRESS).json()["results"]
    assert [each["corrects"] for each in (first, second, third)] == [None, first["id"], second["id"]]
    assert refused_by(lambda: GenerationJob.objects.update(corrects=None)) == "generation_jobs_transitions"
