"""A file becomes text in whatever encoding it was saved, or is refused with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.diary_formats.bundle import open_path
from core.diary_formats.file_text import FILE_MAX_BYTES, decode_content
from core.diary_formats.rows import FileRefused

TEXT = 'id,text\r\n1,"Ayşe 😀"\n'


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16 little endian", "utf-16 big endian"],
)
def test_reads_the_characters_and_leaves_line_ends(content: bytes) -> None:
    assert decode_content(content) == TEXT


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b" \n\t\r\n", "is empty"),
        ("text\nÄrger\n".encode("latin-1"), "is not valid UTF-8 in line 2. Save it as UTF-8"),
        (b"\xff\xfea\x00\x00\xd8", "is not valid UTF-16"),
        ("text".encode("utf-16-le"), "looks like UTF-16 without a byte order mark"),
        ("text".encode("utf-16-be"), "looks like UTF-16 without a byte order mark"),
        ("text".encode("utf-32"), "is UTF-32"),
        (b"PK\x03\x04 and so on", "is a ZIP archive that cannot be read"),
    ],
)
def test_refuses_a_file_with_what_to_do(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "diary").write_bytes(content)
    with pytest.raises(FileRefused) as caught:
        open_path(tmp_path / "diary")
    assert reason in str(caught.value)


def test_refuses_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="does not exist"):
        open_path(tmp_path / "diary")


def test_latin_1_is_read_on_request_and_utf_8_is_told_by_its_mark() -> None:
    assert decode_content("Ärger – 5 €".encode("cp1252"), "latin-1") == "Ärger – 5 €"
    assert decode_content("Ärger".encode("utf-8-sig"), "latin-1") == "Ärger"
    with pytest.raises(FileRefused, match="--encoding latin-1"):
        decode_content("Ärger".encode("latin-1"))


def test_refuses_a_file_over_the_limit_before_reading_it(tmp_path: Path) -> None:
    with (tmp_path / "diary").open("wb") as sparse:
        sparse.truncate(FILE_MAX_BYTES + 1)
    with pytest.raises(FileRefused, match=r"has 67,108,865 bytes; the limit is 67,108,864"):
        open_path(tmp_path / "diary")
