"""The characters of a diary file: UTF-8, or UTF-16 where a byte order mark says so, or what its owner says."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from enum import StrEnum

from core.diary_formats.rows import FileRefused

FILE_MAX_BYTES = 64 * 1024 * 1024


class Encoding(StrEnum):
    """What bytes may mean on request, by the name `--encoding` takes."""

    # As browsers do: what calls itself Latin-1 is nearly always Windows-1252, which has letters where Latin-1 has none.
    LATIN_1 = "latin-1"


_CODECS = {Encoding.LATIN_1: "cp1252"}
# UTF-32's mark begins with UTF-16's, so it is looked for first.
_UTF32_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode_content(content: bytes, encoding: str = "") -> str:
    """What a file holds as text, without byte order mark, line ends as they are.

    Raises FileRefused where it is empty, over 64 MB, or in an encoding that cannot be told.
    """
    require_size(len(content))
    if not content or content.isspace():
        raise FileRefused("is empty: there is nothing to import.")
    if content.startswith(_UTF32_MARKS):
        raise FileRefused("is UTF-32. Save it as UTF-8.")
    if content.startswith(_UTF16_MARKS):
        return _decode(content, "utf-16")
    if b"\0" in content[:4]:
        raise FileRefused("looks like UTF-16 without a byte order mark. Save it as UTF-8.")
    if encoding and not content.startswith(codecs.BOM_UTF8):
        return _decode(content, _CODECS[Encoding(encoding)])
    return _decode(content, "utf-8-sig")


def each_line(text: str) -> Iterator[tuple[int, str]]:
    """The lines with their numbers, one at a time: a list of them takes more room than the text."""
    start, number = 0, 1
    while (end := text.find("\n", start)) >= 0:
        yield number, text[start:end]
        start, number = end + 1, number + 1
    yield number, text[start:]


def first_line(text: str) -> str:
    """The first line that is not blank, without white space before it."""
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    return text[start:] if end < 0 else text[start:end]


def require_size(size: int) -> None:
    """Raise FileRefused for more bytes of text than are read at once."""
    if size > FILE_MAX_BYTES:
        raise FileRefused(f"has {size:,} bytes; the limit is {FILE_MAX_BYTES:,} (64 MB). Split it into parts.")


def _decode(content: bytes, encoding: str) -> str:
    failed_at = -1
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        failed_at = error.start
    # Raised out here because the decoder's own error carries the whole file.
    line = content.count(b"\n", 0, failed_at) + 1
    hint = "Save it as UTF-8" + (", or say that it is Latin-1 (--encoding latin-1)." if "utf-8" in encoding else ".")
    raise FileRefused(f"is not valid {encoding.removesuffix('-sig').upper()} in line {line:,}. {hint}")
