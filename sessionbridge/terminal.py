"""What our commands print, whatever reads it: a terminal that is not UTF-8, or a pipe that closes early."""

from __future__ import annotations

import codecs
import io
import os
import select
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

_ESCAPE = "sessionbridge.escape"
# What a shell says of a command that a closed pipe ended.
_PIPE_CLOSED = 128 + signal.SIGPIPE


@contextmanager
def terminal_output() -> Iterator[None]:
    """Print as well as the terminal can, for the length of a command; end quietly when nobody reads on.

    A character the terminal's encoding does not have is written as JSON writes it (`\\u00eb`): nothing of a diary is
    changed, and --json stays JSON. SIGPIPE stays ignored, because a server that goes away must not end a command.
    """
    codecs.register_error(_ESCAPE, _escape)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ESCAPE)
    try:
        try:
            yield
        except SystemExit:
            sys.stdout.flush()
            raise
        sys.stdout.flush()
    except BrokenPipeError:
        unread = [stream for stream in (sys.stdout, sys.stderr) if _is_unread(stream)]
        if not unread:
            raise
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a descriptor is wanted, not a path
            for stream in unread:
                # What is left in the buffer goes there too, so that the interpreter's end is quiet.
                os.dup2(nowhere.fileno(), stream.fileno())
        sys.exit(_PIPE_CLOSED)


def require_text(arguments: Sequence[str]) -> None:
    """End the command where an argument is not text: bytes that are no UTF-8 are good for a file's name alone."""
    for argument in arguments:
        try:
            argument.encode()
        except UnicodeEncodeError:
            if not Path(argument).exists():
                sys.exit(f"{argument[:64]!a} is not text in UTF-8. Nothing was done.")


def _escape(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = memoryview(error.object[error.start : error.end].encode("utf-16", "surrogatepass")).cast("H")[1:]
    return "".join(f"\\u{unit:04x}" for unit in units), error.end


def _is_unread(stream: TextIO) -> bool:
    """Whether `stream` is a pipe whose reader is gone."""
    try:
        number = stream.fileno()
    except OSError:
        return False
    looker = select.poll()
    looker.register(number, select.POLLOUT)
    return any(seen & (select.POLLERR | select.POLLHUP) for _, seen in looker.poll(0))
