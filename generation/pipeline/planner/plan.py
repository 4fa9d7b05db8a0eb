"""Stage B, the plan. In: `CanonicalRecord`. Out: `ReportPlan`: what each bullet may state and from which facts.

Deterministic: same record, same plan, byte for byte. It must never see a language model, a clock or a text that is
not in the record, and never plan a statement that the counts do not carry.
"""

from __future__ import annotations

from collections.abc import Iterator

from generation.pipeline.contracts import (
    WINDOW_DAYS,
    AllowedWording,
    Bucket,
    CanonicalRecord,
    ReportPlan,
    SectionPlan,
    Slot,
    SlotKind,
)
from generation.pipeline.planner.moments import MomentChooser
from generation.pipeline.planner.patterns import Pattern, feelings, series, terms
from generation.pipeline.planner.recount import Recount
from generation.pipeline.report_format import SECTION_TITLES

VERSION = "2"

LOW_UP_TO_DAYS = 2
MEDIUM_UP_TO_DAYS = 5
# How many patterns of each kind (feelings, series, terms) and how many open points a bucket lists.
PATTERNS_LISTED = {Bucket.LOW: (0, 0, 0), Bucket.MEDIUM: (3, 3, 0), Bucket.HIGH: (5, 5, 3)}
OPEN_POINTS_LISTED = {Bucket.LOW: 0, Bucket.MEDIUM: 1, Bucket.HIGH: 3}
# A term on fewer days than this is no open point and no pattern.
TERM_DAYS = 3
WORD_LIMIT = 40
SERIES_WORD_LIMIT = 400
MOMENT_WORD_LIMIT = 60

_WORDING = {
    Bucket.LOW: AllowedWording(quantifiers=(), hedges=("may",)),
    Bucket.MEDIUM: AllowedWording(quantifiers=("few",), hedges=("may",)),
    Bucket.HIGH: AllowedWording(quantifiers=(), hedges=("may",)),
}


def bucket_of(days_with_entries: int) -> Bucket:
    """0-2 days low, 3-5 medium, 6-15 high."""
    if days_with_entries <= LOW_UP_TO_DAYS:
        return Bucket.LOW
    return Bucket.MEDIUM if days_with_entries <= MEDIUM_UP_TO_DAYS else Bucket.HIGH


def make_plan(record: CanonicalRecord) -> ReportPlan:
    """Plan the four sections for `record`."""
    recount = Recount(record)
    bucket = bucket_of(len(recount.days_with_entries))
    recurring = [term for term in terms(recount) if len(term.days) >= TERM_DAYS]
    open_points = recurring[: OPEN_POINTS_LISTED[bucket]]
    limits = _limits(recount, bucket)
    found = _patterns(recount, bucket, recurring[len(open_points) :])
    slots_2 = (*limits, *found) if bucket is Bucket.LOW else (*found, *limits)
    return ReportPlan(
        planner_version=VERSION,
        bucket=bucket,
        sections=(
            _section(1, "the scope is always stated", _scope(recount)),
            _section(2, "patterns are counted, limits are always stated", slots_2),
            _open_point_section(bucket, open_points),
            _section(4, "one moment for each day with an entry", _moments(recount)),
        ),
        required_limits=tuple(slot.id for slot in limits),
        allowed_wording=_WORDING[bucket],
    )


def _section(number: int, reason: str, slots: tuple[Slot, ...]) -> SectionPlan:
    return SectionPlan(
        number=number,
        title=SECTION_TITLES[number - 1],
        included=True,
        reason=reason,
        slots=slots,
    )


def _scope(recount: Recount) -> tuple[Slot, ...]:
    window = recount.record.window
    return (
        Slot(
            id="w1",
            kind=SlotKind.WINDOW,
            word_limit=WORD_LIMIT,
            reason="names the window",
            days=(window.first, window.last),
            counts=(WINDOW_DAYS,),
        ),
        Slot(
            id="w2",
            kind=SlotKind.ENTRIES,
            word_limit=WORD_LIMIT,
            reason="counts the entries",
            counts=(recount.entries, len(recount.days_with_entries), WINDOW_DAYS),
        ),
    )


def _patterns(recount: Recount, bucket: Bucket, further_terms: list[Pattern]) -> tuple[Slot, ...]:
    most_feelings, most_series, most_terms = PATTERNS_LISTED[bucket]
    chosen = [
        *((SlotKind.FEELING, pattern) for pattern in feelings(recount)[:most_feelings]),
        *((SlotKind.SERIES, pattern) for pattern in series(recount)[:most_series]),
        *((SlotKind.TERM, pattern) for pattern in further_terms[:most_terms]),
    ]
    return tuple(_pattern_slot(f"p{number}", kind, pattern) for number, (kind, pattern) in enumerate(chosen, start=1))


def _pattern_slot(slot_id: str, kind: SlotKind, pattern: Pattern) -> Slot:
    return Slot(
        id=slot_id,
        kind=kind,
        fact_ids=pattern.fact_ids,
        word_limit=SERIES_WORD_LIMIT if kind is SlotKind.SERIES else WORD_LIMIT,
        reason=f"written on {len(pattern.days)} days, {pattern.count} times in all",
        label=pattern.label,
        days=pattern.days,
        counts=_counts(kind, pattern),
        values=pattern.values,
        quote=pattern.quote,
    )


def _counts(kind: SlotKind, pattern: Pattern) -> tuple[int, ...]:
    """The days; before them the number of values, where a series is too long to list them."""
    days = len(pattern.days)
    return (pattern.count, days) if kind is SlotKind.SERIES and not pattern.values else (days,)


def _open_point_section(bucket: Bucket, open_points: list[Pattern]) -> SectionPlan:
    if open_points:
        reason = f"{len(open_points)} repeated on at least {TERM_DAYS} days"
    elif bucket is Bucket.LOW:
        reason = "left out: too few days with entries"
    else:
        reason = f"left out: nothing was repeated on {TERM_DAYS} days"
    return SectionPlan(
        number=3,
        title=SECTION_TITLES[2],
        included=bool(open_points),
        reason=reason,
        slots=tuple(
            _pattern_slot(f"o{number}", SlotKind.OPEN_POINT, pattern)
            for number, pattern in enumerate(open_points, start=1)
        ),
    )


def _limits(recount: Recount, bucket: Bucket) -> tuple[Slot, ...]:
    return tuple(
        Slot(id=f"l{number}", kind=kind, word_limit=WORD_LIMIT, reason=reason, counts=counts)
        for number, (kind, counts, reason) in enumerate(_limits_to_state(recount, bucket), start=1)
    )


def _limits_to_state(recount: Recount, bucket: Bucket) -> Iterator[tuple[SlotKind, tuple[int, ...], str]]:
    days = len(recount.days_with_entries)
    if days == 0:
        yield SlotKind.LIMIT_NO_ENTRIES, (), "nothing was written"
        return
    if days < WINDOW_DAYS:
        yield SlotKind.LIMIT_MISSING_DAYS, (WINDOW_DAYS - days, WINDOW_DAYS), "some days have no entry"
    match bucket:
        case Bucket.LOW:
            yield SlotKind.LIMIT_NO_PATTERNS, (days,), "too few days for a pattern"
        case Bucket.MEDIUM:
            yield SlotKind.LIMIT_FEW_DAYS, (days,), "few days with entries"
        case Bucket.HIGH:
            yield SlotKind.LIMIT_WRITTEN_ONLY, (), "what was not written is not known"
    if unread := recount.entries_not_in_english:
        yield SlotKind.LIMIT_LANGUAGE, (unread,), "feeling words are read in English only"


def _moments(recount: Recount) -> tuple[Slot, ...]:
    record = recount.record
    chooser = MomentChooser(recount)
    slots = []
    for number, day in enumerate((day for day in record.days if day.entries), start=1):
        quote = chooser.choose(day)
        slots.append(
            Slot(
                id=f"m{number}",
                kind=SlotKind.MOMENT,
                fact_ids=quote.fact_ids if quote else day.entries[0].fact_ids[:1],
                word_limit=MOMENT_WORD_LIMIT,
                reason="quoted" if quote else "nothing of this day may be quoted",
                days=(day.date,),
                quote=quote,
            )
        )
    if slots:
        return tuple(slots)
    return (
        Slot(
            id="m0",
            kind=SlotKind.NO_MOMENTS,
            word_limit=WORD_LIMIT,
            reason="no entry in the window",
        ),
    )
