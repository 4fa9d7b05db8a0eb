"""Everything brought over in its order, then compared with where it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection
from psycopg import sql

from core.actors import Actor
from core.history import record_change
from core.models import ChangeSubject, Organisation
from core.refusals import InputRefused
from generation.older_system.logs import bring_events, bring_log
from generation.older_system.people import bring_analyses, bring_people, bring_sessions
from generation.older_system.report import Count, Problem, Report
from generation.older_system.source import FIELD, OlderDatabase
from generation.older_system.storing import chunks_of
from generation.older_system.versions import (
    JOURNEYS,
    SUMMARIES,
    Kind,
    bring_current_journeys,
    bring_versions,
    check_current_summaries,
    check_orphans,
)

# Counted, and not brought.
LEFT_BEHIND = ("users", "breakthrough_history", "session_notes", "treatment_goals")
_NEEDED = ("patients", "therapy_sessions")
Progress = Callable[[str, int, Iterator[int]], None]


class Verified(NamedTuple):
    """Versions of a table whose SHA-256 there and here are one, of how many there."""

    table: str
    equal: int
    all: int


def bring_everything(
    db: OlderDatabase, report: Report, organisation: Organisation, zone: ZoneInfo, progress: Progress
) -> list[Verified]:
    """Bring what is not here yet, chunk by chunk, each in its transaction; run again, it goes on.

    `progress` runs each step: its name, how many rows it has, and the step, which yields how many more are done.
    """
    for name in _NEEDED:
        if db.table(name) is None:
            raise InputRefused(FIELD, f"leads to a database without the table {name}.")
    sessions = db.count("therapy_sessions")
    progress("patients", db.count("patients"), bring_people(db, report, organisation, zone))
    progress("therapy_sessions", sessions, bring_sessions(db, report, organisation, zone))
    progress("analyses", sessions, bring_analyses(db, report))
    for kind in (JOURNEYS, SUMMARIES):
        table = db.table(*kind.tables)
        progress(table or kind.tables[0], _number(db, table), bring_versions(db, report, organisation, kind))
    pointers = db.table(*JOURNEYS.pointers)
    progress(pointers or JOURNEYS.pointers[0], _number(db, pointers), bring_current_journeys(db, report, organisation))
    check_current_summaries(db, report)
    check_orphans(db, report)
    for name, bring in (("pipeline_events", bring_events), ("analysis_processing_log", bring_log)):
        progress(name, _number(db, db.table(name)), bring(db, report, organisation))
    for name in LEFT_BEHIND:
        if db.table(name) is not None:
            report.count(name, Count.READ, db.count(name))
            report.count(name, Count.LEFT, db.count(name))
    return [found for kind in (JOURNEYS, SUMMARIES) if (found := _verify(db, report, kind))]


def record_move(actor: Actor, organisation: Organisation, report: Report) -> None:
    """That it was done, in the history of the organisation."""
    new = ", ".join(f"{counts[Count.NEW]:,} of {table}" for table, counts in report.counts.items() if counts[Count.NEW])
    if new:
        details = f"moved over from TheraBridge: {new}"
        record_change(actor, ChangeSubject.ORGANISATION, organisation.pk, details, organisation=organisation)


def _number(db: OlderDatabase, table: str | None) -> int:
    return db.count(table) if table else 0


def _verify(db: OlderDatabase, report: Report, kind: Kind) -> Verified | None:
    """Hold every version that is here against the one there, each hashed by its own database."""
    table = db.table(*kind.tables)
    if table is None:
        return None
    hashed = sql.SQL("SELECT id::uuid AS id, encode(sha256(convert_to({}::text, 'UTF8')), 'hex') AS sha256 FROM {}")
    equal = whole = 0
    ours = kind.model._meta.db_table  # noqa: SLF001 - Django's public name for it
    for chunk in chunks_of(db.asked(hashed.format(sql.Identifier(kind.data), sql.Identifier(table)))):
        theirs = {row["id"]: row["sha256"] for row in chunk}
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, encode(sha256(convert_to(text, 'UTF8')), 'hex') FROM {ours} "  # noqa: S608 - our own table
                "WHERE id = ANY(%s) AND text IS NOT NULL",
                [list(theirs)],
            )
            here = dict(cursor.fetchall())
        for key, digest in here.items():
            if digest == theirs[key]:
                equal += 1
            else:
                report.note(table, key, Problem.DIFFERS)
        whole += len(chunk)
    return Verified(table, equal, whole)
