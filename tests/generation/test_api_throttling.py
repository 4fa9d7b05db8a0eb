"""Limits hold for requests at once, and every answer says what is left; CORS is for the sites of the settings."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from rest_framework.test import APIClient

from tests.builders.people import make_user
from tests.generation.api_clients import client_of

ADDRESS = "/api/v1/tokens/"
ORIGIN = "https://app.example.org"


@pytest.mark.django_db
def test_answers_say_what_is_left() -> None:
    client = client_of(make_user())
    first, second = client.get(ADDRESS), client.get(ADDRESS)
    assert (first["RateLimit-Policy"], first["RateLimit"]) == ('"account";q=120;w=60', '"account";r=119;t=60')
    assert second["RateLimit"].startswith('"account";r=118;')


@pytest.mark.django_db(transaction=True)
def test_limit_holds_for_requests_at_once() -> None:
    client = client_of(make_user())

    def ask(_number: int) -> int:
        try:
            asked = APIClient()
            asked.credentials(**client._credentials)
            return asked.get(ADDRESS).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(ask, range(200)))
    assert (answers.count(200), answers.count(429)) == (120, 80)
    refused = client.get(ADDRESS)
    assert (refused["RateLimit"].split(";")[1], int(refused["Retry-After"]) in range(1, 61)) == ("r=0", True)


def test_listed_site_may_ask_and_read(settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = [ORIGIN]
    headers = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST"}
    asked = Client().options(ADDRESS, headers=headers)
    assert (asked.status_code, asked["Access-Control-Allow-Origin"]) == (204, ORIGIN)
    assert "Idempotency-Key" in asked["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in asked.headers


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_preflight_of_a_listed_site_lets_every_call_through(settings: Any, method: str) -> None:
    settings.CORS_ALLOWED_ORIGINS = [ORIGIN]
    wanted = "authorization, content-type, idempotency-key, last-event-id"
    asked = Client().options(
        ADDRESS,
        headers={
            "Origin": ORIGIN,
            "Access-Control-Request-Method": method,
            "Access-Control-Request-Headers": wanted,
        },
    )
    assert method in asked["Access-Control-Allow-Methods"].split(", ")
    assert set(wanted.split(", ")) <= set(asked["Access-Control-Allow-Headers"].lower().split(", "))
    assert (asked["Access-Control-Max-Age"], "Origin" in asked["Vary"]) == ("600", True)


def test_plain_options_of_a_listed_site_is_answered_and_may_be_read(settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = [ORIGIN]
    answer = Client().options(ADDRESS, headers={"Origin": ORIGIN})
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (204, ORIGIN)


@pytest.mark.parametrize("origins", [[], [ORIGIN]])
def test_other_sites_may_not(settings: Any, origins: list[str]) -> None:
    settings.CORS_ALLOWED_ORIGINS = origins
    answer = Client().get("/api/v1/schema/", headers={"Origin": "https://elsewhere.example"})
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert ("Origin" in answer.headers.get("Vary", "")) is bool(origins)
