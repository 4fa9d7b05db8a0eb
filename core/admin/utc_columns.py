from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

from django.contrib import admin
from django.utils.html import format_html


def utc_column(label: str, at: str | Callable[[Any], datetime | None]) -> Callable[[Any], str]:
    """A column of a list: the instant `at`, the path of an attribute or a function of the row, as "21 Nov 2026 10:14".

    In UTC, which its heading says: the people of one list live in different zones. A dash where there is none.
    """
    read = attrgetter(at) if isinstance(at, str) else at

    @admin.display(description=f"{label} (UTC)", empty_value="–")
    def shown(row: Any) -> str:
        instant: datetime | None = read(row)
        if instant is None:
            return ""
        return format_html('<span class="sb-moment">{}</span>', f"{instant.astimezone(UTC):%-d %b %Y %H:%M}")

    shown.__name__ = label.replace(" ", "_")
    return shown
