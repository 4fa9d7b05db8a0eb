"""Files beside backups: whoever reads one, or finds one after a full disk, finds it whole or as it was before."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO
from uuid import uuid4


@contextmanager
def whole_or_not(path: Path) -> Iterator[TextIO]:
    """A file for this account alone that takes the place of `path` once it is written and on the disk."""
    # A name of its own: a backup and beat may write the same file at once.
    unfinished = path.with_name(f"{path.name}.{uuid4().hex}.part")
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
