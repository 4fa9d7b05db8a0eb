"""The input of a run."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import AwareDatetime, Field, model_validator

from generation.pipeline.contracts.policy import EVERY_RULE_BLOCKS, GatePolicy
from generation.pipeline.contracts.values import Value

WINDOW_DAYS = 15


class Window(Value):
    """15 local calendar dates, both ends inclusive."""

    first: date
    last: date

    @model_validator(mode="after")
    def require_fifteen_days(self) -> Self:
        if (self.last - self.first).days + 1 != WINDOW_DAYS:
            raise ValueError(f"a window is {WINDOW_DAYS} calendar days")
        return self


class InputMessage(Value):
    """One pinned revision of a diary message; the door lets no blank text in."""

    id: str
    revision: int = Field(ge=1)
    sent_at: AwareDatetime
    text: str

    @model_validator(mode="after")
    def require_text(self) -> Self:
        if not self.text.strip():
            raise ValueError("a message holds more than white space")
        return self


class PipelineInput(Value):
    """Everything a run may read: the frozen zone, the window, the pinned messages in it, the policy of the gate."""

    zone: str
    window: Window
    messages: tuple[InputMessage, ...]
    policy: GatePolicy = EVERY_RULE_BLOCKS

    @property
    def text_bytes(self) -> int:
        """How much the diary's owner wrote: about what the stages take."""
        return sum(len(message.text.encode()) for message in self.messages)
