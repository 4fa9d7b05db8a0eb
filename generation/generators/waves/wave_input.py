"""What a wave reads: the transcript of one session, and what earlier waves read in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from generation.generators.waves.said_words import count_words
from generation.generators.waves.transcript import Turn, read_turns
from generation.pipeline.contracts import Value


class EarlierReading(Value):
    """What an earlier wave published about the session; `data` is its JSON."""

    wave: str
    data: str


class WaveInput(Value):
    """The pinned input of a wave's job."""

    wave: str
    session_date: date
    transcript: str
    earlier: tuple[EarlierReading, ...] = ()

    @property
    def text_bytes(self) -> int:
        """A transcript is handed on and searched, not computed over."""
        return 0

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        return read_turns(self.transcript)

    @cached_property
    def words(self) -> int:
        return sum(count_words(turn.text) for turn in self.turns)

    @cached_property
    def read_before(self) -> Mapping[str, dict[str, Any]]:
        """The data of the waves before, by their names."""
        return {reading.wave: json.loads(reading.data) for reading in self.earlier}
