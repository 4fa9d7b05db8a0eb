"""A password becomes a token that ends with the logout, and guessing is slowed down."""

from __future__ import annotations

import pytest
from django.test import override_settings
from rest_framework.test import APIClient

from core.models import User
from sessionbridge.settings.connections import cache_settings
from tests.builders.people import make_user
from tests.generation.api_clients import ADDRESS

pytestmark = pytest.mark.django_db
LOGIN, LOGOUT = "/api/v1/auth/login/", "/api/v1/auth/logout/"
PASSWORD = " a password with spaces "


@pytest.fixture
def user() -> User:
    user = make_user()
    user.choose_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def client() -> APIClient:
    """Without a login."""
    return APIClient()


def test_password_is_exchanged_for_a_token_that_works(client: APIClient, user: User) -> None:
    answer = client.post(LOGIN, {"username": user.username, "password": PASSWORD})
    assert (answer.status_code, answer["Cache-Control"]) == (201, "private, no-store")
    assert answer.json()["expires_at"].endswith("Z")
    client.credentials(HTTP_AUTHORIZATION=f"Token {answer.json()['token']}")
    assert client.get(f"{ADDRESS}x/").status_code == 404


def test_token_is_worth_nothing_after_logout(client: APIClient, user: User) -> None:
    token = client.post(LOGIN, {"username": user.username, "password": PASSWORD}).json()["token"]
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    assert client.post(LOGOUT).status_code == 204
    assert client.get(f"{ADDRESS}x/").status_code == 401


@pytest.mark.parametrize("password", ["wrong", PASSWORD.strip(), "😀"])
def test_wrong_password_and_unknown_user_are_answered_alike(client: APIClient, user: User, password: str) -> None:
    wrong = client.post(LOGIN, {"username": user.username, "password": password})
    unknown = client.post(LOGIN, {"username": "nobody", "password": password})
    assert (wrong.status_code, wrong.json()) == (401, unknown.json())
    assert wrong.json()["detail"] == "Username or password is wrong. Check both; the password's capitals count."


def test_inactive_user_gets_no_token(client: APIClient, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.post(LOGIN, {"username": user.username, "password": PASSWORD}).status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        "{}",
        '{"username": "a"}',
        '{"username": "a\\u0000", "password": "b"}',
        '{"username": "a", "password": "\\ud800"}',
        '{"username": ["a"], "password": {}}',
        '{"username": "a", "password": "b", "otp": 1}',
    ],
)
def test_login_of_the_wrong_content_is_refused(client: APIClient, body: str) -> None:
    answer = client.post(LOGIN, body, content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


@override_settings(CACHES={"default": cache_settings("redis://127.0.0.1:1/0")})
def test_login_works_while_redis_is_away(client: APIClient, user: User) -> None:
    assert client.post(LOGIN, {"username": user.username, "password": PASSWORD}).status_code == 201


@pytest.mark.parametrize("time", ["first", "second"])
def test_guessing_is_slowed_down_in_each_test_anew(client: APIClient, time: str) -> None:
    answers = [client.post(LOGIN, {"username": f"a{number}", "password": "b"}) for number in range(21)]
    assert {answer.status_code for answer in answers[:20]} == {401}
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) in range(1, 61)
    assert answers[-1].json()["type"].endswith(":throttled")
