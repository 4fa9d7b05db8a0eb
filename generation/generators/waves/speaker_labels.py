"""Who of the speakers is the therapist and who the client; `unknown` where the transcript does not tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from pydantic import Field

from generation.generators.base_ai_generator import Reading
from generation.generators.waves.transcript import LABEL_MAX, label_key
from generation.generators.waves.wave_generator import WaveGenerator
from generation.generators.waves.wave_input import WaveInput
from generation.pipeline.contracts import Value

# A model is asked about so many labels, those with the most turns; the others stay unknown.
ASKED_MAX = 20
# Some answer for every label they see in the turns, asked or not.
_ANSWERED_MAX = 200


class Role(StrEnum):
    THERAPIST = "therapist"
    CLIENT = "client"
    UNKNOWN = "unknown"


class Speaker(Value):
    label: str = Field(max_length=LABEL_MAX)
    role: Role


class SpeakersAnswer(Value):
    speakers: tuple[Speaker, ...] = Field(max_length=_ANSWERED_MAX)


class SpeakersReading(Reading):
    """Every label of the transcript in the order of its first turn."""

    speakers: tuple[Speaker, ...] = ()


class SpeakerLabeler(WaveGenerator[SpeakersAnswer]):
    name = "speaker_labels"
    task = "speaker_labeling"
    prompt_version = "speaker_labels-1"
    schema = SpeakersAnswer
    reading = SpeakersReading
    answer_tokens = 1000
    after = ()

    def material(self, inputs: WaveInput) -> Mapping[str, Any]:
        turns = [{"id": turn.id, "speaker": turn.speaker, "text": turn.text} for turn in inputs.turns]
        return {"speakers": _asked(inputs), "turns": turns}

    def read(self, answer: SpeakersAnswer, inputs: WaveInput) -> SpeakersReading:
        roles = {label_key(speaker.label): speaker.role for speaker in answer.speakers}
        return SpeakersReading(
            speakers=tuple(
                Speaker(label=label, role=roles.get(label_key(label), Role.UNKNOWN)) for label in _labels(inputs)
            )
        )


def _labels(inputs: WaveInput) -> list[str]:
    return list(dict.fromkeys(turn.speaker for turn in inputs.turns))


def _asked(inputs: WaveInput) -> list[str]:
    """In the order of their first turns, as all labels."""
    most = {label for label, _ in Counter(turn.speaker for turn in inputs.turns).most_common(ASKED_MAX)}
    return [label for label in _labels(inputs) if label in most]
