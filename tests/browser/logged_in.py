"""Pages in which somebody is logged in, one person after the other, in one context for them all.

A context of its own for each test starts a window, a profile and a process, and fetches every style sheet anew: that
takes more than most tests do. What one left behind, the next does not find.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from core.models import User

Visit = Callable[[User], Page]


class VisitorsRoom:
    """Whoever comes in finds nothing of who was there before: no page, no cookie, nothing that a script kept."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self._context, self._address = context, address
        # Chromium ends with its last page.
        self._cleaner = context.new_cdp_session(context.new_page())

    def visit(self, user: User) -> Page:
        """A page for this one user; the last user's is closed."""
        self.leave()
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        self._context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": self._address}])
        page = self._context.new_page()
        page.set_viewport_size({"width": 1280, "height": 800})
        return page

    def leave(self) -> None:
        for page in self._context.pages[1:]:
            page.close()
        self._context.clear_cookies()
        self._cleaner.send("Storage.clearDataForOrigin", {"origin": self._address, "storageTypes": "all"})
