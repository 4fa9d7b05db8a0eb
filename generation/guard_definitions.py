"""What Postgres says that a constraint, unique index or trigger is, and what it would say had the code just made it.

A name proves nothing: `CHECK (true)` can bear it, and a trigger's function can be replaced by one that lets all pass.
Postgres words every expression in its own way, which differs by version, so the code's constraints are made once more,
on empty temporary copies of the tables that go with the transaction, and the two wordings are compared. A restored dump
has them in the words that Postgres finds when it reads its own (a cast of a list becomes one of each member), so what
differs is made a second time, from those words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pgtrigger
from django.db import connection, models
from django.db.backends.utils import CursorWrapper
from pgtrigger.compiler import UpsertTriggerSql

Constraint = models.CheckConstraint | models.UniqueConstraint
_DEFINITIONS = """
    SELECT c.conname, pg_get_constraintdef(c.oid), c.conrelid::regclass::text
    FROM pg_constraint c WHERE c.connamespace = {schema} AND c.contype IN ('c', 'f', 'u')
    UNION ALL
    SELECT i.relname, pg_get_indexdef(i.oid), ''
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
    WHERE i.relnamespace = {schema} AND x.indisunique
      AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.oid AND c.contype IN ('p', 'u', 'x'))
"""
_HERE, _COPIES = "current_schema()::regnamespace", "pg_my_temp_schema()"
_TRIGGERS = """
    SELECT t.tgrelid::regclass::text, t.tgname, p.prosrc, pg_get_triggerdef(t.oid), p.prosecdef, p.proconfig IS NULL
    FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal
"""
_IGNORE = "SELECT prosrc FROM pg_proc WHERE proname = '_pgtrigger_should_ignore'"


def changed_constraints(cursor: CursorWrapper, declared: Iterable[tuple[type[models.Model], Constraint]]) -> list[str]:
    """The names of constraints whose expression or columns are not those of the code. In the caller's transaction."""
    wanted = list(declared)
    found = _definitions(cursor, _HERE)
    for table in sorted({model._meta.db_table for model, _ in wanted}):  # noqa: SLF001 - Django's public name for it
        cursor.execute(f"CREATE TEMPORARY TABLE {table} (LIKE {table}) ON COMMIT DROP")
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        for model, constraint in wanted:
            if statement := constraint.create_sql(model, editor):
                editor.execute(statement)
    for statement in editor.collected_sql:
        # Collected for a file to read: the values stand in them already.
        cursor.execute(str(statement))
    made = _definitions(cursor, _COPIES)
    _read_back(cursor, {name for name in made if name in found and found[name] != made[name]})
    read_back = _definitions(cursor, _COPIES)
    for table in sorted({model._meta.db_table for model, _ in wanted}):  # noqa: SLF001 - as above
        cursor.execute(f"DROP TABLE pg_temp.{table}")
    return [name for name in made if name in found and found[name] not in {made[name], read_back[name]}]


def _definitions(cursor: CursorWrapper, schema: str) -> dict[str, str]:
    cursor.execute(_DEFINITIONS.format(schema=schema))
    return {name: _plain(text) for name, text, _ in cursor.fetchall()}


def _read_back(cursor: CursorWrapper, names: set[str]) -> None:
    """Make these of the temporary copies anew from what Postgres says that they are, as a restore does."""
    cursor.execute(_DEFINITIONS.format(schema=_COPIES))
    for name, text, table in cursor.fetchall():
        if name in names and table:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}, ADD CONSTRAINT {name} {text}")
        elif name in names:
            cursor.execute(f"DROP INDEX pg_temp.{name}")
            cursor.execute(text)


def changed_keys(cursor: CursorWrapper, keys: dict[str, str]) -> list[str]:
    """The names of keys over several columns, made by migrations, that are not as `keys` has them."""
    cursor.execute(_DEFINITIONS.format(schema=_HERE))
    found = {name: text for name, text, _ in cursor.fetchall()}
    return [name for name, text in keys.items() if name in found and found[name] != text]


def changed_triggers(cursor: CursorWrapper) -> Iterator[tuple[str, str]]:
    """(table, trigger) of those whose function or whose moment is not that of the code."""
    cursor.execute(_IGNORE)
    bodies = [body for (body,) in cursor.fetchall()]
    cursor.execute(_TRIGGERS)
    found = {(table, name): rest for table, name, *rest in cursor.fetchall()}
    for model, trigger in pgtrigger.registered():
        key = (model._meta.db_table, trigger.get_pgid(model))  # noqa: SLF001 - as above
        if key in found and _is_changed(trigger.compile(model).sql, key, found[key], bodies):
            yield key


def _is_changed(sql: UpsertTriggerSql, key: tuple[str, str], found: list[object], ignoring: list[str]) -> bool:
    body, definition, is_definer, has_no_settings = found
    functions = re.findall(r"AS \$\$(.*?)\$\$ LANGUAGE", str(sql), re.DOTALL)
    ignore, own = functions
    moment = (
        f"CREATE TRIGGER {key[1]} {sql.kwargs['when']} {sql.kwargs['operation']} ON {key[0]}"
        f" FOR EACH ROW EXECUTE FUNCTION {key[1]}()"
    )
    said = re.sub(r"\b(public\.)|\"", "", str(definition))
    return (
        body != own
        or said != moment
        or bool(is_definer)
        or not has_no_settings
        or any(each.split() != ignore.split() for each in ignoring)
    )


def _plain(definition: str) -> str:
    """The definition without the schema its table is in."""
    return re.sub(r"\b(public|pg_temp(_\d+)?)\.", "", definition)
