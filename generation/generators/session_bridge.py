"""Session Bridge: the pipeline over the diary of 15 days, with rules or a model for each stage."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping

from generation.generators.base import ModelHelp
from generation.language_models.choose import StageChoice
from generation.pipeline.canonicalizer.by_model import ModelCanonicalizer
from generation.pipeline.contracts import PipelineInput
from generation.pipeline.language_model import Task
from generation.pipeline.policy_gate.judge import ModelJudge
from generation.pipeline.repair import ModelRepairer
from generation.pipeline.sequence import BY_RULES, RunResult, StageOutput, Team, run_stages
from generation.pipeline.writer.chooser import ModelComposer


def session_bridge_stages(
    inputs: PipelineInput,
    stored: Mapping[tuple[str, int], str],
    time_left: Callable[[], float],
    models: ModelHelp | None,
) -> Generator[StageOutput, str, RunResult]:
    """The stages; by rules, so that no model sees the diary, unless `models` are given."""
    return run_stages(inputs, stored, make_team(models) if models else BY_RULES, time_left)


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
