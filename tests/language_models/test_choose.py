"""What the settings say of models is taken as meant, or refused before anything starts."""

from __future__ import annotations

import os
import subprocess
import sys
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured

from generation.language_models.choose import (
    StageChoice,
    language_model,
    read_model_settings,
    require_known_model,
)
from generation.language_models.openai_model import OpenAIModel
from generation.language_models.thinking import Thinking
from generation.pipeline.language_model import Task


def read(settings: Any, **values: Any) -> Any:
    for name, value in values.items():
        setattr(settings, name, value)
    return read_model_settings()


def test_without_key_and_address_everything_is_done_by_rules(settings: Any) -> None:
    chosen = read(settings)
    assert language_model(chosen) is None
    assert set(chosen.stages.values()) == {StageChoice.RULES}


@pytest.mark.parametrize("set_one", [{"OPENAI_API_KEY": "sk-x"}, {"OPENAI_BASE_URL": "http://127.0.0.1:1/v1"}])
def test_with_either_all_but_reading_the_diary_is_by_a_model(settings: Any, set_one: dict[str, str]) -> None:
    chosen = read(settings, **set_one)
    assert isinstance(language_model(chosen), OpenAIModel)
    by_model = {task for task, choice in chosen.stages.items() if choice is StageChoice.MODEL}
    assert by_model == {Task.CHOICE, Task.JUDGE, Task.REPAIR}


def test_model_is_the_same_for_the_whole_process(settings: Any) -> None:
    chosen = read(settings, OPENAI_API_KEY="sk-x")
    assert language_model(chosen) is language_model(read_model_settings())


def test_each_stage_is_chosen_on_its_own(settings: Any) -> None:
    chosen = read(settings, OPENAI_API_KEY="sk-x", STAGE_JUDGE="rules", STAGE_CANONICALIZER="model")
    assert chosen.stages[Task.JUDGE] is StageChoice.RULES
    assert chosen.stages[Task.CANONICALIZER] is StageChoice.MODEL


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"MODEL_TIER": "cheap"}, "Unknown MODEL_TIER 'cheap'. Choose from precision, balanced, rapid."),
        ({"STAGE_CHOICE": "llm"}, "Unknown STAGE_CHOICE 'llm'. Choose from rules, model."),
        ({"STAGE_CHOICE": "model", "OPENAI_API_KEY": ""}, "needs a model: set OPENAI_API_KEY or OPENAI_BASE_URL"),
        ({"MODEL_OVERRIDES": {"poet": "gpt-5"}}, "unknown task 'poet'. Choose from all, action_summary"),
        (
            {"MODEL_OVERRIDES": {"bridge_judge": "gpt-6"}},
            "Unknown model 'gpt-6'. Choose from gpt-5, gpt-5-mini, gpt-5-nano",
        ),
        ({"MODEL_PRICES": {"x": "cheap"}}, "write in/out"),
        ({"MODEL_PRICES": {"x": "1"}}, "write in/out"),
        ({"MODEL_PRICES": {"x": "1/-2"}}, "write in/out"),
        ({"MODEL_PRICES": {"x": "1/NaN"}}, "write in/out"),
        ({"OPENAI_BASE_URL": "ftp://x/v1"}, "OPENAI_BASE_URL is an address"),
        ({"OPENAI_BASE_URL": "http:///v1"}, "OPENAI_BASE_URL is an address"),
        ({"DAILY_TOKEN_BUDGET": -1}, "DAILY_TOKEN_BUDGET"),
        ({"MODEL_THINKING": {"all": "lots"}}, "MODEL_THINKING of 'all': an effort (none, minimal, low, medium, high,"),
        ({"MODEL_THINKING": {"all": "100001"}}, "or the tokens it may take, at most 100,000"),
        ({"MODEL_THINKING": {"poet": "low"}}, "MODEL_THINKING names an unknown task 'poet'"),
    ],
)
def test_settings_that_make_no_sense_are_refused_with_the_choices(
    settings: Any, values: dict[str, Any], said: str
) -> None:
    with pytest.raises(ImproperlyConfigured) as caught:
        read(settings, **{"OPENAI_API_KEY": "sk-canary", **values})
    assert said in str(caught.value)
    assert "sk-canary" not in str(caught.value)


def test_thinking_is_chosen_for_all_tasks_and_for_one(settings: Any) -> None:
    chosen = read(settings, OPENAI_API_KEY="sk-x", MODEL_THINKING={"all": "low", "bridge_judge": "4000"})
    assert chosen.thinking["bridge_choice"] == Thinking("low", 3000)
    assert chosen.thinking["bridge_judge"] == Thinking("", 4000)
    assert chosen.names().room("bridge_judge") == 4000


def test_every_task_has_room_for_thoughts_unless_told_otherwise(settings: Any) -> None:
    room = read(settings, OPENAI_API_KEY="sk-x").names().room
    assert all(room(task) > 0 for task in Task)


def test_own_server_serves_what_it_is_set_to_serve(settings: Any) -> None:
    chosen = read(settings, OPENAI_BASE_URL="http://127.0.0.1:1/v1", MODEL_OVERRIDES={"all": "qwen3-8b"})
    assert chosen.names().choose("bridge_judge") == "qwen3-8b"
    assert require_known_model("anything", chosen) == "anything"


def test_model_with_a_declared_price_is_known(settings: Any) -> None:
    chosen = read(settings, OPENAI_API_KEY="sk-x", MODEL_PRICES={"gpt-6": "2/8/0.2"})
    assert require_known_model("gpt-6", chosen) == "gpt-6"
    assert chosen.prices["gpt-6"].cached == Decimal("0.2")


def test_key_is_not_in_the_repr(settings: Any) -> None:
    assert "sk-canary" not in repr(read(settings, OPENAI_API_KEY="sk-canary"))


def test_process_with_settings_that_make_no_sense_does_not_start() -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "sessionbridge.settings.development", "MODEL_TIER": "cheap"}
    started = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=django_settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode != 0
    assert "Unknown MODEL_TIER 'cheap'. Choose from precision, balanced, rapid." in started.stderr
