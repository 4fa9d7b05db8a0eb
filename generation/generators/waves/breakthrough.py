"""Whether something turned in the session, what to call it, and the words that show it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field, StrictBool

from generation.generators.base_ai_generator import Reading
from generation.generators.waves.evidence import Evidence, Quotes
from generation.generators.waves.said_words import ON_ONE_LINE, OR_NOTHING
from generation.generators.waves.wave_generator import WaveGenerator, evidence_of
from generation.generators.waves.wave_input import WaveInput
from generation.pipeline.contracts import Value
from generation.pipeline.language_model import ReplyOutcome, ReplyUnusable


class BreakthroughAnswer(Value):
    has_breakthrough: StrictBool
    label: Annotated[str, Field(max_length=60), ON_ONE_LINE, OR_NOTHING]
    evidence: Quotes


class BreakthroughReading(Reading):
    has_breakthrough: bool = False
    label: str = ""
    evidence: tuple[Evidence, ...] = ()

    def words(self) -> Iterable[str]:
        return (self.label,)


class BreakthroughDetector(WaveGenerator[BreakthroughAnswer]):
    name = "breakthrough"
    task = "breakthrough_detection"
    prompt_version = "breakthrough-1"
    schema = BreakthroughAnswer
    reading = BreakthroughReading
    answer_tokens = 400

    def read(self, answer: BreakthroughAnswer, inputs: WaveInput) -> BreakthroughReading:
        evidence, dropped = evidence_of(answer.evidence, inputs)
        if not answer.has_breakthrough or not evidence:
            return BreakthroughReading(evidence_dropped=dropped)
        if not answer.label:
            raise ReplyUnusable(ReplyOutcome.OFF_SCHEMA)
        return BreakthroughReading(
            has_breakthrough=True, label=answer.label, evidence=evidence, evidence_dropped=dropped
        )
