"""Why rules did a model's work, in plain words: of a summary whose outcome is `rules`, and of a stage that gave up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from generation.models import EventName, PipelineEvent, SessionBridgeVersion
from generation.pipeline.contracts import Outcome, OutcomeReason
from generation.pipeline.language_model import ReplyOutcome

_NO_USE = "the model gave no answer that could be used"
_BY_OUTCOME: Mapping[str, str] = MappingProxyType(
    {
        ReplyOutcome.EMPTY: "the model's answers were empty",
        ReplyOutcome.TRUNCATED: "the model's answers were cut off",
        ReplyOutcome.UNKNOWN_ID: "the model chose sentences that were not offered",
        ReplyOutcome.OVER_BUDGET: "the model chose more than fits",
        ReplyOutcome.REQUIRED_LEFT_OUT: "the model left out what must be quoted",
        ReplyOutcome.REFUSED: "the model refused to answer",
        ReplyOutcome.FILTERED: "a content filter of the model's server stopped the answer",
        ReplyOutcome.RATE_LIMITED: "the model's server takes no more requests at present",
        ReplyOutcome.SERVER_ERROR: "the model's server is in trouble",
        ReplyOutcome.UNREACHABLE: "the model's server cannot be reached",
        ReplyOutcome.CONNECTION_LOST: "the connection to the model's server broke",
        ReplyOutcome.TIMED_OUT: "the model's server did not answer in time",
        ReplyOutcome.QUOTA_SPENT: "the account at the model's server has nothing left to spend",
        ReplyOutcome.UNAUTHORIZED: "the model's server refused the key",
        ReplyOutcome.UNKNOWN_MODEL: "the model's server does not have the model",
        ReplyOutcome.TOO_LONG: "the diary is longer than the model can read",
        ReplyOutcome.REJECTED: "the model's server did not accept the request",
        ReplyOutcome.REDIRECTED: "the address of the model's server leads elsewhere",
        ReplyOutcome.OUT_OF_TIME: "the time for models was up",
        ReplyOutcome.BUDGET_SPENT: "the token budget of the day is spent",
        ReplyOutcome.NOT_ALLOWED: "no model is allowed for this person",
        ReplyOutcome.NOT_STORED: "the worker that went on with it had no model",
    }
)
# Of a fallback of the first text, which a model may have worded or templates.
_OF_FIRST_TEXT: Mapping[str, str] = MappingProxyType(
    {OutcomeReason.DEADLINE: "time was up", OutcomeReason.FINDINGS: "the gate refused the text"}
)
_BY_REASON: Mapping[str, str] = MappingProxyType(
    {
        OutcomeReason.DEADLINE: "the time for models was up",
        OutcomeReason.FINDINGS: "the gate refused what the model chose",
        OutcomeReason.NO_ANSWER: _NO_USE,
        OutcomeReason.REFUSED: "the model's server refused",
        OutcomeReason.BUDGET: "the token budget of the day is spent",
    }
)


def outcome_words(outcome: str) -> str:
    """What a request's outcome means, as the end of "by rules, because ..."."""
    return _BY_OUTCOME.get(outcome, _NO_USE)


def reason_words(version: SessionBridgeVersion, events: Iterable[PipelineEvent] = ()) -> str:
    """Why the rules' text or a fallback was published, as exactly as the job's `events` tell; '' where neither was.

    Where the gate refused the choice or time was up, an earlier request that failed is not the reason.
    """
    reason = version.outcome_reason
    if version.outcome != Outcome.RULES:
        return _OF_FIRST_TEXT.get(reason, "")
    if reason in {OutcomeReason.NO_ANSWER, OutcomeReason.REFUSED}:
        given_up = [event for event in events if event.event == EventName.RULES_USED]
        if given_up:
            return outcome_words(str(given_up[-1].details.get("why", "")))
    return _BY_REASON.get(reason, "")
