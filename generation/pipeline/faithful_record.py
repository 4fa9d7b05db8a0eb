"""Between stages A and B: the record is one of this input. In: record and input. Out: nothing, or an error.

A record checks its spans against the texts it holds; here those texts, days and times are compared with the messages
that were pinned. Whoever made the record, a model included, it cannot speak of other messages.
"""

from __future__ import annotations

from generation.pipeline.contracts import CanonicalRecord, PipelineInput
from generation.pipeline.errors import RecordOfAnotherInput
from generation.pipeline.inputs import local_time


def require_faithful(record: CanonicalRecord, inputs: PipelineInput) -> None:
    """Raise RecordOfAnotherInput unless zone, window and every entry are those of the input."""
    pinned = []
    for message in inputs.messages:
        sent = local_time(message.sent_at, inputs.zone)
        pinned.append((message.id, message.revision, sent.date(), f"{sent:%H:%M}", message.text))
    held = [
        (entry.message_id, entry.revision, day.date, entry.local_time, entry.text)
        for day in record.days
        for entry in day.entries
    ]
    if (record.zone, record.window) != (inputs.zone, inputs.window) or sorted(held) != sorted(pinned):
        raise RecordOfAnotherInput("the record does not hold the messages of the input")
