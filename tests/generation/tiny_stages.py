"""A pipeline of five short stages for tests of the run itself: what is stored, resumed, fenced and published."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping

from generation.generators.base import ModelHelp
from generation.generators.result import Result
from generation.generators.session_bridge import bridge_result
from generation.pipeline.contracts import (
    GateReport,
    JudgeStatus,
    Outcome,
    PipelineInput,
    Verdict,
    canonical_json,
    sha256_hex,
)
from generation.pipeline.sequence import RunResult, Stage, StageOutput

TEXT = "1. Time Window & Scope\n- Nothing else.\n"
TEXT_BODY = canonical_json({"text": TEXT})
STAGES = (Stage.CANONICAL, Stage.PLAN, Stage.COMPOSITION, Stage.TEXT)


def gate_report(text: str = TEXT, verdict: Verdict = Verdict.PASS) -> GateReport:
    return GateReport(
        policy_gate_version="gate-1",
        text_sha256=sha256_hex(text),
        verdict=verdict,
        findings=(),
        judge=JudgeStatus.NOT_RUN,
    )


class TinyStages:
    """Notes what it makes; calls `before[stage]` just before that stage's output is handed over."""

    def __init__(self, words: str = "", **before: Callable[[], object]) -> None:
        self._words = words
        self.made: list[str] = []
        self.read: list[str] = []
        self._before = before

    def __call__(
        self,
        inputs: PipelineInput,
        stored: Mapping[tuple[str, int], str],
        time_left: Callable[[], float],
        models: ModelHelp | None = None,
    ) -> Generator[StageOutput, str, Result]:
        bodies = {stage: f'{{"{stage}":"{self._words}"}}' for stage in STAGES}
        bodies[Stage.TEXT] = canonical_json({"text": TEXT, "words": self._words})
        bodies[Stage.GATE] = gate_report().canonical_text()
        for stage, body in bodies.items():
            if (stage.value, 0) in stored:
                continue
            self._before.get(stage.value, list)()
            self.made.append(stage.value)
            self.read.append((yield StageOutput(stage=stage, ordinal=0, body=body)))
        return bridge_result(result())


def result(text: str = TEXT) -> RunResult:
    return RunResult(
        report_text=text,
        text_sha256=sha256_hex(text),
        outcome=Outcome.FIRST_PASS,
        repair_attempts=0,
        gate_report=gate_report(text),
        canonicalizer_version="rules-1",
        planner_version="planner-1",
        writer_version="rules-5",
        policy_gate_version="gate-1",
    )
