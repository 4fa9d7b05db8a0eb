"""Marks that must not turn up where they have no business: in the key, in a diary, and in what the prompts say."""

from __future__ import annotations

import logging

KEY = "sk-canary-key-0123456789"
DIARY = "canary words of a diary"
# The first words of two prompts; nothing else of ours says them.
PROMPTS = ("You word the bullets of a report", "You read entries of a diary and point")
ALL = (KEY, DIARY, *PROMPTS)


class Listener(logging.Handler):
    """Remembers every record in which a canary sings."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        said = self.format(record)
        self.heard += [f"{record.name}: {canary}" for canary in ALL if canary in said]
