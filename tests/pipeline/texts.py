"""Whole summaries written by hand, with the diaries they are of, for those who read a text: no stage made them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from generation.pipeline.contracts import (
    WINDOW_DAYS,
    CanonicalRecord,
    Day,
    Entry,
    Fact,
    RenderedReport,
    RenderedSlot,
    SignalIndicators,
    SlotKind,
    Window,
)
from tests.pipeline.diaries import EXAMPLE, ZONE

Row = tuple[str, str, str]


class Written(NamedTuple):
    """A diary as rows (id, local time, text), and a summary of it that is right."""

    record: CanonicalRecord
    text: str


def record_of(rows: tuple[Row, ...], last_day: date) -> CanonicalRecord:
    """A record of which nothing was read: each entry is one fact."""
    first = last_day - timedelta(days=WINDOW_DAYS - 1)
    by_day = {day: list(own) for day, own in groupby(rows, key=lambda row: row[1][:10])}
    entries, facts = [], []
    for number, (message_id, sent, text) in enumerate(rows, start=1):
        day = datetime.strptime(sent, "%Y-%m-%d %H:%M").date()  # noqa: DTZ007 - only its date is used
        facts.append(Fact(id=f"f{number}", day=day, message_id=message_id, text=text, start=0, end=len(text)))
        entries.append(
            Entry(message_id=message_id, revision=1, local_time=sent[11:], text=text, fact_ids=(f"f{number}",))
        )
    dates = [first + timedelta(days=number) for number in range(WINDOW_DAYS)]
    named = {entry.message_id: entry for entry in entries}
    return CanonicalRecord(
        zone=ZONE,
        window=Window(first=first, last=last_day),
        canonicalizer_version="none",
        days=tuple(
            Day(date=day, entries=tuple(named[row[0]] for row in by_day.get(day.isoformat(), ()))) for day in dates
        ),
        facts=tuple(facts),
        explicit_emotions=(),
        numeric_logs=(),
        marks=(),
        signal_indicators=SignalIndicators(
            days_with_entries=len(by_day),
            entries=len(rows),
            words=0,
            longest_gap_days=0,
            foreign_words=(),
            recurring_terms=(),
        ),
    )


def report_of(text: str) -> RenderedReport:
    """The text with a slot for each bullet, named by its line."""
    slots, start, section = [], 0, 0
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        if line[:1].isdigit():
            section += 1
        if line.startswith("- ") and line.strip("- \n"):
            slots.append(
                RenderedSlot(
                    slot_id=f"line {number}",
                    kind=SlotKind.MOMENT,
                    section=section,
                    fact_ids=(),
                    start=start + 2,
                    end=start + len(line.rstrip("\n")),
                )
            )
        start += len(line)
    return RenderedReport(text=text, sections=(), slots=tuple(slots), quotes=(), left_out=())


FIVE_DAYS = Written(
    record_of(EXAMPLE, date(2026, 11, 21)),
    """\
1. Time Window & Scope
- Window: 7 Nov 2026 to 21 Nov 2026, 15 calendar days (Europe/Berlin).
- Entries: 6 entries on 5 of 15 days.

2. Observed Patterns & Limits
- "anxious" is named as a feeling on 2 days: 8 and 10 Nov; also written on 15 Nov.
- Sleep: Maybe 5.5 h (8 Nov), 6 h (10 Nov), 7.0 h (19 Nov).
- Mood: 6/10 (12 Nov), 7/10 (15 Nov).
- Limits: 10 of 15 days have no entry (7, 9, 11, 13, 14, 16, 17, 18, 20 and 21 Nov), and nothing is known about them.
- Limits: 5 days with entries are few; counts over them say little about the whole window.
- Limits: of 6 entries 5 are quoted whole, 1 in part and 0 not at all.

3. Open Points for Reflection
- "talk with my manager" stands in entries of 3 days: 8, 10 and 12 Nov; open, 10 Nov: "The talk with my manager is on Thursday."; last, 12 Nov: "Talk with my manager done."

4. Logged Moments
- 8 Nov: "Couldn't sleep, anxious about the talk with my manager. Maybe 5.5 h."
- 10 Nov: "Slept 6 h. Still anxious. The talk with my manager is on Thursday."
- 12 Nov (2 entries): "Talk with my manager done. Relieved, I think. Walked 4.2 km after." / "Mood 6/10"
- 15 Nov: "Not anxious today. Called my sister, she was upset. Mood 7/10"
- 19 Nov: "Slept 7.0 h, felt calm." …
""",  # noqa: E501 - a bullet is one line
)

NINE_DAYS = Written(
    record_of(
        (
            ("a", "2026-10-31 20:00", "Tired again. Work was long. Water 2 l, 1 l."),
            ("b", "2026-11-01 20:00", "So tired. Mum came by. Pain 3/10. Water 1.5 l."),
            ("c", "2026-11-02 20:00", "Tired. Noise at night. Pain 4/10."),
            ("d", "2026-11-03 08:00", "Tired, and hating the noise."),
            ("e", "2026-11-03 20:00", "Ich war nicht da. Das ist gut."),
            ("f", "2026-11-04 20:00", "Tired. I hate the noise at work. Pain about 5/10."),
            ("g", "2026-11-06 20:00", "tired"),
            ("h", "2026-11-08 08:00", "Tired"),
            ("i", "2026-11-08 20:00", "Felt numb. Still waiting for the letter from the landlord."),
            ("j", "2026-11-09 20:00", "Not tired today. No letter from the landlord yet. calm"),
            ("k", "2026-11-10 08:00", "Felt calm after the letter from the landlord."),
            ("l", "2026-11-10 09:00", "felt calm after\nthe letter from the landlord."),
            ("m", "2026-11-10 20:00", "Saw 12 birds at 7:30."),
        ),
        date(2026, 11, 14),
    ),
    """\
1. Time Window & Scope
- Window: 31 Oct 2026 to 14 Nov 2026, 15 calendar days (Europe/Berlin).
- Entries: 13 entries on 9 of 15 days.

2. Observed Patterns & Limits
- "tired" is named as a feeling on 7 of 9 days with entries, not on 9 and 10 Nov; also written on 9 Nov.
- "hate" or "hating" is named as a feeling on 2 days: 3 and 4 Nov.
- Also named as a feeling on 2 days or more: "calm" (9 and 10 Nov).
- Named as a feeling on one day and not shown below: "numb" (8 Nov).
- Pain: 3/10 (1 Nov), 4/10 (2 Nov), about 5/10 (4 Nov).
- Water: 2 l and 1 l (31 Oct), 1.5 l (1 Nov).
- Work and study: "work" (31 Oct and 4 Nov).
- "noise" stands in entries of 3 days: 2, 3 and 4 Nov.
- Limits: 6 of 15 days have no entry (5, 7, 11, 12, 13 and 14 Nov), and nothing is known about them.
- Limits: words are counted wherever they stand, whatever they mean there.
- Limits: 2 entries repeat an earlier one word for word.
- Limits: of 13 entries 5 are quoted whole, 5 in part and 3 not at all.
- Limits: not shown: 2 of 8 numbers in digits.
- Limits: words of another language stand in 1 entry ("Ich", "nicht"); feelings are read in English only.

3. Open Points for Reflection
- "letter from the landlord" stands in entries of 3 days: 8, 9 and 10 Nov; open, 9 Nov: "No letter from the landlord yet."; last, 10 Nov: "felt calm after the letter from the landlord."

4. Logged Moments
- 31 Oct: "Tired again. Work was long." …
- 1 Nov: "So tired. Mum came by." …
- 2 Nov: not quoted.
- 3 Nov (2 entries): "Tired, and hating the noise." / …
- 4 Nov: … "I hate the noise at work." …
- 6 Nov: "tired"
- 8 Nov (2 entries): as on 6 Nov / … "Still waiting for the letter from the landlord."
- 9 Nov: "Not tired today." … "calm"
- 10 Nov (3 entries): "Felt calm after the letter from the landlord." / as before / …
""",  # noqa: E501 - a bullet is one line
)

_WATER = {7: "0.5 1.5 2.5 3.5 4.5 5.5", 8: "0.25 1.25 2.25 3.25 4.25 5.25", 9: "1 2 3 4 5 9"}
MANY_VALUES = Written(
    record_of(
        tuple(
            (f"w{day}", f"2026-11-{day:02} 20:00", " ".join(f"water {litres} l" for litres in values.split()))
            for day, values in _WATER.items()
        ),
        date(2026, 11, 21),
    ),
    """\
1. Time Window & Scope
- Window: 7 Nov 2026 to 21 Nov 2026, 15 calendar days (Europe/Berlin).
- Entries: 3 entries on 3 of 15 days.

2. Observed Patterns & Limits
- Water: 18 values read on 3 days, lowest of these 0.25 l (8 Nov), highest 9 l (9 Nov).
- Limits: 12 of 15 days have no entry (10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 and 21 Nov), and nothing is known about them.
- Limits: 3 days with entries are few; counts over them say little about the whole window.

4. Logged Moments
- 7 Nov: "water 0.5 l water 1.5 l water 2.5 l water 3.5 l water 4.5 l water 5.5 l"
- 8 Nov: "water 0.25 l water 1.25 l water 2.25 l water 3.25 l water 4.25 l water 5.25 l"
- 9 Nov: "water 1 l water 2 l water 3 l water 4 l water 5 l water 9 l"
""",  # noqa: E501 - a bullet is one line
)

NO_ENTRY = Written(
    record_of((), date(2026, 11, 21)),
    """\
1. Time Window & Scope
- Window: 7 Nov 2026 to 21 Nov 2026, 15 calendar days (Europe/Berlin).
- Entries: 0 entries on 0 of 15 days.

2. Observed Patterns & Limits
- Limits: no entry is logged in this window, and nothing is known about it.

4. Logged Moments
- No entry is logged in this window.
""",
)

EVERY_DAY = Written(
    record_of(
        tuple((f"d{day}", f"2026-11-{day:02} 20:00", f"Walk {day}.") for day in range(7, 22)), date(2026, 11, 21)
    ),
    "\n".join(
        [
            "1. Time Window & Scope",
            "- Window: 7 Nov 2026 to 21 Nov 2026, 15 calendar days (Europe/Berlin).",
            "- Entries: 15 entries on 15 of 15 days.",
            "",
            "2. Observed Patterns & Limits",
            "- Limits: only what was written is known.",
            "",
            "4. Logged Moments",
            *(f'- {day} Nov: "Walk {day}."' for day in range(7, 22)),
            "",
        ]
    ),
)

RIGHT_TEXTS = {
    "five days": FIVE_DAYS,
    "nine days": NINE_DAYS,
    "many values": MANY_VALUES,
    "no entry": NO_ENTRY,
    "every day": EVERY_DAY,
}
