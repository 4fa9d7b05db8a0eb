"""The client's mood in the session, 0.0 (worst) to 10.0 in steps of 0.5, with the words it is read from."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field, field_validator

from generation.generators.base_ai_generator import Reading
from generation.generators.waves.evidence import Evidence, Quotes
from generation.generators.waves.wave_generator import WaveGenerator, evidence_of
from generation.generators.waves.wave_input import WaveInput
from generation.pipeline.contracts import Value


class MoodAnswer(Value):
    score: float | None = Field(ge=0, le=10, multiple_of=0.5)
    rationale: str = Field(max_length=300)
    evidence: Quotes

    @field_validator("score")
    @classmethod
    def require_step(cls, score: float | None) -> float | None:
        """Exactly: `multiple_of` takes 9.999999999999998 for a step."""
        if score is not None and not (2 * score).is_integer():
            raise ValueError("no step of 0.5")
        return score


class MoodReading(Reading):
    """`score` is None where nothing in the transcript bears one out."""

    score: float | None = None
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
