"""A summary as one row of a file, with everything a reader needs who measures it without the code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generation.evaluation.diary_rows import Diary
from generation.evaluation.pure_run import PureRun
from generation.pipeline.contracts import LeftOutKind
from generation.pipeline.inputs import local_date
from generation.pipeline.planner.standing import folded
from generation.pipeline.writer.render import MOMENT_SECTION

_LEFT_OUT_NAMES = {
    LeftOutKind.SENTENCE: "sentences",
    LeftOutKind.FEELING: "feelings",
    LeftOutKind.NUMBER: "numbers",
}


def summary_row(diary: Diary, run: PureRun) -> dict[str, Any]:
    """`messages` are those of the window, each with its local `day`; ids are the file's own."""
    inputs = diary.inputs
    return {
        "user_id": diary.user_id,
        "tz": inputs.zone,
        "window": [inputs.window.first.isoformat(), inputs.window.last.isoformat()],
        "text": run.result.report_text,
        "messages": [
            {"id": message.id, "day": local_date(message.sent_at, inputs.zone).isoformat(), "text": message.text}
            for message in inputs.messages
        ],
        "plan": run.plan.model_dump(mode="json"),
        "composition": run.compositions[-1].model_dump(mode="json"),
        "left_out": _left_out(run),
    }


def _left_out(run: PureRun) -> dict[str, Any]:
    left = run.texts[-1].left_out
    return {
        **{
            name: [
                {"id": one.message_id, "text": one.text, "start": one.start, "end": one.end}
                for one in left
                if one.kind is kind
            ]
            for kind, name in _LEFT_OUT_NAMES.items()
        },
        "entries": list(_entries_not_quoted(run)),
    }


def _entries_not_quoted(run: PureRun) -> Iterator[str]:
    """The messages of which nothing is quoted in Section 4; a copy goes with the entry it repeats."""
    report, entries = run.texts[-1], run.record.entries_by_message_id
    moments = {slot.slot_id for slot in report.slots if slot.section == MOMENT_SECTION}
    quoted = {folded(entries[one.quote.message_id].text) for one in report.quotes if one.slot_id in moments}
    for message_id, entry in entries.items():
        if folded(entry.text) not in quoted:
            yield message_id
