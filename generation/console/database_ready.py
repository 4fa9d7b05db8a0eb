"""Whether the tables are there, for commands that people run first of all."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def require_tables() -> None:
    """Bring the embedded database up to date; raise CommandError where another database is not."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    if settings.EMBEDDED_SERVICES is None or not settings.EMBEDDED_SERVICES["postgres"]:
        raise CommandError("The database is not up to date. Run `manage.py migrate` first.")
    call_command("migrate", verbosity=0)
