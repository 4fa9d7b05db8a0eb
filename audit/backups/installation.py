"""Which installation a database is of, and its own clock: a list of another one says nothing about it."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


def installation_id() -> str:
    """The same in every backup of a database and whatever is restored from one; another for each that began anew.

    It is made of when the first migrations ran, to the microsecond.
    """
    first = MigrationRecorder(connection).migration_qs.order_by("pk").values_list("app", "name", "applied")[:10]
    began = "\n".join(f"{app}.{name} {applied.isoformat()}" for app, name, applied in first)
    return hashlib.sha256(began.encode()).hexdigest()[:32]


def clock() -> datetime:
    """What the database says the time is: beat and backups may run on different machines."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now
