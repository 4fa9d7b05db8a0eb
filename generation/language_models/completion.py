"""What a chat completion says, read without trust. In: the bytes of a 200. Out: a `ModelReply` with its outcome."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from generation.pipeline.language_model import ModelReply, ReplyOutcome, Usage

# Answers beyond this are no summary of anything.
LONGEST_ANSWER = 200_000
_MOST_TOKENS = 100_000_000


class _Part(BaseModel):
    """Servers add fields as they like; only these are read."""

    model_config = ConfigDict(extra="ignore", strict=True)


class _Message(_Part):
    content: str | None = None
    refusal: str | None = None


class _Choice(_Part):
    message: _Message
    finish_reason: str | None = None


class _Details(_Part):
    cached_tokens: int | None = Field(default=None, ge=0, le=_MOST_TOKENS)


class _Usage(_Part):
    prompt_tokens: int = Field(ge=0, le=_MOST_TOKENS)
    completion_tokens: int = Field(ge=0, le=_MOST_TOKENS)
    prompt_tokens_details: _Details | None = None


class _Completion(_Part):
    choices: list[_Choice] = Field(min_length=1)
    model: str = ""
    usage: Any = None


def read_completion(content: bytes, *, status: int, request_id: str) -> ModelReply:
    """The reply in `content`, a body of a successful request. Raises nothing, whatever it holds."""
    text = readable(content)
    completion = _parse(text)
    if completion is None:
        return ModelReply(outcome=ReplyOutcome.MALFORMED, text=text, status=status, request_id=request_id[:200])
    choice = completion.choices[0]
    answer = readable_text(choice.message.content or "")
    refusal = readable_text(choice.message.refusal or "")
    return ModelReply(
        outcome=_outcome(answer, refusal, choice.finish_reason),
        text=(answer or refusal)[:LONGEST_ANSWER],
        usage=_usage(completion.usage),
        model=readable_text(completion.model)[:100],
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
    if not answer.strip():
        return ReplyOutcome.EMPTY
    return ReplyOutcome.OVERSIZED if len(answer) > LONGEST_ANSWER else ReplyOutcome.ANSWERED


def _usage(content: Any) -> Usage | None:
    """The counts, None where there are none or where they contradict themselves."""
    try:
        usage = _Usage.model_validate(content)
    except ValidationError:
        return None
    cached = (usage.prompt_tokens_details and usage.prompt_tokens_details.cached_tokens) or 0
    if cached > usage.prompt_tokens:
        return None
    return Usage(tokens_in=usage.prompt_tokens, tokens_cached=cached, tokens_out=usage.completion_tokens)


def _parse(text: str) -> _Completion | None:
    try:
        return _Completion.model_validate(json.loads(text))
    except (ValueError, RecursionError):
        return None
