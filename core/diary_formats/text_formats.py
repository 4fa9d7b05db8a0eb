"""A format whose diary is text: told by the text of one file, read file by file where there are several."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from core.diary_formats.bundle import Bundle
from core.diary_formats.options import ReadOptions
from core.diary_formats.rows import BadRow, FileRefused, Row

# How many files of an archive are looked at before it counts as not of a format.
_LOOKED_AT = 5

DetectText = Callable[[str, str], bool]
ReadText = Callable[[str, ReadOptions], Iterator[Row]]


class Format(NamedTuple):
    """How a format is told and read; `in_words` is what a refusal calls it."""

    in_words: str
    detect: Callable[[Bundle], bool]
    read: Callable[[Bundle, ReadOptions], Iterator[Row]]


def text_format(in_words: str, detect: DetectText, read: ReadText, *suffixes: str) -> Format:
    """A format told by a text and its file's name. In archives and folders it is looked for in files so named."""
    wanted = frozenset(suffixes)

    def detect_bundle(bundle: Bundle) -> bool:
        looked_at = list(bundle.named(wanted))[:_LOOKED_AT]
        return any(_is_one(bundle, name, detect) for name in looked_at)

    def read_bundle(bundle: Bundle, options: ReadOptions) -> Iterator[Row]:
        for name in bundle.named(wanted):
            yield from _rows_of_file(bundle, name, options, read)

    return Format(in_words, detect_bundle, read_bundle)


def _is_one(bundle: Bundle, name: str, detect: DetectText) -> bool:
    try:
        return detect(bundle.text(name), name)
    except FileRefused:
        return False


def _rows_of_file(bundle: Bundle, name: str, options: ReadOptions, read: ReadText) -> Iterator[Row]:
    if bundle.is_single:
        yield from read(bundle.text(name), options)
        return
    try:
        for row in read(bundle.text(name), options):
            yield row._replace(within=name)
    except FileRefused as refusal:
        yield BadRow(1, refusal.reason, name)
