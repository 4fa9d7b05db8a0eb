"""Section 1 held against the record: the window and the entries, nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from generation.pipeline.policy_gate.second_reader.dates import write_full_date
from generation.pipeline.policy_gate.second_reader.diary import DiaryRead
from generation.pipeline.policy_gate.second_reader.misreading import Notes, Span

_BEGINNINGS = ("Window: ", "Entries: ")


def check_window(words: Sequence[str], bullets: Sequence[Span], diary: DiaryRead, notes: Notes) -> None:
    """SB311, SB316, SB320."""
    for said, bullet in zip(words, bullets, strict=True):
        if not said.startswith(_BEGINNINGS):
            notes.add("SB311", *bullet)
    right = _sentences(diary)
    for sentence, beginning in zip(right, _BEGINNINGS, strict=True):
        own = [number for number, said in enumerate(words) if said.startswith(beginning)]
        if not own:
            notes.add("SB320", 0, bullets[-1].end if bullets else 0)
        for number in own:
            if words[number] != sentence:
                notes.add("SB316", *bullets[number])
    if len(words) > len(_BEGINNINGS) or list(words) == list(reversed(right)):
        notes.add("SB320", bullets[0].start, bullets[-1].end)


def _sentences(diary: DiaryRead) -> tuple[str, str]:
    entries = sum(len(entries) for entries in diary.entries.values())
    days = len(diary.window)
    first, last = (write_full_date(day) for day in (diary.window[0], diary.window[-1]))
    return (
        f"Window: {first} to {last}, {days} calendar days ({diary.zone}).",
        f"Entries: {entries} {'entry' if entries == 1 else 'entries'} on {len(diary.days)} of {days} days.",
    )
