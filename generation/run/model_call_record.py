"""Where a run's model calls are kept: the paid call, then the raw reply as an artifact, before anybody reads it.

The call is not fenced, because it was paid for whoever holds the job by now; the reply is, as every artifact.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

from pydantic import ValidationError

from core.connections import give_connection_back
from core.consent import is_model_allowed
from core.faultpoints import around, committing
from generation.language_models.metered_model import Call, KeptReply
from generation.lifecycle.run_logs import write_logs
from generation.models import EventName, GateResult, GenerationJob, ModelCall
from generation.pipeline.contracts import Finding, JudgeStatus
from generation.pipeline.language_model import ReplyOutcome, Task
from generation.pipeline.policy_gate.judge import Said
from generation.pipeline.policy_gate.judge_rules import JUDGE_RULE_IDS
from generation.pipeline.sequence import StageOutput
from generation.run.artifact_chain import ArtifactChain
from generation.run.token_budget import give_back, reserve

logger = logging.getLogger(__name__)
_REPLY = ".reply"


class CallLog:
    """The `Record` of a held job."""

    def __init__(self, job: GenerationJob, chain: ArtifactChain, *, tier: str, daily_tokens: int) -> None:
        self._job = job
        self._chain = chain
        self._tier = tier
        self._daily_tokens = daily_tokens
        self._reservation: UUID | None = None

    def permit(self, task: str, tokens: int) -> ReplyOutcome | None:
        """See `Record.permit`. Asks Postgres anew each time: consent may be withdrawn while a run is under way."""
        if not is_model_allowed(self._job.patient_id):
            return ReplyOutcome.NOT_ALLOWED
        if self._daily_tokens:
            self._reservation = reserve(tokens, self._daily_tokens)
            if self._reservation is None:
                logger.warning("the token budget of the day is spent: job %s goes on by rules", self._job.id)
                return ReplyOutcome.BUDGET_SPENT
        return None

    def keep(self, call: Call) -> None:
        """See `Record.keep`. Raises IntegrityError of the fence where the job is no longer held."""
        row = self._row(call)
        if self._reservation is None:
            # One statement is a transaction of its own, at a third of the round trips.
            with around("store_model_call"):
                row.save(force_insert=True)
        else:
            with committing("store_model_call"):
                row.save(force_insert=True)
                give_back(self._reservation)
            self._reservation = None
        stage = reply_stage(call.kept.task)
        ordinal = sum(kept == stage for kept, _ in self._chain.bodies)
        self._chain.store(StageOutput(stage=stage, ordinal=ordinal, body=call.kept.canonical_text()))

    def _row(self, call: Call) -> ModelCall:
        reply, cost = call.kept.reply, call.cost
        return ModelCall(
            id=call.id,
            job_id=self._job.id,
            task=call.kept.task,
            tier=self._tier,
            model_asked=call.kept.model_asked,
            model_answered=reply.model,
            request_id=reply.request_id,
            tokens_in=cost.tokens_in,
            tokens_cached=cost.tokens_cached,
            tokens_out=cost.tokens_out,
            tokens_reasoning=cost.tokens_reasoning,
            cost=cost.dollars,
            price_source=cost.source,
            price_in=cost.price.tokens_in if cost.price else None,
            price_cached=cost.price.cached if cost.price else None,
            price_out=cost.price.tokens_out if cost.price else None,
            duration_ms=call.duration_ms,
            outcome=reply.outcome,
            response_format=reply.response_format,
            left_out=", ".join(reply.left_out),
            prompt_version=call.kept.prompt_version,
        )

    def mark(self, call_id: UUID, outcome: ReplyOutcome) -> None:
        """See `Record.mark`."""
        with around("mark_model_call"):
            ModelCall.objects.filter(id=call_id).update(outcome=outcome)

    def gave_up(self, task: str, outcome: ReplyOutcome) -> None:
        """See `Record.gave_up`: an event of the job, for whoever watches it."""
        event = EventName.RULES_USED if task in set(Task) else EventName.MODEL_GAVE_UP
        logger.warning("job %s: no use of a model as %s (%s): %s", self._job.id, task, outcome, event)
        with committing("use_rules"):
            # The row's lock keeps the event numbers without gaps.
            job = GenerationJob.objects.select_for_update(no_key=True).get(id=self._job.id)
            details: dict[str, str | int] = {"task": task, "why": outcome.value, "epoch": self._job.epoch}
            # Nothing follows the end of a job, and nothing of a holder that lost it.
            if job.epoch == self._job.epoch:
                write_logs(job, event=event, log_status=None, details=details)


class StoredVerdicts:
    """The `JudgeMemory` of one person: what the judge said of the same texts and bullets of theirs before."""

    def __init__(self, patient_id: UUID) -> None:
        self._patient_id = patient_id

    def recall(self, key: str) -> Said | None:
        """See `JudgeMemory.recall`. What was erased is not recalled. One query."""
        said = GateResult.objects.filter(
            judge_key=key,
            judge__in=[JudgeStatus.PASS, JudgeStatus.FAIL],
            findings__isnull=False,
            job__patient_id=self._patient_id,
        ).first()
        # It is asked in the middle of a stage, which goes on without the database.
        give_connection_back()
        if said is None:
            return None
        findings = (Finding.model_validate(finding) for finding in said.findings or ())
        return JudgeStatus(said.judge), tuple(one for one in findings if one.rule_id in JUDGE_RULE_IDS)

    def passed(self, keys: Collection[str]) -> Collection[str]:
        """See `JudgeMemory.passed`. What was erased is not recalled. One query over the person's own results."""
        said = GateResult.objects.filter(job__patient_id=self._patient_id, judge_passed__overlap=[*keys])
        known = {key for one in said.filter(erased_at__isnull=True) for key in one.judge_passed or ()}
        give_connection_back()
        return known & {*keys}


def kept_replies(bodies: Mapping[tuple[str, int], str]) -> Iterator[KeptReply]:
    """The replies among a job's artifacts, in the order of each task's requests. One of another version is left out."""
    for (stage, _), body in sorted(bodies.items()):
        if stage.endswith(_REPLY):
            try:
                yield KeptReply.model_validate_json(body)
            except ValidationError:
                logger.warning("a kept reply of %s is not readable by this version", stage)


def reply_stage(task: str) -> str:
    """Where the replies of a task are kept."""
    return f"{task}{_REPLY}"
