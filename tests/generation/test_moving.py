"""A person who moved: each window is counted in the zone in force on its last date, stored summaries stay."""

from __future__ import annotations

from datetime import date

import pytest

from core.models import Patient
from core.practice.zones import change_zone
from generation.models import GenerationJob
from generation.summary_requests import Exists, request_summary
from generation.worker.execution import run_job
from tests.builders.people import TESTER, make_patient, write

pytestmark = pytest.mark.django_db
MOVED = date(2025, 11, 10)


@pytest.fixture
def patient() -> Patient:
    """Wrote late on two evenings in Berlin; one instant each, the next morning in Tokyo."""
    patient = make_patient()
    write(
        patient,
        ("m1", "2025-11-09T22:30+01:00", "Slept 6 h."),
        ("m2", "2025-11-20T22:30+01:00", "Slept 7 h."),
    )
    return patient


def ask(patient: Patient, as_of: date) -> GenerationJob:
    job = request_summary(patient, as_of=as_of).job
    run_job(job.id)
    job.refresh_from_db()
    return job


def pinned(job: GenerationJob) -> set[str]:
    return set(job.pinned_messages.values_list("message__client_id", flat=True))


def test_earlier_window_keeps_its_zone_and_later_one_has_the_new(patient: Patient) -> None:
    change_zone(TESTER, patient, "Asia/Tokyo", MOVED)
    earlier, later = ask(patient, date(2025, 11, 9)), ask(patient, date(2025, 11, 20))
    assert (earlier.zone, pinned(earlier)) == ("Europe/Berlin", {"m1"})
    # In Tokyo the second was written on the 21st.
    assert (later.zone, pinned(later)) == ("Asia/Tokyo", {"m1"})
    assert pinned(ask(patient, date(2025, 11, 21))) == {"m1", "m2"}


def test_summary_of_before_the_move_is_found_again_afterwards(patient: Patient) -> None:
    before = ask(patient, date(2025, 11, 9))
    change_zone(TESTER, patient, "Asia/Tokyo", MOVED)
    answer = request_summary(patient, as_of=date(2025, 11, 9))
    assert isinstance(answer, Exists)
    assert answer.job == before


def test_job_that_is_under_way_keeps_the_zone_it_was_asked_in(patient: Patient) -> None:
    job = request_summary(patient, as_of=date(2025, 11, 20)).job
    change_zone(TESTER, patient, "Asia/Tokyo", MOVED)
    assert run_job(job.id)
    job.refresh_from_db()
    assert (job.zone, pinned(job)) == ("Europe/Berlin", {"m1", "m2"})
