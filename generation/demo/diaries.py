"""The three invented diaries of demo/, each with the zone and the last day of its window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from core.diary_formats.diary_file import read_diary
from core.diary_formats.options import ReadOptions
from core.diary_formats.rows import DiaryRow
from core.zones import require_zone
from generation.pipeline.contracts import InputMessage, PipelineInput
from generation.pipeline.inputs import make_input, window_ending


@dataclass(frozen=True)
class DemoDiary:
    """An invented diary; `as_of` is the last local day of its window."""

    name: str
    zone: str
    as_of: date

    @property
    def path(self) -> Path:
        return Path(settings.BASE_DIR) / "demo" / f"{self.name}.jsonl"

    @property
    def transcript(self) -> str:
        """What was said in an invented session of the same person."""
        return self.path.with_suffix(".txt").read_text(encoding="utf-8")

    def read(self) -> PipelineInput:
        """The diary as a run reads it, without a database."""
        rows = read_diary(self.path, ReadOptions(require_zone(self.zone))).rows
        messages = [
            InputMessage(id=row.client_id, revision=1, sent_at=row.sent_at, text=row.text)
            for row in rows
            if isinstance(row, DiaryRow)
        ]
        return make_input(self.zone, window_ending(self.as_of), messages)


DIARIES = (
    DemoDiary("thin", "Asia/Kolkata", date(2025, 10, 24)),
    DemoDiary("medium", "America/New_York", date(2025, 10, 24)),
    # Clocks went back on 26 October.
    DemoDiary("dense", "Europe/Amsterdam", date(2025, 11, 1)),
)
