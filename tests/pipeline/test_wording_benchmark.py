"""The benchmark's files are what its card says, and its harness counts any gate by the one way of counting."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import pytest

from wording_benchmark.__main__ import main
from wording_benchmark.rows import read_rows, splits

LABELS = {"advice", "motivation", "causality", "diagnosis", "interpretation", "question"}


def says_advice(text: str) -> Iterator[str]:
    if "should" in text:
        yield "advice"


def test_rows_carry_what_the_card_says() -> None:
    rows = list(read_rows(splits()))
    assert len({row["id"] for row in rows}) == len({row["text"] for row in rows}) == len(rows)
    assert {label for row in rows for label in row["labels"]} == LABELS
    assert {key for row in rows for key in row} == {
        "id", "text", "labels", "reader_1", "reader_2", "writer", "near", "register", "hand", "reported",
    }  # fmt: skip


def test_labels_are_what_two_of_three_gave() -> None:
    for row in read_rows(splits()):
        votes = [row["reader_1"], row["reader_2"], row["writer"]]
        assert set(row["labels"]) == {label for label in LABELS if sum(label in vote for vote in votes) > 1}, row["id"]


def test_only_neutral_rows_are_marked_as_reports() -> None:
    assert [row["id"] for row in read_rows(splits()) if row["reported"] and row["labels"]] == []


def test_a_gate_is_counted_by_label(capsys: pytest.CaptureFixture[str]) -> None:
    main(["open", "--gate", f"{__name__}:says_advice", "--json"])
    figures = json.loads(capsys.readouterr().out)
    assert figures["labels"]["advice"]["own"] == figures["labels"]["advice"]["any"] > 0
    assert figures["labels"]["question"]["own"] == 0
    assert 0 < figures["reported"]["fpr"] < figures["axis"]["advice"]["fpr"] < 1


def test_a_filter_is_a_gate_too(capsys: pytest.CaptureFixture[str]) -> None:
    program = "import sys, json\nfor line in sys.stdin: print(json.dumps(['x'] if 'the' in json.loads(line) else []))"
    main(["open", "--command", f'{sys.executable} -c "{program}"', "--json"])
    assert json.loads(capsys.readouterr().out)["labels"]["advice"]["any"] > 0


@pytest.mark.parametrize("arguments", [["nowhere"], ["--gate", "no.such:gate"], ["--gate", "json"]])
def test_what_is_not_there_is_named(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(arguments)
    assert arguments[-1] in capsys.readouterr().err


def test_the_public_word_list_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    main(["open", "--gate", "wording_benchmark.gates:vader", "--json"])
    assert json.loads(capsys.readouterr().out)["labels"]["motivation"]["own"] > 0
