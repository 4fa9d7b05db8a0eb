"""The pages that show the API work under their policy, with nothing from another site."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

# Redoc asks its maker's site for its own logo, and does not get it.
_LOGO = "https://cdn.redoc.ly/redoc/logo-mini.svg"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("name", ["docs", "redoc"])
def test_page_shows_the_calls(chromium: Browser, live_server: LiveServer, name: str) -> None:
    page = chromium.new_page()
    complaints: list[str] = []
    hosts: set[str | None] = set()
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("requestfinished", lambda asked: hosts.add(urlsplit(asked.url).hostname))
    page.goto(f"{live_server.url}/api/v1/{name}/")
    expect(page.get_by_text("Who was about to see what I wrote").last).to_be_visible(timeout=90_000)
    page.close()
    refused = [text for text in complaints if "Content Security Policy" in text and _LOGO not in text]
    assert refused == []
    assert hosts - {None} == {urlsplit(live_server.url).hostname}
