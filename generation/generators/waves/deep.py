"""A closer reading in five fixed parts, each a few statements with the words they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import Field

from generation.generators.base_ai_generator import Reading
from generation.generators.waves.statements import QuotedStatement, Statement, held_statements
from generation.generators.waves.wave_generator import WaveGenerator
from generation.generators.waves.wave_input import WaveInput
from generation.pipeline.contracts import Value

PARTS = ("concerns", "feelings", "relationships", "coping", "progress")


class DeepAnswer(Value):
    concerns: tuple[QuotedStatement, ...] = Field(max_length=4)
    feelings: tuple[QuotedStatement, ...] = Field(max_length=4)
    relationships: tuple[QuotedStatement, ...] = Field(max_length=4)
    coping: tuple[QuotedStatement, ...] = Field(max_length=4)
    progress: tuple[QuotedStatement, ...] = Field(max_length=4)


class DeepReading(Reading):
    concerns: tuple[Statement, ...] = ()
    feelings: tuple[Statement, ...] = ()
    relationships: tuple[Statement, ...] = ()
    coping: tuple[Statement, ...] = ()
    progress: tuple[Statement, ...] = ()

    def words(self) -> Iterable[str]:
        return [statement.text for part in PARTS for statement in getattr(self, part)]


class DeepAnalyzer(WaveGenerator[DeepAnswer]):
    name = "deep"
    task = "deep_analysis"
    prompt_version = "deep-1"
    schema = DeepAnswer
    reading = DeepReading
    answer_tokens = 2000
    after = ("mood", "topics", "action_items", "breakthrough")

    def also(self, inputs: WaveInput) -> Mapping[str, Any]:
        return {"read_before": {wave: inputs.read_before[wave] for wave in self.after if wave in inputs.read_before}}

    def read(self, answer: DeepAnswer, inputs: WaveInput) -> DeepReading:
        held = {part: held_statements(getattr(answer, part), inputs) for part in PARTS}
        parts = {part: statements for part, (statements, _) in held.items()}
        return DeepReading(**parts, evidence_dropped=sum(dropped for _, dropped in held.values()))
