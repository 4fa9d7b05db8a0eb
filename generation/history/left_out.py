"""What stands nowhere in a text, by kind: what everybody shows who shows a summary, so that nothing is left out in
silence.

In: a rendered report and the record it was made from. Out: sentences, words read as feelings, and numbers, each with
its place in the diary.
"""

from __future__ import annotations

from datetime import date

from generation.pipeline.contracts import CanonicalRecord, LeftOut, LeftOutKind, RenderedReport, Value
from generation.pipeline.contracts.record import Span
from generation.pipeline.planner.words_in_entries import folded


class LeftOutPiece(Span):
    """A piece of one message, as typed: `start` and `end` count code points of the message's text.

    `day` and `local_time` (HH:MM) are the message's in the record's zone.
    """

    message_id: str
    day: date
    local_time: str
    text: str


class LeftOutOfKind(Value):
    """The pieces of one kind in the order they were written. `count` is the number the text's own limits state: a
    feeling word counts once per entry, a number each time it is written."""

    kind: LeftOutKind
    count: int
    pieces: tuple[LeftOutPiece, ...]


def left_out_of(report: RenderedReport, record: CanonicalRecord) -> tuple[LeftOutOfKind, ...]:
    """Every kind, with no pieces where nothing of it is left out."""
    days = {entry.message_id: day.date for day in record.days for entry in day.entries}
    return tuple(
        _of_kind(kind, [one for one in report.left_out if one.kind is kind], days, record) for kind in LeftOutKind
    )


def _of_kind(kind: LeftOutKind, left: list[LeftOut], days: dict[str, date], record: CanonicalRecord) -> LeftOutOfKind:
    is_feeling = kind is LeftOutKind.FEELING
    return LeftOutOfKind(
        kind=kind,
        count=len({(one.message_id, folded(one.text)) for one in left}) if is_feeling else len(left),
        pieces=tuple(
            LeftOutPiece(
                message_id=one.message_id,
                day=days[one.message_id],
                local_time=record.entries_by_message_id[one.message_id].local_time,
                start=one.start,
                end=one.end,
                text=one.text,
            )
            for one in left
        ),
    )
