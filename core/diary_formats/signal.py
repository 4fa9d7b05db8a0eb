"""A chat of Signal as signal-export writes it: chat.md, "[2026-11-08, 21:14] Me: ...", or data.json, an object a line.

Signal has no export of words of its own that is meant to be read. Attachments, stickers, quotations of others' messages
and reactions are no words of the author.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.diary_formats.chat_lines import rows_of_chat, stamped
from core.diary_formats.file_text import each_line, first_line
from core.diary_formats.json_text import parse_object
from core.diary_formats.local_time import read_sent_at
from core.diary_formats.options import ReadOptions
from core.diary_formats.rows import BadRow, DiaryRow, EmptyRow, FileRefused, Row, RowRefused, derived_id

# With a comma or with seconds; without either it is a text of jrnl.
_STAMP = re.compile(r"\[\d{4}-\d{2}-\d{2}(?:, \d{2}:\d{2}(?::\d{2})?| \d{2}:\d{2}:\d{2})\] [^:\n]{1,100}:")
_KEYS = frozenset(("date", "sender", "body"))
_ATTACHMENT = re.compile(r"!?\[[^\]\n]{0,300}\]\((?:\./)?media/[^)\n]{1,500}\)")
_REACTIONS = re.compile(r"\n?\(- [^()\n]{1,500} -\)\s*\Z")
_QUOTED = re.compile(r"(?m)^> ?[^\n]*\n?")


def is_signal(text: str, name: str) -> bool:
    """Whether its first line is a message in one of the two forms."""
    first = first_line(text)
    if first.startswith("{"):
        return (parse_object(first) or {}).keys() >= _KEYS
    return _STAMP.match(first) is not None


def read_signal(text: str, options: ReadOptions) -> Iterator[Row]:
    """A row for each message of the chat, whoever wrote it. Raises FileRefused for any other text."""
    if text.lstrip().startswith("{"):
        return _read_objects(text, options)
    if not any(stamped(line) for _, line in each_line(text)):
        raise FileRefused('is not a chat of Signal: no line begins as "[2026-11-08, 21:14] Name: ".')
    return rows_of_chat(text, options, _words)


def _read_objects(text: str, options: ReadOptions) -> Iterator[Row]:
    for number, line in each_line(text):
        if not line.strip():
            continue
        message = parse_object(line)
        if message is None:
            yield BadRow(number, "is not a JSON object on one line.")
            continue
        try:
            yield _of_object(number, message, options)
        except RowRefused as refusal:
            yield BadRow(number, str(refusal))


def _of_object(number: int, message: dict[str, object], options: ReadOptions) -> Row:
    author, body = message.get("sender"), message.get("body") or ""
    if not isinstance(author, str) or not isinstance(body, str):
        raise RowRefused("sender", "or body is not text.")
    if not body.strip():
        return EmptyRow(number, "the message has no words, only media or nothing.", author=author)
    written = read_sent_at(message.get("date"), options, field="date")
    client_id = derived_id(written.as_written, author, body)
    return DiaryRow(number, client_id, written.instant, body, written.note, author, untimed=written.untimed)


def _words(body: str) -> str:
    return _QUOTED.sub("", _ATTACHMENT.sub("", _REACTIONS.sub("", body))).strip()
