"""What a status other than 200 says: the named outcome, by the server's own codes before the status."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from typing import Any

from generation.language_models.completion import readable
from generation.pipeline.language_model import ModelReply, ReplyOutcome

_BY_STATUS = {
    401: ReplyOutcome.UNAUTHORIZED,
    402: ReplyOutcome.QUOTA_SPENT,
    403: ReplyOutcome.UNAUTHORIZED,
    404: ReplyOutcome.UNKNOWN_MODEL,
    408: ReplyOutcome.SERVER_ERROR,
    409: ReplyOutcome.SERVER_ERROR,
    413: ReplyOutcome.TOO_LONG,
    429: ReplyOutcome.RATE_LIMITED,
}
# `code` or `type` of an error, of OpenAI, Azure and llama.cpp.
_BY_CODE = {
    "insufficient_quota": ReplyOutcome.QUOTA_SPENT,
    "billing_hard_limit_reached": ReplyOutcome.QUOTA_SPENT,
    "context_length_exceeded": ReplyOutcome.TOO_LONG,
    "string_above_max_length": ReplyOutcome.TOO_LONG,
    "exceed_context_size_error": ReplyOutcome.TOO_LONG,
    "content_filter": ReplyOutcome.FILTERED,
    "content_policy_violation": ReplyOutcome.FILTERED,
    "ResponsibleAIPolicyViolation": ReplyOutcome.FILTERED,
    "model_not_found": ReplyOutcome.UNKNOWN_MODEL,
    "DeploymentNotFound": ReplyOutcome.UNKNOWN_MODEL,
    "invalid_api_key": ReplyOutcome.UNAUTHORIZED,
}
# vLLM and others have no code for it. Asked of refusals alone, and of the server's own message.
_TOO_LONG = ("maximum context length", "exceed context window", "exceeds the available context size", "max_model_len")


def read_refusal(status: int, headers: Mapping[str, str], content: bytes) -> ModelReply:
    """The reply of any status but 200. Raises nothing."""
    text = readable(content)
    return ModelReply(
        outcome=_outcome(status, text),
        text=text,
        status=status,
        request_id=headers.get("x-request-id", "")[:200],
        retry_after=_retry_after(headers),
    )


def _outcome(status: int, text: str) -> ReplyOutcome:
    for code in _codes(text):
        if code in _BY_CODE:
            return _BY_CODE[code]
    if status in {400, 422, 500} and any(words in text[:2_000] for words in _TOO_LONG):
        return ReplyOutcome.TOO_LONG
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if 300 <= status < 400:
        return ReplyOutcome.REDIRECTED
    return ReplyOutcome.SERVER_ERROR if status >= 500 else ReplyOutcome.REJECTED


def _codes(text: str) -> Iterator[str]:
    """The codes of an error, the outermost first; older vLLM has no `error` around them."""
    try:
        content: Any = json.loads(text)
    except (ValueError, RecursionError):
        return
    error = content.get("error", content) if isinstance(content, dict) else {}
    while isinstance(error, dict):
        yield from (str(error[name]) for name in ("code", "type") if error.get(name))
        error = error.get("innererror")


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds a server asks to wait: as a number, in milliseconds, or until a date. None for anything else."""
    try:
        if milliseconds := headers.get("retry-after-ms"):
            seconds = float(milliseconds) / 1000
        elif (value := headers.get("retry-after", "")).strip()[:1].isdigit():
            seconds = float(value)
        elif value:
            seconds = parsedate_to_datetime(value).timestamp() - time.time()
        else:
            return None
    except (ValueError, OverflowError):
        return None
    return seconds if 0 <= seconds < float("inf") else None
