"""What the waves over a session have in common: what they are given, where they stand, how evidence is held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from generation.generators.base_ai_generator import Answer, BaseAIGenerator, Reading
from generation.generators.waves.evidence import Evidence, Found, find_evidence
from generation.generators.waves.wave_input import WaveInput

# With fewer words nobody has said anything to read.
MIN_WORDS = 20


class WaveGenerator(BaseAIGenerator[WaveInput, Answer]):
    """A wave. `after` names those that must have ended before it is asked for; what they published is read with it."""

    after: ClassVar[tuple[str, ...]] = ("speaker_labels",)

    def without_model(self, inputs: WaveInput) -> Reading | None:
        """A transcript that hardly says anything is not padded."""
        return self.reading() if inputs.words < MIN_WORDS else None

    def material(self, inputs: WaveInput) -> Mapping[str, Any]:
        roles = _roles(inputs)
        turns = [
            {"id": turn.id, "speaker": turn.speaker, "role": roles.get(turn.speaker, "unknown"), "text": turn.text}
            for turn in inputs.turns
        ]
        return {"session_date": inputs.session_date.isoformat(), "turns": turns, **self.also(inputs)}

    def also(self, inputs: WaveInput) -> Mapping[str, Any]:
        """What the prompt is about beside the turns."""
        return {}


def evidence_of(quotes: Iterable[str], inputs: WaveInput) -> tuple[tuple[Evidence, ...], int]:
    """The quotations that stand in the transcript, and how many do not."""
    found: Found = find_evidence(quotes, inputs.turns)
    return found.evidence, found.dropped


def _roles(inputs: WaveInput) -> dict[str, str]:
    labels = inputs.read_before.get("speaker_labels", {}).get("speakers", [])
    return {speaker["label"]: speaker["role"] for speaker in labels}
