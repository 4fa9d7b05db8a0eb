"""The client's mood in the session, 0.0 (worst) to 10.0 in steps of 0.5, with the words it is read from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, Field

from generation.generators.base_ai_generator import Reading
from generation.generators.waves.evidence import Evidence, Quotes
from generation.generators.waves.said_words import ON_ONE_LINE, OR_NOTHING
from generation.generators.waves.wave_generator import WaveGenerator, evidence_of
from generation.generators.waves.wave_input import WaveInput
from generation.pipeline.contracts import Value


def _require_step(score: float) -> float:
    """`multiple_of` takes what lies within a rounding error of a step. Plain 0.0 for -0.0."""
    if not (score * 2).is_integer():
        raise ValueError("lies between the steps")
    return score + 0.0


Score = Annotated[
    float, Field(strict=True, ge=0, le=10, multiple_of=0.5, allow_inf_nan=False), AfterValidator(_require_step)
]


class MoodAnswer(Value):
    score: Score | None
    rationale: Annotated[str, Field(max_length=300), ON_ONE_LINE, OR_NOTHING]
    evidence: Quotes


class MoodReading(Reading):
    """`score` is None where nothing in the transcript bears one out."""

    score: Score | None = None
    rationale: str = ""
    evidence: tuple[Evidence, ...] = ()

    def words(self) -> Iterable[str]:
        return (self.rationale,)


class MoodAnalyzer(WaveGenerator[MoodAnswer]):
    name = "mood"
    task = "mood_analysis"
    prompt_version = "mood-1"
    schema = MoodAnswer
    reading = MoodReading
    answer_tokens = 400

    def read(self, answer: MoodAnswer, inputs: WaveInput) -> MoodReading:
        evidence, dropped = evidence_of(answer.evidence, inputs)
        if not evidence:
            return MoodReading(evidence_dropped=dropped)
        return MoodReading(score=answer.score, rationale=answer.rationale, evidence=evidence, evidence_dropped=dropped)
