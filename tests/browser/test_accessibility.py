"""What axe-core finds on the desk's pages: nothing, in light and dark, on a phone and at 200 % zoom."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from audit.reviewing import commit_review
from generation.scheduling.look import ask_for_scheduled
from tests.audit.desks import make_item, page_of
from tests.audit.diaries import make_member
from tests.audit.readings import fine
from tests.browser.logged_in import Visit, visits
from tests.builders.jobs import summarise
from tests.builders.people import make_operator, make_organisation, make_person
from tests.builders.schedules import schedule
from tests.generation.admin_clients import make_by_rules

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Colours, width and height. The second is what a screen of 1280 pixels shows at 200 %.
SCREENS = {"light": ("light", 1280, 800), "dark at 200 %": ("dark", 640, 400), "phone": ("light", 400, 800)}


@pytest.fixture
def visit(chromium: Browser, live_server: LiveServer) -> Iterator[Visit]:
    with visits(chromium, live_server.url) as open_page:
        yield open_page


def found_on(page: Page) -> list[str]:
    violations = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['target']} {node['html'][:160]}" for one in violations for node in one["nodes"]]


def wrong_on(page: Page, name: str) -> list[str]:
    """What is wrong with the page that is open, on each screen in turn: it is laid out anew, not loaded."""
    wrong = []
    for screen, (colours, width, height) in SCREENS.items():
        page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
        page.set_viewport_size({"width": width, "height": height})
        # Links fade from one colour to the other. Waiting for the end hangs where a hidden link never gets to fade.
        page.evaluate("document.getAnimations().forEach((one) => one.finish())")
        wrong += [f"{name}, {screen}: {found}" for found in found_on(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{name}, {screen}: it scrolls sideways")
    return wrong


def test_axe_finds_nothing(visit: Visit) -> None:
    practice = make_organisation("Practice by the River")
    person = make_member(practice, 1)
    sample, rules = make_item(summarise(person)), make_item(make_by_rules(make_member(practice, 2)))
    grave = make_item(summarise(make_person(("m1", "2025-11-08T22:14+01:00", "I want to die."))))
    operator = make_operator("operator")
    read = make_item(summarise(make_member(practice, 3)))
    commit_review(read, operator, fine(4))
    schedule(person)
    ask_for_scheduled()
    addresses = {
        "front page": "/admin/",
        "queue": "/admin/audit/reviewitem/",
        "review, blind": page_of(sample),
        "review, urgent": page_of(grave),
        "review": page_of(rules),
        "review, said": page_of(read),
        "correction": f"/admin/audit/reviewitem/{rules.pk}/correct/",
        "quality": "/admin/audit/reviewitem/quality/",
        "person": f"/admin/audit/reviewitem/person/{person.pk}/",
        "schedule": f"/admin/core/patient/{person.pk}/enter/schedule/",
        "schedules": "/admin/generation/summaryschedule/",
        "scheduled": "/admin/generation/scheduledsummary/",
        "summaries": "/admin/generation/sessionbridgeversion/",
        "job": f"/admin/generation/generationjob/{rules.job_id}/change/",
    }
    page = visit(operator)
    wrong: list[str] = []
    for name, address in addresses.items():
        page.goto(address)
        wrong += wrong_on(page, name)
        if name in {"queue", "review"}:
            page.keyboard.press("?")
            wrong += wrong_on(page, f"keys of {name}")
    assert not wrong, "\n".join(wrong)
