"""The limits of a summary: what is not known, not counted and not shown, each in one sentence. Part of stage C."""

from __future__ import annotations

from collections.abc import Iterator

from generation.pipeline.contracts import (
    WINDOW_DAYS,
    Bucket,
    CanonicalRecord,
    Composition,
    LeftOutKind,
    ReportPlan,
    SlotKind,
)
from generation.pipeline.planner.words_in_entries import folded, holds
from generation.pipeline.reading.quotations import breaks_form, in_marks
from generation.pipeline.writer.layout import counted, short_dates
from generation.pipeline.writer.shortfall import Shortfall

# Words of another language that are named; the entries they stand in are all counted.
MAX_FOREIGN_WORDS = 6


def limits(
    record: CanonicalRecord, plan: ReportPlan, composition: Composition, shortfall: Shortfall
) -> list[tuple[SlotKind, str]]:
    """Every limit that applies, in order; at least one."""
    stated = list(_stated(record, plan, composition, shortfall))
    return stated or [(SlotKind.LIMIT_WRITTEN_ONLY, "Limits: only what was written is known.")]


def _stated(
    record: CanonicalRecord, plan: ReportPlan, composition: Composition, shortfall: Shortfall
) -> Iterator[tuple[SlotKind, str]]:
    empty = [day.date for day in record.days if not day.entries]
    have = WINDOW_DAYS - len(empty)
    if not have:
        yield SlotKind.LIMIT_NO_ENTRIES, "Limits: no entry is logged in this window, and nothing is known about it."
        return
    if empty:
        verb, them = ("has", "it") if len(empty) == 1 else ("have", "them")
        missing = f"{len(empty)} of {WINDOW_DAYS} days {verb} no entry ({short_dates(empty)})"
        yield SlotKind.LIMIT_MISSING_DAYS, f"Limits: {missing}, and nothing is known about {them}."
    counts = [composition.feelings, composition.further_feelings, composition.series, composition.areas]
    is_counted = any([*counts, composition.terms, composition.matters])
    if plan.bucket is Bucket.LOW:
        days = counted(have, "day", "days")
        yield SlotKind.LIMIT_NO_PATTERNS, f"Limits: with entries on {days}, no pattern is listed."
    elif plan.bucket is Bucket.MEDIUM and is_counted:
        yield (
            SlotKind.LIMIT_FEW_DAYS,
            f"Limits: {have} days with entries are few; counts over them say little about the whole window.",
        )
    if composition.areas or composition.terms:
        yield (
            SlotKind.LIMIT_ANY_MEANING,
            "Limits: words are counted wherever they stand, whatever they mean there.",
        )
    if copies := shortfall.copies:
        repeat = "entry repeats" if copies == 1 else "entries repeat"
        yield SlotKind.LIMIT_COPIES, f"Limits: {copies} {repeat} an earlier one word for word."
    yield from _shown(record, shortfall)
    yield from _language(record)


def _shown(record: CanonicalRecord, shortfall: Shortfall) -> Iterator[tuple[SlotKind, str]]:
    whole, in_part, not_at_all = shortfall.quoting
    if in_part or not_at_all:
        verb = "is" if whole == 1 else "are"
        how = f"{whole} {verb} quoted whole, {in_part} in part and {not_at_all} not at all"
        yield SlotKind.LIMIT_QUOTED, f"Limits: of {record.signal_indicators.entries} entries {how}."
    feelings, numbers = shortfall.count(LeftOutKind.FEELING), shortfall.count(LeftOutKind.NUMBER)
    parts = []
    if feelings:
        parts.append(f"{counted(feelings, 'word', 'words')} read as feelings")
    if numbers:
        parts.append(f"{numbers} of {shortfall.numbers} {'number' if shortfall.numbers == 1 else 'numbers'} in digits")
    if parts:
        yield SlotKind.LIMIT_NOT_SHOWN, f"Limits: not shown: {', '.join(parts)}."


def _language(record: CanonicalRecord) -> Iterator[tuple[SlotKind, str]]:
    foreign = record.signal_indicators.foreign_words
    words: dict[str, str] = {}
    holding = 0
    for entry in foreign:
        text = folded(record.entries_by_message_id[entry.message_id].text)
        own = [word for word in entry.words if not breaks_form(word) and holds(text, folded(word))]
        # Of an entry whose words cannot be named nobody could tell that it is counted.
        holding += bool(own)
        for word in own:
            words.setdefault(folded(word), word)
    if not words:
        return
    named = ", ".join(in_marks(word) for word in list(words.values())[:MAX_FOREIGN_WORDS])
    where = counted(holding, "entry", "entries")
    yield (
        SlotKind.LIMIT_LANGUAGE,
        f"Limits: words of another language stand in {where} ({named}); feelings are read in English only.",
    )
