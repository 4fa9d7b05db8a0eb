"""What a model is told of a bullet, and how its sentence becomes the bullet's parts.

Part of stages C and E. In: planned slots. Out: JSON for the prompt; from the answer, `SlotText` values. The model
writes a placeholder where the person's words stand; code alone places the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pydantic import Field

from generation.pipeline.batches import Item, told_facts
from generation.pipeline.contracts import (
    CanonicalRecord,
    Fact,
    Quotation,
    ReportPlan,
    Slot,
    SlotKind,
    SlotText,
    Value,
    Words,
)
from generation.pipeline.json_reply import read_reply
from generation.pipeline.language_model import ReplyOutcome, ReplyUnusable, estimate_tokens
from generation.pipeline.reading.language import is_english
from generation.pipeline.reading.quotations import quoted_words
from generation.pipeline.reading.words import fold_white_space
from generation.pipeline.report_format import listed, short_date, short_dates

QUOTE = "{quote}"

# The kinds a model words. What is known of the window, and what is not, code states itself.
WORDED_KINDS = frozenset(
    {SlotKind.FEELING, SlotKind.SERIES, SlotKind.TERM, SlotKind.OPEN_POINT, SlotKind.MOMENT},
)
# What an answer takes at least, and a sentence with its name in it.
_TOKENS_PER_ANSWER = 200
_TOKENS_PER_BULLET = 90
_TOKENS_PER_FACT = 6


class WordedBullet(Value):
    slot_id: str = Field(max_length=40)
    text: str = Field(max_length=4000)
    fact_ids: tuple[str, ...] = Field(max_length=400)


class WordingReply(Value):
    bullets: tuple[WordedBullet, ...] = Field(max_length=200)


WORDING_SCHEMA = WordingReply.model_json_schema()


def is_worded_by_model(slot: Slot) -> bool:
    """Whether there is anything to word: a series too long to list is a count, a moment without a quotation a date."""
    if slot.kind is SlotKind.SERIES:
        return bool(slot.values)
    return slot.kind in WORDED_KINDS and slot.quote is not None


def slots_to_word(plan: ReportPlan) -> list[list[Slot]]:
    """The slots a model words, section by section, empty sections left out."""
    sections = [
        [slot for slot in section.slots if is_worded_by_model(slot)] for section in plan.sections if section.included
    ]
    return [slots for slots in sections if slots]


def describe_slot(slot: Slot, record: CanonicalRecord) -> Item:
    """A bullet as the prompt explains it. Of the diary it holds the bullet's own facts and nothing else."""
    is_moment = slot.kind is SlotKind.MOMENT
    return {
        "slot_id": slot.id,
        "kind": slot.kind.value,
        "quote": quoted_words(record, slot.quote) if slot.quote else None,
        "label": slot.label,
        "dates": short_date(slot.days[0]) if is_moment else short_dates(slot.days),
        "days": None if is_moment else slot.counts[-1],
        "values": _values(slot),
        "word_limit": slot.word_limit,
        "facts": [{"id": fact.id, "text": fact.text} for fact in told_facts(_facts(slot, record))],
    }


def answer_tokens(items: Sequence[Item]) -> int:
    """How long a good answer about these bullets gets."""
    return _TOKENS_PER_ANSWER + sum(
        _TOKENS_PER_BULLET + _TOKENS_PER_FACT * len(item["facts"]) + estimate_tokens(item["values"] or "")
        for item in items
    )


def read_wording(text: str, slots: Sequence[Slot], record: CanonicalRecord) -> Mapping[str, SlotText]:
    """The worded slots by id. A slot that was not asked for is passed over, the first wording of a slot counts.

    Raises ReplyUnusable where none of the slots was worded, or where what was worded is not English.
    """
    wanted = {slot.id: slot for slot in slots}
    worded: dict[str, SlotText] = {}
    said: list[str] = []
    for bullet in read_reply(text, WordingReply).bullets:
        slot = wanted.get(bullet.slot_id)
        sentence = fold_white_space(bullet.text)
        if slot is None or slot.id in worded or not sentence:
            continue
        said.append(sentence.replace(QUOTE, " "))
        worded[slot.id] = _slot_text(slot, sentence, bullet.fact_ids, record)
    if not worded:
        raise ReplyUnusable(ReplyOutcome.NOTHING_USABLE)
    if not is_english(" ".join(said)):
        raise ReplyUnusable(ReplyOutcome.WRONG_LANGUAGE)
    return worded


def wording_of(slot_text: SlotText) -> str:
    """A bullet's text as the model would write it: placeholders where quotations stand."""
    return "".join(QUOTE if isinstance(part, Quotation) else part.text for part in slot_text.parts)


def _slot_text(slot: Slot, sentence: str, fact_ids: Iterable[str], record: CanonicalRecord) -> SlotText:
    parts: list[Words | Quotation] = []
    for number, words in enumerate(sentence.split(QUOTE) if slot.quote else [sentence]):
        if number and slot.quote:
            parts.append(Quotation(quote=slot.quote))
            if slot.kind is SlotKind.MOMENT and _is_cut(slot, record) and "…" not in words:
                parts.append(Words(text=" …"))
        if words:
            parts.append(Words(text=words))
    # Whoever places a quotation cites where it was cut from: code does. So it does for what the model was not told.
    quoted = slot.quote.fact_ids if slot.quote and QUOTE in sentence else ()
    untold = [fact.id for fact in _facts(slot, record)[len(told_facts(_facts(slot, record))) :]]
    return SlotText(slot_id=slot.id, parts=tuple(parts), fact_ids=tuple(dict.fromkeys([*fact_ids, *quoted, *untold])))


def _facts(slot: Slot, record: CanonicalRecord) -> list[Fact]:
    return [record.facts_by_id[fact_id] for fact_id in slot.fact_ids]


def _is_cut(slot: Slot, record: CanonicalRecord) -> bool:
    return slot.quote is not None and slot.quote.end != record.facts_by_id[slot.quote.fact_ids[-1]].end


def _values(slot: Slot) -> str | None:
    if slot.kind is not SlotKind.SERIES:
        return None
    if all(len(day.values) == 1 for day in slot.values):
        return listed([day.values[0] for day in slot.values])
    return "; ".join(f"{short_date(day.day)}: {listed(day.values)}" for day in slot.values)
