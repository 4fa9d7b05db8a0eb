"""One person's rows, made by the real program, copied to as many people as wanted, in SQL.

An id of a copy is made of the id it is a copy of and the number of the person, so that keys lead where they should
without being looked up. Our triggers are off meanwhile, in the scratch database alone; keys are checked.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, models, transaction

from audit.models import ReviewItem
from core.models import AccessEvent, Message, MessageRevision, Patient, PatientZone
from generation.models import (
    AnalysisProcessingLog,
    GateResult,
    GenerationJob,
    GenerationJobMessage,
    GenerationMetadata,
    Notification,
    PatientSessionBridge,
    PipelineEvent,
    SessionBridgeVersion,
    StageArtifact,
)

COPIED: tuple[type[models.Model], ...] = (
    Patient,
    PatientZone,
    Message,
    MessageRevision,
    GenerationJob,
    GenerationJobMessage,
    StageArtifact,
    GateResult,
    SessionBridgeVersion,
    PatientSessionBridge,
    GenerationMetadata,
    PipelineEvent,
    AnalysisProcessingLog,
    Notification,
    AccessEvent,
    ReviewItem,
)


def keep_originals() -> None:
    """Set the rows there are now aside, to be copied."""
    with connection.cursor() as cursor:
        for model in COPIED:
            table = model._meta.db_table  # noqa: SLF001 - Django's public name for it
            cursor.execute(f"CREATE TEMPORARY TABLE one_{table} AS TABLE {table}")


def copy_person(first: int, last: int) -> None:
    """The person set aside, as persons number `first` to `last`, both included."""
    tables = [model._meta.db_table for model in COPIED]  # noqa: SLF001 - as above
    with connection.cursor() as cursor:
        with transaction.atomic():
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            for model in COPIED:
                cursor.execute(_statement(model), {"first": first, "last": last})
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("VACUUM ANALYZE")


def _statement(model: type[models.Model]) -> str:
    table, fields = model._meta.db_table, model._meta.concrete_fields  # noqa: SLF001 - as above
    names = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(_value(model, field) for field in fields)
    return (
        f"INSERT INTO {table} ({names}) SELECT {values}"  # noqa: S608 - names of our own tables and columns
        f" FROM one_{table} AS t, generate_series(%(first)s, %(last)s) AS copies(person)"
    )


def _value(model: type[models.Model], field: Any) -> str:
    if model is Patient and field.column == "code":
        return "'C-' || person"
    leads_to = field.remote_field.model if field.remote_field else model if field.primary_key else None
    if leads_to in COPIED:
        return f"""CASE WHEN t."{field.column}" IS NOT NULL THEN md5(t."{field.column}"::text || person)::uuid END"""
    return f't."{field.column}"'
