"""Plain text or Markdown in which entries begin with dates: a heading, a line of its own, or the line's beginning.

The first of these ways that occurs in the file is the one that counts for all of it, so that a date in an entry begins
none. What follows the date on its line belongs to the entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.diary_formats.file_text import each_line, first_line
from core.diary_formats.local_time import read_sent_at
from core.diary_formats.options import ReadOptions
from core.diary_formats.rows import BadRow, DiaryRow, EmptyRow, FileRefused, OtherRow, Row, RowRefused, derived_id
from core.diary_formats.written_dates import DATE_PATTERN, WEEKDAY_PATTERN

_CLOCK = r"(?:,?\s(?:at\s|um\s)?|T)\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\b\.?|\suhr\b)?"
_WHEN = rf"(?:{WEEKDAY_PATTERN}\s)?(?P<moment>{DATE_PATTERN}(?:{_CLOCK})?)"
_AFTER = rf"(?:,?\s\(?{WEEKDAY_PATTERN}\)?)?"
_MARKED = re.compile(
    rf"\s{{0,3}}(?:#{{1,6}}\s+|\*\*|__)\[{{0,2}}{_WHEN}{_AFTER}\]{{0,2}}(?P<rest>(?:[\s:*_#–—-].*)?)$", re.IGNORECASE
)
_ALONE = re.compile(rf"\s{{0,3}}\[?{_WHEN}{_AFTER}\]?\s*(?P<rest>):?\s*$", re.IGNORECASE)
_LEADING = re.compile(rf"\s{{0,3}}[-*]?\s?\[?{_WHEN}\]?(?P<rest>(?:\s*[:–—-]\s|\s|,\s).*)$", re.IGNORECASE)
_WAYS = (_MARKED, _ALONE, _LEADING)
_SEPARATORS = " \t:*_#–—-"
_TITLE = re.compile(r"\s{0,3}#{1,6}\s|\s*(?:[-=*_]{3,}|---)\s*$")
# Nobody's heading is longer, and no line is looked at further.
_LINE_MAX = 300


def way_of(text: str) -> re.Pattern[str] | None:
    """How entries begin in this text; None where no line has a date in one of the ways."""
    short = (line.rstrip("\r") for _, line in each_line(text) if len(line) <= _LINE_MAX)
    lines = [line for line in short if any(map(str.isdigit, line))]
    for way in (_MARKED, _ALONE):
        if any(way.match(line) for line in lines):
            return way
    first = first_line(text).rstrip("\r")
    return _LEADING if _LEADING.match(first[:_LINE_MAX]) else None


def has_dated_headings(text: str, name: str) -> bool:
    """Whether entries begin with dates."""
    return not text.lstrip().startswith(("{", "<")) and way_of(text) is not None


def read_dated_headings(text: str, options: ReadOptions) -> Iterator[Row]:
    """An entry for each date; words before the first are bad, titles aside. Raises FileRefused for any other text."""
    way = way_of(text)
    if way is None:
        raise FileRefused("has no line that begins an entry with its date.")
    begun: tuple[int, str] | None = None
    words: list[str] = []
    for number, written in each_line(text):
        line = written.rstrip("\r")
        found = way.match(line[:_LINE_MAX]) if any(map(str.isdigit, line[:_LINE_MAX])) else None
        if not found:
            words.append(line)
            continue
        yield from _entry(begun, words, options)
        rest = (found["rest"] + line[_LINE_MAX:]).strip(_SEPARATORS)
        begun, words = (number, found["moment"]), [rest] if rest else []
    yield from _entry(begun, words, options)


def _entry(begun: tuple[int, str] | None, lines: list[str], options: ReadOptions) -> Iterator[Row]:
    words = "\n".join(lines).strip()
    if begun is None:
        if words:
            is_title = all(_TITLE.match(line) for line in lines if line.strip())
            yield OtherRow(1, "is a title, no entry.") if is_title else BadRow(1, "stands before the first date.")
        return
    line, moment = begun
    if not words:
        yield EmptyRow(line, "the entry has no words.")
        return
    try:
        written = read_sent_at(moment, options, field="date")
    except RowRefused as refusal:
        yield BadRow(line, str(refusal))
        return
    client_id = derived_id(written.as_written, words)
    yield DiaryRow(line, client_id, written.instant, words, written.note, untimed=written.untimed)
