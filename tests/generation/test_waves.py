"""One table of names: what the logs, the tiers and the documents call each wave comes from its row."""

from __future__ import annotations

import pytest

from generation.generators.waves.registry import wave_generators
from generation.language_models.model_tiers import TASK_MODELS
from generation.models import EventName, Feature, PipelineEvent
from generation.pipeline.language_model import Task
from generation.waves import WAVES, WAVES_BY_NAME, Phase, Wave

OF_ANY_WORK = {
    *("START", "COMPLETE", "FAILED", "CALLED_OFF", "STAGE"),
    *("FILE_LOAD", "DB_UPDATE", "RULES_USED", "MODEL_GAVE_UP"),
}


def test_every_event_is_of_any_work_or_of_exactly_one_wave() -> None:
    of_waves = [wave.event.value for wave in WAVES]
    assert sorted([*OF_ANY_WORK, *of_waves]) == sorted(EventName.values)


def test_every_feature_is_a_wave_of_the_third_phase() -> None:
    assert {name for name, wave in WAVES_BY_NAME.items() if wave.phase is Phase.WAVE3} == set(Feature.values) - {
        "session_wave"
    }


def test_waves_of_a_session_are_the_others() -> None:
    assert set(wave_generators()) == set(WAVES_BY_NAME) - set(Feature.values)


def test_every_task_of_the_pipeline_has_a_model() -> None:
    assert {task.value for task in Task} == set(WAVES_BY_NAME["session_bridge"].models)
    assert len(TASK_MODELS) == sum(len(wave.models) for wave in WAVES)


@pytest.mark.parametrize("wave", WAVES, ids=lambda wave: wave.name)
def test_log_of_events_takes_the_waves_names(wave: Wave) -> None:
    event = PipelineEvent(event=wave.event, phase=wave.phase)
    event.clean_fields(exclude={field.name for field in event._meta.fields} - {"event", "phase"})
