"""Journey's export: a ZIP with a JSON file for each entry, its `text` HTML (`type` "html") or Markdown.

The time is `date_journal`, milliseconds since 1970, or `dateOfJournal` in exports of later versions; both are instants.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.diary_formats.html_words import words_of_html
from core.diary_formats.json_text import parse_object
from core.diary_formats.local_time import read_sent_at
from core.diary_formats.options import ReadOptions
from core.diary_formats.rows import BadRow, DiaryRow, EmptyRow, FileRefused, Row, RowRefused, derived_id

_TIMES = ("date_journal", "dateOfJournal")


def is_journey(text: str, name: str) -> bool:
    """Whether it is the file of one entry."""
    entry = parse_object(text)
    return entry is not None and any(time in entry for time in _TIMES)


def read_journey(text: str, options: ReadOptions) -> Iterator[Row]:
    """The one entry of a file. Raises FileRefused for any other text."""
    entry = parse_object(text)
    if entry is None or not any(time in entry for time in _TIMES):
        raise FileRefused('is not an entry of Journey: it needs "date_journal" or "dateOfJournal".')
    try:
        yield _row(entry, options)
    except RowRefused as refusal:
        yield BadRow(1, str(refusal))


def _row(entry: dict[str, Any], options: ReadOptions) -> Row:
    markup = entry.get("text") or ""
    if not isinstance(markup, str):
        raise RowRefused("text", "is not text.")
    is_html = entry.get("type") == "html" or markup.lstrip()[:2] in ("<p", "<d", "<h", "<u", "<o")
    words = words_of_html(markup) if is_html else markup
    if not words.strip():
        return EmptyRow(1, "the entry has no words, only media or nothing.")
    field = next(time for time in _TIMES if time in entry)
    written = read_sent_at(entry[field], options, field=field)
    given = entry.get("id")
    client_id = given if isinstance(given, str) and given else derived_id(written.as_written, markup)
    return DiaryRow(1, client_id, written.instant, words, written.note, untimed=written.untimed)
