"""Static files as the ASGI server sends them."""

from __future__ import annotations

from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import AsyncClient

# A request that ends looks after the connection of its thread, which a test before may have left.
pytestmark = pytest.mark.django_db
ADDRESS = "/static/admin/css/base.css"


def get(**headers: str) -> Any:
    return async_to_sync(AsyncClient().get)(ADDRESS, headers=headers)


def test_static_file_is_sent_whole() -> None:
    response = get()
    assert not response.streaming
    assert len(response.content) == int(response.headers["Content-Length"]) > 1000
    assert response.headers["Content-Type"].startswith("text/css")


def test_static_file_the_browser_has_is_not_sent_again() -> None:
    known = get().headers["Last-Modified"]
    response = get(**{"If-Modified-Since": known})
    assert (response.status_code, response.content) == (304, b"")
