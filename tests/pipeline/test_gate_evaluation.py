"""`evaluate_gate`: what it counts, the shape of its JSON, and what it makes of odd files. Rows of our own."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from generation.evaluation.gate import Share, evaluate
from generation.evaluation.gate_tables import as_json, as_lines, error_lines

ROWS: list[dict[str, Any]] = [
    {"text": "Try to rest more.", "label": "advice", "quality": "gold", "source": "one"},
    {"text": "The lamp is green.", "label": "advice", "quality": "verified", "source": "two"},
    {"text": "You slept.", "label": "advice", "quality": "verified", "source": "two"},
    {"text": "Rest more.", "label": "advice", "quality": "silver", "source": "one"},
    {"text": "Is it late?", "label": "question", "source": "one"},
    {"text": "The bus was late.", "label": "neutral", "quality": "silver", "source": "one"},
    {"text": "He always walks.", "label": "neutral", "quality": "silver", "source": "two"},
    {"text": "You slept.", "label": "neutral", "quality": "gold", "source": "face", "source_text": "I slept."},
    {"text": "The train left at noon.", "not": "advice", "source": "one"},
    {"text": "Please sit down.", "not": "advice", "source": "one"},
    {
        "source_text": "I slept 6 h.",
        "neutral_restatement": "Slept 6 h.",
        "interpretation": ["You sound tired.", "The sleep was deep."],
        "question": "Did you dream?",
        "dataset": "pairs",
    },
    {"kind": "something else"},
]


@pytest.fixture
def figures() -> dict[str, Any]:
    return as_json(evaluate(ROWS))


def test_recall_is_taken_on_rows_labelled_by_hand(figures: dict[str, Any]) -> None:
    advice = figures["labels"]["advice"]
    assert (advice["n"], advice["own"], advice["any"]) == (3, 1 / 3, 2 / 3)
    assert advice["sources"]["two"]["n"] == 2
    assert advice["other_qualities"]["silver"]["own"] == 1


def test_a_label_without_rows_labelled_by_hand_is_taken_on_all() -> None:
    rows = [row | {"quality": "silver"} for row in ROWS if row.get("label") == "advice"]
    assert as_json(evaluate(rows))["labels"]["advice"]["n"] == 4


def test_neutral_sentences_said_to_the_face_stand_apart(figures: dict[str, Any]) -> None:
    neutral = figures["neutral"]
    assert (neutral["n"], neutral["fpr"]) == (2, 0.5)
    assert neutral["sources"]["one"]["fpr"] == 0
    assert neutral["restatements"]["n"] == 1
    assert neutral["restatements"]["fpr"] == 1


def test_an_axis_counts_its_own_family_only(figures: dict[str, Any]) -> None:
    assert (figures["axis"]["advice"]["n"], figures["axis"]["advice"]["fpr"]) == (2, 0.5)


def test_answers_to_a_statement_are_counted_by_kind(figures: dict[str, Any]) -> None:
    answers = figures["answers"]
    assert (answers["restatement"]["any"], answers["restatement"]["n"]) == (0, 1)
    assert (answers["interpretation"]["any"], answers["interpretation"]["n"]) == (0.5, 2)


def test_rows_of_another_shape_are_counted(figures: dict[str, Any]) -> None:
    assert figures["passed_over"] == 1


def test_interval_is_wilsons() -> None:
    low, high = Share(8, 10).interval or (0.0, 0.0)
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
    assert Share(0, 0).interval is None


def test_tables_hold_every_group_and_errors_every_kind() -> None:
    evaluation = evaluate(ROWS)
    text = "\n".join(as_lines(evaluation))
    for group in ("advice", "  two", "  (silver)", "neutral, third person", "not advice", "interpretation"):
        assert f"\n{group:<34}" in f"\n{text}"
    errors = list(error_lines(evaluation, 1))
    assert "miss, advice [-] The lamp is green." in errors
    assert "miss, advice: 1 more" in errors
    assert "false alarm, neutral [SB208] He always walks." in errors
    assert "false alarm, not advice [SB201] Please sit down." in errors


def written(folder: Path, *lines: str) -> str:
    file = folder / "rows.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return str(file)


def test_command_prints_json_of_the_documented_shape(tmp_path: Path) -> None:
    out = StringIO()
    call_command("evaluate_gate", written(tmp_path, *map(json.dumps, ROWS)), "--json", stdout=out)
    printed = json.loads(out.getvalue())
    assert {"labels", "neutral", "axis", "answers"} <= printed.keys()
    assert {"own", "any", "n", "sources"} <= printed["labels"]["advice"].keys()
    assert {"fpr", "n", "sources"} <= printed["neutral"].keys()


def test_command_lists_errors_beside_the_json(tmp_path: Path) -> None:
    out, err = StringIO(), StringIO()
    file = written(tmp_path, *map(json.dumps, ROWS))
    call_command("evaluate_gate", file, "--json", "--errors", "2", stdout=out, stderr=err)
    json.loads(out.getvalue())
    assert "miss, advice" in err.getvalue()


@pytest.mark.parametrize(
    ("lines", "message"),
    [(['{"text": "a"', "{}"], "line 1: not JSON"), (["{}", "[1]"], "line 2: not an object")],
)
def test_command_names_a_bad_line_without_quoting_it(tmp_path: Path, lines: list[str], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        call_command("evaluate_gate", written(tmp_path, *lines))


def test_command_names_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("evaluate_gate", str(tmp_path / "none.jsonl"))


def test_an_empty_file_has_no_figures(tmp_path: Path) -> None:
    out = StringIO()
    call_command("evaluate_gate", written(tmp_path, ""), "--json", stdout=out)
    assert json.loads(out.getvalue())["neutral"]["fpr"] is None


def test_line_separators_inside_a_text_end_no_row(tmp_path: Path) -> None:
    out = StringIO()
    row = '{"text": "One.\u2028You should rest.", "label": "advice", "quality": "gold", "source": "own"}'
    call_command("evaluate_gate", written(tmp_path, row), "--json", stdout=out)
    assert json.loads(out.getvalue())["labels"]["advice"]["n"] == 1
