"""ZIP archives that may be hostile: looked at before they are opened, and read no further than they say they go."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import IO

from core.diary_formats.rows import FileRefused

ARCHIVE_MARK = b"PK\x03\x04"
# A directory of this size lists some 50,000 files; what Python makes of it takes ten times the room.
_DIRECTORY_MAX_BYTES = 8 * 1024 * 1024
_END = b"PK\x05\x06"
_END_SIZE = 22
_COMMENT_MAX = 0xFFFF
# The others need far more memory than what comes out of them; no diary app uses them.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UNREADABLE = "is a ZIP archive that cannot be read: it is damaged or not complete."


def open_archive(source: Path | IO[bytes]) -> zipfile.ZipFile:
    """The archive, its directory read. Raises FileRefused where it is damaged or lists too much."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            size = _directory_size(file)
    else:
        size = _directory_size(source)
    if size > _DIRECTORY_MAX_BYTES:
        raise FileRefused("is a ZIP archive of too many files. Split it into parts.")
    try:
        return zipfile.ZipFile(source)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error, OverflowError):
        raise FileRefused(_UNREADABLE) from None


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The bytes of a file in it, never more than its directory says. Raises FileRefused where they cannot be had."""
    if member.flag_bits & 1:
        raise FileRefused("is a ZIP archive with a password. Unpack it first.")
    if member.compress_type not in _METHODS:
        raise FileRefused("is a ZIP archive packed in an unusual way. Unpack it first.")
    try:
        with archive.open(member) as unpacked:
            return unpacked.read(member.file_size)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, RuntimeError, struct.error, OverflowError):
        raise FileRefused(_UNREADABLE) from None


def _directory_size(file: IO[bytes]) -> int:
    length = file.seek(0, io.SEEK_END)
    file.seek(max(0, length - _END_SIZE - _COMMENT_MAX))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise FileRefused(_UNREADABLE)
    size: int = struct.unpack_from("<L", tail, at + 12)[0]
    return size
