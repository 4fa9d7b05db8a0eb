"""Whether the database still keeps the promises: every trigger and constraint is there, enabled and as written.

A trigger can be disabled and a constraint dropped by one statement of a superuser, a restore or a careless migration,
and nothing would show it. So whatever writes asks first.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator

import pgtrigger
from django.apps import apps
from django.db import Error, connection, models

from core.database_errors import describe
from core.faultpoints import committing
from generation.guard_definitions import Constraint, changed_constraints, changed_keys, changed_triggers

APPS = ("core", "generation", "audit")
# Keys over several columns, made by migrations: no model declares them.
_GATED = "FOREIGN KEY (job_id, text_sha256, verdict) REFERENCES gate_results(job_id, text_sha256, verdict)"
BY_MIGRATION = {
    "messages_current_revision_exists": (
        "FOREIGN KEY (id, current_revision) REFERENCES message_revisions(message_id, number)"
        " DEFERRABLE INITIALLY DEFERRED"
    ),
    "generation_job_messages_revision_exists": (
        "FOREIGN KEY (message_id, revision) REFERENCES message_revisions(message_id, number)"
    ),
    "session_bridge_versions_only_gated_bytes": _GATED,
    "your_journey_versions_only_gated_bytes": _GATED,
    "patient_session_bridge_current_is_theirs": (
        "FOREIGN KEY (patient_id, current_id) REFERENCES session_bridge_versions(patient_id, id)"
    ),
    "patient_your_journey_current_is_theirs": (
        "FOREIGN KEY (patient_id, current_id) REFERENCES your_journey_versions(patient_id, id)"
    ),
}
_CONSTRAINTS = """
    SELECT conname, convalidated AND coalesce((to_jsonb(c)->>'conenforced')::boolean, true)
    FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace WHERE n.nspname = current_schema()
    UNION
    SELECT i.relname, x.indisvalid AND x.indisunique
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_namespace n ON n.oid = i.relnamespace
    WHERE n.nspname = current_schema() AND x.indisunique
"""
_TRIGGERS = """
    SELECT t.tgname, t.tgenabled IN ('O', 'A'), coalesce(obj_description(t.oid, 'pg_trigger'), ''),
           t.tgrelid::regclass::text
    FROM pg_trigger t WHERE NOT t.tgisinternal
"""


class GuardsMissing(Exception):
    """The database does not keep its promises; the message names what is missing or disabled and what to do."""


def require_database_guards(*, expressions: bool = False) -> None:
    """Raise GuardsMissing unless every trigger and constraint of ours is there, enabled and as the code has it.

    For `expressions` see `check_database_guards`.
    """
    if broken := check_database_guards(expressions=expressions):
        raise GuardsMissing(
            f"The database does not keep its promises: {'; '.join(broken)}. Run `manage.py migrate`; where that has"
            " nothing to do, `manage.py pgtrigger install` and `pgtrigger enable` bring triggers back, and a dropped"
            " constraint has to be added again as its migration has it. Nothing is written until then."
        )


def guards_or_exit() -> None:
    """For programs: end with the reason as the only message. Celery logs and swallows any other exception."""
    try:
        require_database_guards()
    except GuardsMissing as missing:
        sys.exit(str(missing))
    except Error as error:
        sys.exit(f"Whether the database keeps its promises cannot be known: {describe(error)}")


def check_database_guards(*, expressions: bool = False) -> list[str]:
    """What is wrong, a sentence each; [] where all is well. Seven queries.

    With `expressions` every constraint is made once more beside the real ones and compared, which takes some 300
    statements: `check_guards` and the nightly verification do that, programs that start do not.
    """
    changed: list[str] = []
    # In a transaction: behind a pooler the time it may be idle is set as one begins.
    with committing("check_guards"), connection.cursor() as cursor:
        cursor.execute(_CONSTRAINTS)
        constraints: dict[str, bool] = dict(cursor.fetchall())
        cursor.execute(_TRIGGERS)
        triggers = {(table, name): (enabled, note) for name, enabled, note, table in cursor.fetchall()}
        cursor.execute("SHOW idle_in_transaction_session_timeout")
        idle = cursor.fetchone()
        changed += changed_keys(cursor, BY_MIGRATION)
        rewritten = list(changed_triggers(cursor))
        if expressions:
            changed += changed_constraints(cursor, _declared_constraints())
    return [
        *_broken_constraints(constraints),
        *(f"constraint {name} is not as the code has it" for name in changed if constraints[name]),
        *_broken_triggers(triggers, rewritten),
        *_no_end_of_idle_transactions(idle[0]),
    ]


def _no_end_of_idle_transactions(timeout: str) -> Iterator[str]:
    if timeout == "0":
        yield (
            "a frozen process keeps its locks for ever, because idle_in_transaction_session_timeout is 0"
            " (behind a connection pooler, set DATABASE_POOLER=true)"
        )


def _broken_constraints(found: dict[str, bool]) -> Iterator[str]:
    for name in (*(constraint.name for _, constraint in _declared_constraints()), *BY_MIGRATION):
        if name not in found:
            yield f"constraint {name} is missing"
        elif not found[name]:
            yield f"constraint {name} is not in force"


def _declared_constraints() -> Iterator[tuple[type[models.Model], Constraint]]:
    for label in APPS:
        for model in apps.get_app_config(label).get_models():
            for constraint in model._meta.constraints:  # noqa: SLF001 - Django's public name for it
                if isinstance(constraint, models.CheckConstraint | models.UniqueConstraint):
                    yield model, constraint


def _broken_triggers(
    found: dict[tuple[str, str], tuple[bool, str]], rewritten: Collection[tuple[str, str]]
) -> Iterator[str]:
    for model, trigger in pgtrigger.registered():
        if model._meta.app_label not in APPS:  # noqa: SLF001 - as above
            continue
        key = (model._meta.db_table, trigger.get_pgid(model))  # noqa: SLF001 - as above
        if key not in found:
            yield f"trigger {trigger.name} is missing"
            continue
        enabled, note = found[key]
        if not enabled:
            yield f"trigger {trigger.name} is disabled"
        elif note != trigger.compile(model).hash or key in rewritten:
            yield f"trigger {trigger.name} is not as the code has it"
