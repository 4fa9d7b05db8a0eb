"""The stages of a journey: what is told of the sessions, the model's reading of it, its text, and the gate."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import Any

from generation.generators.base import ModelHelp, Step, Steps
from generation.generators.base_ai_generator import NoReading
from generation.generators.journey.compaction import Compacted, compact
from generation.generators.journey.journey_input import JourneyInput
from generation.generators.journey.roadmap import RoadmapGenerator, RoadmapReading, told_sessions
from generation.generators.reading_form import form_rule_ids
from generation.generators.result import Result
from generation.pipeline.contracts import Contract, GateReport, JudgeStatus, Value, Verdict, sha256_hex
from generation.pipeline.sequence import Stage, StageOutput

GATE_VERSION = "journey-1"
COMPACTION_STAGE = "compaction"
OFF_FORM = "off_form"
# Not one session fits, or nobody can read what was published of any.
NOTHING_TOLD = "nothing_told"
Stored = Mapping[tuple[str, int], str]


class JourneyText(Contract):
    """The text as the gate gets it."""

    text: str


class JourneyRun(Value):
    """What a journey's run ends with: the text that passed the gate, what made it, and how the sessions were told.

    `unread` are readings of another shape than their wave's: date and wave.
    """

    text: str
    gate_version: str
    prompt_version: str
    reading: RoadmapReading
    compacted: Compacted
    unread: tuple[str, ...] = ()


def your_journey_stages(
    inputs: JourneyInput, stored: Stored, time_left: Callable[[], float], models: ModelHelp | None
) -> Steps:
    """See `Stages`. Raises NoReading: where there is nothing to tell, no model can be asked, or its words do not do."""
    generator = RoadmapGenerator()
    body = yield from _stored(stored, COMPACTION_STAGE, lambda: compact(inputs).canonical_text())
    compacted = Compacted.model_validate_json(body)
    if not compacted.told:
        raise NoReading(NOTHING_TOLD)
    read: Result = yield from generator.stages(told_sessions(inputs, compacted), stored, models)
    reading = RoadmapReading.model_validate_json(read.data)
    text = reading.as_text()
    yield from _stored(stored, Stage.TEXT, lambda: JourneyText(text=text).canonical_text())
    gate = yield from _stored(stored, Stage.GATE, lambda: _gate(reading, text).canonical_text())
    if GateReport.model_validate_json(gate).verdict is Verdict.FAIL:
        raise NoReading(OFF_FORM)
    run = JourneyRun(
        text=text,
        gate_version=GATE_VERSION,
        prompt_version=generator.prompt_version,
        reading=reading,
        compacted=compacted,
        unread=tuple(f"{session.date.isoformat()} {wave}" for session in inputs.sessions for wave in session.unread),
    )
    return generator.build_result(run, read.metadata, read.cost_info)


def _stored(stored: Stored, stage: str, make: Callable[[], str]) -> Generator[Step, Any, str]:
    """The body of a stage: as it is stored, or made and stored first."""
    body: str | None = stored.get((str(stage), 0))
    return body if body is not None else (yield StageOutput(stage=stage, ordinal=0, body=make()))


def _gate(reading: RoadmapReading, text: str) -> GateReport:
    """Form alone: wording is only noted (`noted_rule_ids`), and code chose nothing of it."""
    fails = any(form_rule_ids(reading))
    return GateReport(
        policy_gate_version=GATE_VERSION,
        text_sha256=sha256_hex(text),
        verdict=Verdict.FAIL if fails else Verdict.PASS,
        findings=(),
        judge=JudgeStatus.NOT_RUN,
    )
