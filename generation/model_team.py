"""Who does the stages of a job: rules, or a model where the settings have one and the person allows it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from django.db.models.functions import Now

from generation.artifact_chain import ArtifactChain
from generation.call_log import CallLog, StoredVerdicts, kept_replies
from generation.language_models.choose import ModelSettings, StageChoice, language_model, read_model_settings
from generation.language_models.metered_model import CallLimits, MeteredModel
from generation.models import GenerationJob
from generation.pipeline.canonicalizer.by_model import ModelCanonicalizer
from generation.pipeline.canonicalizer.model_choice import Check
from generation.pipeline.language_model import Asker, LanguageModel, Task
from generation.pipeline.model_writer import ModelWriter
from generation.pipeline.policy_gate.judge import JudgeMemory, ModelJudge
from generation.pipeline.repair import ModelRepairer, TemplateRepairer
from generation.pipeline.sequence import BY_RULES, Team
from generation.time_limits import MODEL_RESERVE

TeamFor = Callable[[GenerationJob, ArtifactChain], Team]


def team_for(
    job: GenerationJob,
    chain: ArtifactChain,
    *,
    model: LanguageModel | None = None,
    model_name: str | None = None,
    chosen: ModelSettings | None = None,
    limits: CallLimits | None = None,
) -> Team:
    """The team of a held job. `model_name` is asked for every task; the others replace what the settings say."""
    chosen = chosen or read_model_settings()
    model = model or language_model(chosen)
    if model is None or not job.patient.model_allowed:
        return BY_RULES
    asker = MeteredModel(
        model,
        CallLog(job, chain, tier=chosen.tier, daily_tokens=chosen.daily_tokens),
        chosen.names(model_name),
        seconds_left=_seconds_left(job),
        kept=kept_replies(chain.bodies),
        limits=limits,
    )
    return make_team(asker, chosen.stages, StoredVerdicts(job.patient_id))


def make_team(asker: Asker, stages: Mapping[Task, StageChoice], memory: JudgeMemory | None = None) -> Team:
    """The stages as the settings choose them. The judge's rules are lint alone, which runs in any case."""
    by_model = {task for task, choice in stages.items() if choice is not StageChoice.RULES}
    check: Check = "model" if stages[Task.CANONICALIZER] is StageChoice.MODEL else "model_checked_by_rules"
    return Team(
        canonicalizer=ModelCanonicalizer(asker, check) if Task.CANONICALIZER in by_model else BY_RULES.canonicalizer,
        writer=ModelWriter(asker) if Task.WRITER in by_model else BY_RULES.writer,
        judge=ModelJudge(asker, memory) if Task.JUDGE in by_model else BY_RULES.judge,
        repairer=ModelRepairer(asker) if Task.REPAIR in by_model else TemplateRepairer(),
    )


def _seconds_left(job: GenerationJob) -> Callable[[], float]:
    """Seconds until the job's deadline, less what is kept back; by Postgres's clock now and by ours from here."""
    now = GenerationJob.objects.annotate(clock=Now()).values_list("clock", flat=True).get(id=job.id)
    ends_at = time.monotonic() + (job.deadline_at - now - MODEL_RESERVE).total_seconds()
    return lambda: ends_at - time.monotonic()
