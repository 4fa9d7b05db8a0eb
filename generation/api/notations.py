"""How a request writes a whole number, a date, an instant, an id: in one way each, wherever it stands.

Python's own readers take more: digits of any script, signs and leading zeros, weeks for dates, any letter for the T,
hours without minutes. Whoever sends such a thing may mean another, so it is refused: each answers None for what is
none.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from uuid import UUID

_WHOLE = re.compile("0|[1-9][0-9]{0,17}")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
# RFC 3339, its letters large; not the 24th hour, which some readers know. Digits written out are found sooner than
# counted ones, and a body has a thousand of these.
_INSTANT = re.compile(r"\d\d\d\d-\d\d-\d\dT(?!24)\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)", re.ASCII)
_UUID = re.compile("[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}")


def read_whole(text: str) -> int | None:
    """`0`, `5`, `120`; neither `+5` nor `05`."""
    return int(text) if _WHOLE.fullmatch(text) else None


def read_day(text: str) -> date | None:
    """`2026-11-21`, a day of the calendar."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def read_instant(text: str) -> datetime | None:
    """`2026-11-21T08:30:00+01:00`, aware. What is finer than a microsecond is cut off."""
    try:
        return datetime.fromisoformat(text) if _INSTANT.fullmatch(text) else None
    except ValueError:
        return None


def read_uuid(text: str) -> UUID | None:
    """`0b2d6f0c-4c53-4a3e-9a68-3d0f5b6a7c11`, in letters of either size."""
    return UUID(text) if _UUID.fullmatch(text) else None
