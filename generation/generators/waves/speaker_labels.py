"""Who of the speakers is the therapist and who the client; `unknown` where the transcript does not tell."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from pydantic import Field

from generation.generators.base_ai_generator import Reading
from generation.generators.waves.wave_generator import WaveGenerator
from generation.generators.waves.wave_input import WaveInput
from generation.pipeline.contracts import Value


class Role(StrEnum):
    THERAPIST = "therapist"
    CLIENT = "client"
    UNKNOWN = "unknown"


class Speaker(Value):
    label: str = Field(max_length=100)
    role: Role


class SpeakersAnswer(Value):
    speakers: tuple[Speaker, ...] = Field(max_length=20)


class SpeakersReading(Reading):
    """Every label of the transcript in the order of its first turn."""

    speakers: tuple[Speaker, ...] = ()


class SpeakerLabeler(WaveGenerator[SpeakersAnswer]):
    name = "speaker_labels"
    task = "speaker_labeling"
    prompt_version = "speaker_labels-1"
    schema = SpeakersAnswer
    reading = SpeakersReading
    answer_tokens = 300
    after = ()

    def material(self, inputs: WaveInput) -> Mapping[str, Any]:
        turns = [{"id": turn.id, "speaker": turn.speaker, "text": turn.text} for turn in inputs.turns]
        return {"speakers": _labels(inputs), "turns": turns}

    def read(self, answer: SpeakersAnswer, inputs: WaveInput) -> SpeakersReading:
        roles = {speaker.label: speaker.role for speaker in answer.speakers}
        return SpeakersReading(
            speakers=tuple(Speaker(label=label, role=roles.get(label, Role.UNKNOWN)) for label in _labels(inputs))
        )


def _labels(inputs: WaveInput) -> list[str]:
    return list(dict.fromkeys(turn.speaker for turn in inputs.turns))
