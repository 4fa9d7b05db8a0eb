"""Stage C with a model. In: plan and record. Out: `Draft`: the sentence of every slot that rests on the person's words.

Scope and limits are code's own, whatever the writer. A slot the model leaves out gets its frame. It must never lay out
the report, place quotation marks or see a slot's neighbours in the diary.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from generation.pipeline.batches import Item, batches
from generation.pipeline.contracts import CanonicalRecord, Draft, ReportPlan, SlotText
from generation.pipeline.language_model import Asker, ModelGaveUp, ReplyOutcome, Task
from generation.pipeline.prompts import CURRENT, longest_data, make_prompt
from generation.pipeline.writer.frames import TemplateWriter
from generation.pipeline.writer.slot_wording import (
    WORDING_SCHEMA,
    answer_tokens,
    describe_slot,
    read_wording,
    slots_to_word,
)


class ModelWriter:
    """Asks section by section. Where the model fails for good, every slot gets its frame."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker

    def write(self, plan: ReportPlan, record: CanonicalRecord) -> Draft:
        frames = TemplateWriter().write(plan, record)
        try:
            worded = self._word(plan, record)
        except ModelGaveUp:
            return frames
        if not worded:
            return frames
        texts = tuple(worded.get(frame.slot_id, frame) for frame in frames.slot_texts)
        return Draft(writer_version=CURRENT[Task.WRITER], slot_texts=texts)

    def _word(self, plan: ReportPlan, record: CanonicalRecord) -> Mapping[str, SlotText]:
        questions = list(_questions(plan, record))
        if not questions:
            return {}
        by_id = plan.slots_by_id
        ask = self._asker.begin(Task.WRITER)
        worded: dict[str, SlotText] = {}
        for items in questions:
            slots = [by_id[item["slot_id"]] for item in items]
            prompt = make_prompt(Task.WRITER, {"bullets": items}, answer_tokens=answer_tokens(items))
            try:
                worded |= ask(prompt, WORDING_SCHEMA, partial(read_wording, slots=slots, record=record))
            except ModelGaveUp as gave_up:
                # It answered and worded none of these: each is a slot left out, and the others may still be worded.
                if gave_up.outcome is not ReplyOutcome.NOTHING_USABLE:
                    raise
        return worded


def _questions(plan: ReportPlan, record: CanonicalRecord) -> Iterator[list[Item]]:
    for slots in slots_to_word(plan):
        yield from batches([describe_slot(slot, record) for slot in slots], longest_data(Task.WRITER))
