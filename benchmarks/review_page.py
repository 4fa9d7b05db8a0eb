"""The review page of a diary of 250 KB: processor time, size and queries, before and after its first reading."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.urls import reverse

from audit.drawing import draw_items
from audit.models import Question, ReviewItem
from benchmarks.diarists import diarists, request
from benchmarks.figures import Figure, least_cpu_in_turns
from benchmarks.inputs import diary
from core.models import User
from generation.worker.execution import run_job

_ROUNDS = 9
# A session, a login and its rights, the item with its job, who has it, artifacts, events, calls: none of them by row.
_MAX_QUERIES = 20


def measure() -> list[Figure]:
    """Raises AssertionError where a page takes more queries."""
    [person] = diarists(1, diary(400, 5))
    job = request(person)
    assert run_job(job.id)
    draw_items()
    item = ReviewItem.objects.get(job=job)
    desk = Client(SERVER_NAME="localhost")
    desk.force_login(User.objects.create(username="bench", is_staff=True, is_superuser=True))
    place = reverse("admin:audit_reviewitem_change", args=[item.pk])
    figures = list(_of_page(desk, place, "before"))
    desk.post(place, {**dict.fromkeys(Question.values, "5"), "marks": "[]"})
    return [*figures, *_of_page(desk, place, "after")]


def _of_page(desk: Client, place: str, when: str) -> list[Figure]:
    def look() -> bytes:
        answer = desk.get(place)
        assert answer.status_code == 200
        return bytes(answer.content)

    look()
    queries: list[str] = []

    def remember(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        queries.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(remember):
        size = len(look())
    assert 0 < len(queries) <= _MAX_QUERIES, queries
    [seconds] = least_cpu_in_turns(look, rounds=_ROUNDS)
    note = f"{len(queries)} queries"
    return [
        Figure(f"review_page.{when}_seconds", seconds, 0.5, "a diary of 250 KB", note),
        Figure(f"review_page.{when}_megabytes", size / 1e6, 1.0, "a diary of 250 KB"),
    ]
