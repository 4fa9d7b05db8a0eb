"""`evaluate_canonicalizer`: what it counts, how it prints it, which files it refuses."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from generation.evaluation.feelings import BadRowError, Share, evaluate, read_rows

ROWS = [
    {"id": "a", "text": "I am anxious and also glum.", "kind": "explicit", "emotions": ["anxious"]},
    {"id": "b", "text": "The dog barked.", "kind": "explicit", "emotions": ["Angry"]},
    {"id": "c", "text": "I am not sad.", "kind": "negated", "emotions": []},
    {"id": "d", "text": "I am sad.", "kind": "negated", "emotions": []},
    {"id": "e", "text": "He was angry.", "kind": "other_person", "emotions": []},
    {"id": "f", "text": "We lost again.", "kind": "inferred", "emotions": []},
]


def test_the_figures_count_words_and_rows(tmp_path: Path) -> None:
    figures = run_json(file_of(tmp_path, ROWS))["figures"]
    counts = {name: (share["count"], share["of"]) for name, share in figures.items()}
    assert counts == {
        "explicit words found": (1, 2),
        "explicit rows: other words reported": (1, 2),
        "negated rows reported": (1, 2),
        "other person rows reported": (0, 1),
        "inferred rows reported": (0, 1),
    }


def test_the_table_states_count_share_and_interval(tmp_path: Path) -> None:
    printed = run(file_of(tmp_path, ROWS))
    line = next(line for line in printed.splitlines() if line.startswith("negated"))
    assert line.endswith("      1      2   0.500   0.095 to 0.905")
    assert "feeling-words-" in printed


def test_errors_lists_as_many_rows_as_asked_for(tmp_path: Path) -> None:
    path = file_of(tmp_path, ROWS)
    assert [error["id"] for error in run_json(path, "--errors", "2")["errors"]] == ["a", "b"]
    assert run_json(path)["errors"] == []


def test_an_error_says_what_was_missed_and_what_was_reported(tmp_path: Path) -> None:
    printed = run(file_of(tmp_path, ROWS), "--errors", "9")
    assert "explicit b: missed angry" in printed
    assert "explicit a: wrongly reported glum" in printed
    assert "3 of 3 rows that went wrong." in printed


def test_words_match_whatever_their_case_and_count_once_a_row() -> None:
    rows = list(read_rows([json.dumps({"text": "SAD sad Sad", "kind": "explicit", "emotions": ["Sad", "SAD"]})]))
    evaluation = evaluate(rows)
    assert (evaluation.found.count, evaluation.found.of, evaluation.extra.count) == (1, 1, 0)


def test_a_row_that_prints_control_characters_is_printed_without_them(tmp_path: Path) -> None:
    rows = [{"text": "I am sad\x1b[31m\u202e.\nReally.", "kind": "inferred", "emotions": []}]
    printed = run(file_of(tmp_path, rows), "--errors", "1")
    assert "\x1b" not in printed
    assert "I am sad\N{REPLACEMENT CHARACTER}[31m\N{REPLACEMENT CHARACTER}. Really." in printed


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[" * 200_000, "not JSON"),
        ("[]", "not a JSON object"),
        ('{"kind": "explicit", "emotions": ["sad"]}', '"text" is not a string'),
        ('{"text": "a", "kind": "happy", "emotions": []}', '"kind" is none of'),
        ('{"text": "a", "kind": ["explicit"], "emotions": []}', '"kind" is none of'),
        ('{"text": "a", "kind": "explicit", "emotions": "sad"}', '"emotions" is not a list of words'),
        ('{"text": "a", "kind": "negated", "emotions": [1]}', '"emotions" is not a list of words'),
        ('{"text": "a", "kind": "explicit", "emotions": []}', "at least one emotion"),
    ],
)
def test_a_line_that_is_no_row_is_refused_with_its_number(line: str, reason: str) -> None:
    with pytest.raises(BadRowError, match=reason) as refused:
        list(read_rows(['{"text": "", "kind": "inferred", "emotions": []}', "", line]))
    assert refused.value.line == 3


def test_the_command_names_file_and_line_of_a_bad_row(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"text": "a", "kind": "inferred", "emotions": []}\nnonsense\n', encoding="utf-8")
    with pytest.raises(CommandError, match=r"rows\.jsonl, line 2: not JSON"):
        run(path)


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "no rows"), (b"\n\n", "no rows"), (b"\xff\xfe\x00", "not UTF-8")]
)
def test_a_file_without_rows_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=reason):
        run(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        run(tmp_path / "none.jsonl")


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (190, 200, 0.9104, 0.9726), (0, 0, 0, 1)],
)
def test_the_interval_is_wilsons(count: int, of: int, low: float, high: float) -> None:
    assert Share(count, of).interval == pytest.approx((low, high), abs=1e-4)


def file_of(folder: Path, rows: list[dict[str, Any]]) -> Path:
    path = folder / "rows.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def run(path: Path, *options: str) -> str:
    printed = StringIO()
    call_command("evaluate_canonicalizer", str(path), *options, stdout=printed)
    return printed.getvalue()


def run_json(path: Path, *options: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(run(path, "--json", *options))
    return content
