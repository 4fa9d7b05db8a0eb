"""What a chat completion says, read without trust. In: the bytes of a 200. Out: a `ModelReply` with its outcome."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from generation.pipeline.answer_text import part_thoughts
from generation.pipeline.language_model import ModelReply, ReplyOutcome, Usage, estimate_tokens

# Answers beyond this are no summary of anything.
LONGEST_ANSWER = 200_000
_MAX_TOKENS = 100_000_000


class _Part(BaseModel):
    """Servers add fields as they like; only these are read."""

    model_config = ConfigDict(extra="ignore", strict=True)


class _Message(_Part):
    """`content` is text, or a list of parts of which some are thoughts. Servers name thoughts in either of two ways."""

    content: str | list[Any] | None = None
    refusal: str | None = None
    reasoning_content: Any = None
    reasoning: Any = None


class _Choice(_Part):
    message: _Message
    finish_reason: str | None = None


class _InDetails(_Part):
    cached_tokens: int | None = Field(default=None, ge=0, le=_MAX_TOKENS)


class _OutDetails(_Part):
    reasoning_tokens: int | None = Field(default=None, ge=0, le=_MAX_TOKENS)


class _Usage(_Part):
    prompt_tokens: int = Field(ge=0, le=_MAX_TOKENS)
    completion_tokens: int = Field(ge=0, le=_MAX_TOKENS)
    total_tokens: int | None = Field(default=None, ge=0, le=_MAX_TOKENS)
    prompt_tokens_details: _InDetails | None = None
    completion_tokens_details: _OutDetails | None = None


class _Completion(_Part):
    choices: list[_Choice] = Field(min_length=1)
    model: str | None = None
    usage: Any = None


def read_completion(content: bytes, *, status: int, request_id: str) -> ModelReply:
    """The reply in `content`, a body of a successful request. Raises nothing, whatever it holds."""
    text = readable(content)
    completion = _parse(text)
    if completion is None:
        return ModelReply(outcome=ReplyOutcome.MALFORMED, text=text, status=status, request_id=request_id[:200])
    choice = completion.choices[0]
    said = _said(choice.message)
    answer, refusal = readable_text(said.answer), readable_text(said.refusal)
    parted = part_thoughts(answer)
    return ModelReply(
        outcome=_outcome(parted.answer, refusal, choice.finish_reason),
        text=(answer or refusal)[:LONGEST_ANSWER],
        usage=_usage(completion.usage, estimate_tokens(said.thoughts + parted.thoughts)),
        model=readable_text(completion.model or "")[:100],
        request_id=request_id[:200],
        finish_reason=readable_text(choice.finish_reason or "")[:40],
        status=status,
    )


def readable(content: bytes) -> str:
    """Bytes as text that UTF-8 and Postgres can hold."""
    return readable_text(content.decode("utf-8", "replace"))


def readable_text(text: str) -> str:
    """Text without NUL and lone surrogates; a replacement character stands for each."""
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def _outcome(answer: str, refusal: str, finish_reason: str | None) -> ReplyOutcome:
    if refusal:
        return ReplyOutcome.REFUSED
    if finish_reason == "content_filter":
        return ReplyOutcome.FILTERED
    if finish_reason == "length":
        return ReplyOutcome.TRUNCATED
    if not answer:
        return ReplyOutcome.EMPTY
    return ReplyOutcome.OVERSIZED if len(answer) > LONGEST_ANSWER else ReplyOutcome.ANSWERED


class _Said(NamedTuple):
    answer: str
    refusal: str
    thoughts: str


def _said(message: _Message) -> _Said:
    """What a message holds, as text or in parts; a part that is neither text nor a refusal is a thought."""
    told = [value for value in (message.reasoning_content, message.reasoning) if isinstance(value, str)]
    if not isinstance(message.content, list):
        return _Said(message.content or "", message.refusal or "", "".join(told[:1]))
    parts = [part for part in message.content if isinstance(part, dict)]
    texts = [str(part.get("text") or "") for part in parts if part.get("type") in {"text", "output_text"}]
    refusals = [str(part.get("refusal") or "") for part in parts if part.get("type") == "refusal"]
    others = [json.dumps(part) for part in parts if part.get("type") not in {"text", "output_text", "refusal"}]
    return _Said("".join(texts), message.refusal or "".join(refusals), "".join((*told[:1], *others)))


def _usage(content: Any, thought: int) -> Usage | None:
    """The counts, None where there are none or where they contradict themselves. `thought`: tokens of thoughts, by us.

    Some servers count thoughts in the total and not in the answer; they are billed as output all the same.
    """
    try:
        usage = _Usage.model_validate(content)
    except ValidationError:
        return None
    details_in, details_out = usage.prompt_tokens_details, usage.completion_tokens_details
    cached = (details_in and details_in.cached_tokens) or 0
    beside = max(0, (usage.total_tokens or 0) - usage.prompt_tokens - usage.completion_tokens)
    tokens_out = usage.completion_tokens + beside
    counted = details_out.reasoning_tokens if details_out else None
    reasoning = min(thought, tokens_out) if counted is None and not beside else (counted or beside)
    if cached > usage.prompt_tokens or reasoning > tokens_out:
        return None
    return Usage(tokens_in=usage.prompt_tokens, tokens_cached=cached, tokens_out=tokens_out, tokens_reasoning=reasoning)


def _parse(text: str) -> _Completion | None:
    try:
        return _Completion.model_validate(json.loads(text))
    except (ValueError, RecursionError):
        return None
