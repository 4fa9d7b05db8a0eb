"""A request under an `Idempotency-Key` is done once, and what is kept of it holds no words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import path
from django.utils import timezone
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIClient

from core.kept_answers import Done
from core.models import KeptAnswer
from core.scheduled_tasks import forget_kept_answers
from generation.api.base import ApiView
from generation.api.idempotency import once
from generation.api.shapes import Shape, answer
from tests.builders.people import make_user
from tests.generation.api_clients import client_of

WORDS = "words of a person"


class MadeShape(Shape):
    id = serializers.CharField()


class Maker(ApiView):
    """Makes something, as often as it is asked to."""

    throttle_classes = ()
    made: list[str] = []
    before: Callable[[], None] = staticmethod(lambda: None)

    def post(self, request: Request) -> Response:
        return once(request, self._make, lambda done: answer(MadeShape, done.ids, status_code=done.status))

    def _make(self) -> Done:
        Maker.before()
        if self.request.data.get("fails"):
            raise NotFound(WORDS)
        Maker.made.append(uuid4().hex)
        return Done(201, {"id": Maker.made[-1]})


urlpatterns = [path("make/", Maker.as_view()), path("other/", Maker.as_view())]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture(autouse=True)
def nothing_made() -> None:
    Maker.made = []
    Maker.before = staticmethod(lambda: None)


@pytest.fixture
def client() -> APIClient:
    return client_of(make_user())


def post(client: APIClient, body: Any = None, key: str | None = '"k1"', to: str = "/make/") -> Any:
    headers = {} if key is None else {"Idempotency-Key": key}
    return client.post(to, {"text": WORDS} if body is None else body, headers=headers)


def test_same_request_again_does_nothing_more(client: APIClient) -> None:
    first, again = post(client), post(client)
    assert (first.status_code, first.json()) == (again.status_code, again.json()) == (201, {"id": Maker.made[0]})
    assert len(Maker.made) == 1


def test_order_of_members_makes_no_other_body(client: APIClient) -> None:
    assert post(client, {"a": 1, "b": 2}).json() == post(client, {"b": 2, "a": 1}).json()


def test_another_body_is_refused(client: APIClient) -> None:
    post(client)
    refused = post(client, {"text": "other"})
    assert (refused.status_code, refused.json()["code"]) == (422, "key_used_otherwise")


def test_without_a_key_it_is_done_each_time(client: APIClient) -> None:
    assert post(client, key=None).json() != post(client, key=None).json()


def test_keys_of_tokens_and_addresses_are_their_own(client: APIClient) -> None:
    answers = [post(client), post(client, to="/other/"), post(client_of(make_user()))]
    assert len({made.json()["id"] for made in answers}) == 3


def test_request_that_was_refused_may_be_sent_again(client: APIClient) -> None:
    assert [post(client, {"fails": True}).status_code for _ in range(2)] == [404, 404]
    assert not KeptAnswer.objects.exists()


@pytest.mark.parametrize(
    "key", ["", '""', "k1", "two words", '"two words"', '"', "ä", f'"{"x" * 256}"', '"a\\"b"', '"a", "b"', '"a";p=1']
)
def test_key_that_is_none_is_refused(client: APIClient, key: str) -> None:
    refused = post(client, key=key.encode().decode("latin-1"))
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "Idempotency-Key")


def test_no_word_is_kept(client: APIClient) -> None:
    post(client)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(kept::text, ' ') FROM kept_answers AS kept")
        [(kept,)] = cursor.fetchall()
    assert Maker.made[0] in kept
    assert WORDS not in kept
    assert "k1" not in kept


def test_answers_of_yesterday_go(client: APIClient) -> None:
    post(client)
    KeptAnswer.objects.update(begun_at=timezone.now() - timedelta(hours=25))
    post(client, key='"k2"')
    forget_kept_answers()
    assert KeptAnswer.objects.count() == 1


def test_key_of_yesterday_may_be_used_anew(client: APIClient) -> None:
    post(client)
    KeptAnswer.objects.update(begun_at=timezone.now() - timedelta(hours=25))
    assert post(client, {"text": "other"}).status_code == 201


def test_work_of_a_dead_process_is_taken_over(client: APIClient) -> None:
    post(client)
    KeptAnswer.objects.update(status=None, ids=None)
    assert post(client).json()["code"] == "request_under_way"
    KeptAnswer.objects.update(begun_at=timezone.now() - timedelta(seconds=61))
    assert post(client).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_the_second_is_told_to_wait(client: APIClient) -> None:
    begun, go_on, answers = Event(), Event(), []

    def wait() -> None:
        begun.set()
        assert go_on.wait(30)

    def send() -> None:
        answers.append(post(client))
        connection.close()

    Maker.before = staticmethod(wait)
    first = Thread(target=send)
    first.start()
    assert begun.wait(30)
    second = post(client)
    go_on.set()
    first.join()
    assert (second.status_code, second.json()["code"], second["Retry-After"]) == (409, "request_under_way", "1")
    assert (answers[0].status_code, post(client).json()) == (201, answers[0].json())
    assert len(Maker.made) == 1
