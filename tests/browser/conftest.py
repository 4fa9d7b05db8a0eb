"""A real Chromium for the tests of this folder.

Where there is none they are skipped with a line that says so; under CI=true its absence is a failure. The
fixtures of pytest-playwright live as long as the run; these live as long as this folder, because a running
Playwright leaves an event loop in the thread, over which Django and later tests would stumble.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserType, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.logged_in import Visit, visits
from tests.builders.people import make_operator

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_MISSING = "no Chromium here: apt-get install chromium, or playwright install chromium"


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's loop runs in this thread; Django would take the tests' own queries for a mistake.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        # Root has no sandbox to offer, and the pages are our own.
        path = find_chromium(playwright.chromium)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def find_chromium(browser_type: BrowserType) -> str:
    """The system's Chromium, else Playwright's own. Skips, or fails under CI=true, where there is neither."""
    own = browser_type.executable_path
    found = next(filter(None, map(shutil.which, _NAMES)), own if Path(own).exists() else None)
    if found is None and os.environ.get("CI") == "true":
        pytest.fail(_MISSING, pytrace=False)
    if found is None:
        pytest.skip(_MISSING)
    return found


@pytest.fixture
def desk(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page in which an operator is logged in; addresses are below the live server."""
    client = Client()
    client.force_login(make_operator("operator"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    yield context.new_page()
    context.close()


@pytest.fixture
def visit(chromium: Browser, live_server: LiveServer) -> Iterator[Visit]:
    """Opens a page in which somebody is logged in."""
    with visits(chromium, live_server.url) as open_page:
        yield open_page
