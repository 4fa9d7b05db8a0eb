"""Whole jobs on a scripted server: real rows, the real client, time limits scaled down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from types import MappingProxyType

from core.models import Patient
from generation.language_models.choose import ModelSettings, StageChoice, read_model_settings
from generation.language_models.metered_model import CallLimits
from generation.language_models.openai_model import OpenAIModel
from generation.models import GenerationJob
from generation.pipeline.language_model import LanguageModel, Task
from generation.run.models_for_job import models_for
from generation.summary_requests import request_summary
from generation.worker.execution import run_job
from tests.builders.people import AS_OF, make_patient, write
from tests.wire import canaries
from tests.wire.scripted_server import Behaviour, Received, ScriptedServer

# A second here is a minute and more in production.
LIMITS = CallLimits(
    stages=MappingProxyType(dict.fromkeys(Task, 5.0)),
    request=1.0,
    least=0.01,
    first_wait=0.01,
)
# For servers that do not dawdle: a busy machine must not make a time-out of another fault.
UNHURRIED = replace(LIMITS, request=4.0)
MANY = 12


def everything_by_model(**changes: object) -> ModelSettings:
    """Every stage by a model, as where one is set."""
    stages = MappingProxyType(dict.fromkeys(Task, StageChoice.MODEL))
    return replace(read_model_settings(), stages=stages, **changes)  # type: ignore[arg-type] - named by the test


def long_diarist() -> Patient:
    """A person whose fortnight is more than is quoted, with a day that must be and one in another language."""
    patient = make_patient(model_allowed=True)
    first = AS_OF - timedelta(days=13)
    entries = [_entry(number, first + timedelta(days=number // 2)) for number in range(MANY)]
    write(patient, *entries)
    return patient


def _entry(number: int, day: date) -> tuple[str, str, str]:
    at = f"{day.isoformat()}T{8 + 9 * (number % 2):02}:10+01:00"
    if number == MANY - 1:
        return f"m{number}", at, "Ich war heute nicht bei der Arbeit und ich bin so müde."
    text = "I want to kill myself. " if number == MANY // 2 else ""
    text += (
        f"Slept {5 + number % 4}.5 h. Felt anxious before the talk with my manager, number {number}. "
        f"Walked {number % 7 + 1}.2 km along the river with Ada, the wind was loud and the path was full of leaves. "
        f"Mood {number % 5 + 3}/10. Choir practice in the evening, soup and bread afterwards, then the long way home "
        f"by tram because the bridge was closed again. Wrote two letters and read page {number} of the thick book."
    )
    return f"m{number}", at, text


def run_by_model(
    patient: Patient,
    model: LanguageModel,
    chosen: ModelSettings | None = None,
    limits: CallLimits = LIMITS,
) -> GenerationJob:
    """Ask for the person's summary and run the job here, every stage by `model`."""
    job = request_summary(patient, as_of=AS_OF, again="the test asks again").job
    assert run_job(
        job.id, models=partial(models_for, model=model, chosen=chosen or everything_by_model(), limits=limits)
    )
    job.refresh_from_db()
    return job


def run_on(server: ScriptedServer, patient: Patient | None = None, limits: CallLimits = LIMITS) -> GenerationJob:
    with closing(OpenAIModel(canaries.KEY, server.url)) as model:
        model.prepare()
        return run_by_model(patient or long_diarist(), model, limits=limits)


Spoiler = Callable[[str, int], Behaviour | None]


def scripted(good: Callable[[Received], Behaviour], spoil: Spoiler) -> Callable[[Received, int], Behaviour]:
    """A script that answers well unless `spoil(task, number)` has another idea; numbers count a task's requests."""
    seen: Counter[str] = Counter()

    def script(request: Received, _: int) -> Behaviour:
        number = seen[request.task]
        seen[request.task] += 1
        return spoil(request.task, number) or good(request)

    return script
