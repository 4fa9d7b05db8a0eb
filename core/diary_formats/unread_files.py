"""Files of an archive or folder that the reader of its format skips: they are named, as they may hold entries too."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from core.diary_formats.bundle import TEXT_SUFFIXES, Bundle, suffix_of
from core.diary_formats.rows import BadRow, OtherRow, Row

# Apps put pages beside their entries that say the same.
_COPIES = frozenset((".html", ".htm"))


def read_all(bundle: Bundle, read: Callable[[Bundle], Iterator[Row]]) -> Iterator[Row]:
    """The rows that `read` makes of the files, then one for each file of text, or archive, that it did not look at."""
    if bundle.is_single:
        yield from read(bundle)
        return
    seen: set[str] = set()

    def text(name: str) -> str:
        seen.add(name)
        return bundle.text(name)

    def load(name: str) -> bytes:
        seen.add(name)
        return bundle.load(name)

    yield from read(bundle._replace(text=text, load=load))
    for name in bundle.names:
        if name in seen:
            continue
        if suffix_of(name) == ".zip":
            yield BadRow(1, "is an archive within the archive. Unpack it and import it by itself.", name)
        elif suffix_of(name) in TEXT_SUFFIXES - _COPIES:
            yield OtherRow(1, "is no file of this format, and was not read.", name)
