"""Reading an archive: every file against its digest before anything is believed, then row by row."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from zipfile import BadZipFile, ZipFile

from pydantic import ValidationError

from core.refusals import InputRefused
from generation.archives.lines import FORMAT, FORMAT_VERSION, MANIFEST, ListedFile, Manifest, read_line
from generation.archives.rows import FILES
from generation.pipeline.contracts import Value

_FIELD = "file"
_READ = 1 << 20
# The longest line is a session's: 1 MB of transcript, of which JSON may make six.
_LINE_MAX_BYTES = 16 << 20
_WHOLE_MAX_BYTES = 4 << 30


class OpenArchive:
    """An archive that was checked as it was opened. Raises InputRefused, then and at each row that is not whole."""

    def __init__(self, file: Path | IO[bytes]) -> None:
        try:
            self._zip = ZipFile(file)
            self.manifest = self._read_manifest()
            self.files = {each.name: each for each in self.manifest.files}
            self._check()
        except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
            raise InputRefused(_FIELD, "is no whole ZIP file.") from None
        except OSError as error:
            raise InputRefused(_FIELD, f"cannot be read ({type(error).__name__}).") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def rows(self, name: str) -> Iterator[Value]:
        """The rows of a file of `FILES`, in its order."""
        with self._zip.open(name) as file:
            number = 0
            while line := file.readline(_LINE_MAX_BYTES + 1):
                number += 1
                if len(line) > _LINE_MAX_BYTES:
                    raise InputRefused(_FIELD, f"{name}, line {number:,} is longer than any row.")
                yield read_line(FILES[name], line, where=f"{name}, line {number:,}")

    def _read_manifest(self) -> Manifest:
        try:
            with self._zip.open(MANIFEST) as file:
                manifest = Manifest.model_validate_json(file.read(_READ))
        except (KeyError, ValidationError):
            raise InputRefused(_FIELD, f"has no {MANIFEST} of an archive of SessionBridge.") from None
        if (manifest.format, manifest.version) != (FORMAT, FORMAT_VERSION):
            raise InputRefused(_FIELD, f"is of another format than {FORMAT} {FORMAT_VERSION}.")
        return manifest

    def _check(self) -> None:
        missing = sorted({*FILES} - {*self.files})
        if missing:
            raise InputRefused(_FIELD, f"lacks {', '.join(missing)}.")
        whole = 0
        for listed in self.manifest.files:
            whole += self._check_file(listed)
            if whole > _WHOLE_MAX_BYTES:
                raise InputRefused(_FIELD, "unpacks to more than 4 GiB.")

    def _check_file(self, listed: ListedFile) -> int:
        digest, size = hashlib.sha256(), 0
        try:
            with self._zip.open(listed.name) as file:
                while (piece := file.read(_READ)) and size <= _WHOLE_MAX_BYTES:
                    digest.update(piece)
                    size += len(piece)
        except (KeyError, BadZipFile):
            raise InputRefused(_FIELD, f"{listed.name} is missing or damaged.") from None
        if digest.hexdigest() != listed.sha256:
            raise InputRefused(_FIELD, f"{listed.name} is not what its SHA-256 says: it was damaged or changed.")
        return size
