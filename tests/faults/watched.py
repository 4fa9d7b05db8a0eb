"""A hook of `core.faultpoints` that watches whether a write that commits by itself stands between two faultpoints.

Says `passed STEP` at every step that is over, and `unguarded STATEMENT` at every such write outside of all steps.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection as default_connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

_WRITING = ("insert", "update", "delete", "with")
_in_steps = threading.local()


def pass_by(point: str) -> None:
    """The hook."""
    step, _, side = point.partition(".")
    depth = getattr(_in_steps, "depth", 0)
    if side == "before":
        _in_steps.depth = depth + 1
        return
    _in_steps.depth = depth - 1
    print(f"passed {step}", flush=True)


def is_unguarded(statement: str, *, in_transaction: bool, in_step: bool) -> bool:
    """A transaction's commit has faultpoints of its own; a statement without one is its own commit."""
    return statement.split(maxsplit=1)[0].lower() in _WRITING and not in_transaction and not in_step


def _watch(connection: BaseDatabaseWrapper, **_: object) -> None:
    if _report not in connection.execute_wrappers:
        connection.execute_wrappers.append(_report)


def _report(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    in_transaction = default_connection.in_atomic_block
    if is_unguarded(sql, in_transaction=in_transaction, in_step=getattr(_in_steps, "depth", 0) > 0):
        print(f"unguarded {' '.join(sql.split())[:120]}", flush=True)
    return execute(sql, params, many, context)


connection_created.connect(_watch)
