"""Before stage A. In: pinned messages and a zone. Out: `PipelineInput` and its hash.

A message belongs to the local calendar date of its instant in the person's zone. Nothing here reads a
clock: the request's local date is an argument.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from generation.pipeline.contracts import (
    WINDOW_DAYS,
    InputMessage,
    PipelineInput,
    Window,
    canonical_json,
)


def date_in_zone(instant: datetime, zone: str) -> date:
    """The calendar date of `instant` (aware) in the IANA zone `zone`."""
    return local_time(instant, zone).date()


def local_time(instant: datetime, zone: str) -> datetime:
    """`instant` (aware) on the wall clock of `zone`. Raises ValueError for a naive instant."""
    if instant.tzinfo is None:
        raise ValueError("an instant carries a time zone")
    return instant.astimezone(ZoneInfo(zone))


def window_ending(last: date) -> Window:
    """The 15 calendar dates that end on `last`, both inclusive."""
    return Window(first=last - timedelta(days=WINDOW_DAYS - 1), last=last)


def make_input(zone: str, window: Window, messages: Iterable[InputMessage]) -> PipelineInput:
    """The run's input: the messages inside the window, in the order they were sent, then by id."""
    inside = [m for m in messages if window.first <= date_in_zone(m.sent_at, zone) <= window.last]
    ordered = sorted(inside, key=lambda message: (message.sent_at, message.id))
    return PipelineInput(zone=zone, window=window, messages=tuple(ordered))


def input_hash(inputs: PipelineInput, key: bytes, text_hashes: Mapping[str, str]) -> str:
    """HMAC-SHA-256, 64 hex digits, over zone, window and each message's id, revision, instant and stored text hash.

    `text_hashes` has the stored hash of each message by its id. It is salted: once a text and its salt are erased
    nobody can try texts against this one either. Keyed with the patient's own hash key, so equal diaries of two
    people do not show as equal.
    """
    content = {
        "zone": inputs.zone,
        "window": [inputs.window.first.isoformat(), inputs.window.last.isoformat()],
        "messages": [
            [m.id, m.revision, m.sent_at.astimezone(UTC).isoformat(timespec="microseconds"), text_hashes[m.id]]
            for m in sorted(inputs.messages, key=lambda m: (m.sent_at, m.id))
        ],
    }
    return hmac.new(key, canonical_json(content).encode(), hashlib.sha256).hexdigest()
