"""Released prompts never change, hold our words first, and diary text only as data."""

from __future__ import annotations

import json

import pytest
from generation.pipeline.policy_gate.safe_vocabulary import safe_vocabulary
from jinja2 import UndefinedError

from generation.demo.diaries import DIARIES
from generation.pipeline import prompts
from generation.pipeline.language_model import Task
from generation.pipeline.prompts import CURRENT, make_prompt, prompt_file, prompt_hash, share_of_instructions
from tests.pipeline.diaries import entries_on, random_diary
from tests.pipeline.model_runs import good, good_but, team_of
from tests.pipeline.runs import run

# Released files never change: a new wording is a new file with the next number.
RELEASED = {
    "canonicalizer-1": "9b989b2d1ffaed30f0dfdb5890498ff82f603055ce3637ce580f92e1b01b8c0b",
    "writer-1": "7d08d0415d705cafff02d9f9c33657b1773407cf2960d05c89840a11221473cc",
    "repair-1": "1fe1e0110c810d4e7b5010bcd6976f920b872337541b2c990855bb5590738249",
    "judge-1": "b48abecc9929e9390adf3922dfa176b95160e9253da963cce5e84935da7a6c5d",
    "free-form-1": "97d6ea006b8c140021c250286a498035349aae36194bec4b4b8276bc32894b39",
}
LEAST_SHARE = 0.6


@pytest.mark.parametrize("version", RELEASED)
def test_released_prompt_is_as_it_was(version: str) -> None:
    assert prompt_hash(version) == RELEASED[version]


def test_every_prompt_in_use_is_released() -> None:
    assert set(CURRENT.values()) <= set(RELEASED)


def test_variable_nobody_fills_in_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        prompts._ENVIRONMENT.from_string("{{ missing }}").render()


@pytest.mark.parametrize("task", Task)
def test_nothing_is_left_to_fill_in(task: Task) -> None:
    instructions = make_prompt(task, {}, answer_tokens=1).instructions
    assert "{{" not in instructions
    assert "{%" not in instructions


@pytest.mark.parametrize("task", [Task.WRITER, Task.REPAIR])
def test_whoever_words_is_told_the_words_that_need_no_source(task: Task) -> None:
    words = [word for group in safe_vocabulary().groups for word in group.words]
    assert f"these: {', '.join(words)}." in make_prompt(task, {}, answer_tokens=1).instructions


def test_judge_is_told_its_rules() -> None:
    assert "turned around: " in make_prompt(Task.JUDGE, {}, answer_tokens=1).instructions


@pytest.mark.parametrize("diary", DIARIES, ids=lambda diary: diary.name)
def test_instructions_come_first_are_the_same_and_are_most_of_each_prompt(diary: object) -> None:
    team, model = team_of(good_but(writer=lambda data: {"bullets": [bad(one) for one in data["bullets"]]}))
    run(diary.read(), team=team)  # type: ignore[attr-defined]
    assert {asked.task for asked in model.asked} >= {"canonicalizer", "writer", "repair"}
    for asked in model.asked:
        assert asked.prompt.instructions == make_prompt(Task(asked.task), {}, answer_tokens=1).instructions
        assert share_of_instructions(asked.prompt) >= LEAST_SHARE, asked.task


def bad(bullet: dict[str, str]) -> dict[str, object]:
    return {"slot_id": bullet["slot_id"], "text": "You should rest.", "fact_ids": []}


def test_long_diary_is_asked_in_parts() -> None:
    team, model = team_of(good)
    run(entries_on(range(7, 22), "Walked home along the river, slept 6.5 h. " * 20), team=team)
    assert sum(asked.task == "canonicalizer" for asked in model.asked) > 1
    assert all(share_of_instructions(asked.prompt) >= LEAST_SHARE for asked in model.asked)


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
