"""The stages of a wave's job: the one its generator has."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generation.generators.base import ModelHelp, Steps
from generation.generators.base_ai_generator import NoReading
from generation.generators.waves.registry import wave_generators
from generation.generators.waves.wave_input import WaveInput

# The code of a job whose wave nobody here can run: it was taken out of the settings, or never was in them.
UNKNOWN_WAVE = "unknown_wave"


def session_wave_stages(
    inputs: WaveInput,
    stored: Mapping[tuple[str, int], str],
    time_left: Callable[[], float],
    models: ModelHelp | None,
) -> Steps:
    """See `Stages`. Raises NoReading."""
    generator = wave_generators().get(inputs.wave)
    if generator is None:
        raise NoReading(UNKNOWN_WAVE)
    return (yield from generator.stages(inputs, stored, models))
