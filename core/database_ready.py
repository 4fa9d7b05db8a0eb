"""Whether the tables are there, asked by every command that reads or writes them."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

# As the README has it.
MIGRATE = ".venv/bin/python manage.py migrate"


def require_tables() -> None:
    """Bring the embedded database up to date; raise CommandError where another database is not.

    Whoever named a database of their own decides when its tables change.
    """
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    if settings.EMBEDDED_SERVICES is None or not settings.EMBEDDED_SERVICES["postgres"]:
        raise CommandError(f"The database of DATABASE_URL is not up to date. Run `{MIGRATE}`, then this again.")
    call_command("migrate", verbosity=0)
