"""What whoever brings a diary file says of it, because the file itself cannot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from core.diary_formats.written_dates import DateOrder, OrderEvidence


@dataclass(frozen=True)
class ReadOptions:
    """How to read a file.

    `zone` is that of its local times; `lives_in` the person's own (default: the same), in which dates without a time
    keep their day. `columns` names the columns of a table by what they hold, `author` whose messages of a chat are
    wanted, `encoding` what bytes mean that are no UTF-8. `seen` gathers what the file's own dates tell of their order.
    """

    zone: ZoneInfo
    lives_in: ZoneInfo | None = None
    dates: DateOrder | None = None
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    author: str = ""
    encoding: str = ""
    seen: OrderEvidence = field(default_factory=OrderEvidence, compare=False)

    @property
    def home(self) -> ZoneInfo:
        """The zone the person lives in."""
        return self.lives_in or self.zone
