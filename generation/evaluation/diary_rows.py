"""Diaries of many people, one a line, as the pipeline's inputs: for measuring the text without a database.

A line is {"user_id", "tz", "window": [first, last], "messages": [{"id", "ts", "text"}]}: `ts` is an instant with its
offset (UTC: "...Z"), the window 15 local dates. Blank messages are left out, an id delivered twice is one message whose
last delivery counts, and what was sent outside the window is not of it. Other keys are left aside.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, field_validator

from core.refusals import InputRefused
from core.text_door import accept_text
from core.zones import require_zone
from generation.pipeline.contracts import InputMessage, PipelineInput, Window
from generation.pipeline.inputs import make_input


class BadDiary(Exception):
    """A line that is no diary. Says which and why, without the words of the diary."""


class Diary(NamedTuple):
    """One person's diary and the line it stands on."""

    line: int
    user_id: str
    inputs: PipelineInput


class _Message(BaseModel):
    model_config = ConfigDict(hide_input_in_errors=True)

    id: str = Field(min_length=1)
    ts: AwareDatetime
    text: str

    @field_validator("text")
    @classmethod
    def require_what_is_taken(cls, text: str) -> str:
        # Blank ones are left out, not refused: a diary of another system may hold them.
        try:
            return accept_text(text, field="text") if text.strip() else text
        except InputRefused as refusal:
            raise ValueError(refusal.reason) from None


class _Row(BaseModel):
    model_config = ConfigDict(hide_input_in_errors=True)

    user_id: str
    tz: str
    window: tuple[date, date]
    messages: tuple[_Message, ...]

    @field_validator("tz")
    @classmethod
    def require_a_known_zone(cls, tz: str) -> str:
        try:
            return require_zone(tz, field="tz").key
        except InputRefused as refusal:
            raise ValueError(refusal.reason) from None


def read_diaries(lines: Iterable[str]) -> Iterator[Diary]:
    """The diaries in order; empty lines are left aside. Raises BadDiary."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                row = _Row.model_validate(_parse(line))
                window = Window(first=row.window[0], last=row.window[1])
            except ValidationError as error:
                raise BadDiary(f"line {number:,}: {_first_of(error)}") from None
            except ValueError as error:
                raise BadDiary(f"line {number:,}: {error}") from None
            yield Diary(number, row.user_id, make_input(row.tz, window, _messages(row)))


def diary_row(diary: Diary) -> dict[str, Any]:
    """The row that reads back as this diary."""
    inputs = diary.inputs
    return {
        "user_id": diary.user_id,
        "tz": inputs.zone,
        "window": [inputs.window.first.isoformat(), inputs.window.last.isoformat()],
        "messages": [{"id": one.id, "ts": one.sent_at.isoformat(), "text": one.text} for one in inputs.messages],
    }


def _parse(line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("it is no JSON object on one line") from None


def _messages(row: _Row) -> Iterable[InputMessage]:
    told = (message for message in row.messages if message.text.strip())
    return {
        message.id: InputMessage(id=message.id, revision=1, sent_at=message.ts, text=message.text) for message in told
    }.values()


def _first_of(error: ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    place = ".".join(map(str, first["loc"]))
    why = first["msg"].removeprefix("Value error, ")
    return f"{place}: {why}" if place else why
