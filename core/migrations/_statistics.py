"""Columns of which the database keeps no statistics: they hold common values and samples, beyond any erasure."""

from __future__ import annotations

from django.db import migrations

# To the type it has: nothing is rewritten, and what was gathered so far goes.
_FORGET = """
    DO $$
    DECLARE named text; kind text;
    BEGIN
        FOREACH named IN ARRAY ARRAY[{columns}] LOOP
            SELECT format_type(atttypid, atttypmod) INTO STRICT kind FROM pg_attribute
            WHERE attrelid = '{table}'::regclass AND attname = named;
            EXECUTE format('ALTER TABLE {table} ALTER COLUMN %I TYPE %s', named, kind);
            EXECUTE format('ALTER TABLE {table} ALTER COLUMN %I SET STATISTICS 0', named);
        END LOOP;
    END $$
"""


def no_statistics(table: str, *columns: str) -> migrations.RunSQL:
    """From now on ANALYZE passes over these columns; what it gathered of them is gone."""
    names = ", ".join(f"'{column}'" for column in columns)
    return migrations.RunSQL(_FORGET.format(table=table, columns=names), reverse_sql=migrations.RunSQL.noop)
