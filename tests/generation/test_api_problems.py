"""Every problem the API answers with is documented and tells nothing of what broke."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from django.db import IntegrityError
from django.test import override_settings
from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIClient

from generation.api.base import ApiView
from generation.api.problem_kinds import KINDS

WORDS = "words of a person"


DOCS = Path(__file__).parents[2] / "docs" / "api.md"


class Broken(ApiView):
    permission_classes = ()
    throttle_classes = ()

    def get(self, request: Request) -> Response:
        raise IntegrityError(f"Failing row contains ({WORDS})")


@pytest.mark.parametrize("code", KINDS)
def test_every_problem_is_documented(code: str) -> None:
    assert f"`{code}`" in DOCS.read_text()


urlpatterns = [path("broken/", Broken.as_view())]


@override_settings(ROOT_URLCONF=__name__)
def test_broken_request_says_nothing_of_what_broke(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        answer = APIClient(raise_request_exception=False).get("/broken/")
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert WORDS not in answer.content.decode() + caplog.text
    assert "IntegrityError at /broken/" in caplog.text
