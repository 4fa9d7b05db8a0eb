"""Recording what a model said and going through it again; the rules' choice beside a model's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError

from generation.evaluation.diary_rows import Diary, diary_row, read_diaries
from generation.evaluation.tier_costs import dense_diary
from generation.language_models.choose import language_model, read_model_settings
from tests.wire.answers import good_answer
from tests.wire.scripted_server import ScriptedServer, answering
from tests.wire.test_commands_with_models import output_of


@pytest.fixture
def server(settings: Any) -> Iterator[ScriptedServer]:
    with ScriptedServer(lambda _request, _number: answering(good_answer)) as running:
        settings.OPENAI_BASE_URL = running.url
        model = language_model(read_model_settings())
        assert model is not None
        yield running
        model.close()


@pytest.fixture
def sixty(tmp_path: Path) -> Path:
    """A file with one diary of which a model has to choose."""
    path = tmp_path / "diaries.jsonl"
    path.write_text(json.dumps(diary_row(Diary(1, "sixty", dense_diary()))) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def recorded(server: ScriptedServer, sixty: Path, tmp_path: Path, settings: Any) -> Path:
    """What a good model said of it; afterwards there is no model any more."""
    folder = tmp_path / "recorded"
    output_of("record_replies", str(folder), "--diaries", str(sixty))
    settings.OPENAI_BASE_URL = ""
    return folder


def keys_of(tmp_path: Path, sixty: Path, shown: str) -> Path:
    """Keys of a reader: what stands in the text, and what nobody wrote."""
    [diary] = read_diaries(sixty.read_text(encoding="utf-8").splitlines())
    first = diary.inputs.messages[0]
    must = [{"id": first.id, "quote": shown, "rank": 1}, {"id": first.id, "quote": "Nobody wrote this.", "rank": 2}]
    path = tmp_path / "keys.jsonl"
    row = {"user_id": "sixty", "days": [{"day": diary.inputs.window.first.isoformat(), "must": must}]}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return path


def test_diary_row_reads_back_as_the_same_diary(sixty: Path) -> None:
    [diary] = read_diaries(sixty.read_text(encoding="utf-8").splitlines())
    assert diary.inputs == dense_diary()


def test_prompts_and_replies_are_kept(recorded: Path, server: ScriptedServer) -> None:
    content = json.loads((recorded / "001.json").read_text(encoding="utf-8"))
    assert [call["task"] for call in content["calls"]] == ["bridge_choice", "bridge_judge"]
    assert [call["prompt"]["data"] for call in content["calls"]] == [
        request.body["messages"][1]["content"] for request in server.requests
    ]


def test_run_on_recorded_replies_comes_out_as_it_did(recorded: Path) -> None:
    shown = output_of("try_model", "--replay", str(recorded))
    [row] = [line for line in shown.splitlines() if line.startswith("sixty ")]
    assert row.split()[1:3] == ["2", "0"]
    assert "choice-1" in row


def test_question_that_was_not_recorded_goes_on_by_rules(recorded: Path) -> None:
    path = recorded / "001.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**content, "calls": content["calls"][1:]}), encoding="utf-8")
    assert "given up: not_stored; by rules" in output_of("try_model", "--replay", str(recorded))


def test_nothing_recorded_is_written_over(recorded: Path, settings: Any, server: ScriptedServer) -> None:
    settings.OPENAI_BASE_URL = server.url
    with pytest.raises(CommandError, match="File exists"):
        output_of("record_replies", str(recorded))


@pytest.mark.parametrize("text", ["{}", "secret", '{"diary": {"user_id": "secret"}, "calls": []}'])
def test_file_that_is_no_recording_is_named_without_its_words(tmp_path: Path, text: str) -> None:
    (tmp_path / "001.json").write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=r"001\.json: it is no recording") as caught:
        output_of("try_model", "--replay", str(tmp_path))
    assert "secret" not in str(caught.value)


def test_empty_folder_is_said_to_be_empty(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="there is no recording in it"):
        output_of("compare_choices", "--replay", str(tmp_path))


def test_choices_are_compared_by_what_they_show(recorded: Path, sixty: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    output_of("compare_choices", "--replay", str(recorded), "--out", str(out))
    rules, model = (json.loads((out / f"{side}.jsonl").read_text(encoding="utf-8")) for side in ("rules", "model"))
    assert rules["text"] != model["text"]
    quoted = next(line for line in model["text"].splitlines() if line.startswith("- ") and '"' in line)
    keys = keys_of(tmp_path, sixty, quoted.split('"')[1])
    shown = output_of("compare_choices", "--replay", str(recorded), "--keys", str(keys))
    assert "1 diaries, 0 with the same text both ways." in shown
    assert "By the model: 1 first_pass." in shown
    assert "2 requests, 3,000 tokens in, 400 out, of these 0 thought; $" in shown
    [row] = [line for line in shown.splitlines() if line.startswith("key sentences shown")]
    assert "of 2 (" in row


def test_choices_of_a_model_that_is_there_are_compared_too(server: ScriptedServer, sixty: Path) -> None:
    assert "1 diaries, " in output_of("compare_choices", str(sixty))
    assert len(server.requests) == 2


def test_diaries_without_keys_are_left_aside(server: ScriptedServer, tmp_path: Path, sixty: Path) -> None:
    keys = keys_of(tmp_path, sixty, "x")
    with pytest.raises(CommandError, match="no diary has key sentences"):
        output_of("compare_choices", "--keys", str(keys))


def test_bad_keys_are_named_without_their_words(tmp_path: Path) -> None:
    path = tmp_path / "keys.jsonl"
    path.write_text('{"user_id": "secret"}\n', encoding="utf-8")
    with pytest.raises(CommandError, match="line 1: it is no row of key sentences") as caught:
        output_of("compare_choices", "--keys", str(path))
    assert "secret" not in str(caught.value)


def test_comparing_needs_a_model_or_a_recording() -> None:
    with pytest.raises(CommandError, match="give --replay FOLDER"):
        output_of("compare_choices")
