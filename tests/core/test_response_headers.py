"""Headers of every answer, and settings of a server without a warning of Django's."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client

from tests.builders.people import make_operator

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/nothing/", "/favicon.ico", "/api/v1/summaries/x/"])
def test_answers_carry_a_policy_without_inline_or_eval(client: Client, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"]) == ("DENY", "nosniff")
    assert (headers["Referrer-Policy"], headers["Cross-Origin-Opener-Policy"]) == ("same-origin", "same-origin")


def test_icon_is_where_browsers_look_for_it(client: Client) -> None:
    assert client.get("/favicon.ico")["Location"] == "/static/core/icon.svg"


def test_pages_of_the_admin_stay_out_of_caches(client: Client) -> None:
    client.force_login(make_operator())
    assert "no-store" in client.get("/admin/")["Cache-Control"]


def test_cookies_are_for_the_browser_alone(client: Client) -> None:
    operator = make_operator()
    operator.choose_password("riverbank and lighthouse")
    operator.save()
    client.get("/admin/login/")
    client.post("/admin/login/", {"username": operator.username, "password": "riverbank and lighthouse"})
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        assert (client.cookies[name]["httponly"], client.cookies[name]["samesite"]) == (True, "Lax")


def test_settings_of_a_server_pass_djangos_check() -> None:
    server = {
        "DJANGO_SETTINGS_MODULE": "sessionbridge.settings.production",
        "SECRET_KEY": "0123456789" * 4 + "abcdefghijklmnop",
        "ALLOWED_HOSTS": "practice.example",
        "DATABASE_URL": "postgres://sessionbridge@db.example/sessionbridge",
        "REDIS_URL": "redis://redis.example/0",
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env={**os.environ, **server}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_page_asked_in_a_way_it_does_not_answer_says_so(client: Client) -> None:
    client.force_login(make_operator())
    answer = client.get("/admin/logout/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST, OPTIONS")
    assert b"cannot be requested that way" in answer.content


def test_form_that_is_too_old_is_refused_with_words() -> None:
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "a", "password": "b"})
    assert (answer.status_code, b"The form is too old" in answer.content) == (403, True)
