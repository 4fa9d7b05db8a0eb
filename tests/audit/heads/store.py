"""A store of 30 jobs under two heads, with erasures, reviews and withdrawals in it, and rows since the last head."""

# ruff: noqa: S608 - statements of our own words alone
from __future__ import annotations

from datetime import date, timedelta

from django.db import connection

from audit.heads.kinds import KINDS
from audit.heads.making import sign_head
from core.access import record_access
from core.actors import actor_of
from core.erasure import erase_person
from core.models import Patient
from core.practice.taking_back import delete_messages
from generation.erasure import withdraw_summary
from generation.models import GenerationJob, ModelCall, WithdrawalCause
from generation.summary_objections import object_to
from tests.audit.desks import make_item, make_reader
from tests.audit.readings import fine, read_summary
from tests.builders.jobs import summarise
from tests.builders.people import AS_OF, make_person, set_consent, write

JOBS = 30
# Two summaries each.
PEOPLE = JOBS // 2


def make_store() -> None:
    """Everything, in the caller's transaction; afterwards nothing of the tables hinders whoever tampers with them."""
    people = [make_person() for _ in range(PEOPLE)]
    jobs = [_live(patient, AS_OF - timedelta(days=4)) for patient in people]
    sign_head(settled=timedelta(0))
    read_summary(make_item(jobs[3]), make_reader(), fine())
    object_to(jobs[4].sessionbridgeversion, by=people[4].user, words="No.")
    reader = actor_of(make_reader())
    withdraw_summary(reader, jobs[5].sessionbridgeversion, cause=WithdrawalCause.STAFF, reason="Wrong.")
    delete_messages(reader, people[0], ["m1"])
    erase_person(people[1], by="a test")
    jobs += [_live(patient, AS_OF) for patient in people if patient != people[1]]
    jobs.append(_live(make_person(), AS_OF))
    delete_messages(reader, people[2], ["m2"])
    assert len(jobs) == JOBS
    sign_head(settled=timedelta(0))
    write(people[3], ("m9", "2025-11-14T08:00+01:00", "Slept 7 h."))
    record_access(actor=None, actor_label="a test", patient_id=people[3].pk, action="read", target="late")
    _free_tables()


def _live(patient: Patient, day: date) -> GenerationJob:
    job = summarise(patient, day)
    ModelCall.objects.create(
        job=job, task="bridge_choice", tier="precision", model_asked="m", duration_ms=5, outcome="answered",
        cost="0.01", price_source="exact", prompt_version="choice-1", tokens_in=10,
    )  # fmt: skip
    set_consent(patient, allowed=False)
    record_access(actor=patient.user, actor_label="", patient_id=patient.pk, action="read", target="/summary/")
    return job


def _free_tables() -> None:
    """Whoever owns tables drops what stands in the way: keys, checks, unique indexes, triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in [*(kind.table for kind in KINDS), "log_leaves", "signed_heads"]:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for kind in ("'f'", "'c'", "'u'"):
            cursor.execute(
                "SELECT conrelid::regclass::text, quote_ident(conname) FROM pg_constraint"
                f" WHERE contype = {kind} AND connamespace = 'public'::regnamespace"
            )
            for table, name in cursor.fetchall():
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")
        cursor.execute(
            "SELECT indexrelid::regclass::text FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid"
            " WHERE indisunique AND NOT indisprimary AND relnamespace = 'public'::regnamespace"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX {name}")
        cursor.execute("CREATE INDEX ON log_leaves (row_id)")
