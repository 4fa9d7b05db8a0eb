"""Guards the command that summarises many diaries without a database: what it reads, writes, and says of bad lines."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

DIARY: dict[str, Any] = {
    "user_id": "u1",
    "tz": "Europe/Berlin",
    "window": ["2026-11-07", "2026-11-21"],
    "messages": [
        {"id": "m1", "ts": "2026-11-08T21:14:00Z", "text": "Couldn't sleep, anxious about the exam. Maybe 5.5 h."},
        {"id": "m2", "ts": "2026-11-10T06:40:00Z", "text": "Slept 6 h. Still anxious."},
        {"id": "m5", "ts": "2026-11-12T18:05:00Z", "text": "Exam done. Relieved, I think."},
    ],
}


def diary(**changes: Any) -> str:
    return json.dumps({**DIARY, **changes})


def message(id_: str, ts: str, text: str) -> dict[str, str]:
    return {"id": id_, "ts": ts, "text": text}


def summarise(folder: Path, *lines: str) -> tuple[list[dict[str, Any]], str]:
    source, out, errors = folder / "diaries.jsonl", folder / "summaries.jsonl", io.StringIO()
    source.write_text("\n".join(lines), encoding="utf-8")
    call_command("evaluate_summaries", str(source), "--out", str(out), stderr=errors)
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()], errors.getvalue()


def test_each_diary_is_a_row_with_its_text_plan_and_composition(tmp_path: Path) -> None:
    [row, other], said = summarise(tmp_path, diary(), "", diary(user_id="u2"))
    assert (row["user_id"], row["tz"], row["window"]) == ("u1", "Europe/Berlin", ["2026-11-07", "2026-11-21"])
    assert '"anxious" is named as a feeling on 2 days: 8 and 10 Nov.' in row["text"]
    assert [(one["id"], one["day"]) for one in row["messages"]] == [
        ("m1", "2026-11-08"),
        ("m2", "2026-11-10"),
        ("m5", "2026-11-12"),
    ]
    assert row["plan"]["choice"] == row["composition"]
    assert other["user_id"] == "u2"
    assert "2 summaries in " in said


def test_blank_messages_and_those_outside_the_window_are_left_out(tmp_path: Path) -> None:
    extra = [message("m3", "2026-11-10T08:00:00Z", " \n "), message("m4", "2026-11-21T23:30:00Z", "Too late.")]
    [row], _ = summarise(tmp_path, diary(messages=[*DIARY["messages"], *extra]))
    assert [one["id"] for one in row["messages"]] == ["m1", "m2", "m5"]


def test_last_delivery_of_an_id_counts(tmp_path: Path) -> None:
    again = message("m1", "2026-11-09T12:00:00Z", "Felt calm.")
    [row], _ = summarise(tmp_path, diary(messages=[*DIARY["messages"], again]))
    assert row["messages"][0] == {"id": "m1", "day": "2026-11-09", "text": "Felt calm."}


def test_what_is_left_out_is_listed_with_its_place(tmp_path: Path) -> None:
    long = [
        message(f"e{n}", f"2026-11-{8 + n // 2:02}T{8 + n % 2:02}:00:00Z", f"Round {n} along the river, 1{n} km. " * 30)
        for n in range(12)
    ]
    copy = {**long[0], "id": "copy", "ts": "2026-11-20T08:00:00Z"}
    [row], _ = summarise(tmp_path, diary(messages=[*long, copy]))
    texts = {one["id"]: one["text"] for one in row["messages"]}
    assert {one["kind"] for one in row["left_out"]} >= {"sentence", "number"}
    assert all(texts[one["id"]][one["start"] : one["end"]] == one["text"] for one in row["left_out"])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("not json", "line 2: it is no JSON object on one line"),
        ("[]", "line 2: Input should be"),
        (diary(tz="Mars/Olympus"), "line 2: tz: 'Mars/Olympus' is not a known time zone"),
        (diary(window=["2026-11-07", "2026-11-20"]), "line 2: a window is 15 calendar days"),
        (diary(messages=[message("m", "2026-11-08T21:14:00", "Hi")]), "line 2: messages.0.ts: "),
        (
            diary(messages=[message("m", "2026-11-08T21:14:00Z", "secret\0")]),
            "line 2: messages.0.text: has a NUL character",
        ),
        (diary(messages=[{"id": "m", "ts": "2026-11-08T21:14:00Z"}]), "line 2: messages.0.text: Field required"),
    ],
)
def test_bad_line_is_named_without_its_words(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(CommandError) as caught:
        summarise(tmp_path, diary(), line)
    assert said in str(caught.value)
    assert "secret" not in str(caught.value)


def test_nothing_is_written_where_a_line_is_bad(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        summarise(tmp_path, diary(), "{}")
    assert not (tmp_path / "summaries.jsonl").exists()


def test_file_without_a_diary_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="there is no diary in it"):
        summarise(tmp_path, "")


def test_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("evaluate_summaries", str(tmp_path / "none.jsonl"), "--out", str(tmp_path / "out.jsonl"))
