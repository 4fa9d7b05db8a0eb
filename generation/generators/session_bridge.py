"""Session Bridge: the pipeline over the diary of 15 days, with rules or a model for each stage."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generation.generators.base import ModelHelp, Steps
from generation.generators.result import CostInfo, Result
from generation.language_models.choose import StageChoice
from generation.pipeline.canonicalizer.by_model import ModelCanonicalizer
from generation.pipeline.contracts import PipelineInput
from generation.pipeline.language_model import Task
from generation.pipeline.policy_gate.judge import ModelJudge
from generation.pipeline.repair import ModelRepairer
from generation.pipeline.sequence import BY_RULES, RunResult, Team, run_stages
from generation.pipeline.writer.chooser import ModelComposer


def session_bridge_stages(
    inputs: PipelineInput,
    stored: Mapping[tuple[str, int], str],
    time_left: Callable[[], float],
    models: ModelHelp | None,
) -> Steps:
    """The stages; by rules, so that no model sees the diary, unless `models` are given."""
    return bridge_result((yield from run_stages(inputs, stored, make_team(models) if models else BY_RULES, time_left)))


def bridge_result(run: RunResult) -> Result:
    """How the pipeline ended, in the shape of every feature. What it cost is in the calls of the job."""
    return Result(
        data=run.canonical_text(),
        metadata={"writer_version": run.writer_version, "policy_gate_version": run.policy_gate_version},
        cost_info=CostInfo(dollars=None),
    )


def make_team(models: ModelHelp) -> Team:
    """Who does what. The judge's rules are lint alone, which runs in any case; the repairer's are the rules' choice."""
    asker = models.asker
    by_model = {task for task, choice in models.stages.items() if choice is StageChoice.MODEL}
    return Team(
        canonicalizer=ModelCanonicalizer(asker) if Task.CANONICALIZER in by_model else BY_RULES.canonicalizer,
        composer=ModelComposer(asker) if Task.CHOICE in by_model else BY_RULES.composer,
        judge=ModelJudge(asker, models.memory) if Task.JUDGE in by_model else BY_RULES.judge,
        repairer=ModelRepairer(asker) if Task.REPAIR in by_model else BY_RULES.repairer,
    )
