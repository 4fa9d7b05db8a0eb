"""What axe-core finds on the desk's pages: nothing, in light and dark, on a phone and at 200 % zoom."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from audit.reviewing import commit_review
from generation.scheduling.look import ask_for_scheduled
from tests.audit.desks import make_item
from tests.audit.diaries import make_member
from tests.audit.readings import fine
from tests.browser.logged_in import Visit, visits
from tests.builders.jobs import summarise
from tests.builders.people import make_operator, make_organisation
from tests.builders.schedules import schedule
from tests.generation.admin_clients import make_by_rules

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The second is what a screen of 1280 pixels shows at 200 %.
SCREENS: dict[str, dict[str, object]] = {
    "light": {},
    "dark at 200 %": {"color_scheme": "dark", "viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
    "phone": {"viewport": {"width": 400, "height": 800}},
}


@pytest.fixture
def visit(chromium: Browser, live_server: LiveServer) -> Iterator[Visit]:
    with visits(chromium, live_server.url) as open_page:
        yield open_page


def found_on(page: Page) -> list[str]:
    violations = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['target']} {node['html'][:160]}" for one in violations for node in one["nodes"]]


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing(visit: Visit, screen: str) -> None:
    practice = make_organisation("Practice by the River")
    person = make_member(practice, 1)
    sample, rules = make_item(summarise(person)), make_item(make_by_rules(make_member(practice, 2)))
    operator = make_operator("operator")
    read = make_item(summarise(make_member(practice, 3)))
    commit_review(read, operator, fine(4))
    schedule(person)
    ask_for_scheduled()
    addresses = {
        "front page": "/admin/",
        "queue": "/admin/audit/reviewitem/",
        "review, blind": f"/admin/audit/reviewitem/{sample.pk}/change/",
        "review": f"/admin/audit/reviewitem/{rules.pk}/change/",
        "review, said": f"/admin/audit/reviewitem/{read.pk}/change/",
        "correction": f"/admin/audit/reviewitem/{rules.pk}/correct/",
        "quality": "/admin/audit/reviewitem/quality/",
        "person": f"/admin/audit/reviewitem/person/{person.pk}/",
        "schedule": f"/admin/core/patient/{person.pk}/enter/schedule/",
        "schedules": "/admin/generation/summaryschedule/",
        "scheduled": "/admin/generation/scheduledsummary/",
        "summaries": "/admin/generation/sessionbridgeversion/",
        "job": f"/admin/generation/generationjob/{rules.job_id}/change/",
    }
    page = visit(operator, **SCREENS[screen])
    wrong: list[str] = []
    for name, address in addresses.items():
        page.goto(address)
        wrong += [f"{name}: {found}" for found in found_on(page)]
        if "review" in name or name == "queue":
            page.keyboard.press("?")
            wrong += [f"keys of {name}: {found}" for found in found_on(page)]
            page.keyboard.press("Escape")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{name}: it scrolls sideways")
    assert not wrong, "\n".join(wrong)
