"""Chats exported as text: each message begins a line with its moment and its author, and may go on over more lines.

[08.11.26, 21:14:03] Anna: ...        8/11/26, 9:14 PM - Anna: ...        [2026-11-08, 21:14] Me: ...
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import NamedTuple

from core.diary_formats.file_text import each_line
from core.diary_formats.local_time import read_date_and_time
from core.diary_formats.options import ReadOptions
from core.diary_formats.rows import BadRow, DiaryRow, EmptyRow, OtherRow, Row, RowRefused, derived_id
from core.diary_formats.written_dates import without_marks

# Phones that write from right to left put marks of direction between the numbers, too.
_DATE = r"\d{1,4}[\u200e\u200f]?(?:-\d{1,2}-|\.\d{1,2}\.|/\d{1,2}[\u200e\u200f]?/)\d{1,4}"
_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?\s?m\.?)?"
_MARKS = "[\u200e\u200f\u202a-\u202e\u2068\u2069\ufeff]*"
_STAMP = re.compile(
    rf"{_MARKS}(?P<open>\[)?(?P<day>{_DATE}),?\s(?:um\s|klo\s)?(?P<clock>{_CLOCK})(?(open)\]|\s[-–])\s", re.IGNORECASE
)
_AUTHOR = re.compile(rf"{_MARKS}([^:\n]{{1,100}}): ?")


class ChatMessage(NamedTuple):
    """A message as it stands. `author` is '' for a notice of the app."""

    line: int
    day: str
    clock: str
    author: str
    body: str


def stamped(line: str) -> re.Match[str] | None:
    """The moment at the beginning of a line, with what follows it, where a message begins there."""
    return _STAMP.match(line)


def plain_name(written: str) -> str:
    """A name as people type it: without marks of direction, with plain spaces."""
    return " ".join(without_marks(written).split())


def chat_messages(text: str) -> Iterator[ChatMessage]:
    """The messages in their order; lines before the first one belong to none and are told as a notice."""
    current: ChatMessage | None = None
    more: list[str] = []
    for number, written in each_line(text):
        line = written.rstrip("\r")
        if stamp := _STAMP.match(line):
            if current:
                yield current._replace(body="\n".join([current.body, *more]))
            rest = line[stamp.end() :]
            author = _AUTHOR.match(rest)
            name = plain_name(author[1]) if author else ""
            body = rest[author.end() :] if author else rest
            current, more = ChatMessage(number, stamp["day"], stamp["clock"], name, body), []
        elif current:
            more.append(line)
        elif line.strip():
            yield ChatMessage(number, "", "", "", line)
    if current:
        yield current._replace(body="\n".join([current.body, *more]))


def rows_of_chat(text: str, options: ReadOptions, words_of: Callable[[str], str]) -> Iterator[Row]:
    """A row for each message; `words_of` takes out of a body what the app put there.

    Clocks of chats are often cut to minutes: messages of one author at one moment keep their order by milliseconds.
    """
    at_once: Counter[tuple[str, str, str]] = Counter()
    for message in chat_messages(text):
        if not message.author:
            yield OtherRow(message.line, "is a notice of the app, no message.")
            continue
        moment = (message.author, message.day, message.clock)
        at_once[moment] += 1
        words = words_of(message.body)
        if not words.strip():
            yield EmptyRow(message.line, "the message has no words, only media or nothing.", author=message.author)
            continue
        try:
            yield _row(message, words, at_once[moment] - 1, options)
        except RowRefused as refusal:
            yield BadRow(message.line, str(refusal))


def _row(message: ChatMessage, words: str, earlier: int, options: ReadOptions) -> DiaryRow:
    written = read_date_and_time(message.day, message.clock, options)
    as_written = f"{written.as_written}#{earlier}" if earlier else written.as_written
    client_id = derived_id(as_written, message.author, words)
    instant = written.instant + timedelta(milliseconds=earlier)
    return DiaryRow(message.line, client_id, instant, words, written.note, message.author)
