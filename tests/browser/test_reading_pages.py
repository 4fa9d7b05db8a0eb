"""What staff see of waves, journeys and costs: the pages of a session, a person, a reading and what models cost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from core.models import Patient, TherapySession
from core.roles import Role
from generation.models import Feature, GenerationJob, JobState
from tests.audit.diaries import make_named
from tests.browser.logged_in import Visit
from tests.browser.pictures import picture
from tests.builders.jobs import summarise
from tests.builders.people import AS_OF, make_clinician, make_diarist, set_consent
from tests.builders.sessions import make_session
from tests.generation.test_session_waves import run, run_all
from tests.generation.test_your_journeys import make_journey

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("services")]


@pytest.fixture
def read(settings: Any) -> tuple[Patient, TherapySession]:
    """A person with a summary, two sessions read by every wave, and a journey over them."""
    settings.OPENAI_BASE_URL = "http://127.0.0.1:9/v1"
    patient = make_diarist()
    summarise(patient)
    set_consent(patient, allowed=True)
    sessions = [make_session(patient, session_date=AS_OF - timedelta(days=7 * back)) for back in range(2)]
    for session in sessions:
        run_all(session)
    # Asked for when the first session had been read through, and again over both.
    run(GenerationJob.objects.get(feature=Feature.YOUR_JOURNEY, state=JobState.QUEUED))
    make_journey(patient)
    return patient, sessions[0]


def test_page_of_a_session_shows_each_wave_and_leads_to_its_reading(
    visit: Visit, read: tuple[Patient, TherapySession]
) -> None:
    patient, session = read
    page = visit(make_clinician(patient))
    page.goto(reverse("admin:core_therapysession_change", args=[session.pk]))
    expect(page.get_by_text("Read by a model, for clinicians")).to_be_visible()
    picture(page, "session", folder="readings", full_page=True)
    page.get_by_role("link", name="deep", exact=True).click()
    expect(page.get_by_text("A model's reading, for clinicians")).to_be_visible()
    picture(page, "reading", folder="readings", full_page=True)


def test_pages_of_a_person_show_journey_sessions_costs_and_timeline(
    visit: Visit, read: tuple[Patient, TherapySession]
) -> None:
    patient, _ = read
    page = visit(make_clinician(patient))
    page.goto(reverse("admin:audit_person", args=[patient.pk]))
    page.get_by_text("Version 2").click()
    expect(page.get_by_text("A model's reading, for clinicians")).to_be_visible()
    picture(page, "person", folder="readings", full_page=True)
    page.goto(reverse("admin:core_patient_change", args=[patient.pk]))
    expect(page.get_by_role("heading", name="Language models")).to_be_visible()
    picture(page, "person-record", folder="readings", full_page=True)


def test_costs_are_a_link_away_from_the_front_page_of_operations(
    visit: Visit, read: tuple[Patient, TherapySession]
) -> None:
    patient, _ = read
    page = visit(make_named(patient.organisation, "otto", Role.OPERATIONS))
    page.goto(reverse("admin:index"))
    page.get_by_role("link", name="What language models cost").click()
    expect(page.get_by_role("heading", name="By feature")).to_be_visible()
    expect(page.get_by_role("row", name="session wave")).to_be_visible()
    picture(page, "costs", folder="readings", full_page=True)
