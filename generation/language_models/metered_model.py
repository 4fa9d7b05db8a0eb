"""Asking a model on behalf of a stage: within its time and budget, each request on record before it is read.

1. a reply kept by an earlier attempt at the same question is taken instead of asking; a replay has nothing else.
2. `permit` says whether a request may be sent now.
3. the model is asked once, within what is left of the stage.
4. `keep` stores the raw reply, its tokens and its cost. Only then does anybody read it.
5. what reading it showed is marked; then the answer is returned, or asked for again, or given up.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol, TypeVar
from uuid import UUID, uuid4

from generation.language_models.model_tiers import PRICES, Price
from generation.language_models.pricing import Cost, cost_of
from generation.language_models.retries import seconds_to_wait
from generation.pipeline.contracts import Value
from generation.pipeline.language_model import (
    LanguageModel,
    ModelGaveUp,
    ModelReply,
    Prompt,
    ReplyOutcome,
    ReplyUnusable,
)
from generation.time_limits import MODEL_FIRST_WAIT, MODEL_MIN, MODEL_OTHER_STAGE, MODEL_REQUEST, MODEL_STAGE

Answer = TypeVar("Answer")


class KeptReply(Value):
    """A reply as it is stored: with it, and the same question, a stage comes to the same result again."""

    task: str
    prompt_version: str
    prompt_file_sha256: str
    prompt_sha256: str
    model_asked: str
    reply: ModelReply


class Call(Value):
    """One request that was made. `prompt_tokens_sent` is our estimate, whatever the server counted."""

    id: UUID
    kept: KeptReply
    cost: Cost
    duration_ms: int


class Record(Protocol):
    """Where calls are kept, and who says whether one may be made. None of its methods gets the prompt."""

    def permit(self, task: str, tokens: int) -> ReplyOutcome | None:
        """None: send it. Else why not. `tokens` is the most the request is thought to take, its thoughts included."""
        ...

    def keep(self, call: Call) -> None:
        """Store the call and its raw reply, before anything in it is read."""
        ...

    def mark(self, call_id: UUID, outcome: ReplyOutcome) -> None:
        """What reading the answer showed, where it could not be used."""
        ...

    def gave_up(self, task: str, outcome: ReplyOutcome) -> None:
        """The stage goes on by its rules."""
        ...


@dataclass(frozen=True)
class CallLimits:
    """Seconds. `stages` is the most a stage's questions take together, by task, waits included; `other` of a task that
    is not listed."""

    stages: Mapping[str, float] = field(default_factory=lambda: {t: s.total_seconds() for t, s in MODEL_STAGE.items()})
    other: float = MODEL_OTHER_STAGE.total_seconds()
    request: float = MODEL_REQUEST.total_seconds()
    least: float = MODEL_MIN.total_seconds()
    first_wait: float = MODEL_FIRST_WAIT.total_seconds()


@dataclass(frozen=True)
class Names:
    """Which model is asked for a task, what models cost at this endpoint, and the tokens it may think for a task."""

    choose: Callable[[str], str]
    prices: Mapping[str, Price] = field(default_factory=lambda: PRICES)
    own_prices: bool = True
    room: Callable[[str], int] = lambda _task: 0


class MeteredModel:
    """The `Asker` of one run. `model` None: replies that are kept are all there is."""

    def __init__(
        self,
        model: LanguageModel | None,
        record: Record,
        names: Names,
        *,
        seconds_left: Callable[[], float] = lambda: float("inf"),
        kept: Iterable[KeptReply] = (),
        limits: CallLimits | None = None,
        between: Callable[[], None] = lambda: None,
        without_model: ReplyOutcome = ReplyOutcome.NOT_STORED,
    ) -> None:
        """`between` is called on the thread that kept a record, before an awaited question goes on elsewhere.

        `without_model` is how a question ends of which no reply is kept, if there is no model.
        """
        self.model = model
        self.record = record
        self.names = names
        self.seconds_left = seconds_left
        self.limits = limits or CallLimits()
        self.between = between
        self.without_model = without_model
        self._kept = list(kept)

    def begin(self, task: str) -> StageAsk:
        """See `Asker.begin`."""
        return StageAsk(self, task)

    def model_for(self, task: str) -> str:
        """See `Asker.model_for`."""
        return self.names.choose(task)

    def take_kept(self, task: str, prompt: Prompt) -> KeptReply | None:
        """The next reply that is kept of this very question."""
        wanted = prompt.sha256
        for position, kept in enumerate(self._kept):
            if (kept.task, kept.prompt_sha256) == (task, wanted):
                return self._kept.pop(position)
        return None


class MeteredAsk(Protocol):
    """The questions of one stage, to be waited for or awaited. `costs` are those of all replies so far."""

    @property
    def costs(self) -> Sequence[Cost]: ...

    def __call__(self, prompt: Prompt, schema: Mapping[str, Any], read: Callable[[str], Answer]) -> Answer: ...

    async def aask(self, prompt: Prompt, schema: Mapping[str, Any], read: Callable[[str], Answer]) -> Answer: ...


class MeteredAsker(Protocol):
    """An `Asker` of either kind of question."""

    def begin(self, task: str) -> MeteredAsk: ...

    def model_for(self, task: str) -> str: ...


class _Pause(NamedTuple):
    seconds: float


class _Request(NamedTuple):
    model: LanguageModel
    task: str
    prompt: Prompt
    schema: Mapping[str, Any]
    seconds: float
    asked: str


class _Done(NamedTuple):
    answer: Any


# What a question waits for, and what comes of it.
_Steps = Generator[_Pause | _Request, ModelReply | None, Answer]


class StageAsk:
    """The questions of one stage, within its time."""

    def __init__(self, asker: MeteredModel, task: str) -> None:
        self._asker = asker
        self._task = task
        self._ends_at = time.monotonic() + asker.limits.stages.get(task, asker.limits.other)
        self.costs: list[Cost] = []

    def __call__(self, prompt: Prompt, schema: Mapping[str, Any], read: Callable[[str], Answer]) -> Answer:
        """See `Ask`."""
        steps = self._steps(prompt, schema, read)
        said: ModelReply | None = None
        while not isinstance(step := _move(steps, said), _Done):
            if isinstance(step, _Pause):
                time.sleep(step.seconds)
                said = None
            else:
                said = step.model.complete(step.task, step.prompt, step.schema, step.seconds, step.asked)
        answer: Answer = step.answer
        return answer

    async def aask(self, prompt: Prompt, schema: Mapping[str, Any], read: Callable[[str], Answer]) -> Answer:
        """The same, without holding up the event loop: records are kept on threads of its pool."""
        steps = self._steps(prompt, schema, read)
        said: ModelReply | None = None
        while not isinstance(step := await asyncio.to_thread(self._move_aside, steps, said), _Done):
            if isinstance(step, _Pause):
                await asyncio.sleep(step.seconds)
                said = None
            else:
                said = await step.model.acomplete(step.task, step.prompt, step.schema, step.seconds, step.asked)
        answer: Answer = step.answer
        return answer

    def _move_aside(self, steps: _Steps[Answer], said: ModelReply | None) -> _Pause | _Request | _Done:
        try:
            return _move(steps, said)
        finally:
            self._asker.between()

    def _steps(self, prompt: Prompt, schema: Mapping[str, Any], read: Callable[[str], Answer]) -> _Steps[Answer]:
        outcomes: list[ReplyOutcome] = []
        wait = 0.0
        while True:
            reply, call_id = yield from self._get(prompt, schema, wait)
            outcome = reply.outcome
            if outcome is ReplyOutcome.ANSWERED:
                answer, outcome = _read(reply.text, read)
                if answer is not None:
                    return answer
                if call_id:
                    self._asker.record.mark(call_id, outcome)
            outcomes.append(outcome)
            decided = seconds_to_wait(
                outcomes,
                reply.retry_after,
                self._seconds_left(),
                self._asker.limits.first_wait,
                random.random(),  # noqa: S311 - spreads requests, guards nothing
            )
            if decided is None:
                raise self._give_up(outcome)
            wait = decided

    def _get(self, prompt: Prompt, schema: Mapping[str, Any], wait: float) -> _Steps[tuple[ModelReply, UUID | None]]:
        kept = self._asker.take_kept(self._task, prompt)
        if kept is not None:
            self._count(prompt, kept.reply, kept.model_asked)
            return kept.reply, None
        model = self._asker.model
        if model is None:
            raise self._give_up(self._asker.without_model)
        yield _Pause(wait)
        seconds = min(self._seconds_left(), self._asker.limits.request)
        if seconds < self._asker.limits.least:
            raise self._give_up(ReplyOutcome.OUT_OF_TIME)
        may_take = prompt.estimated_tokens + prompt.answer_tokens + self._asker.names.room(self._task)
        refused = self._asker.record.permit(self._task, may_take)
        if refused is not None:
            raise self._give_up(refused)
        return (yield from self._send(model, prompt, schema, seconds))

    def _send(
        self, model: LanguageModel, prompt: Prompt, schema: Mapping[str, Any], seconds: float
    ) -> _Steps[tuple[ModelReply, UUID | None]]:
        asked = self._asker.names.choose(self._task)
        began = time.monotonic()
        reply = yield _Request(model, self._task, prompt, schema, seconds, asked)
        if reply is None:
            raise TypeError("a request is answered with a reply")
        kept = KeptReply(
            task=self._task,
            prompt_version=prompt.version,
            prompt_file_sha256=prompt.file_sha256,
            prompt_sha256=prompt.sha256,
            model_asked=asked,
            reply=reply,
        )
        call = Call(
            id=uuid4(),
            kept=kept,
            cost=self._count(prompt, reply, asked),
            duration_ms=int((time.monotonic() - began) * 1000),
        )
        self._asker.record.keep(call)
        return reply, call.id

    def _count(self, prompt: Prompt, reply: ModelReply, asked: str) -> Cost:
        names = self._asker.names
        cost = cost_of(prompt, reply, asked, names.prices, own_prices=names.own_prices)
        self.costs.append(cost)
        return cost

    def _seconds_left(self) -> float:
        return min(self._ends_at - time.monotonic(), self._asker.seconds_left())

    def _give_up(self, outcome: ReplyOutcome) -> ModelGaveUp:
        self._asker.record.gave_up(self._task, outcome)
        return ModelGaveUp(self._task, outcome)


def _move(steps: _Steps[Answer], said: ModelReply | None) -> _Pause | _Request | _Done:
    try:
        return steps.send(said)
    except StopIteration as ended:
        return _Done(ended.value)


def _read(text: str, read: Callable[[str], Answer]) -> tuple[Answer | None, ReplyOutcome]:
    try:
        return read(text), ReplyOutcome.ANSWERED
    except ReplyUnusable as unusable:
        return None, unusable.outcome
