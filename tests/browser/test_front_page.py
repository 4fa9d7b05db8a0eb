"""What each role finds on the front page of the admin, and the page of one person."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from audit.models import ReviewItem
from audit.review_queue import reserve
from core.models import CareTeam
from core.roles import Role
from generation.lifecycle import transitions
from tests.audit.desks import make_item
from tests.audit.diaries import make_member, make_named
from tests.browser.logged_in import Visit
from tests.browser.pictures import picture
from tests.builders.jobs import make_overdue_job, summarise
from tests.builders.people import make_organisation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_each_role_finds_its_own_front_page(visit: Visit) -> None:
    practice = make_organisation("Practice by the River")
    people = [make_member(practice, number) for number in range(1, 6)]
    items = [make_item(summarise(person)) for person in people]
    transitions.time_out(make_overdue_job(make_member(practice, 9)).id)
    hill, quinn = make_named(practice, "dr-hill", Role.CLINICIAN), make_named(practice, "quinn", Role.QA)
    team = CareTeam.objects.create(organisation=practice, name="Tuesday group")
    team.members.add(hill)
    team.patients.add(*people)
    reserve(items[0], hill)

    page = visit(hill)
    page.goto("/admin/")
    expect(page.locator("#content")).to_contain_text("5 to review")
    expect(page.locator("#content")).to_contain_text("P-0001, 7–21 Nov 2025")
    expect(page.get_by_text("All lists")).to_be_visible()
    assert "first pass" not in page.content()
    picture(page, "front-page")

    page = visit(quinn)
    page.goto("/admin/")
    expect(page.locator("#content")).to_contain_text("Q-")
    assert "P-0001" not in page.content()

    page = visit(make_named(practice, "otis", Role.OPERATIONS))
    page.goto("/admin/")
    expect(page.locator("#content")).to_contain_text("Jobs that failed or timed out")
    expect(page.locator("#content")).to_contain_text("timed out")
    picture(page, "front-page-operations")

    page = visit(make_named(practice, "ada", Role.ADMINISTRATOR))
    page.goto("/admin/")
    expect(page.get_by_role("link", name="Enter a new person")).to_be_visible()


def test_page_of_a_person_is_the_consulting_rooms(visit: Visit) -> None:
    practice = make_organisation("Practice by the River")
    person = make_member(practice, 1)
    item: ReviewItem = make_item(summarise(person))
    hill = make_named(practice, "dr-hill", Role.CLINICIAN)
    team = CareTeam.objects.create(organisation=practice, name="Tuesday group")
    team.members.add(hill)
    team.patients.add(person)
    page = visit(hill)
    page.goto(f"/admin/audit/reviewitem/person/{person.pk}/")
    expect(page.get_by_role("heading", name="Latest summary")).to_be_visible()
    expect(page.get_by_role("link", name="Read it beside the diary")).to_have_attribute(
        "href", f"/admin/audit/reviewitem/{item.pk}/change/"
    )
    assert "first pass" not in page.content()
    picture(page, "person", full_page=True)
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Ask for a summary")).to_be_hidden()
    expect(page.get_by_role("heading", name="Who looked")).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Ask for a summary up to today").click()
    expect(page.get_by_role("status")).to_contain_text("is still being generated")
    expect(page.get_by_role("button", name="Ask for a summary up to today")).to_be_hidden()
