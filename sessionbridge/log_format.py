"""How a log line is written: where something broke and what kind of error it was, never the error's own words.

On a refused row Postgres puts the row into the error, diary text included, and Django's error log would print it.
"""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

_ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WordlessFormatter(logging.Formatter):
    """Tracebacks with files, lines and error classes; no messages, no local variables."""

    def formatException(self, ei: _ExceptionInfo) -> str:  # noqa: N802 - logging's own name
        error = ei[1]
        lines: list[str] = []
        while error is not None:
            lines += [f"{type(error).__module__}.{type(error).__qualname__}", *traceback.format_tb(error.__traceback__)]
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(line.rstrip("\n") for line in lines)
