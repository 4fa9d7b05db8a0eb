"""What a diary file turns into: entries to store, entries without words, what is of others, and bad rows."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import NamedTuple

from core.refusals import InputRefused


class FileRefused(InputRefused):
    """A file that cannot be read as a diary at all; the reason says what it should be."""

    def __init__(self, reason: str) -> None:
        super().__init__("file", reason)


class RowRefused(InputRefused):
    """One row that cannot be read: becomes a BadRow, the rest of the file goes on."""


class DiaryRow(NamedTuple):
    """An entry as the file has it. `text` is not checked yet; `note` tells how it was read.

    `author` is empty where the file names none; `within` is the file of an archive or folder it stands in; `untimed`:
    the file gives its date alone, and noon where the person lives stands for it.
    """

    line: int
    client_id: str
    sent_at: datetime
    text: str
    note: str = ""
    author: str = ""
    within: str = ""
    untimed: bool = False


class EmptyRow(NamedTuple):
    """An entry without words, such as a photo: nothing to store, nothing wrong."""

    line: int
    reason: str
    within: str = ""
    author: str = ""


class OtherRow(NamedTuple):
    """Something that is no entry of this person, such as what others wrote in a chat: left aside, and counted."""

    line: int
    reason: str
    within: str = ""


class BadRow(NamedTuple):
    """A row that cannot be read, and why. Never holds what the row says."""

    line: int
    reason: str
    within: str = ""


Row = DiaryRow | EmptyRow | OtherRow | BadRow


def derived_id(written_at: str, *words: str) -> str:
    """An id for a row that has none: the same date and words give the same id, in every run.

    `written_at` is the time as the file has it, so that reading a file again in another zone meets
    the ids it had, and is refused, instead of storing the diary twice.
    """
    content = "\0".join([written_at, *words]).encode("utf-8", "surrogatepass")
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
