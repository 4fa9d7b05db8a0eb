"""A model behind the chat completions of OpenAI, vLLM, llama.cpp or Ollama. The only module that imports openai.

Nothing a server or a network does comes out of here as an exception: the client's own carry the prompt and the key.
The schema is asked for in the strictest form an endpoint takes: json_schema, else json_object, else by the prompt
alone. What an endpoint refuses once it is not asked again, and every reply says which form it was asked in.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import threading
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from generation.language_models.bounded_transport import (
    CONNECT_ERRORS,
    NETWORK_ERRORS,
    TIMEOUTS,
    TooManyBytes,
    bounded,
    make_http_client,
)
from generation.language_models.completion import read_completion, readable
from generation.pipeline.language_model import ModelReply, Prompt, ReplyOutcome

if TYPE_CHECKING:
    from openai import OpenAI

logger = logging.getLogger(__name__)

FORMATS = ("json_schema", "json_object", "prompt")
# A hundred times what a whole summary takes.
MOST_BYTES = 1_000_000
# Models that think count their thoughts as output; a limit without room for them cuts the answer off.
_THINKING_TOKENS = 8000
_BY_STATUS = {
    401: ReplyOutcome.UNAUTHORIZED,
    403: ReplyOutcome.UNAUTHORIZED,
    404: ReplyOutcome.UNKNOWN_MODEL,
    408: ReplyOutcome.SERVER_ERROR,
    409: ReplyOutcome.SERVER_ERROR,
    413: ReplyOutcome.TOO_LONG,
    429: ReplyOutcome.RATE_LIMITED,
}
_BY_CODE = {
    "insufficient_quota": ReplyOutcome.QUOTA_SPENT,
    "context_length_exceeded": ReplyOutcome.TOO_LONG,
    "model_not_found": ReplyOutcome.UNKNOWN_MODEL,
    "invalid_api_key": ReplyOutcome.UNAUTHORIZED,
}


class OpenAIModel:
    """One endpoint, one client a process, made when first used. Safe to use from many threads."""

    clients_built = 0

    def __init__(self, api_key: str, base_url: str | None = None, default_model: str = "gpt-5-mini") -> None:
        self._api_key = api_key
        self._base_url = base_url or None
        self._default_model = default_model
        self._lock = threading.Lock()
        self._client: OpenAI | None = None
        self._made_in = 0
        self._first_format = 0

    def complete(
        self, task: str, prompt: Prompt, schema: Mapping[str, Any], time_left: float, model: str | None = None
    ) -> ModelReply:
        """See `LanguageModel.complete`. One request, or up to three where the endpoint refuses a form."""
        ends_at = time.monotonic() + time_left
        refused: ModelReply | None = None
        first = self._first_format if schema else len(FORMATS) - 1
        for level in range(first, len(FORMATS)):
            seconds = ends_at - time.monotonic()
            if seconds <= 0:
                return refused or ModelReply(outcome=ReplyOutcome.TIMED_OUT, response_format=FORMATS[level])
            reply = self._send(task, prompt, schema, seconds, model or self._default_model, FORMATS[level])
            if not _may_be_the_form(reply):
                break
            refused = refused or reply
        if refused is None or reply.status == 200:
            if schema:
                self._keep_to(level, reply)
            return reply
        # Refused in every form: it was not the form.
        return refused

    async def acomplete(
        self, task: str, prompt: Prompt, schema: Mapping[str, Any], time_left: float, model: str | None = None
    ) -> ModelReply:
        """See `LanguageModel.acomplete`. The same request, on a thread of the loop's own pool."""
        return await asyncio.to_thread(self.complete, task, prompt, schema, time_left, model)

    def prepare(self) -> None:
        """Build the client now rather than within the time of the first request."""
        self._connected()

    def close(self) -> None:
        """Close the connections. The next request opens new ones."""
        with self._lock:
            if self._client is not None:
                self._client.close()
            self._client = None

    def _keep_to(self, level: int, reply: ModelReply) -> None:
        if level > self._first_format and reply.status == 200:
            self._first_format = level
            logger.warning("this endpoint takes no %s; asking by %s from now on", FORMATS[level - 1], FORMATS[level])

    def _send(
        self, task: str, prompt: Prompt, schema: Mapping[str, Any], seconds: float, model: str, form: str
    ) -> ModelReply:
        body = self._body(task, prompt, schema, model, form)
        with bounded(seconds, MOST_BYTES):
            reply = self._exchange(body)
        return reply.model_copy(update={"response_format": form, "text": self._without_key(reply.text)})

    def _without_key(self, text: str) -> str:
        """What is kept of a reply never holds the key, which some servers quote when they refuse it."""
        return text.replace(self._api_key, "[key]") if self._api_key else text

    def _body(self, task: str, prompt: Prompt, schema: Mapping[str, Any], model: str, form: str) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": model,
            "messages": [
                {"role": "system", "content": prompt.instructions},
                {"role": "user", "content": prompt.data},
            ],
            "store": False,
        }
        if self._base_url is None:
            body["max_completion_tokens"] = prompt.answer_tokens + _THINKING_TOKENS
        else:
            # The older name, which every server but OpenAI's own takes.
            body["max_tokens"] = prompt.answer_tokens
        if form == "json_schema":
            body["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": task, "strict": True, "schema": strict(schema)},
            }
        elif form == "json_object":
            # llama.cpp takes the schema here too; others pass it over.
            body["response_format"] = {"type": "json_object", "schema": strict(schema)}
        return body

    def _exchange(self, body: Mapping[str, Any]) -> ModelReply:
        import openai  # noqa: PLC0415 - half a second that nobody without a model should pay

        try:
            with self._connected().chat.completions.with_streaming_response.create(
                **body, extra_headers={"Accept-Encoding": "identity"}
            ) as response:
                if response.headers.get("content-encoding", "identity") != "identity":
                    return ModelReply(outcome=ReplyOutcome.MALFORMED, status=response.status_code)
                status, headers = response.status_code, dict(response.headers)
                content = b"".join(response.iter_bytes())
        except openai.APIStatusError as error:
            return _refusal(error.status_code, dict(error.response.headers), error.response.content)
        except (openai.APITimeoutError, *TIMEOUTS):
            return ModelReply(outcome=ReplyOutcome.TIMED_OUT)
        except TooManyBytes:
            return ModelReply(outcome=ReplyOutcome.OVERSIZED)
        except CONNECT_ERRORS:
            return ModelReply(outcome=ReplyOutcome.UNREACHABLE)
        except openai.APIConnectionError as error:
            unreachable = isinstance(error.__cause__, CONNECT_ERRORS)
            return ModelReply(outcome=ReplyOutcome.UNREACHABLE if unreachable else ReplyOutcome.CONNECTION_LOST)
        except (openai.OpenAIError, *NETWORK_ERRORS):
            return ModelReply(outcome=ReplyOutcome.CONNECTION_LOST)
        return read_completion(content, status=status, request_id=headers.get("x-request-id", ""))

    def _connected(self) -> OpenAI:
        with self._lock:
            # A forked child must not share its parent's sockets.
            if self._client is None or self._made_in != os.getpid():
                self._client, self._made_in = self._build(), os.getpid()
            return self._client

    def _build(self) -> OpenAI:
        from openai import OpenAI  # noqa: PLC0415 - half a second that nobody without a model should pay

        # At its most talkative the client logs what it sends.
        for name in ("openai", "httpx2", "httpcore2"):
            logging.getLogger(name).setLevel(logging.WARNING)
        type(self).clients_built += 1
        return OpenAI(
            # Servers of one's own mostly want none, but the client does.
            api_key=self._api_key or "none",
            base_url=self._base_url or "https://api.openai.com/v1",
            max_retries=0,
            http_client=make_http_client(),
        )


def strict(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema as strict servers want it: every property required, none besides, no limits they do not know."""
    unknown = {"maxLength", "minLength", "maxItems", "minItems", "default", "title", "description"}
    content: dict[str, Any] = {}
    for name, value in schema.items():
        if name in {"properties", "$defs"}:
            content[name] = {key: strict(part) for key, part in value.items()}
        elif name not in unknown:
            content[name] = _strict_part(value)
    if content.get("type") == "object":
        content["required"] = list(content.get("properties", {}))
        content["additionalProperties"] = False
    return content


def _strict_part(value: Any) -> Any:
    if isinstance(value, Mapping):
        return strict(value)
    if isinstance(value, list):
        return [_strict_part(part) for part in value]
    return value


def _refusal(status: int, headers: Mapping[str, str], content: bytes) -> ModelReply:
    text = readable(content)
    outcome = _BY_CODE.get(_error_code(text)) or _BY_STATUS.get(status)
    if outcome is None and 300 <= status < 400:
        outcome = ReplyOutcome.REDIRECTED
    if outcome is None:
        outcome = ReplyOutcome.SERVER_ERROR if status >= 500 else ReplyOutcome.REJECTED
    return ModelReply(
        outcome=outcome,
        text=text,
        status=status,
        request_id=headers.get("x-request-id", "")[:200],
        retry_after=_retry_after(headers),
    )


def _error_code(text: str) -> str:
    try:
        error = json.loads(text)["error"]
        return str(error["code"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


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


def _may_be_the_form(reply: ModelReply) -> bool:
    """Whether the endpoint may have refused the form of the answer rather than the question.

    Servers say so in many ways; llama-cpp-python answers 500. What another form mends was the form.
    """
    if reply.response_format == FORMATS[-1]:
        return False
    if reply.outcome is ReplyOutcome.REJECTED:
        return True
    names_it = any(word in reply.text for word in ("response_format", "json_schema", "json_object", "grammar"))
    return reply.outcome is ReplyOutcome.SERVER_ERROR and reply.status in {500, 501} and names_it
