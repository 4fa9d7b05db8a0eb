"""Apple Journal's export: Entries/2026-11-08_Title.html, with index.html and Resources beside them.

The date is in the name of the file, without a time of day, or else in the page's header. The words are the title and
the body of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from core.diary_formats.bundle import Bundle
from core.diary_formats.html_words import words_of_html
from core.diary_formats.local_time import read_sent_at
from core.diary_formats.options import ReadOptions
from core.diary_formats.rows import BadRow, DiaryRow, EmptyRow, FileRefused, Row, RowRefused, derived_id

_SUFFIXES = frozenset((".html", ".htm"))
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
_HEADER = re.compile(
    r"<(div|h[1-6]|p|span)\s[^<>]{0,200}class=[\"']?pageHeader[^<>]{0,200}>(.{0,500}?)</\1>", re.IGNORECASE | re.DOTALL
)


def is_apple_journal(bundle: Bundle) -> bool:
    """Whether it has pages of entries: in a folder Entries, or each with a date in its name or header."""
    if bundle.is_single:
        return _HEADER.search(bundle.text(bundle.names[0])) is not None
    return any(_is_entry(name) for name in bundle.named(_SUFFIXES))


def read_apple_journal(bundle: Bundle, options: ReadOptions) -> Iterator[Row]:
    """The entries, one a page; times of day are not exported. Raises FileRefused where there is no page."""
    if not is_apple_journal(bundle):
        raise FileRefused("is not an export of Apple Journal: it needs pages Entries/2026-11-08_Title.html.")
    for name in bundle.named(_SUFFIXES):
        if bundle.is_single or _is_entry(name):
            row = _row(bundle, name, options)
            yield row if bundle.is_single else row._replace(within=name)


def _is_entry(name: str) -> bool:
    path = PurePosixPath(name)
    return path.name.lower() != "index.html" and (path.parent.name == "Entries" or _DATED.match(path.name) is not None)


def _row(bundle: Bundle, name: str, options: ReadOptions) -> Row:
    try:
        page = bundle.text(name)
        header = _HEADER.search(page)
        words = words_of_html(_HEADER.sub("", page))
        if not words:
            return EmptyRow(1, "the entry has no words, only media or nothing.")
        dated = _DATED.match(PurePosixPath(name).name)
        written = read_sent_at(
            dated[0] if dated else words_of_html(header[2]) if header else None, options, field="date"
        )
    except FileRefused as refusal:
        return BadRow(1, refusal.reason)
    except RowRefused as refusal:
        return BadRow(1, str(refusal))
    client_id = derived_id(written.as_written, words)
    return DiaryRow(1, client_id, written.instant, words, written.note, untimed=written.untimed)
