"""Waves of many sessions at once in one worker: every promise of a run holds, and nobody waits for the others."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest

from generation.language_models.rehearsal import good_answer
from generation.language_models.scripted_model import ScriptedModel
from generation.models import GenerationJob, SessionAnalysis
from generation.pipeline.language_model import ModelReply, Prompt
from generation.run.models_for_job import models_for
from generation.worker.side_by_side import run_jobs_side_by_side
from tests.builders.sessions import make_session, make_wave_job

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("services")]


class Together(ScriptedModel):
    """Answers nobody before so many have asked."""

    def __init__(self, number: int) -> None:
        super().__init__(good_answer)
        self._number = number
        self.waiting = 0

    async def acomplete(
        self, task: str, prompt: Prompt, schema: Mapping[str, Any], time_left: float, model: str | None = None
    ) -> ModelReply:
        self.waiting += 1
        while self.waiting < self._number:
            await asyncio.sleep(0.01)
        return await super().acomplete(task, prompt, schema, time_left, model)


def test_sessions_are_read_at_the_same_time() -> None:
    jobs = [make_wave_job(make_session()) for _ in range(5)]
    model = Together(5)
    assert run_jobs_side_by_side([job.id for job in jobs], models=partial(models_for, model=model)) == 5
    assert SessionAnalysis.objects.count() == 5
    stages = [tuple(job.artifacts.order_by("position").values_list("stage", flat=True)) for job in jobs]
    assert set(stages) == {("mood_analysis.reply", "reading")}


def test_one_that_breaks_leaves_the_others_alone() -> None:
    jobs = [make_wave_job(make_session(), wave) for wave in ("mood", "topics")]

    def topics_chat(asked: Any) -> str:
        return "Sure!" if asked.task == "topic_extraction" else good_answer(asked)

    assert (
        run_jobs_side_by_side([job.id for job in jobs], models=partial(models_for, model=ScriptedModel(topics_chat)))
        == 1
    )
    states = dict(GenerationJob.objects.values_list("wave", "state"))
    assert states == {"mood": "succeeded", "topics": "failed"}


def test_reading_is_the_same_whether_it_was_waited_for_or_awaited() -> None:
    from generation.worker.execution import run_job

    first, second = make_wave_job(make_session()), make_wave_job(make_session())
    models = partial(models_for, model=ScriptedModel(good_answer))
    assert run_job(first.id, models=models)
    assert run_jobs_side_by_side([second.id], models=models) == 1
    one, other = (json.loads(SessionAnalysis.objects.get(job=job).data or "") for job in (first, second))
    assert one == other
