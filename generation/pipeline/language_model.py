"""The one boundary between the stages and a language model. In: a prompt. Out: a reply, always a value.

A model is handed instructions that are the same for everybody and, after them, data as JSON. Whatever comes back or
fails to come back is a `ModelReply` with a named outcome; only the stage that asked says whether it can use it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from pydantic import Field

from generation.pipeline.contracts import OutcomeReason, Value, sha256_hex
from generation.pipeline.errors import PipelineError

# Diary text in English, and JSON around it; servers that count tokens for us say so themselves.
_BYTES_PER_TOKEN = 4


class Task(StrEnum):
    """What the pipeline asks a model to do. Other features have tasks of their own, named by text."""

    CANONICALIZER = "canonicalizer"
    CHOICE = "bridge_choice"
    JUDGE = "bridge_judge"
    REPAIR = "bridge_repair"


class ReplyOutcome(StrEnum):
    """How one request ended. The groups say what a stage may do next; docs/models.md has the table."""

    ANSWERED = "answered"
    # Came back, and is no answer. Asked once more.
    EMPTY = "empty"
    TRUNCATED = "truncated"
    OVERSIZED = "oversized"
    MALFORMED = "malformed"
    # Came back as an answer, and could not be used. Asked once more.
    NOT_JSON = "not_json"
    OFF_SCHEMA = "off_schema"
    WRONG_LANGUAGE = "wrong_language"
    NOT_IN_THE_TEXT = "not_in_the_text"
    NOTHING_USABLE = "nothing_usable"
    UNKNOWN_ID = "unknown_id"
    OVER_BUDGET = "over_budget"
    REQUIRED_LEFT_OUT = "required_left_out"
    # Says no. Not asked again.
    REFUSED = "refused"
    FILTERED = "filtered"
    # The server is in trouble. Asked again while there is time.
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    UNREACHABLE = "unreachable"
    CONNECTION_LOST = "connection_lost"
    TIMED_OUT = "timed_out"
    # The request itself is not taken. Not asked again.
    QUOTA_SPENT = "quota_spent"
    UNAUTHORIZED = "unauthorized"
    UNKNOWN_MODEL = "unknown_model"
    TOO_LONG = "too_long"
    REJECTED = "rejected"
    REDIRECTED = "redirected"
    # Never sent.
    OUT_OF_TIME = "out_of_time"
    BUDGET_SPENT = "budget_spent"
    NOT_ALLOWED = "not_allowed"
    NOT_STORED = "not_stored"


class Prompt(Value):
    """What is sent. `instructions` are the same for everybody; `data` is JSON and holds whatever is personal.

    `version` names the released prompt file, `file_sha256` its bytes. `answer_tokens` is how long a good answer gets.
    """

    version: str
    file_sha256: str
    instructions: str = Field(repr=False)
    data: str = Field(repr=False)
    answer_tokens: int

    @property
    def sha256(self) -> str:
        """Of everything that is sent: equal prompts may share a stored answer."""
        return sha256_hex(f"{self.version}\n{self.instructions}\n{self.data}")

    @property
    def prefix_tokens(self) -> int:
        """About how many tokens come first and are the same in every prompt of the version: what a server can keep."""
        return estimate_tokens(self.instructions)

    @property
    def estimated_tokens(self) -> int:
        return self.prefix_tokens + estimate_tokens(self.data)


class Usage(Value):
    """Tokens as the server counted them; `tokens_cached` are some of `tokens_in`, `tokens_reasoning` of `tokens_out`.

    Where a server hands over thoughts without counting them, `tokens_reasoning` is estimated.
    """

    tokens_in: int = Field(ge=0)
    tokens_cached: int = Field(default=0, ge=0)
    tokens_out: int = Field(ge=0)
    tokens_reasoning: int = Field(default=0, ge=0)


class ModelReply(Value):
    """What became of one request. `text` is the raw answer, or the raw body where there was no answer in it.

    It holds no NUL and no lone surrogates: Postgres and UTF-8 hold neither. `usage` is None where the server did not
    say. `retry_after` is seconds, None where the server did not say. `response_format` names how the schema was asked
    for: "json_schema", "json_object" or "prompt"; `left_out` what the endpoint has refused by name and is not sent.
    """

    outcome: ReplyOutcome
    text: str = Field(default="", repr=False)
    usage: Usage | None = None
    model: str = ""
    request_id: str = ""
    finish_reason: str = ""
    status: int | None = None
    retry_after: float | None = None
    response_format: str = ""
    left_out: tuple[str, ...] = ()


class LanguageModel(Protocol):
    """A model somewhere. Neither method raises for anything a server or a network does."""

    def complete(
        self, task: str, prompt: Prompt, schema: Mapping[str, Any], time_left: float, model: str | None = None
    ) -> ModelReply:
        """Ask once and answer within `time_left` seconds of wall-clock time, whatever the server does.

        An empty `schema` asks for plain text.
        """
        ...

    async def acomplete(
        self, task: str, prompt: Prompt, schema: Mapping[str, Any], time_left: float, model: str | None = None
    ) -> ModelReply:
        """The same, without holding up the event loop."""
        ...


Answer = TypeVar("Answer")


class ReplyUnusable(Exception):
    """Raised by whoever reads an answer it cannot use. Carries the outcome, never the answer."""

    def __init__(self, outcome: ReplyOutcome) -> None:
        super().__init__(outcome.value)
        self.outcome = outcome


class ModelGaveUp(PipelineError):
    """The model of a stage failed for good: the stage goes on by its rules. Carries no text."""

    def __init__(self, task: str, outcome: ReplyOutcome) -> None:
        super().__init__(f"{task}: {outcome.value}")
        self.task = task
        self.outcome = outcome


class Ask(Protocol):
    """Puts one question within the time of a stage, again where that may help."""

    def __call__(self, prompt: Prompt, schema: Mapping[str, Any], read: Callable[[str], Answer]) -> Answer:
        """The answer as `read` understands it. `read` raises ReplyUnusable; this raises ModelGaveUp."""
        ...


class Asker(Protocol):
    """Whoever has a model at hand, with its time, budget and records."""

    def begin(self, task: str) -> Ask:
        """Start a stage: its time runs from here."""
        ...

    def model_for(self, task: str) -> str:
        """The name of the model that would be asked."""
        ...


def estimate_tokens(text: str) -> int:
    """About how many tokens `text` is, for budgets and where a server does not count."""
    return -(-len(text.encode()) // _BYTES_PER_TOKEN)


_REFUSALS = frozenset(
    {
        ReplyOutcome.REFUSED,
        ReplyOutcome.FILTERED,
        ReplyOutcome.QUOTA_SPENT,
        ReplyOutcome.UNAUTHORIZED,
        ReplyOutcome.UNKNOWN_MODEL,
        ReplyOutcome.TOO_LONG,
        ReplyOutcome.REJECTED,
        ReplyOutcome.REDIRECTED,
        ReplyOutcome.NOT_ALLOWED,
    }
)


def reason_of(outcome: ReplyOutcome) -> OutcomeReason:
    """Why the rules' text is published where a model gave up with `outcome`."""
    if outcome is ReplyOutcome.BUDGET_SPENT:
        return OutcomeReason.BUDGET
    if outcome is ReplyOutcome.OUT_OF_TIME:
        return OutcomeReason.DEADLINE
    return OutcomeReason.REFUSED if outcome in _REFUSALS else OutcomeReason.NO_ANSWER
