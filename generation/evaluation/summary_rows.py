"""A summary as one row of a file, with everything a reader needs who measures it without the code."""

from __future__ import annotations

from typing import Any

from generation.evaluation.diary_rows import Diary
from generation.evaluation.pure_run import PureRun
from generation.pipeline.inputs import date_in_zone


def summary_row(diary: Diary, run: PureRun) -> dict[str, Any]:
    """`messages` are those of the window, each with its local `day`; ids are the file's own."""
    inputs = diary.inputs
    return {
        "user_id": diary.user_id,
        "tz": inputs.zone,
        "window": [inputs.window.first.isoformat(), inputs.window.last.isoformat()],
        "text": run.result.report_text,
        "messages": [
            {"id": message.id, "day": date_in_zone(message.sent_at, inputs.zone).isoformat(), "text": message.text}
            for message in inputs.messages
        ],
        "plan": run.plan.model_dump(mode="json"),
        "composition": run.compositions[-1].model_dump(mode="json"),
        "left_out": [
            {"kind": one.kind.value, "id": one.message_id, "text": one.text, "start": one.start, "end": one.end}
            for one in run.texts[-1].left_out
        ],
    }
