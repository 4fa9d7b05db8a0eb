"""How much the window holds that a message falls into: told when it is sent, not first when a summary is refused."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from core.calendar import local_date
from core.messages import window_messages
from core.models import Patient
from core.patient_zones import zone_on
from core.text_door import WINDOW_MAX_BYTES, WINDOW_MAX_MESSAGES
from generation.pipeline.inputs import window_ending


class WindowLoad(NamedTuple):
    """What a window of local dates holds, and the most a summary reads. `bytes` counts UTF-8."""

    first: date
    last: date
    zone: str
    messages: int
    bytes: int
    messages_limit: int = WINDOW_MAX_MESSAGES
    bytes_limit: int = WINDOW_MAX_BYTES

    @property
    def fits(self) -> bool:
        """Whether a summary reads so much."""
        return self.messages <= self.messages_limit and self.bytes <= self.bytes_limit


def window_load(patient: Patient, sent_at: datetime) -> WindowLoad:
    """How much the window holds that ends on the local date of `sent_at`. Two queries."""
    zone = zone_on(patient, local_date(sent_at, ZoneInfo(patient.zone)))
    window = window_ending(local_date(sent_at, ZoneInfo(zone)))
    sizes = [len(message.text.encode()) for message in window_messages(patient, window.first, window.last, zone)]
    return WindowLoad(window.first, window.last, zone, len(sizes), sum(sizes))
