"""The one shape of "no": which input was refused, and what to do about it."""

from __future__ import annotations


class InputRefused(ValueError):
    """Input from outside that is not taken. `field` names it, `reason` says what to do.

    Neither ever holds diary text, so both may be shown, logged and sent back.
    """

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field, reason)
        self.field = field
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.field}: {self.reason}"
