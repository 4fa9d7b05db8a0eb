"""Session Bridge: the pipeline over the diary of 15 days, with rules or a model for each stage."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping

from generation.generators.base import ModelHelp
from generation.language_models.choose import StageChoice
from generation.pipeline.canonicalizer.by_model import ModelCanonicalizer
from generation.pipeline.canonicalizer.model_choice import Check
from generation.pipeline.contracts import PipelineInput
from generation.pipeline.language_model import Task
from generation.pipeline.policy_gate.judge import ModelJudge
from generation.pipeline.repair import ModelRepairer, TemplateRepairer
from generation.pipeline.sequence import BY_RULES, RunResult, StageOutput, Team, run_stages
from generation.pipeline.writer.model_writer import ModelWriter


def session_bridge_stages(
    inputs: PipelineInput,
    stored: Mapping[tuple[str, int], str],
    time_left: Callable[[], float],
    models: ModelHelp | None,
) -> Generator[StageOutput, str, RunResult]:
    """The stages; with rules and the template writer, so that no model sees the diary, unless `models` are given."""
    return run_stages(inputs, stored, make_team(models) if models else BY_RULES, time_left)


def make_team(models: ModelHelp) -> Team:
    """Who does what. The judge's rules are lint alone, which runs in any case."""
    asker, stages = models.asker, models.stages
    by_model = {task for task, choice in stages.items() if choice is not StageChoice.RULES}
    check: Check = "model" if stages[Task.CANONICALIZER] is StageChoice.MODEL else "model_checked_by_rules"
    return Team(
        canonicalizer=ModelCanonicalizer(asker, check) if Task.CANONICALIZER in by_model else BY_RULES.canonicalizer,
        writer=ModelWriter(asker) if Task.WRITER in by_model else BY_RULES.writer,
        judge=ModelJudge(asker, models.memory) if Task.JUDGE in by_model else BY_RULES.judge,
        repairer=ModelRepairer(asker) if Task.REPAIR in by_model else TemplateRepairer(),
    )
