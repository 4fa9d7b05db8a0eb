"""A model behind the chat completions of OpenAI, vLLM, llama.cpp or Ollama. The only module that imports openai.

Nothing a server or a network does comes out of here as an exception: the client's own carry the prompt and the key.
The schema is asked for in the strictest form an endpoint takes: json_schema, else json_object, else by the prompt
alone. What an endpoint refuses once is not sent again, and every reply says how it was asked for.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from generation.language_models.bounded_transport import (
    CONNECT_ERRORS,
    NETWORK_ERRORS,
    TIMEOUTS,
    TooManyBytes,
    bounded,
    make_http_client,
)
from generation.language_models.completion import read_completion
from generation.language_models.context_size import in_model_list, in_properties
from generation.language_models.endpoint_habits import (
    FORMATS,
    OLDER_LIMIT,
    OPENAI_LIMIT,
    Habits,
    another_way,
    make_body,
)
from generation.language_models.refusals import read_refusal
from generation.language_models.thinking import DEFAULT, OF_ANY_OTHER_TASK, Thinking
from generation.pipeline.language_model import ModelReply, Prompt, ReplyOutcome

if TYPE_CHECKING:
    from openai import OpenAI

logger = logging.getLogger(__name__)

# A hundred times what a whole summary takes.
MAX_BYTES = 1_000_000
# Ways of asking one question may go through: each part that may be refused, and each form.
_MAX_WAYS = 8
# A few bytes that unpack to millions are not counted.
_UNPACKED = {"Accept-Encoding": "identity"}
# What a server of one's own may take to say how much it reads.
_LOOK_SECONDS = 3.0


class OpenAIModel:
    """One endpoint, one client a process, made when first used. Safe to use from many threads."""

    clients_built = 0

    def __init__(
        self,
        api_key: str,
        base_url: str | None = None,
        default_model: str = "gpt-5-mini",
        thinking: Mapping[str, Thinking] = DEFAULT,
    ) -> None:
        self._api_key = api_key
        self._base_url = base_url or None
        self._default_model = default_model
        self._thinking = thinking
        self._lock = threading.Lock()
        self._client: OpenAI | None = None
        self._made_in = 0
        # OpenAI's own takes the newer name of the limit only, servers of one's own mostly the older.
        self._habits = Habits(limit=OLDER_LIMIT if self._base_url else OPENAI_LIMIT)
        self._context_tokens: dict[str, int | None] = {}

    def complete(
        self, task: str, prompt: Prompt, schema: Mapping[str, Any], time_left: float, model: str | None = None
    ) -> ModelReply:
        """See `LanguageModel.complete`. One request, or a few where the endpoint refuses a way of asking."""
        ends_at = time.monotonic() + time_left
        name = model or self._default_model
        context = self._context_of(name, time_left)
        if context is not None and prompt.estimated_tokens + prompt.answer_tokens > context:
            return ModelReply(outcome=ReplyOutcome.TOO_LONG)
        first = self._habits
        habits = first if schema else first._replace(form=FORMATS[-1])
        refused: ModelReply | None = None
        for _ in range(_MAX_WAYS):
            seconds = ends_at - time.monotonic()
            if seconds <= 0:
                return refused or ModelReply(outcome=ReplyOutcome.TIMED_OUT, response_format=habits.form)
            thinking = self._thinking.get(task, OF_ANY_OTHER_TASK)
            reply = self._send(make_body(task, prompt, schema, name, habits, thinking, context), seconds, habits)
            other = another_way(habits, reply)
            if reply.status == 200 and habits != first:
                self._keep_to(habits if schema else habits._replace(form=first.form))
            if other is None:
                # Refused in every way: it was not the way of asking.
                return refused if refused is not None and reply.outcome is ReplyOutcome.REJECTED else reply
            habits, refused = other, refused or reply
        return refused or reply

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

    def _keep_to(self, habits: Habits) -> None:
        """Ask so from now on; what the endpoint does not take is said once."""
        with self._lock:
            news = habits.without - self._habits.without
            before, self._habits = self._habits.form, habits
        if before != habits.form:
            logger.warning("this endpoint takes no %s; asking by %s from now on", before, habits.form)
        for part in sorted(news):
            logger.warning("this endpoint takes no %s; left out from now on", part)

    def _context_of(self, model: str, time_left: float) -> int | None:
        """Tokens a server of one's own says it reads at once; asked for once, and None where it does not say."""
        if self._base_url is None:
            return None
        if model not in self._context_tokens:
            seconds = min(_LOOK_SECONDS, time_left / 4)
            root = self._base_url.rstrip("/")
            listed = self._look(f"{root}/models", seconds)
            if listed is None:
                return None
            found = in_model_list(listed, model)
            if found is None:
                found = in_properties(self._look(f"{root.removesuffix('/v1')}/props", seconds) or b"")
            self._context_tokens[model] = found
        return self._context_tokens[model]

    def _look(self, address: str, seconds: float) -> bytes | None:
        """What stands at an address of the server, b'' where nothing does, None where nobody answered."""
        headers = {"Authorization": f"Bearer {self._api_key}"} if self._api_key else {}
        self._connected()
        try:
            with (
                bounded(seconds, MAX_BYTES),
                self._http.stream("GET", address, headers={**headers, **_UNPACKED}) as answer,
            ):
                content = answer.read() if _is_unpacked(answer.headers) else b""
                return content if answer.status_code == 200 else b""
        except (TooManyBytes, *NETWORK_ERRORS, *TIMEOUTS):
            return None

    def _send(self, body: Mapping[str, Any], seconds: float, habits: Habits) -> ModelReply:
        with bounded(seconds, MAX_BYTES):
            reply = self._exchange(body)
        told = {"response_format": habits.form, "left_out": tuple(sorted(habits.without))}
        return reply.model_copy(update={**told, "text": self._without_key(reply.text)})

    def _without_key(self, text: str) -> str:
        """What is kept of a reply never holds the key, which some servers quote when they refuse it."""
        return text.replace(self._api_key, "[key]") if self._api_key else text

    def _exchange(self, body: Mapping[str, Any]) -> ModelReply:
        import openai  # noqa: PLC0415 - half a second that nobody without a model should pay

        try:
            with self._connected().chat.completions.with_streaming_response.create(
                **body, extra_headers=_UNPACKED
            ) as response:
                if not _is_unpacked(response.headers):
                    return ModelReply(outcome=ReplyOutcome.MALFORMED, status=response.status_code)
                status, headers = response.status_code, dict(response.headers)
                content = b"".join(response.iter_bytes())
        except openai.APIStatusError as error:
            return read_refusal(error.status_code, dict(error.response.headers), error.response.content)
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
        self._http = make_http_client()
        return OpenAI(
            # Servers of one's own mostly want none, but the client does.
            api_key=self._api_key or "none",
            base_url=self._base_url or "https://api.openai.com/v1",
            max_retries=0,
            http_client=self._http,
        )


def _is_unpacked(headers: Mapping[str, str]) -> bool:
    return headers.get("content-encoding", "identity") == "identity"
