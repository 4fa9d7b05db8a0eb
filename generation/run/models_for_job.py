"""Which model a job may ask, and what is on record of its asking: for a run, and for a run gone through again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from core.connections import give_connection_back
from core.consent import is_model_allowed
from core.faultpoints import around
from generation.generators.base import ModelHelp, calling_model
from generation.generators.cpu_places import outside_of_place
from generation.language_models.choose import ModelSettings, StageChoice, language_model, read_model_settings
from generation.language_models.memory_record import MemoryRecord
from generation.language_models.metered_model import (
    CallLimits,
    KeptReply,
    MeteredAsk,
    MeteredAsker,
    MeteredModel,
    Names,
)
from generation.language_models.pricing import Cost
from generation.models import GenerationJob, Origin
from generation.pipeline.contracts import GateReport, JudgeStatus
from generation.pipeline.language_model import Answer, LanguageModel, ModelReply, Prompt, ReplyOutcome, Task
from generation.pipeline.policy_gate.judge import Said
from generation.pipeline.policy_gate.judge_rules import JUDGE_RULE_IDS
from generation.pipeline.sequence import ReplyStage, Stage
from generation.run.artifact_chain import ArtifactChain
from generation.run.model_call_record import CallLog, StoredVerdicts, kept_replies

ModelsFor = Callable[[GenerationJob, ArtifactChain, Callable[[], float]], ModelHelp | None]


def models_for(
    job: GenerationJob,
    chain: ArtifactChain,
    time_left: Callable[[], float],
    *,
    model: LanguageModel | None = None,
    model_name: str | None = None,
    chosen: ModelSettings | None = None,
    limits: CallLimits | None = None,
) -> ModelHelp | None:
    """The help of a held job; None where no model is set, or where the person does not allow one.

    A summary that models began keeps them, even if this worker may ask none: then each gives up where it would have to
    be asked, and what another chose and no judge has read gives way to the rules' text, as within one attempt.
    `model_name` is asked for every task; the others replace what the settings say.
    """
    chosen = chosen or read_model_settings()
    model = model or language_model(chosen)
    # What a reviewer chose is for no model to judge or to choose again.
    if job.origin == Origin.CORRECTION:
        return None
    if not _is_begun_by_models(chain) and (model is None or not is_model_allowed(job.patient_id)):
        return None
    asker = MeteredModel(
        _ConnectionGivenBack(model) if model else None,
        CallLog(job, chain, tier=chosen.tier, daily_tokens=chosen.daily_tokens),
        chosen.names(model_name),
        seconds_left=time_left,
        kept=usable_replies(kept_replies(chain.bodies)),
        limits=limits,
        between=give_connection_back,
    )
    stages = chosen.stages if model else dict.fromkeys(Task, StageChoice.MODEL)
    return ModelHelp(_AskedFromOutside(asker), stages, StoredVerdicts(job.patient_id))


def _is_begun_by_models(chain: ArtifactChain) -> bool:
    """Whether a model has answered for this summary. A wave or a journey has no rules to go on by: it ends instead."""
    return any(stage in set(ReplyStage) for stage, _ in chain.bodies)


def models_of_the_past(bodies: Mapping[tuple[str, int], str]) -> ModelHelp | None:
    """What a job gone through again has instead of models: the replies among its artifacts, and nothing else.

    A question that was never sent ends as it did. None where no model was to be asked. `bodies` are those of this
    version of the contracts, and the replies.
    """
    kept = usable_replies(kept_replies(bodies))
    gates = [GateReport.model_validate_json(body) for (stage, _), body in bodies.items() if stage == Stage.GATE]
    judged = [gate for gate in gates if gate.judge is not JudgeStatus.NOT_RUN]
    asked = {reply.task for reply in kept} | ({Task.JUDGE.value} if judged else set()) | _asked_in_vain(bodies)
    if not asked:
        return None
    choices = {task: StageChoice.MODEL if task in asked else StageChoice.RULES for task in Task}
    names = Names(choose=lambda _task: judged[0].judge_model if judged else "")
    # Only the judge's part says how its request ended.
    ended = next((ReplyOutcome(gate.judge_gave_up) for gate in judged if gate.judge_gave_up), ReplyOutcome.NOT_STORED)
    asker = MeteredModel(None, MemoryRecord(), names, kept=kept, without_model=ended)
    return ModelHelp(asker, choices, _Remembered(judged))


def _asked_in_vain(bodies: Mapping[tuple[str, int], str]) -> set[str]:
    """The task of the attempt that ended without a composition: its ordinal was passed over."""
    made = {ordinal for stage, ordinal in bodies if stage == Stage.COMPOSITION}
    first = min((ordinal for stage, ordinal in bodies if stage == Stage.CANONICAL), default=0)
    passed_over = {*range(first, max(made, default=first))} - made
    return {(Task.CHOICE if ordinal == first else Task.REPAIR).value for ordinal in passed_over}


def usable_replies(kept: Iterable[KeptReply]) -> list[KeptReply]:
    """Those of `kept` that a run takes instead of asking.

    A summary goes on by rules where a server was in trouble, so its run is to come to the same again. A wave or a
    journey has no rules to go on by: what was no answer then is asked for again.
    """
    return [reply for reply in kept if reply.task in set(Task) or reply.reply.outcome is ReplyOutcome.ANSWERED]


class _Remembered:
    """What the judge did not have to be asked in the first run."""

    def __init__(self, judged: Collection[GateReport]) -> None:
        self._gates = {gate.judge_key: gate for gate in judged if gate.judge_remembered}
        self._recalled = {key for gate in judged for key in gate.judge_recalled}

    def recall(self, key: str) -> Said | None:
        """See `JudgeMemory.recall`."""
        gate = self._gates.get(key)
        if gate is None:
            return None
        said = (*gate.findings, *gate.review_findings)
        return gate.judge, tuple(finding for finding in said if finding.rule_id in JUDGE_RULE_IDS)

    def passed(self, keys: Collection[str]) -> Collection[str]:
        """See `JudgeMemory.passed`."""
        return self._recalled & {*keys}


class _AskedFromOutside:
    """An asker whose questions, with their waits and records, take no place of the processor from other runs."""

    def __init__(self, asker: MeteredAsker) -> None:
        self._asker = asker

    def begin(self, task: str) -> MeteredAsk:
        """See `Asker.begin`."""
        return _FromOutside(self._asker.begin(task))

    def model_for(self, task: str) -> str:
        """See `Asker.model_for`."""
        return self._asker.model_for(task)


class _FromOutside:
    def __init__(self, ask: MeteredAsk) -> None:
        self._ask = ask

    @property
    def costs(self) -> Sequence[Cost]:
        return self._ask.costs

    def __call__(self, prompt: Prompt, schema: Mapping[str, Any], read: Callable[[str], Answer]) -> Answer:
        with outside_of_place():
            try:
                return self._ask(prompt, schema, read)
            finally:
                # What was put on record took a connection again.
                give_connection_back()

    async def aask(self, prompt: Prompt, schema: Mapping[str, Any], read: Callable[[str], Answer]) -> Answer:
        # Whoever awaits has no place, and its records give their connections back one by one.
        return await self._ask.aask(prompt, schema, read)


class _ConnectionGivenBack:
    """A model that is asked without holding a database connection meanwhile."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model

    def complete(
        self, task: str, prompt: Prompt, schema: Mapping[str, Any], time_left: float, model: str | None = None
    ) -> ModelReply:
        """See `LanguageModel.complete`."""
        with calling_model():
            return self._model.complete(task, prompt, schema, time_left, model)

    async def acomplete(
        self, task: str, prompt: Prompt, schema: Mapping[str, Any], time_left: float, model: str | None = None
    ) -> ModelReply:
        """See `LanguageModel.acomplete`. The thread of an event loop never has a connection, nor a place."""
        with around("model_call"):
            return await self._model.acomplete(task, prompt, schema, time_left, model)
