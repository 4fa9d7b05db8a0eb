"""How a log line is written: where something broke and what kind of error it was, never the error's own words.

On a refused row Postgres puts the row into the error, diary text included, and Django's error log would print it. A
request that was refused broke nothing: it is one line, without what the address held.

LOG_FORMAT=json writes one JSON object a line, for programs that read logs.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC as utc  # noqa: N811 - a zone, not a constant of ours
from datetime import datetime
from http import HTTPStatus
from types import TracebackType

from core.log_context import current_job_id, current_request_id

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


class JsonFormatter(WordlessFormatter):
    """One JSON object a line: when, how grave, who says what, of which request and job, and where it broke."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, tz=utc).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
            "request": current_request_id(),
            "job": current_job_id(),
            "trace": self.formatException(record.exc_info) if record.exc_info else "",
        }
        return json.dumps({name: value for name, value in line.items() if value != ""})


class RefusalsInOneLine(logging.Filter):
    """Makes the record of a request answered 4xx a warning: what kind of answer, and the path without its query.

    Django logs some of them as errors with the whole way through its code, and with words of the address.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        status, request = getattr(record, "status_code", None), getattr(record, "request", None)
        if request is not None and status is not None and 400 <= status < 500:
            record.levelno, record.levelname = logging.WARNING, logging.getLevelName(logging.WARNING)
            # Escaped, as an address may hold the end of a line.
            path = request.path.encode("unicode_escape").decode("ascii")
            record.msg, record.args = "%s: %s", (HTTPStatus(status).phrase, path)
            record.exc_info = record.exc_text = None
        return True
