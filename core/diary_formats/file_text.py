"""The characters of a diary file: UTF-8, or UTF-16 where a byte order mark says so."""

from __future__ import annotations

import codecs
from pathlib import Path

from core.diary_formats.rows import FileRefused

FILE_MAX_BYTES = 64 * 1024 * 1024

# UTF-32's mark begins with UTF-16's, so it is looked for first.
_UTF32_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ARCHIVE_MARK = b"PK\x03\x04"


def read_text(path: Path) -> str:
    """The whole file as text. Raises FileRefused for a file that is missing, and as `decode_content`."""
    return decode_content(_read_bytes(path))


def decode_content(content: bytes) -> str:
    """What a file holds as text, without byte order mark, line ends as they are.

    Raises FileRefused where it is empty, over 64 MB, an archive, or in an encoding that cannot be told.
    """
    _require_size(len(content))
    if not content.strip():
        raise FileRefused("is empty: there is nothing to import.")
    if content.startswith(_ARCHIVE_MARK):
        raise FileRefused("is a ZIP archive. Unpack it and import the JSON or CSV file inside.")
    if content.startswith(_UTF32_MARKS):
        raise FileRefused("is UTF-32. Save it as UTF-8.")
    if content.startswith(_UTF16_MARKS):
        return _decode(content, "utf-16")
    if b"\0" in content[:4]:
        raise FileRefused("looks like UTF-16 without a byte order mark. Save it as UTF-8.")
    return _decode(content, "utf-8-sig")


def _read_bytes(path: Path) -> bytes:
    try:
        _require_size(path.stat().st_size)
        return path.read_bytes()
    except FileNotFoundError:
        raise FileRefused(f"{path} does not exist.") from None
    except OSError as error:
        raise FileRefused(f"{path} cannot be read: {error.strerror}.") from None


def _require_size(size: int) -> None:
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
    raise FileRefused(f"is not valid {encoding.removesuffix('-sig').upper()} in line {line:,}. Save it as UTF-8.")
