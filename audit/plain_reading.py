"""A summary beside the diary where its run cannot be read: an earlier version made it, or its artifacts are gone.

Line for line and message for message: which words a line rests on is not known.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Subquery

from audit.reading_page import BulletRow, DayRow, EntryRow, Piece, ReadingPage, SectionRows
from core.models import MessageRevision
from generation.admin.wording import weekday_words
from generation.history.stored_run import StoredRun
from generation.models import GenerationJob
from generation.pipeline.contracts.diary import WINDOW_DAYS

_HEADING = re.compile(r"\d\. ")
_BULLET = "- "


def entry_texts(job: GenerationJob, run: StoredRun) -> Mapping[str, str]:
    """By message, what the summary was made of, as far as it is still there. One query, none where the run is read."""
    if run.record is not None:
        return {id_: entry.text for id_, entry in run.record.entries_by_message_id.items()}
    read = MessageRevision.objects.filter(message=OuterRef("message"), number=OuterRef("revision"))
    pins = job.pinned_messages.order_by("message__sent_at", "message").annotate(text=Subquery(read.values("text")[:1]))
    return {str(id_): text for id_, text in pins.values_list("message", "text") if text}


def plain_reading(job: GenerationJob, text: str, texts: Mapping[str, str]) -> ReadingPage:
    """The page of `text`, and of the messages as `entry_texts` has them. One query."""
    days: dict[date, list[EntryRow]] = defaultdict(list)
    sent = dict(job.pinned_messages.values_list("message", "message__sent_at"))
    at = {str(id_): moment.astimezone(ZoneInfo(job.zone)) for id_, moment in sent.items()}
    for number, (id_, words) in enumerate(texts.items()):
        days[at[id_].date()].append(EntryRow(number, id_, f"{at[id_]:%H:%M}", (Piece(words, is_left_out=False),)))
    return ReadingPage(
        sections=tuple(SectionRows(title, tuple(bullets)) for title, bullets in _sections(text)),
        days=tuple(DayRow(weekday_words(day), tuple(entries)) for day, entries in days.items()),
        days_without_entry=WINDOW_DAYS - len(days),
        strip=None,
    )


def _sections(text: str) -> Iterator[tuple[str, list[BulletRow]]]:
    title, bullets, start = "", list[BulletRow](), 0
    for line in text.split("\n"):
        if _HEADING.match(line):
            if bullets:
                yield title, bullets
            title, bullets = line, []
        elif line.strip():
            words = line.removeprefix(_BULLET)
            bullets.append(BulletRow(words, start + len(line) - len(words), "[]"))
        start += len(line) + 1
    yield title, bullets
