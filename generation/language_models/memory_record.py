"""Calls kept in memory: for trials, figures and tests that have no job to store them with."""

from __future__ import annotations

from uuid import UUID

from generation.language_models.metered_model import Call
from generation.pipeline.language_model import ReplyOutcome


class MemoryRecord:
    """A `Record` that permits everything. `outcomes` holds what became of each call, `stopped` which stages gave up."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.outcomes: dict[UUID, ReplyOutcome] = {}
        self.stopped: list[tuple[str, ReplyOutcome]] = []

    def permit(self, task: str, tokens: int) -> ReplyOutcome | None:
        """See `Record.permit`."""
        return None

    def keep(self, call: Call) -> None:
        """See `Record.keep`."""
        self.calls.append(call)
        self.outcomes[call.id] = call.kept.reply.outcome

    def mark(self, call_id: UUID, outcome: ReplyOutcome) -> None:
        """See `Record.mark`."""
        self.outcomes[call_id] = outcome

    def gave_up(self, task: str, outcome: ReplyOutcome) -> None:
        """See `Record.gave_up`."""
        self.stopped.append((task, outcome))
