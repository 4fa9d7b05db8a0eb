"""The rows of a body with messages: each is taken or refused by itself, with all that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from core.messages import IncomingMessage, accept_message, accept_sender_id, accept_time
from core.refusals import InputRefused
from core.text_door import accept_text
from generation.api.notations import read_instant

MAX_ROWS = 1_000
MAX_BYTES = 1024 * 1024
_FIELDS = frozenset({"id", "sent_at", "text"})
_SHOWN_CHARACTERS = 40


class Fault(NamedTuple):
    """What is wrong with one field of a row."""

    field: str | None
    code: str
    detail: str


class RefusedRow(NamedTuple):
    """A row that is not taken; `id` is None where it cannot be shown."""

    id: str | None
    errors: Sequence[Fault]


Row = IncomingMessage | RefusedRow


def read_rows(rows: Sequence[Any], now: datetime) -> list[Row]:
    """Each row as a message that may be stored, or with its faults. Of several with one id the first is taken."""
    read: list[Row] = []
    first: dict[str, IncomingMessage] = {}
    for row in rows:
        message = _read_row(row, now)
        if isinstance(message, IncomingMessage) and first.setdefault(message.client_id, message) is not message:
            message = RefusedRow(
                message.client_id, [Fault("id", "repeated", "is that of an earlier row of this body.")]
            )
        read.append(message)
    return read


def refused(client_id: str, refusal: InputRefused) -> RefusedRow:
    """A row that the store did not take."""
    return RefusedRow(client_id, [Fault(refusal.field, "invalid", refusal.reason)])


def _read_row(row: Any, now: datetime) -> Row:
    # Nearly all rows are good: only the others are looked at field by field.
    try:
        if row.keys() == _FIELDS and (sent_at := read_instant(row["sent_at"])) is not None:
            return accept_message(IncomingMessage(row["id"], sent_at, row["text"]), now=now)
    except (AttributeError, TypeError, ValueError):
        pass
    return _explain(row, now)


def _explain(row: Any, now: datetime) -> RefusedRow:
    if not isinstance(row, dict):
        return RefusedRow(None, [Fault(None, "invalid", "A message is an object with id, sent_at and text.")])
    faults: list[Fault] = []
    checks: dict[str, Callable[[Any], object]] = {
        "id": accept_sender_id,
        "sent_at": lambda value: accept_time(_instant(value), now),
        "text": lambda value: accept_text(value, field="text"),
    }
    for field, check in checks.items():
        if field not in row:
            faults.append(Fault(field, "required", "is missing."))
            continue
        try:
            check(row[field])
        except InputRefused as refusal:
            faults.append(Fault(field, "invalid", refusal.reason))
    faults += [
        Fault(None, "unknown_field", f"Unknown field {name[:_SHOWN_CHARACTERS]!a}. Leave it out.")
        for name in sorted(row.keys() - _FIELDS)
    ]
    shown = "id" in row and not any(fault.field == "id" for fault in faults)
    return RefusedRow(row["id"] if shown else None, faults)


def _instant(value: Any) -> datetime:
    found = read_instant(value) if isinstance(value, str) else None
    if found is None:
        raise InputRefused("sent_at", 'must be an instant such as "2026-11-21T08:30:00+01:00".')
    return found
