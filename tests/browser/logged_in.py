"""Pages in which somebody is logged in, each in a context of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from core.models import User

Visit = Callable[..., Page]


@contextmanager
def visits(chromium: Browser, address: str) -> Iterator[Visit]:
    """A function that opens a page for a user; `options` are those of a browser context."""
    with ExitStack() as ends:

        def open_page(user: User, **options: object) -> Page:
            client = Client()
            client.force_login(user)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            context = chromium.new_context(  # type: ignore[arg-type]
                **{"base_url": address, "viewport": {"width": 1280, "height": 800}, **options}
            )
            ends.callback(context.close)
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
            return context.new_page()

        yield open_page
