"""A year of one clinic, then of ten: what the tables weigh, and what a page, a sweep and a request take."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter

from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse

from audit.drawing import draw_items
from benchmarks.inputs import LAST_DAY, TEXTS
from benchmarks.scale.copying import copy_person, keep_originals
from core.messages import IncomingMessage, store_messages
from core.models import Organisation, Patient, User
from generation.lifecycle import transitions
from generation.models import GenerationJob
from generation.summary_requests import Accepted, request_summary
from generation.worker.execution import run_job
from generation.worker.scheduled_tasks import sweep

PEOPLE, MESSAGES_EACH, SUMMARIES_EACH = 500, 200, 30
CLINICS = 10
_ROUNDS = 5
_LIST, _LISTS = "list of ", 8
_SIZES = """
    SELECT c.relname, c.reltuples::bigint, pg_table_size(c.oid), pg_indexes_size(c.oid)
    FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
    ORDER BY pg_total_relation_size(c.oid) DESC LIMIT 8
"""


def clinics_in_numbers() -> Iterator[str]:
    """Lines of Markdown."""
    # The pages of the admin come with the addresses.
    get_resolver().url_patterns  # noqa: B018 - read for what it loads
    person = _one_year()
    draw_items()
    keep_originals()
    one_sizes, one_times = _grow(person, 1, PEOPLE - 1)
    ten_sizes, ten_times = _grow(person, PEOPLE, CLINICS * PEOPLE - 1)
    yield f"{PEOPLE} people, {MESSAGES_EACH} messages and {SUMMARIES_EACH} summaries each; {CLINICS} times that."
    yield ""
    yield "| table | rows, one | MB (indexes) | rows, ten | MB (indexes) |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for name, (rows, size, indexes) in ten_sizes.items():
        few, small, small_indexes = one_sizes.get(name, (0, 0, 0))
        yield (
            f"| `{name}` | {few:,} | {small / 1e6:.0f} ({small_indexes / 1e6:.0f})"
            f" | {rows:,} | {size / 1e6:.0f} ({indexes / 1e6:.0f}) |"
        )
    yield ""
    yield "| what | ms, one | ms, ten | ratio |"
    yield "| --- | ---: | ---: | ---: |"
    slowest = sorted((name for name in ten_times if name.startswith(_LIST)), key=lambda each: -ten_times[each])[:_LISTS]
    for name in [*slowest, *(name for name in ten_times if not name.startswith(_LIST))]:
        one, ten = one_times[name], ten_times[name]
        yield f"| {name} | {one * 1e3:.0f} | {ten * 1e3:.0f} | {ten / one:.1f} |"


def _grow(person: Patient, first: int, last: int) -> tuple[dict[str, tuple[int, int, int]], dict[str, float]]:
    copy_person(first, last)
    return _sizes(), _times(person)


def _one_year() -> Patient:
    """A person whose year the program itself has made: messages all along, a summary every twelve days."""
    organisation = Organisation.objects.create(name="a clinic")
    person = Patient.objects.create(organisation=organisation, code="C-0", zone="UTC")
    last = datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, 12, tzinfo=UTC)
    apart = timedelta(days=365) / MESSAGES_EACH
    store_messages(
        person,
        [
            IncomingMessage(f"m{number}", last - number * apart, f"{TEXTS[number % len(TEXTS)]} Entry {number}.")
            for number in range(MESSAGES_EACH)
        ],
    )
    for number in range(SUMMARIES_EACH):
        assert run_job(_ask(person, number).id)
    return person


def _ask(person: Patient, number: int) -> GenerationJob:
    answer = request_summary(person, as_of=LAST_DAY - timedelta(days=12 * number))
    assert isinstance(answer, Accepted)
    return answer.job


def _sizes() -> dict[str, tuple[int, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_SIZES)
        return {name: (rows, size, indexes) for name, rows, size, indexes in cursor.fetchall()}


def _times(person: Patient) -> dict[str, float]:
    """Seconds. Who looks may see all."""
    desk = Client(SERVER_NAME="localhost")
    desk.force_login(User.objects.get_or_create(username="scale", is_staff=True, is_superuser=True)[0])
    newest = GenerationJob.objects.filter(patient=person).latest("created_at")
    return {
        **{name: _taken(_page(desk, place)) for name, place in _lists()},
        "page of a job": _taken(_page(desk, reverse("admin:generation_generationjob_change", args=[newest.pk]))),
        "page of a person": _taken(_page(desk, reverse("admin:core_patient_change", args=[person.pk]))),
        "sweep": _taken(sweep),
        "finding what can be claimed": _taken(lambda: list(transitions.claimable_jobs()[:1])),
        "a request, run to its end": _whole_run(),
    }


def _whole_run() -> float:
    """A person's own first summary, for so many rounds of people who never asked for that day."""
    taken = []
    day = LAST_DAY - timedelta(days=1)
    for person in Patient.objects.exclude(generation_jobs__window_last=day).order_by("pk")[:_ROUNDS]:
        began = perf_counter()
        answer = request_summary(person, as_of=day)
        assert isinstance(answer, Accepted)
        assert run_job(answer.job.id)
        taken.append(perf_counter() - began)
    return median(taken)


def _lists() -> Iterator[tuple[str, str]]:
    for label in ("core", "generation", "audit"):
        for model in apps.get_app_config(label).get_models():
            if model in admin.site._registry:  # noqa: SLF001 - Django has no other way to ask
                names = model._meta  # noqa: SLF001 - Django's public name for it
                yield f"{_LIST}{names.verbose_name_plural}", reverse(f"admin:{label}_{names.model_name}_changelist")


def _page(desk: Client, place: str) -> Callable[[], None]:
    def look() -> None:
        assert desk.get(place).status_code == 200, place

    return look


def _taken(work: Callable[[], object]) -> float:
    work()
    taken = []
    for _ in range(_ROUNDS):
        began = perf_counter()
        work()
        taken.append(perf_counter() - began)
    return median(taken)
