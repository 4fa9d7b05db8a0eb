"""Whoever is just reading a sampled summary sees nowhere how it came about, and who has seen it does not read blind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from audit.models import Review, ReviewItem, ReviewReservation, ReviewShowing, Shown
from audit.review_queue import reserve
from core.models import User
from core.roles import Role
from generation.admin.visible_rows import VisibleRowsAdmin
from generation.first_readings import AFTER_YOUR_FIRST_READING, withheld_jobs
from generation.models import (
    GenerationJob,
    ModelCall,
    ScheduledOutcome,
    ScheduledSummary,
    SummaryObjection,
    SummaryWithdrawal,
    WithdrawalCause,
)
from generation.pipeline.language_model import ReplyOutcome
from tests.audit.desks import answers, desk_of, make_item, make_reader, open_and_send, page_of
from tests.builders.people import make_staff, token_for
from tests.generation.admin_clients import fall_back

pytestmark = pytest.mark.django_db
TELLING: dict[type[Model], VisibleRowsAdmin[Model]] = {
    model: shown
    for model, shown in admin.site._registry.items()
    if isinstance(shown, VisibleRowsAdmin) and shown.job_paths and "your_journey" not in model._meta.db_table
}


def qa(item: ReviewItem) -> User:
    """One who may open every list and page of runs."""
    reader = make_staff(item.job.patient.organisation, Role.QA)
    reader.user_permissions.add(Permission.objects.get(codename="review_summaries"))
    return reader


@pytest.fixture
def item() -> ReviewItem:
    """A sampled summary with a row in every table that tells how it came about."""
    item = make_item()
    job, version = item.job, item.job.sessionbridgeversion
    ModelCall.objects.create(
        job=job, task="bridge_choice", tier="rapid", model_asked="m", duration_ms=5,
        outcome=ReplyOutcome.SERVER_ERROR, prompt_version="1",
    )  # fmt: skip
    SummaryWithdrawal.objects.create(session_bridge_version=version, cause=WithdrawalCause.STAFF, reason="x")
    SummaryObjection.objects.create(version=version, by=make_reader())
    ScheduledSummary.objects.create(
        patient=job.patient, due_on=job.window_last, due_at=job.created_at, zone=job.zone,
        outcome=ScheduledOutcome.ASKED, job=job,
    )  # fmt: skip
    return item


def row_of(model: type[Model], job: GenerationJob) -> Model:
    path = next(path for path in TELLING[model].job_paths if "journey" not in path)
    found = model._default_manager.filter(**{path: job.pk}).first()
    assert found is not None, model
    return found


def place(model: type[Model], page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_{page}", args=args)


def rows_listed(desk: Client, model: type[Model]) -> int:
    return len(desk.get(place(model, "changelist")).context["cl"].result_list)


def api_of(user: User) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token_for(user)}")
    return client


def test_every_list_of_the_app_says_which_job_its_rows_tell_of() -> None:
    shown = [shown for shown in admin.site._registry.values() if isinstance(shown, VisibleRowsAdmin)]
    assert all(isinstance(each.job_paths, tuple) for each in shown)


@pytest.mark.parametrize("model", [model for model in TELLING if model._meta.app_label == "generation"])
def test_rows_and_pages_of_a_run_are_withheld_from_its_reader(item: ReviewItem, model: type[Model]) -> None:
    reader = qa(item)
    desk = desk_of(reader)
    row = row_of(model, item.job)
    assert rows_listed(desk, model) > 0
    reserve(item, reader)
    assert rows_listed(desk, model) == 0
    for page in ("change", "history"):
        answer = desk.get(place(model, page, row.pk))
        assert (answer.status_code, AFTER_YOUR_FIRST_READING in answer.content.decode()) == (403, True)


def test_timeline_of_a_person_leaves_the_run_out(item: ReviewItem) -> None:
    reader = qa(item)
    reader.user_permissions.add(Permission.objects.get(codename="view_patient"))
    desk, page = desk_of(reader), reverse("admin:core_patient_change", args=[item.job.patient_id])
    assert "Completed" in desk.get(page).content.decode()
    reserve(item, reader)
    shown = desk.get(page).content.decode()
    assert ("Completed" in shown, "None was asked." in shown) == (False, True)


def test_others_see_the_run_meanwhile(item: ReviewItem) -> None:
    reserve(item, qa(item))
    assert desk_of(qa(item)).get(place(GenerationJob, "change", item.job.pk)).status_code == 200


def test_the_run_is_seen_after_the_first_reading(item: ReviewItem) -> None:
    desk = desk_of(qa(item))
    desk.get(page_of(item))
    assert desk.get(place(GenerationJob, "change", item.job.pk)).status_code == 403
    open_and_send(desk, item, answers())
    assert Review.objects.get().is_blind
    assert desk.get(place(GenerationJob, "change", item.job.pk)).status_code == 200


@pytest.mark.parametrize(
    "page",
    ["summaries/{summary}/", "summaries/latest/?patient={patient}", "jobs/{job}/", "jobs/{job}/events/"],
)
def test_the_api_answers_after_your_first_reading(item: ReviewItem, page: str) -> None:
    reader = qa(item)
    reserve(item, reader)
    place = page.format(job=item.job.pk, summary=item.job.sessionbridgeversion.pk, patient=item.job.patient_id)
    answer = api_of(reader).get(f"/api/v1/{place}")
    assert (answer.status_code, answer.json()["detail"]) == (403, AFTER_YOUR_FIRST_READING)
    assert "first_pass" not in answer.content.decode()


def test_asking_for_the_same_summary_again_tells_nothing_either() -> None:
    item = make_item()
    reader = qa(item)
    reader.user_permissions.add(Permission.objects.get(codename="add_generationjob"))
    reserve(item, reader)
    body = {"patient": str(item.job.patient_id), "as_of": item.job.window_last.isoformat()}
    answer = api_of(reader).post("/api/v1/summaries/", body, format="json")
    assert (answer.status_code, "outcome" in answer.content.decode()) == (403, False)


def test_the_correction_page_waits_for_the_first_reading() -> None:
    item = make_item()
    desk = desk_of(make_reader(None, "correct_summaries"))
    desk.get(page_of(item))
    answer = desk.get(reverse("admin:audit_correct", args=[item.pk]))
    assert (answer.status_code, AFTER_YOUR_FIRST_READING in answer.content.decode()) == (403, True)


def test_what_is_no_sample_is_not_withheld() -> None:
    item = make_item(fall_back())
    reader = qa(item)
    reserve(item, reader)
    assert withheld_jobs(reader) == frozenset()


def test_a_lapsed_reservation_withholds_nothing(item: ReviewItem) -> None:
    reader = qa(item)
    reserve(item, reader)
    past = timezone.now() - timedelta(minutes=1)
    ReviewReservation.objects.update(taken_at=past, lapses_at=past)
    assert withheld_jobs(reader) == frozenset()


@pytest.mark.parametrize("model", [model for model in TELLING if model._meta.app_label == "generation"])
def test_who_saw_a_page_of_the_run_before_does_not_read_blind(item: ReviewItem, model: type[Model]) -> None:
    reader = qa(item)
    desk = desk_of(reader)
    desk.get(place(model, "change", row_of(model, item.job).pk))
    assert ReviewShowing.objects.filter(item=item, reviewer=reader, shown=Shown.RUN).exists()
    assert "not counted as a blind one" in desk.get(page_of(item)).content.decode()
    open_and_send(desk, item, answers())
    assert not Review.objects.get().is_blind


@pytest.mark.parametrize("page", ["summaries/{summary}/", "summaries/", "jobs/{job}/", "jobs/{job}/events/"])
def test_who_read_it_over_the_api_before_does_not_read_blind(page: str) -> None:
    item = make_item()
    reader = qa(item)
    api_of(reader).get(f"/api/v1/{page.format(job=item.job.pk, summary=item.job.sessionbridgeversion.pk)}")
    open_and_send(desk_of(reader), item, answers())
    assert not Review.objects.get().is_blind


def test_a_page_seen_before_the_item_was_drawn_counts_too() -> None:
    job = fall_back()
    reader = make_staff(job.patient.organisation, Role.QA)
    desk_of(reader).get(place(GenerationJob, "change", job.pk))
    assert ReviewShowing.objects.get().item.job == job
