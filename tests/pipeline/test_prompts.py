"""Released prompts never change, hold our words first, and diary text only as data."""

from __future__ import annotations

import json

import pytest

from generation.demo.diaries import DIARIES
from generation.pipeline.language_model import Task
from generation.pipeline.policy_gate.judge_rules import JUDGE_RULES
from generation.pipeline.prompts import CURRENT, make_prompt, prompt_file, prompt_hash, share_of_instructions
from tests.pipeline.diaries import diary as diary_of
from tests.pipeline.diaries import random_diary
from tests.pipeline.model_runs import good, team_of
from tests.pipeline.runs import run

# Released files never change: a new wording is a new file with the next number.
RELEASED = {
    "canonicalizer-1": "9b989b2d1ffaed30f0dfdb5890498ff82f603055ce3637ce580f92e1b01b8c0b",
    "choice-1": "657cf4e3d3b1985c45ad4b63a12d7af0312a091269d8a2ebc706a66a33704f26",
    "repair-2": "71010b6b07ab031b39b43e94c46bd3363af8dcb10c9c4f850138d2c4cf2db11f",
    "judge-2": "43ed1c4af236b4d9ab7285378f5c64a9ff9a61e5939f59e36026a445ee437e9e",
}
# What is asked in parts of a size that keeps the instructions most of each.
IN_PARTS = (Task.CANONICALIZER, Task.JUDGE)
LEAST_SHARE = 0.6
_WALK = "Along the river, slept 6.5 h. "


@pytest.mark.parametrize("version", RELEASED)
def test_released_prompt_is_as_it_was(version: str) -> None:
    assert prompt_hash(version) == RELEASED[version]


def test_every_prompt_in_use_is_released() -> None:
    assert set(CURRENT.values()) <= set(RELEASED)


def test_judge_is_told_its_rules() -> None:
    for rule in JUDGE_RULES:
        assert f"  {rule.name}: {rule.forbids}\n" in prompt_file(CURRENT[Task.JUDGE])


@pytest.mark.parametrize("diary", DIARIES, ids=lambda diary: diary.name)
def test_instructions_come_first_are_the_same_and_are_most_of_what_is_asked_in_parts(diary: object) -> None:
    team, model = team_of(good)
    run(diary.read(), team=team)  # type: ignore[attr-defined]
    for asked in model.asked:
        task = Task(asked.task)
        assert asked.prompt.instructions == make_prompt(task, {}, answer_tokens=1).instructions
        assert task not in IN_PARTS or share_of_instructions(asked.prompt) >= LEAST_SHARE, asked.task


def test_long_diary_is_asked_in_parts() -> None:
    team, model = team_of(good)
    days = range(7, 22)
    run(diary_of(*((f"m{d}", f"2026-11-{d:02} 12:00", f"Walked home, {d}. {_WALK * 20}") for d in days)), team=team)
    for task in IN_PARTS:
        parts = [asked.prompt for asked in model.asked if asked.task == task]
        assert len(parts) > 1
        assert all(share_of_instructions(prompt) >= LEAST_SHARE for prompt in parts)


@pytest.mark.parametrize("seed", range(20))
def test_words_of_the_diary_are_sent_as_json_and_nowhere_else(seed: int) -> None:
    team, model = team_of(good)
    inputs = random_diary(seed)
    run(inputs, team=team)
    for asked in model.asked:
        assert isinstance(json.loads(asked.prompt.data), dict)
        assert asked.prompt.instructions == make_prompt(Task(asked.task), {}, answer_tokens=1).instructions


def test_prompt_hides_its_text_from_logs() -> None:
    prompt = make_prompt(Task.JUDGE, {"bullets": ["canary"]}, answer_tokens=1)
    assert "canary" not in repr(prompt)


def test_every_prompt_file_ends_with_one_line_break() -> None:
    assert all(prompt_file(version).rstrip("\n") + "\n" == prompt_file(version) for version in RELEASED)
