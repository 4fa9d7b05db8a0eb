"""The front page: what waits for whoever opens it, and nothing that is not theirs."""

from __future__ import annotations

import pytest

from audit.review_queue import reserve
from core.models import User
from core.roles import Role
from generation.lifecycle import transitions
from tests.audit.desks import desk_of, make_item
from tests.builders.jobs import make_overdue_job, summarise
from tests.builders.people import make_clinician, make_organisation, make_person, make_staff
from tests.generation.admin_clients import fall_back

pytestmark = pytest.mark.django_db


def front_of(user: User) -> str:
    return desk_of(user).get("/admin/").content.decode()


def test_queue_is_told_with_its_urgent_ones_and_what_is_reserved() -> None:
    person = make_person()
    clinician = make_clinician(person)
    item = make_item(summarise(person))
    reserve(item, clinician)
    html = front_of(clinician)
    assert "1 to review" in html
    assert "urgent" not in html
    assert f"{person.code}, 7–21 Nov 2025, 20 min left" in html
    assert "first pass" not in html


def test_urgent_ones_are_counted_apart() -> None:
    job = fall_back()
    assert "<strong>1 urgent</strong>" in front_of(make_staff(job.patient.organisation, Role.QA))


def test_what_another_team_reads_does_not_wait_here() -> None:
    summarise(make_person())
    html = front_of(make_clinician(make_person()))
    assert "Nothing is waiting for you" in html
    assert "No summary yet" in html


def test_operations_find_jobs_that_ended_without_a_summary_and_no_code() -> None:
    job = make_overdue_job(make_person())
    transitions.time_out(job.id)
    html = front_of(make_staff(make_organisation(), Role.OPERATIONS))
    assert "timed out" in html
    assert "Waiting for you" not in html
    assert job.patient.code not in html


def test_administrators_find_people_and_no_summary() -> None:
    person = make_person()
    summarise(person)
    html = front_of(make_staff(person.organisation, Role.ADMINISTRATOR))
    assert "Enter a new person" in html
    assert "Latest summary of" not in html
    assert "Figures of quality" not in html


def test_login_without_a_role_is_told_whom_to_ask() -> None:
    assert "Ask whoever administers it for a role" in front_of(make_staff(make_organisation()))


def test_page_of_one_group_of_lists_holds_these_alone() -> None:
    page = desk_of(make_clinician(make_person())).get("/admin/core/").content.decode()
    assert '<h1 class="sb-title">People and diaries</h1>' in page
    assert 'href="/admin/core/message/"' in page
    assert "Waits for you" not in page
    assert "/admin/generation/" not in page
