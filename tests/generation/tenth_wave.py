"""The module of a tenth generator. Tests put it in for as long as they run; docs/waves.md says how one is added."""

from __future__ import annotations

from generation.generators.base_ai_generator import Reading
from generation.generators.waves.evidence import Evidence, Quotes
from generation.generators.waves.wave_generator import WaveGenerator, evidence_of
from generation.generators.waves.wave_input import WaveInput
from generation.pipeline.contracts import Value


class HomeworkAnswer(Value):
    spoken_of: bool
    evidence: Quotes


class HomeworkReading(Reading):
    spoken_of: bool = False
    evidence: tuple[Evidence, ...] = ()


class HomeworkFinder(WaveGenerator[HomeworkAnswer]):
    name, task, prompt_version = "homework", "homework_finding", "homework-1"
    schema, reading = HomeworkAnswer, HomeworkReading

    def read(self, answer: HomeworkAnswer, inputs: WaveInput) -> HomeworkReading:
        evidence, dropped = evidence_of(answer.evidence, inputs)
        return HomeworkReading(spoken_of=answer.spoken_of, evidence=evidence, evidence_dropped=dropped)
