"""Up to five things a clinician may want to see at a glance, each with the words it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import Field

from generation.generators.base_ai_generator import Reading
from generation.generators.waves.statements import QuotedStatement, Statement, held_statements
from generation.generators.waves.wave_generator import WaveGenerator
from generation.generators.waves.wave_input import WaveInput
from generation.pipeline.contracts import Value


class InsightsAnswer(Value):
    insights: tuple[QuotedStatement, ...] = Field(max_length=5)


class InsightsReading(Reading):
    insights: tuple[Statement, ...] = ()

    def words(self) -> Iterable[str]:
        return [statement.text for statement in self.insights]


class SessionInsightsSummarizer(WaveGenerator[InsightsAnswer]):
    name = "insights"
    task = "session_insights"
    prompt_version = "insights-1"
    schema = InsightsAnswer
    reading = InsightsReading
    answer_tokens = 900
    after = ("deep",)

    def also(self, inputs: WaveInput) -> Mapping[str, Any]:
        return {"read_before": {wave: inputs.read_before[wave] for wave in self.after if wave in inputs.read_before}}

    def read(self, answer: InsightsAnswer, inputs: WaveInput) -> InsightsReading:
        insights, dropped = held_statements(answer.insights, inputs)
        return InsightsReading(insights=insights, evidence_dropped=dropped)
