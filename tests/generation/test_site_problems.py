"""Outside of the API too, an error is a problem for whoever asked for JSON, and a page for people."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("method", "address", "extra", "status", "code"),
    [
        ("get", "/nothing/", {}, 404, "not_found"),
        ("post", "/favicon.ico/", {}, 404, "not_found"),
        ("get", "/", {"SERVER_NAME": "elsewhere.example"}, 400, "bad_request"),
    ],
)
def test_error_is_a_problem_where_json_was_asked_for(
    method: str, address: str, extra: dict[str, Any], status: int, code: str
) -> None:
    answer = getattr(Client(), method)(address, headers=JSON, **extra)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    problem = answer.json()
    assert (problem["status"], problem["code"], problem["type"]) == (status, code, f"urn:sessionbridge:problem:{code}")


def test_form_without_its_token_is_a_problem_too() -> None:
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")


def test_people_get_pages() -> None:
    assert Client().get("/nothing/", headers=BROWSER)["Content-Type"].startswith("text/html")


def test_below_api_it_is_always_a_problem() -> None:
    answer = Client().get("/api/v1/summaries/x/", headers=BROWSER, SERVER_NAME="elsewhere.example")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert (Client().get("/api/", headers=BROWSER).json())["code"] == "not_found"


def test_answer_that_is_none_of_json_is_refused_as_a_problem() -> None:
    answer = Client().get("/api/v1/summaries/x/", headers={"Accept": "image/png"})
    assert (answer.status_code, answer.json()["code"]) in {(401, "not_authenticated"), (406, "not_acceptable")}


@pytest.mark.parametrize("headers", [JSON, BROWSER])
@pytest.mark.parametrize(
    ("address", "extra"),
    [
        ("/nothing/", {}),
        ("/api/nothing/", {}),
        ("/api/v1/nothing/", {}),
        ("/static/nothing.css", {}),
        ("/", {"SERVER_NAME": "elsewhere.example"}),
        ("/api/v1/summaries/", {"SERVER_NAME": "elsewhere.example"}),
    ],
)
def test_no_error_is_kept_by_caches(headers: dict[str, str], address: str, extra: dict[str, Any]) -> None:
    answer = Client().get(address, headers=headers, **extra)
    assert answer.status_code >= 400
    assert "no-store" in answer["Cache-Control"]


def test_form_that_is_too_large_or_lacks_its_token_is_kept_by_no_cache(settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answers = [
        Client().post("/admin/login/", {"username": "x" * 200}, headers=JSON),
        Client(enforce_csrf_checks=True).post("/admin/login/"),
    ]
    assert [answer["Cache-Control"] for answer in answers if answer.status_code >= 400]
    assert all("no-store" in answer["Cache-Control"] for answer in answers)


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("/api/v1/summaries/", "GET, POST, HEAD, OPTIONS"),
        ("/api/v1/auth/login/", "POST, OPTIONS"),
        ("/api/v1/me/zone/", "PUT, OPTIONS"),
    ],
)
def test_options_says_what_may_be_asked(address: str, allowed: str) -> None:
    answer = Client().options(address)
    assert (answer.status_code, answer["Allow"], answer.content) == (204, allowed, b"")


def test_options_of_no_address_is_not_found() -> None:
    assert Client().options("/api/v1/nothing/").status_code == 404
