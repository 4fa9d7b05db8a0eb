"""Trying a model on diaries, without a job: every stage by the model, every word of it kept, nothing stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from types import MappingProxyType

from generation.evaluation.pure_run import PureRun, run_pure
from generation.generators.base import ModelHelp
from generation.generators.session_bridge import make_team
from generation.language_models.choose import StageChoice
from generation.language_models.memory_record import MemoryRecord
from generation.language_models.metered_model import Call, CallLimits, MeteredModel, Names
from generation.language_models.recorded_model import RecordedCall, RecordingModel
from generation.pipeline.contracts import CanonicalRecord, Finding, GateReport, PipelineInput
from generation.pipeline.language_model import LanguageModel, Prompt, ReplyOutcome, Task
from generation.pipeline.policy_gate.gate import run_gate
from generation.pipeline.sequence import RunResult

# A small model on a small machine is slow; a trial waits for it where a job would go on by rules.
PATIENCE = timedelta(minutes=20)


@dataclass(frozen=True)
class Trial:
    """What one diary came to."""

    run: PureRun
    calls: tuple[Call, ...]
    outcomes: tuple[ReplyOutcome, ...]
    stopped: tuple[tuple[str, ReplyOutcome], ...]
    recorded: tuple[RecordedCall, ...]

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        return tuple(call.prompt for call in self.recorded)

    @property
    def result(self) -> RunResult:
        return self.run.result

    @property
    def record(self) -> CanonicalRecord:
        return self.run.record

    @property
    def gate_reports(self) -> tuple[GateReport, ...]:
        return self.run.gate_reports

    @property
    def dollars(self) -> Decimal | None:
        """None where the cost of a call is not known."""
        known = [call.cost.dollars for call in self.calls if call.cost.dollars is not None]
        return sum(known, Decimal(0)) if len(known) == len(self.calls) else None

    @property
    def prefix_share(self) -> float:
        """The part of what was sent that is the same for everybody and comes first; 0 where nothing was sent."""
        sent = sum(prompt.estimated_tokens for prompt in self.prompts)
        return sum(prompt.prefix_tokens for prompt in self.prompts) / sent if sent else 0.0

    @property
    def published_findings(self) -> tuple[Finding, ...]:
        """What lint, run anew, finds in the published text: nothing, ever."""
        run = self.run
        return run_gate(run.texts[-1], run.compositions[-1], run.plan, run.record).findings


def try_diary(inputs: PipelineInput, model: LanguageModel, names: Names) -> Trial:
    """Run every stage over `inputs` by `model`, whoever would do them otherwise."""
    record = MemoryRecord()
    seconds = PATIENCE.total_seconds()
    limits = CallLimits(stages=MappingProxyType(dict.fromkeys(Task, seconds)), request=seconds)
    recording = RecordingModel(model)
    asker = MeteredModel(recording, record, names, limits=limits)
    stages = MappingProxyType(dict.fromkeys(Task, StageChoice.MODEL))
    return Trial(
        run=run_pure(inputs, make_team(ModelHelp(asker, stages))),
        calls=tuple(record.calls),
        outcomes=tuple(record.outcomes.values()),
        stopped=tuple(record.stopped),
        recorded=tuple(recording.calls),
    )
