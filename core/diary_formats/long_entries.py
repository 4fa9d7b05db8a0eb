"""Entries longer than a message may be: parted between paragraphs, lines or sentences, never inside one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from core.diary_formats.rows import BadRow, DiaryRow
from core.text_door import MESSAGE_MAX_BYTES

# A character has at most four bytes: the bytes of a text with this many characters need not be counted.
SURELY_SHORT = MESSAGE_MAX_BYTES // 4

# From the best place to part an entry to the least good one; each part keeps what it ends with.
_PLACES = (re.compile(r"\n[ \t\r]*\n+"), re.compile(r"\n"), re.compile(r"(?<=[.!?…。！？])\s+|(?<=[。！？])"))


def parted(row: DiaryRow) -> Iterator[DiaryRow | BadRow]:
    """The entry, or its parts in their order, the first under its own id; bad where a sentence alone is too long."""
    if _size(row.text) <= MESSAGE_MAX_BYTES:
        yield row
        return
    parts = _parts(row.text, 0)
    if parts is None:
        reason = (
            f"text: is {_size(row.text):,} bytes long; the limit is {MESSAGE_MAX_BYTES:,}. Send it in shorter pieces."
        )
        yield BadRow(row.line, reason, row.within)
        return
    note = f"is longer than {MESSAGE_MAX_BYTES:,} bytes; read as {len(parts):,} messages."
    for number, part in enumerate(parts):
        # One after the other also where they are ordered by time.
        moment = row.sent_at + timedelta(milliseconds=number)
        first = row._replace(text=part, note=" ".join(filter(None, (row.note, note))))
        if number == 0:
            yield first
        else:
            yield first._replace(client_id=f"{row.client_id} part {number + 1}", sent_at=moment, note="")


def _parts(text: str, place: int) -> list[str] | None:
    if _size(text) <= MESSAGE_MAX_BYTES:
        return [text]
    if place == len(_PLACES):
        return None
    parts: list[str] = []
    for piece in _pieces(text, place):
        smaller = _parts(piece, place + 1)
        if smaller is None:
            return None
        for each in smaller:
            if parts and _size(parts[-1]) + _size(each) <= MESSAGE_MAX_BYTES:
                parts[-1] += each
            else:
                parts.append(each)
    # White space alone is no message.
    return [part for part in parts if part.strip()] or None


def _pieces(text: str, place: int) -> Iterator[str]:
    start = 0
    for match in _PLACES[place].finditer(text):
        if match.end() > start:
            yield text[start : match.end()]
            start = match.end()
    if start < len(text):
        yield text[start:]


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
