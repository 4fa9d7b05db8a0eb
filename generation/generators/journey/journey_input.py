"""What a journey reads: the readings of every analysed session of a person, and how much of them fits."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from generation.generators.waves.wave_input import EarlierReading
from generation.pipeline.contracts import Value


class Compaction(StrEnum):
    """How more sessions than fit are told: all of them whole; older ones by their summaries; summaries of summaries."""

    FULL = "full"
    PROGRESSIVE = "progressive"
    HIERARCHICAL = "hierarchical"


class SessionRead(Value):
    """One session with what its waves published. `unread` are waves of which nobody can read what they published."""

    session: str
    date: date
    readings: tuple[EarlierReading, ...]
    unread: tuple[str, ...] = ()

    @cached_property
    def by_wave(self) -> Mapping[str, dict[str, Any]]:
        return {reading.wave: json.loads(reading.data) for reading in self.readings}


class JourneyInput(Value):
    """The pinned input of a journey's job; the oldest session first. `tokens` is what may be told of them."""

    sessions: tuple[SessionRead, ...]
    compaction: Compaction
    tokens: int

    @property
    def text_bytes(self) -> int:
        """Readings are handed on, not computed over."""
        return 0
