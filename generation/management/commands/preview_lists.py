"""`manage.py preview_lists [--runs N]`: what these lists and rules would say of stored runs, before they are used."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.database_ready import require_tables
from generation.evaluation.list_preview import ListPreview
from generation.models import Feature, GenerationJob, JobState

_AT_ONCE = 50
_SECONDS_BETWEEN_LINES = 2.0


class Command(BaseCommand):
    help = (
        "Read the diaries of the newest stored runs again with the lists of this program, hold the stored texts "
        "against its rules, and count what comes out otherwise. Prints no word of a diary and stores nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--runs", type=int, default=1_000, help="so many of the newest runs (default: 1,000)")

    def handle(self, *, runs: int, **options: Any) -> None:
        require_tables()
        ended = GenerationJob.objects.filter(feature=Feature.SESSION_BRIDGE, state=JobState.SUCCEEDED)
        newest = ended.order_by("-created_at", "id").prefetch_related("artifacts")[: max(runs, 0)]
        preview, said = ListPreview(), time.monotonic()
        for job in newest.iterator(chunk_size=_AT_ONCE):
            preview.add(job)
            if time.monotonic() - said > _SECONDS_BETWEEN_LINES:
                said = time.monotonic()
                self.stderr.write(f"{preview.runs:,} of at most {runs:,} runs")
        self.stdout.write(_told(preview))


def _told(preview: ListPreview) -> str:
    lines = [
        f"{preview.runs:,} runs, {preview.texts:,} texts; {preview.unread:,} runs erased or of an earlier version.",
        f"{preview.pass_now:,} texts that a rule refused would pass.",
        f"{preview.refused_now:,} texts that the rules passed would be refused.",
    ]
    if preview.gained or preview.lost:
        lines += ["", f"{'list':<16}{'gained':>8}{'lost':>8}"]
        names = sorted({*preview.gained, *preview.lost})
        lines += [f"{name:<16}{preview.gained[name]:>8,}{preview.lost[name]:>8,}" for name in names]
    else:
        lines += ["No list reads a word otherwise."]
    if preview.would_pass or preview.would_be_refused:
        lines += ["", f"{'rule':<16}{'would pass':>12}{'would be refused':>18}"]
        rules = sorted({*preview.would_pass, *preview.would_be_refused})
        lines += [f"{rule:<16}{preview.would_pass[rule]:>12,}{preview.would_be_refused[rule]:>18,}" for rule in rules]
    return "\n".join(lines)
