"""A model whose questions and answers are remembered, and one that gives those answers again."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from typing import Any

from generation.pipeline.contracts import Value
from generation.pipeline.language_model import LanguageModel, ModelReply, Prompt, ReplyOutcome


class RecordedCall(Value):
    """One request with its answer, as a fixture holds it: the prompt's data are words of a diary."""

    task: str
    model_asked: str
    prompt: Prompt
    reply: ModelReply


class RecordingModel:
    """Asks another model; `calls` are what it was asked and what it said, in order."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self.calls: list[RecordedCall] = []

    def complete(
        self, task: str, prompt: Prompt, schema: Mapping[str, Any], time_left: float, model: str | None = None
    ) -> ModelReply:
        """See `LanguageModel.complete`."""
        reply = self._model.complete(task, prompt, schema, time_left, model)
        self.calls.append(RecordedCall(task=task, model_asked=model or "", prompt=prompt, reply=reply))
        return reply

    async def acomplete(
        self, task: str, prompt: Prompt, schema: Mapping[str, Any], time_left: float, model: str | None = None
    ) -> ModelReply:
        """See `LanguageModel.acomplete`."""
        reply = await self._model.acomplete(task, prompt, schema, time_left, model)
        self.calls.append(RecordedCall(task=task, model_asked=model or "", prompt=prompt, reply=reply))
        return reply


class ReplayingModel:
    """Answers the recorded questions, each as often as it was asked; any other has no stored answer."""

    def __init__(self, calls: Iterable[RecordedCall]) -> None:
        self._replies: dict[tuple[str, str], deque[ModelReply]] = defaultdict(deque)
        for call in calls:
            self._replies[call.task, call.prompt.sha256].append(call.reply)

    def complete(
        self, task: str, prompt: Prompt, schema: Mapping[str, Any], time_left: float, model: str | None = None
    ) -> ModelReply:
        """See `LanguageModel.complete`."""
        replies = self._replies[task, prompt.sha256]
        return replies.popleft() if replies else ModelReply(outcome=ReplyOutcome.NOT_STORED)

    async def acomplete(
        self, task: str, prompt: Prompt, schema: Mapping[str, Any], time_left: float, model: str | None = None
    ) -> ModelReply:
        """See `LanguageModel.acomplete`."""
        return self.complete(task, prompt, schema, time_left, model)
