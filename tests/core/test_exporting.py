"""Files to take along: every character in JSON lines, no formula in CSV, however a spreadsheet splits it."""

from __future__ import annotations

import csv
import io
import json

import pytest

from core.exporting import Format, exported, safe_cell

FORMULAS = ("=1+1", "+1", "-1", "@SUM(1)", " =1", "\t=1", "\r=1", "\n=1", "\u200b=1", "\ufeff=1", "＝1", "＠A", "﹣1")


@pytest.mark.parametrize("start", FORMULAS)
@pytest.mark.parametrize("before", ["", "words;", "words,", "words\t", "words\n", 'words";', "a|"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_no_cell_is_a_formula_whatever_separates(start: str, before: str, separator: str) -> None:
    file = exported([{"a": "P-1", "b": f"{before}{start}"}], ["a", "b"], Format.CSV).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(file, newline=""), delimiter=separator) for cell in row]
    bare = [cell.lstrip(' \t\r\n\v\f"\u200b\ufeff') for cell in cells]
    assert [cell for cell in bare if cell.startswith(tuple("=+-@＝＋－＠﹣"))] == []


def test_json_lines_keep_every_character() -> None:
    row = {"text": '=1+1\n"; \u2028', "version": 3, "withdrawn": False, "note": None}
    assert json.loads(exported([row], list(row), Format.JSONL)) == row


@pytest.mark.parametrize(
    ("value", "cell"), [(-3, "-3"), (4.5, "4.5"), (True, "True"), (None, ""), ("a-b = c", "a-b = c")]
)
def test_numbers_and_words_stay_as_they_are(value: object, cell: str) -> None:
    assert safe_cell(value) == cell  # type: ignore[arg-type]
