"""Logging in with both factors as staff meet it in a browser, and pages that no policy breaks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from core.models import User
from core.roles import Role
from tests.builders.people import make_organisation, make_staff
from tests.core.login.pages import PASSWORD, code_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def visitor(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page in which nobody is logged in."""
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 1200, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def staff() -> User:
    user = make_staff(make_organisation(), Role.CLINICIAN, username="dr-river")
    user.choose_password(PASSWORD)
    user.save()
    return user


def type_password(page: Page, password: str = PASSWORD) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill("dr-river")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def test_second_factor_is_set_up_at_the_first_login(visitor: Page, staff: User, settings: Any) -> None:
    settings.SECOND_FACTOR = True
    type_password(visitor)
    expect(visitor.get_by_role("heading", name="Set up the second factor")).to_be_visible()
    picture = visitor.get_by_alt_text("QR code")
    # Drawn, and large enough to be scanned.
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    assert (picture.bounding_box() or {"width": 0})["width"] > 150
    expect(visitor.get_by_label("Code")).to_be_focused()
    visitor.keyboard.type(code_of(staff))
    visitor.keyboard.press("Enter")
    expect(visitor.locator(".codes li")).to_have_count(10)
    visitor.get_by_role("link", name="I have kept them").click()
    expect(visitor.get_by_role("link", name="Second factor")).to_be_visible()


def test_too_many_wrong_passwords_are_refused_with_words(visitor: Page, staff: User) -> None:
    for _ in range(5):
        type_password(visitor, "wrong")
    expect(visitor.get_by_role("alert")).to_contain_text("too many wrong passwords")
    type_password(visitor)
    expect(visitor.get_by_role("alert")).to_be_visible()


def test_script_of_the_admin_works_under_the_policy(desk: Page) -> None:
    desk.goto("/admin/auth/group/add/")
    desk.get_by_role("button", name="Toggle theme").first.click()
    assert desk.evaluate("document.documentElement.dataset.theme") in {"light", "dark"}
