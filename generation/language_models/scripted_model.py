"""A model for tests and rehearsals: a queue with a memory. It ships with the product, so nobody writes another."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from generation.pipeline.language_model import ModelReply, Prompt, ReplyOutcome, Usage, estimate_tokens


class Asked(NamedTuple):
    """A question as it arrived."""

    task: str
    prompt: Prompt
    schema: Mapping[str, Any]
    time_left: float
    model: str | None


# An answer's text, a whole reply, how the request ends, or whoever works one of these out from the question.
Scripted = str | ModelReply | ReplyOutcome
Script = Scripted | Callable[[Asked], Scripted]


class ScriptExhausted(Exception):
    """More was asked than the script foresees."""


class ScriptedModel:
    """Answers from a queue, in order, or from one function for ever; `asked` remembers every question."""

    def __init__(self, script: Iterable[Script] | Callable[[Asked], Scripted]) -> None:
        self._always = script if callable(script) else None
        self._queue = deque(() if callable(script) else script)
        self.asked: list[Asked] = []

    def complete(
        self, task: str, prompt: Prompt, schema: Mapping[str, Any], time_left: float, model: str | None = None
    ) -> ModelReply:
        """See `LanguageModel.complete`. Raises ScriptExhausted."""
        question = Asked(task, prompt, schema, time_left, model)
        self.asked.append(question)
        if self._always is None and not self._queue:
            raise ScriptExhausted(task)
        script = self._always or self._queue.popleft()
        return self._reply(question, script(question) if callable(script) else script)

    async def acomplete(
        self, task: str, prompt: Prompt, schema: Mapping[str, Any], time_left: float, model: str | None = None
    ) -> ModelReply:
        """See `LanguageModel.acomplete`."""
        return self.complete(task, prompt, schema, time_left, model)

    def _reply(self, question: Asked, said: Scripted) -> ModelReply:
        if isinstance(said, ModelReply):
            return said
        if isinstance(said, ReplyOutcome):
            return ModelReply(outcome=said, model=question.model or "scripted")
        usage = Usage(tokens_in=question.prompt.estimated_tokens, tokens_out=estimate_tokens(said))
        return ModelReply(
            outcome=ReplyOutcome.ANSWERED,
            text=said,
            usage=usage,
            model=question.model or "scripted",
            finish_reason="stop",
            status=200,
            response_format="json_schema",
        )
