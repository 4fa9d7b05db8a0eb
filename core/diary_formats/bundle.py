"""What somebody brings: one file, a ZIP archive, or a folder. All are a set of files to the readers of formats.

Nothing is unpacked to disk. Of an archive or folder only files of text are read, 64 MB of them together, each as large
as the archive says and no larger: an archive that would unpack to more is refused before anything is unpacked.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from core.diary_formats.archives import ARCHIVE_MARK, open_archive, read_member
from core.diary_formats.file_text import FILE_MAX_BYTES, decode_content, require_size
from core.diary_formats.rows import FileRefused

FOLDER_MAX_FILES = 50_000
TEXT_SUFFIXES = frozenset(
    (".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".txt", ".md", ".markdown", ".html", ".htm", ".daylio")
)


class Bundle(NamedTuple):
    """`names` are paths within it, in order; one name only for a single file. `load` gives the bytes of one, `text` its
    text, and raises FileRefused as `decode_content`."""

    names: tuple[str, ...]
    sizes: Mapping[str, int]
    load: Callable[[str], bytes]
    text: Callable[[str], str]
    is_single: bool

    def named(self, suffixes: frozenset[str]) -> Iterator[str]:
        """Those of its files whose names end so; of a single file its name says nothing."""
        return (name for name in self.names if self.is_single or suffix_of(name) in suffixes)


def suffix_of(name: str) -> str:
    """The suffix of a path, in lower case, with its point."""
    return PurePosixPath(name).suffix.lower()


def open_path(path: Path, encoding: str = "") -> Bundle:
    """The file, archive or folder of a path. Raises FileRefused where it cannot be read or is too large."""
    try:
        if path.is_dir():
            return _of_folder(path, encoding)
        with path.open("rb") as file:
            is_archive = file.read(4) == ARCHIVE_MARK
        if is_archive:
            return _of_archive(path, encoding)
        require_size(path.stat().st_size)
        return _of_file(path.read_bytes(), path.name, encoding)
    except FileNotFoundError:
        raise FileRefused(f"{path} does not exist.") from None
    except OSError as error:
        raise FileRefused(f"{path} cannot be read: {error.strerror}.") from None


def open_content(content: bytes, name: str, encoding: str = "") -> Bundle:
    """The same of what was sent."""
    require_size(len(content))
    if content.startswith(ARCHIVE_MARK):
        return _of_archive(BytesIO(content), encoding)
    return _of_file(content, PurePosixPath(name.replace("\\", "/")).name, encoding)


def _of_file(content: bytes, name: str, encoding: str) -> Bundle:
    # Refuses what is empty or no text before any format is looked for; the bytes are not held beside the text.
    text = decode_content(content, encoding)
    return Bundle((name,), {name: len(content)}, lambda _: text.encode(), lambda _: text, is_single=True)


def _of_archive(source: Path | IO[bytes], encoding: str) -> Bundle:
    archive = open_archive(source)
    members = {member.filename: member for member in archive.infolist() if _is_shown(member.filename)}
    sizes = {name: member.file_size for name, member in members.items()}
    return _bundle(sizes, lambda name: _member(archive, members[name]), encoding)


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    require_size(member.file_size)
    return read_member(archive, member)


def _of_folder(folder: Path, encoding: str) -> Bundle:
    sizes = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        # A link may lead out of the folder.
        if path.is_file() and not path.is_symlink() and _is_shown(name):
            sizes[name] = path.stat().st_size
        if len(sizes) > FOLDER_MAX_FILES:
            raise FileRefused(f"has more than {FOLDER_MAX_FILES:,} files.")
    return _bundle(sizes, lambda name: (folder / name).read_bytes(), encoding)


def _bundle(sizes: dict[str, int], load: Callable[[str], bytes], encoding: str) -> Bundle:
    size = sum(size for name, size in sizes.items() if suffix_of(name) in TEXT_SUFFIXES)
    if size > FILE_MAX_BYTES:
        raise FileRefused(
            f"holds {size:,} bytes of text; the limit is {FILE_MAX_BYTES:,} (64 MB). Split it into parts."
        )

    def text(name: str) -> str:
        return decode_content(load(name), encoding)

    return Bundle(tuple(sorted(sizes)), sizes, load, text, is_single=False)


def _is_shown(name: str) -> bool:
    # Settings, bins and what a Mac adds: nothing a person wrote into a diary.
    parts = PurePosixPath(name).parts
    hidden = any(part == "__MACOSX" or (part.startswith(".") and part != ".rels") for part in parts)
    return not name.endswith("/") and not hidden
