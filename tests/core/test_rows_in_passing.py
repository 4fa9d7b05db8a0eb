"""A long file that is read while it is stored is read as if it had been read before, or is read again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from core.diary_formats.diary_file import read_diary, read_in_passing
from core.diary_formats.options import ReadOptions
from core.diary_formats.rows import BadRow
from core.diary_formats.rows_in_passing import ReadAgain, RowsInPassing
from core.models import Message, Patient

BERLIN = ReadOptions(ZoneInfo("Europe/Berlin"))
LONG = 2_500


def written(*last: dict[str, object], number: int = LONG) -> str:
    entries = [{"id": f"m{n}", "date": f"2024-11-{n % 20 + 1:02}", "text": f"Day {n}."} for n in range(number)]
    return "".join(json.dumps(entry) + "\n" for entry in [*entries, *last])


def at(folder: Path, content: str) -> Path:
    path = folder / "diary.jsonl"
    path.write_text(content)
    return path


def imported(path: Path, *options: str) -> str:
    out = StringIO()
    arguments = [str(path), "--patient", "P-0042", "--timezone", "Europe/Berlin", *options]
    call_command("import_messages", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_rows_are_those_of_the_whole_file_as_often_as_one_asks(tmp_path: Path) -> None:
    path = at(tmp_path, written({"text": "no date"}, {"id": "m1", "date": "2024-11-03", "text": "other"}))
    passing, whole = read_in_passing(path, BERLIN), read_diary(path, BERLIN)
    assert isinstance(passing.rows, RowsInPassing)
    assert (list(passing.rows), list(passing.rows)) == (list(whole.rows), list(whole.rows))
    assert (passing.format, passing.rows[-1], passing.rows[1:3]) == (whole.format, whole.rows[-1], whole.rows[1:3])
    assert isinstance(passing.rows[-2], BadRow)


def test_how_many_rows_to_expect_is_told_by_the_lines_and_exact_in_the_end(tmp_path: Path) -> None:
    diary = read_in_passing(at(tmp_path, written()), BERLIN)
    assert abs(diary.expected - LONG) < 5
    assert (len(diary.rows), diary.expected) == (LONG, LONG)


@pytest.mark.parametrize(
    "last",
    [
        [{"id": "x", "date": "3/4/2024", "text": "Calm."}, {"id": "y", "date": "25/4/2024", "text": "Tired."}],
        [{"id": "x", "date": "2024-12-01", "text": "Calm.", "author": "Ada"}],
    ],
)
def test_what_the_end_of_a_file_says_counts_from_its_beginning(
    tmp_path: Path, patient: Patient, last: Sequence[dict[str, object]]
) -> None:
    path = at(tmp_path, written(*last))
    with pytest.raises(ReadAgain):
        list(read_in_passing(path, BERLIN).rows)
    whole = read_diary(path, BERLIN)
    count = sum(hasattr(row, "client_id") for row in whole.rows)
    assert f"{count:,} new" in imported(path)
    assert Message.objects.count() == count


def test_a_bad_row_at_the_end_leaves_nothing_stored(tmp_path: Path, patient: Patient) -> None:
    with pytest.raises(CommandError, match="1 of 2,501 rows are bad"):
        imported(at(tmp_path, written({"text": "no date"})))
    assert not Message.objects.exists()


def test_a_file_that_is_refused_at_its_end_leaves_nothing_stored(tmp_path: Path, patient: Patient) -> None:
    path = tmp_path / "diary.csv"
    path.write_text("date,text\n" + "2024-11-08,Calm.\n" * LONG + '2024-11-09,"never closed')
    with pytest.raises(CommandError, match="never closed"):
        imported(path)
    assert not Message.objects.exists()


def test_an_id_that_comes_twice_is_found_though_no_row_is_kept(tmp_path: Path, patient: Patient) -> None:
    path = at(tmp_path, written({"id": "m1", "date": "2024-11-02", "text": "other words"}))
    with pytest.raises(CommandError):
        imported(path)
    said = imported(path, "--skip-bad")
    assert ("2,500 new" in said, "1 bad and left out" in said) == (True, True)
