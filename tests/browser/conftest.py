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
from playwright.sync_api import Browser, BrowserType, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.logged_in import Visit, VisitorsRoom
from tests.builders.people import make_operator

# The first has no window to draw around each page: all of these tests take a quarter less.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_MISSING = "no Chromium here: apt-get install chromium-headless-shell, or playwright install chromium"


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


@pytest.fixture(scope="package")
def room(chromium: Browser, live_server: LiveServer) -> Iterator[VisitorsRoom]:
    with chromium.new_context(base_url=live_server.url) as context:
        yield VisitorsRoom(context, live_server.url)


@pytest.fixture
def visit(room: VisitorsRoom) -> Iterator[Visit]:
    """Opens a page in which somebody is logged in."""
    yield room.visit
    room.leave()


@pytest.fixture
def desk(visit: Visit) -> Page:
    """A page in which an operator is logged in; addresses are below the live server."""
    page = visit(make_operator("operator"))
    page.set_viewport_size({"width": 1440, "height": 900})
    return page
