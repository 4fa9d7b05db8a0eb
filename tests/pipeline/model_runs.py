"""Stages asking a scripted model, without a network or a database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from types import MappingProxyType
from typing import Any

from generation.language_models.memory_record import MemoryRecord
from generation.language_models.metered_model import CallLimits, KeptReply, MeteredModel, Names
from generation.language_models.rehearsal import good_content
from generation.language_models.scripted_model import Asked, Script, Scripted, ScriptedModel
from generation.pipeline.canonicalizer.by_model import ModelCanonicalizer
from generation.pipeline.language_model import Task
from generation.pipeline.policy_gate.judge import JudgeMemory, ModelJudge
from generation.pipeline.repair import ModelRepairer
from generation.pipeline.sequence import Team
from generation.pipeline.writer.chooser import ModelComposer

LIMITS = CallLimits(
    stages=MappingProxyType(dict.fromkeys(Task, 5.0)),
    request=1.0,
    least=0.0,
    first_wait=0.0,
)
Answers = Iterable[Script] | Callable[[Asked], Scripted]


def asker_of(model: ScriptedModel | None, kept: Iterable[KeptReply] = ()) -> MeteredModel:
    return MeteredModel(model, MemoryRecord(), Names(choose=lambda _task: "scripted"), kept=kept, limits=LIMITS)


def team_of(answers: Answers, memory: JudgeMemory | None = None) -> tuple[Team, ScriptedModel]:
    """Every stage by a model that says `answers`."""
    model = ScriptedModel(answers)
    return team_asking(asker_of(model), memory), model


def team_asking(asker: MeteredModel, memory: JudgeMemory | None = None) -> Team:
    return Team(ModelCanonicalizer(asker), ModelComposer(asker), ModelJudge(asker, memory), ModelRepairer(asker))


def data_of(asked: Asked) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(asked.prompt.data)
    return data


def good(asked: Asked) -> str:
    """The answer that keeps every rule."""
    return json.dumps(good_content(asked.task, data_of(asked)))


def good_but(**answers: Callable[[dict[str, Any]], object]) -> Callable[[Asked], str]:
    """Good answers, but for the tasks named: there, what the function makes of the data."""
    return lambda asked: json.dumps(answers[asked.task](data_of(asked))) if asked.task in answers else good(asked)
