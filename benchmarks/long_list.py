"""The list of summaries with 200,000 of them: our list against the stock admin's, and its last page against its first.

The rows are copied in with the triggers off, into the scratch database alone.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from django.contrib import admin
from django.contrib.admin.options import ModelAdmin
from django.db import connection
from django.http import HttpRequest
from django.test import RequestFactory

from benchmarks.diarists import diarists, request
from benchmarks.figures import Figure, time_in_turns
from core.models import User
from generation.admin.versions import SessionBridgeVersionAdmin
from generation.models import SessionBridgeVersion
from generation.worker.execution import run_job

VERSIONS = 200_000
_PEOPLE = 500
_NEVER = ("COUNT(*)", "DISTINCT")
_COPY = """
    INSERT INTO session_bridge_versions ({columns})
    SELECT {values} FROM session_bridge_versions, generate_series(2, %(versions)s) AS number
    JOIN (SELECT id, row_number() OVER () AS place FROM patients WHERE code LIKE 'L-%%') AS people
    ON people.place = 1 + number %% %(people)s
"""
_OWN = {
    "id": "gen_random_uuid()",
    "patient_id": "people.id",
    "version": "number",
    "job_id": "NULL",
    "epoch": "NULL",
    "verdict": "NULL",
    "origin": "'imported'",
    "outcome": "''",
    "outcome_reason": "''",
    "created_at": "session_bridge_versions.created_at - number * interval '1 minute'",
}


class StockAdmin(ModelAdmin):  # type: ignore[type-arg]
    """The same columns and filters, everything else as Django has it."""

    list_display = ("patient", "version", "outcome", "created_at", "planner_version", "policy_gate_version")
    list_filter = ("outcome", "origin")


def measure() -> list[Figure]:
    """Raises AssertionError where a list counts its rows or sorts out doubles."""
    copy_versions()
    ours = SessionBridgeVersionAdmin(SessionBridgeVersion, admin.site)
    stock = StockAdmin(SessionBridgeVersion, admin.site)
    last = str(ours.get_changelist_instance(_request()).paginator.num_pages)
    statements: list[str] = []

    def remember(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(remember):
        shown(ours)()
        shown(ours, last)()
    counted = [sql for sql in statements if any(word in sql.upper() for word in _NEVER)]
    assert counted == [], counted
    against_stock = time_in_turns(shown(ours), shown(stock), rounds=7, warm_up=2)
    ends = time_in_turns(shown(ours, last), shown(ours), rounds=15, warm_up=2)
    note = f"{against_stock.candidate * 1e3:.0f} of {against_stock.baseline * 1e3:.0f} ms, {VERSIONS:,} summaries"
    return [
        Figure("long_list", against_stock.ratio, 0.35, "the stock admin's list", note),
        Figure("long_list.last_page", ends.ratio, 1.5, "the first page", f"{ends.candidate * 1e3:.0f} ms"),
    ]


def copy_versions() -> None:
    """Real rows but for their texts, which are all one."""
    [person] = diarists(1)
    assert run_job(request(person).id)
    columns = [field.column for field in SessionBridgeVersion._meta.concrete_fields]  # noqa: SLF001 - Django's name
    values = [_OWN.get(column, f"session_bridge_versions.{column}") for column in columns]
    statement = _COPY.format(columns=", ".join(columns), values=", ".join(values))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE session_bridge_versions DISABLE TRIGGER USER")
        cursor.execute(
            "INSERT INTO patients (id, organisation_id, code, zone, hash_key, created_at)"
            " SELECT gen_random_uuid(), organisation_id, 'L-' || number, zone, hash_key, now()"
            " FROM patients, generate_series(1, %s) AS number WHERE id = %s",
            [_PEOPLE, person.pk],
        )
        cursor.execute(statement, {"versions": VERSIONS, "people": _PEOPLE})
        cursor.execute("ALTER TABLE session_bridge_versions ENABLE TRIGGER USER")
        cursor.execute("VACUUM ANALYZE session_bridge_versions, patients")


def shown(page: ModelAdmin, number: str = "") -> Callable[[], object]:  # type: ignore[type-arg]
    """Asks for the list, as a browser does, without what every page of the site costs."""

    def show() -> object:
        answer = page.changelist_view(_request(number))
        assert answer.status_code == 200
        return answer.render()  # type: ignore[attr-defined]

    return show


def _request(number: str = "") -> HttpRequest:
    asked = RequestFactory().get("/", {"p": number} if number else {})
    name = f"bench {uuid4()}"
    asked.user = User(username=name, is_staff=True, is_superuser=True)
    return asked
