"""Waves of sessions, journeys and imported summaries on the desk: shown as what they are, never counted."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.drawing import draw_items
from audit.models import ReviewItem
from audit.quality import accepted_jobs, quality_figures
from core.models import Patient
from generation.lifecycle import transitions
from generation.models import Feature, GenerationJob, SessionBridgeVersion, VersionOrigin
from tests.audit.desks import desk_of, make_item
from tests.builders.jobs import summarise
from tests.builders.people import make_operator, make_person
from tests.builders.rows import hashed, imported
from tests.builders.sessions import analysed, make_session, make_wave_job

pytestmark = pytest.mark.django_db
QUEUE, QUALITY = "/admin/audit/reviewitem/", "/admin/audit/reviewitem/quality/"


def read_by_waves(patient: Patient) -> GenerationJob:
    """One wave that has published and one that failed, which is answered."""
    session = make_session(patient)
    analysed(session, "mood")
    held = transitions.claim(make_wave_job(session, "topics").id)
    assert held is not None
    transitions.fail(held, "NoAnswer")
    return held


def make_imported(patient: Patient) -> SessionBridgeVersion:
    version = imported(patient=patient, text="An older summary.\nFelt sad on two days.")
    job = GenerationJob.objects.latest("created_at")
    version.text_sha256, version.salt = hashed(job, version.text or ""), job.salt
    version.save()
    return version


def page_of(patient: Patient) -> str:
    return desk_of(make_operator()).get(reverse("admin:audit_person", args=[patient.pk])).content.decode()


def test_queue_holds_summaries_alone() -> None:
    person = make_person()
    read_by_waves(person)
    item = make_item(summarise(person))
    draw_items()
    assert list(ReviewItem.objects.all()) == [item]
    assert "1 to review" in desk_of(make_operator()).get(QUEUE).content.decode()


def test_quality_counts_summaries_alone() -> None:
    person = make_person()
    summarise(person)
    read_by_waves(person)
    make_imported(make_person())
    figures = quality_figures(accepted_jobs(timezone.now() - timedelta(days=1), GenerationJob.objects.all()))
    assert (figures.published, figures.all.accepted, list(figures.without_summary)) == (1, 1, [])


def test_wave_that_failed_is_named_for_operations() -> None:
    read_by_waves(make_person())
    html = desk_of(make_operator()).get("/admin/").content.decode()
    assert "Jobs that failed or timed out" in html
    assert "session wave: topics" in html


def test_page_of_a_person_takes_no_wave_for_their_summary() -> None:
    person = make_person()
    summarise(person)
    read_by_waves(person)
    html = page_of(person)
    assert "was not made" not in html
    assert "1. Time Window" in html
    assert re.search(r"read by a model:</span> <span[^>]*>mood", html)


def test_imported_summary_is_shown_as_ungated_and_waits_for_nobody() -> None:
    person = make_person()
    version = make_imported(person)
    html = page_of(person)
    assert "Felt sad on two days." in html
    assert "imported (ungated)" in html
    assert draw_items() == 0
    assert version.origin == VersionOrigin.IMPORTED


@pytest.mark.parametrize("place", ["/admin/", QUEUE, QUALITY])
def test_desk_opens_with_imported_summaries_and_waves(place: str) -> None:
    person = make_person()
    make_imported(person)
    read_by_waves(person)
    assert desk_of(make_operator()).get(place).status_code == 200


def test_page_of_an_imported_summary_opens() -> None:
    version = make_imported(make_person())
    place = reverse("admin:generation_sessionbridgeversion_change", args=[version.pk])
    html = desk_of(make_operator()).get(place).content.decode()
    assert "An older summary." in html


def test_page_of_a_wave_that_failed_opens() -> None:
    job = read_by_waves(make_person())
    assert job.feature == Feature.SESSION_WAVE
    place = reverse("admin:generation_generationjob_change", args=[job.pk])
    assert desk_of(make_operator()).get(place).status_code == 200
