"""`manage.py scrub`: what erased words left behind in the files of the embedded database goes too."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from core.actors import command_actor
from core.database_ready import require_tables
from core.history import record_change
from core.models import ChangeSubject
from core.scrubbing import SUPERUSER, StillNeeded, scrub

# The whole database has no row of its own.
_NO_ROW = UUID(int=0)
_NOT_OURS = (
    "This database is not the embedded one, and only its own superuser may do this. docs/erasure.md has the commands"
    " for a server of your own."
)


class Command(BaseCommand):
    help = (
        "Rewrite every table of the embedded database without dead rows and replace its write-ahead log. Tables are"
        " locked one after the other meanwhile."
    )

    def handle(self, **options: Any) -> None:
        """Ends with a non-zero code where some old transaction still needs what is dead, or it is another server."""
        embedded = settings.EMBEDDED_SERVICES
        if embedded is None or not embedded["postgres"]:
            raise CommandError(_NOT_OURS)
        require_tables()
        # The same server and database, as the account that made it.
        known = connection.get_connection_params()
        place = {name: known[name] for name in ("host", "port", "dbname") if known.get(name)}
        connection.close()
        try:
            with psycopg.connect(**place, user=SUPERUSER, autocommit=True) as superuser:
                done = scrub(superuser)
        except StillNeeded as needed:
            raise CommandError(str(needed)) from None
        except psycopg.Error as error:
            raise CommandError(f"The database refused ({type(error).__name__}). Run it again.") from None
        details = f"scrubbed: {done.tables:,} tables, {done.segments:,} files of the log"
        record_change(command_actor("scrub"), ChangeSubject.DATABASE, _NO_ROW, details)
        self.stdout.write(f"{done.tables:,} tables rewritten, {done.segments:,} files of the write-ahead log replaced.")
