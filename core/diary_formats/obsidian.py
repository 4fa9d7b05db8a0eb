"""Notes of Obsidian, or any folder of Markdown: the date in the note's name, its properties, or headings inside it.

Properties (the block between "---" at the top) and embedded files are no words of the entry; of a link the words that
are seen stay. Folders of settings and the bin are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from core.diary_formats.bundle import Bundle
from core.diary_formats.dated_headings import has_dated_headings, read_dated_headings
from core.diary_formats.local_time import read_sent_at
from core.diary_formats.options import ReadOptions
from core.diary_formats.rows import BadRow, DiaryRow, EmptyRow, FileRefused, Row, RowRefused, derived_id
from core.diary_formats.written_dates import DATE_PATTERN

_SUFFIXES = frozenset((".md", ".markdown", ".txt"))
_IN_NAME = re.compile(
    rf"(?<!\d)(?P<moment>{DATE_PATTERN}|\d{{8}})(?!\d)(?:[ T_-]+(?P<clock>\d{{2}}[-:.h]?\d{{2}})(?![\d]))?",
    re.IGNORECASE,
)
_PROPERTIES = re.compile(r"---[ \t]*\r?\n(.*?)(?:^|\n)---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_PROPERTY = re.compile(r"(?mi)^(?:date|created|day|datum|erstellt)[ \t]*:[ \t]*[\"']?([^\"'\r\n]{6,40}?)[\"']?[ \t]*$")
_EMBEDDED = re.compile(r"!\[\[[^\]\n]{1,500}\]\]|!\[[^\]\n]{0,500}\]\([^)\n]{1,2000}\)")
_LINK = re.compile(r"\[\[(?:[^\]|\n]{1,500}\|)?([^\]|\n]{1,500})\]\]")


def is_obsidian(bundle: Bundle) -> bool:
    """Whether a note has a date in its name or its properties, or the folder has notes at all."""
    if not bundle.is_single:
        return any(bundle.named(_SUFFIXES))
    name = bundle.names[0]
    suffix = PurePosixPath(name).suffix.lower()
    return suffix in _SUFFIXES and (_dated(name) is not None or _property(bundle.text(name)) is not None)


def read_obsidian(bundle: Bundle, options: ReadOptions) -> Iterator[Row]:
    """The entries of every note, one for each note or each dated heading in it; notes without a date are bad."""
    names = list(bundle.named(_SUFFIXES))
    if not names:
        raise FileRefused("has no notes: no file in it ends with .md or .txt.")
    for name in names:
        try:
            rows = _rows(name, bundle.text(name), options)
            for row in rows:
                yield row if bundle.is_single else row._replace(within=name)
        except FileRefused as refusal:
            is_blank = _is_blank(bundle, name)
            yield EmptyRow(1, "the note is empty.", name) if is_blank else BadRow(1, refusal.reason, name)


def _is_blank(bundle: Bundle, name: str) -> bool:
    try:
        return not bundle.load(name).strip()
    except FileRefused:
        return False


def _rows(name: str, text: str, options: ReadOptions) -> Iterator[Row]:
    properties = _PROPERTIES.match(text)
    body = text[properties.end() :] if properties else text
    moment = _dated(name) or _property(text)
    if moment is None and has_dated_headings(body, name):
        before = text[: len(text) - len(body)].count("\n")
        for row in read_dated_headings(body, options):
            yield row._replace(line=row.line + before)
        return
    yield _row(moment, _LINK.sub(r"\1", _EMBEDDED.sub("", body)).strip(), options)


def _row(moment: str | None, words: str, options: ReadOptions) -> Row:
    if not words:
        return EmptyRow(1, "the note has no words, only media or nothing.")
    if moment is None:
        return BadRow(1, "has no date in its name, its properties or its headings.")
    try:
        written = read_sent_at(moment, options, field="date")
    except RowRefused as refusal:
        return BadRow(1, str(refusal))
    client_id = derived_id(written.as_written, words)
    return DiaryRow(1, client_id, written.instant, words, written.note, untimed=written.untimed)


def _dated(name: str) -> str | None:
    found = _IN_NAME.search(PurePosixPath(name).stem)
    if not found:
        return None
    clock = (found["clock"] or "").translate(str.maketrans("", "", "-:.h"))
    return f"{found['moment']} {clock[:2]}:{clock[2:]}" if clock else found["moment"]


def _property(text: str) -> str | None:
    properties = _PROPERTIES.match(text)
    found = _PROPERTY.search(properties[1]) if properties else None
    return found[1] if found else None
