"""The plain lists: what stands in them, and what never does."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.erasure import erase_person
from core.models import AccessEvent, TherapySession, User
from core.salted_hashes import salted_sha256
from generation.models import (
    GatePolicyVersion,
    GateResult,
    GenerationJob,
    GenerationMetadata,
    ModelCall,
    ScheduledOutcome,
    ScheduledSummary,
    SessionAnalysis,
    SessionBridgeVersion,
    StageArtifact,
    SummaryObjection,
    SummarySchedule,
    SummaryWithdrawal,
    VersionOrigin,
    WithdrawalCause,
    YourJourneyVersion,
)
from generation.pipeline.language_model import ReplyOutcome
from generation.summary_objections import object_to
from tests.builders.people import make_organisation, make_patient, make_person, make_user
from tests.builders.schedules import schedule
from tests.builders.sessions import analysed
from tests.generation.admin_clients import SCRIPT, clinician_desk, make_by_rules, operator_desk

pytestmark = pytest.mark.django_db

SALT = b"s" * 16
SHOWN = [
    model
    for model in apps.get_app_config("generation").get_models()
    # It is no row of a person: tests/generation/test_gate_policies.py has it.
    if admin.site.is_registered(model) and model is not GatePolicyVersion
]
WITH_WORDS = [
    GateResult,
    GenerationMetadata,
    SessionAnalysis,
    SessionBridgeVersion,
    StageArtifact,
    SummaryObjection,
    SummaryWithdrawal,
    YourJourneyVersion,
]
WITHOUT_WORDS = [model for model in SHOWN if model not in {*WITH_WORDS, GenerationJob}]


def by_name(model: type[Model]) -> str:
    return model.__name__


@pytest.fixture
def desk() -> Client:
    return operator_desk()


@pytest.fixture
def job() -> GenerationJob:
    """One row in every table, with hostile words wherever there are words."""
    job = make_by_rules(make_person(("m1", "2025-11-08T22:14+01:00", f"Felt sad. {SCRIPT}"), *LATER))
    patient = job.patient
    SummaryWithdrawal.objects.create(
        session_bridge_version=job.sessionbridgeversion, cause=WithdrawalCause.STAFF, reason=SCRIPT
    )
    object_to(job.sessionbridgeversion, by=patient.user, words=SCRIPT)
    YourJourneyVersion.objects.create(
        patient=patient,
        version=1,
        origin=VersionOrigin.IMPORTED,
        text=SCRIPT,
        salt=SALT,
        text_sha256=salted_sha256(SALT, SCRIPT),
        generation_context="{}",
        prompt_version="unknown",
        policy_gate_version="unknown",
    )
    session = TherapySession.objects.create(
        patient=patient, client_id="s1", session_date=date(2025, 11, 1), transcript=SCRIPT
    )
    analysis = analysed(session, data=SCRIPT)
    GenerationMetadata.objects.filter(session_bridge_version__patient=patient).update(notes=SCRIPT)
    ModelCall.objects.create(
        job=analysis.job, task="mood", tier="rapid", model_asked="m", duration_ms=5,
        outcome=ReplyOutcome.SERVER_ERROR, prompt_version="1",
    )  # fmt: skip
    schedule(patient)
    ScheduledSummary.objects.create(
        patient=patient, due_on=job.window_last, due_at=job.created_at, zone=job.zone,
        outcome=ScheduledOutcome.ASKED, job=job,
    )  # fmt: skip
    return job


LATER = tuple((f"d{day}", f"2025-11-{day:02}T08:00+01:00", "Felt sad.") for day in (9, 10, 11))


def list_of(model: type[Model]) -> str:
    return reverse(f"admin:generation_{model._meta.model_name}_changelist")


def page_of(model: type[Model], pk: UUID | None = None) -> str:
    row = pk or model._default_manager.values_list("pk", flat=True)[0]
    return reverse(f"admin:generation_{model._meta.model_name}_change", args=[row])


def test_every_table_but_pins_pointers_and_reservations_is_listed() -> None:
    unlisted = set(apps.get_app_config("generation").get_models()) - set(SHOWN)
    assert {by_name(model) for model in unlisted} == {
        "GatePolicyVersion",
        "GenerationJobAnalysis",
        "GenerationJobMessage",
        "PatientSessionBridge",
        "PatientYourJourney",
        "SummaryToMakeAnew",
        "TokenReservation",
    }


@pytest.mark.parametrize("model", SHOWN, ids=by_name)
def test_nothing_is_added_changed_or_deleted(model: type[Model]) -> None:
    request = RequestFactory().get("/")
    request.user = User(is_superuser=True, is_staff=True)
    shown = admin.site.get_model_admin(model)
    allowed = shown.get_model_perms(request)
    assert allowed == {"add": False, "change": False, "delete": False, "view": True}
    # What takes words back leads to pages of its own; a file changes nothing.
    assert all(action.startswith(("take_back_", "export_")) for action in shown.get_actions(request))


@pytest.mark.parametrize("model", SHOWN, ids=by_name)
@pytest.mark.usefixtures("job")
def test_list_opens_in_a_fixed_number_of_queries_without_words(desk: Client, model: type[Model]) -> None:
    with CaptureQueriesContext(connection) as queries:
        answer = desk.get(list_of(model))
    assert answer.status_code == 200
    # Session, user, what is to be read first, how many are expected, the count, the rows with what they name.
    of_jobs = bool(admin.site.get_model_admin(model).job_paths)
    # What became of everybody's last turn, in one.
    of_turns = model is SummarySchedule
    assert len(queries) == 5 + of_jobs + of_turns, "\n".join(query["sql"] for query in queries)
    assert "owned" not in answer.content.decode()
    assert not AccessEvent.objects.exists()


@pytest.mark.parametrize("model", SHOWN, ids=by_name)
@pytest.mark.usefixtures("job")
def test_list_is_filtered_by_choices_alone(model: type[Model]) -> None:
    filters = admin.site.get_model_admin(model).list_filter
    assert all(model._meta.get_field(str(name)).choices for name in filters)


@pytest.mark.parametrize("model", WITH_WORDS, ids=by_name)
def test_page_with_words_escapes_them_and_is_recorded(desk: Client, job: GenerationJob, model: type[Model]) -> None:
    address = page_of(model)
    answer = desk.get(address)
    assert answer.status_code == 200
    assert SCRIPT not in answer.content.decode()
    event = AccessEvent.objects.get()
    assert (event.patient_id, event.target) == (job.patient_id, address)


@pytest.mark.parametrize("model", WITHOUT_WORDS, ids=by_name)
@pytest.mark.usefixtures("job")
def test_page_without_words_opens_and_records_nothing(desk: Client, model: type[Model]) -> None:
    answer = desk.get(page_of(model))
    assert answer.status_code == 200
    assert "owned" not in answer.content.decode()
    assert not AccessEvent.objects.exists()


@pytest.mark.usefixtures("job")
def test_words_are_there_to_be_read(desk: Client) -> None:
    finding = desk.get(page_of(GateResult, GateResult.objects.get(verdict="fail").pk)).content.decode()
    assert 'SB503 <mark class="sb-finding" title="SB503">8 Nov: ' in finding
    text = desk.get(page_of(SessionBridgeVersion)).content.decode()
    assert '<div class="sb-text">1. Time Window &amp; Scope' in text


def test_erased_rows_say_so(desk: Client, job: GenerationJob) -> None:
    erase_person(job.patient, by="test")
    for model in (StageArtifact, GateResult, SessionBridgeVersion):
        answer = desk.get(page_of(model))
        assert (answer.status_code, "erased" in answer.content.decode().lower()) == (200, True)


@pytest.mark.parametrize("model", SHOWN, ids=by_name)
def test_rows_of_a_patient_are_for_those_who_care_for_them(job: GenerationJob, model: type[Model]) -> None:
    outsider = clinician_desk(make_patient(organisation=make_organisation("Elsewhere")))
    insider = clinician_desk(job.patient)
    assert outsider.get(page_of(model)).status_code == 404
    assert insider.get(page_of(model)).status_code == 200
    assert page_of(model) not in outsider.get(list_of(model)).content.decode()
    assert page_of(model) in insider.get(list_of(model)).content.decode()


@pytest.mark.parametrize("model", SHOWN, ids=by_name)
def test_staff_without_permission_see_a_refusal(job: GenerationJob, model: type[Model]) -> None:
    client = Client()
    client.force_login(make_user(job.patient.organisation, is_staff=True))
    assert client.get(list_of(model)).status_code == 403
    assert client.get(page_of(model)).status_code == 403
    assert not AccessEvent.objects.exists()
