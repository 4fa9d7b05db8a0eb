"""Whether a model is asked again, and when: a decision returned, not an action taken."""

from __future__ import annotations

from generation.pipeline.language_model import ReplyOutcome

# The most requests that one question may take.
MAX_REQUESTS = 4
# After this many answers that could not be used, a question is not asked again.
MAX_UNUSABLE = 2

TROUBLE = frozenset(
    {
        ReplyOutcome.RATE_LIMITED,
        ReplyOutcome.SERVER_ERROR,
        ReplyOutcome.UNREACHABLE,
        ReplyOutcome.CONNECTION_LOST,
        ReplyOutcome.TIMED_OUT,
    }
)
UNUSABLE = frozenset(
    {
        ReplyOutcome.EMPTY,
        ReplyOutcome.TRUNCATED,
        ReplyOutcome.OVERSIZED,
        ReplyOutcome.MALFORMED,
        ReplyOutcome.NOT_JSON,
        ReplyOutcome.OFF_SCHEMA,
        ReplyOutcome.WRONG_LANGUAGE,
        ReplyOutcome.NOT_IN_THE_TEXT,
        ReplyOutcome.NOTHING_USABLE,
        ReplyOutcome.UNKNOWN_ID,
        ReplyOutcome.OVER_BUDGET,
        ReplyOutcome.REQUIRED_LEFT_OUT,
    }
)


def seconds_to_wait(
    outcomes: list[ReplyOutcome], retry_after: float | None, seconds_left: float, first_wait: float, chance: float
) -> float | None:
    """How long to wait before asking again after `outcomes`, the last one last; None: give up.

    `first_wait` seconds, doubled each time, of which `chance` (drawn anew, from 0 to 1) takes up to half away: jobs
    that met the same trouble together do not come back together. If the server names a time, that time is waited and up
    to one such wait more; if it asks for more time than is left, the answer is None.
    """
    last = outcomes[-1]
    if len(outcomes) >= MAX_REQUESTS:
        return None
    if last in UNUSABLE:
        return 0.0 if sum(outcome in UNUSABLE for outcome in outcomes) < MAX_UNUSABLE else None
    if last not in TROUBLE:
        return None
    troubles = sum(outcome in TROUBLE for outcome in outcomes)
    longest = first_wait * 2 ** (troubles - 1)
    wait = longest * (1 - chance / 2) if retry_after is None else retry_after + longest * chance
    return wait if wait < seconds_left else None
