"""Released prompts never change, hold our words first, and diary text only as data."""

from __future__ import annotations

import json

import pytest

from generation.pipeline.language_model import Task
from generation.pipeline.policy_gate.judge_rules import JUDGE_RULES
from generation.pipeline.prompts import CURRENT, LONGEST_DATA, make_prompt, prompt_file, prompt_hash
from tests.pipeline.diaries import diary as diary_of
from tests.pipeline.diaries import random_diary
from tests.pipeline.model_runs import good, team_of
from tests.pipeline.runs import run

# Released files never change: a new wording is a new file with the next number.
RELEASED = {
    "canonicalizer-2": "5419cd586015491378010457478d2a237d7c194a9debfbe0825af162fddf825c",
    "choice-1": "657cf4e3d3b1985c45ad4b63a12d7af0312a091269d8a2ebc706a66a33704f26",
    "repair-2": "71010b6b07ab031b39b43e94c46bd3363af8dcb10c9c4f850138d2c4cf2db11f",
    "judge-2": "43ed1c4af236b4d9ab7285378f5c64a9ff9a61e5939f59e36026a445ee437e9e",
}
_WALK = "Along the river, slept 6.5 h. "


@pytest.mark.parametrize("version", RELEASED)
def test_released_prompt_is_as_it_was(version: str) -> None:
    assert prompt_hash(version) == RELEASED[version]


def test_every_prompt_in_use_is_released() -> None:
    assert set(CURRENT.values()) <= set(RELEASED)


def test_judge_is_told_its_rules() -> None:
    for rule in JUDGE_RULES:
        assert f"  {rule.name}: {rule.forbids}\n" in prompt_file(CURRENT[Task.JUDGE])


def test_a_summary_takes_two_requests_of_sixty_entries() -> None:
    rows = [
        (f"m{n}", f"2026-11-{7 + n // 4:02} {8 + n % 4:02}:00", f"Walked home, {n}. {_WALK * 3}") for n in range(60)
    ]
    team, model = team_of(good)
    run(diary_of(*rows), team=team)
    assert [asked.task for asked in model.asked] == [Task.CHOICE, Task.JUDGE]


def test_what_is_too_long_for_one_question_is_asked_in_parts() -> None:
    rows = [(f"m{d}", f"2026-11-{d:02} 12:00", f"Walked home, {d}. " + f"{_WALK * 240}") for d in range(7, 22)]
    team, model = team_of(good)
    run(diary_of(*rows), team=team)
    parts = [asked.prompt for asked in model.asked if asked.task == Task.JUDGE]
    assert all(len(prompt.data.encode()) <= 2 * LONGEST_DATA for prompt in parts)


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
