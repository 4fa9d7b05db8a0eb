"""`SB1xx`, structure: the planned sections, bullets, moments and counts, and nothing besides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from generation.pipeline.contracts import WINDOW_DAYS, Finding, Slot, SlotKind
from generation.pipeline.policy_gate.dates import DateMention, find_dates
from generation.pipeline.policy_gate.findings import make_finding
from generation.pipeline.policy_gate.reading import Bullet, Reading
from generation.pipeline.report_format import BULLET, heading
from generation.pipeline.writer.fixed_sentences import FIXED_KINDS

MOMENT_SECTION = 4
OPEN_POINTS_SECTION = 3
_COUNT = re.compile(r"(?<![\w.,:/])(\d+)(?= (?:of \d+ )?(?:days?|times?)\b)", re.IGNORECASE)


def check_structure(reading: Reading) -> Iterator[Finding]:
    """All structure findings of one report."""
    yield from check_sections(reading)
    yield from check_layout(reading)
    yield from check_bullets(reading)
    yield from check_moments(reading)
    yield from check_planned_counts(reading)


def check_sections(reading: Reading) -> Iterator[Finding]:
    """SB101, SB103: the included sections in order under their titles, Section 3 only when planned."""
    report = reading.report
    planned = [section.number for section in reading.plan.sections if section.included]
    rendered = [section.number for section in report.sections]
    for section in report.sections:
        title = f"{heading(section.number)}\n" if 1 <= section.number <= MOMENT_SECTION else None
        if section.number == OPEN_POINTS_SECTION and section.number not in planned:
            yield make_finding("SB103", report, None, section.start, section.end)
        elif title is None or not report.text.startswith(title, section.start):
            yield make_finding("SB101", report, None, section.start, section.end)
    if [number for number in rendered if number in planned] != planned or not set(rendered) <= {
        *planned,
        OPEN_POINTS_SECTION,
    }:
        yield make_finding("SB101", report, None, 0, len(report.text))


def check_layout(reading: Reading) -> Iterator[Finding]:
    """SB102: the text is the headings and bullets the renderer placed, one line each, and nothing else."""
    report = reading.report
    expected: list[str] = []
    for section in report.sections:
        if expected:
            expected.append("")
        number = min(max(section.number, 1), MOMENT_SECTION)
        expected.append(heading(number))
        expected += [
            BULLET + report.text[slot.start : slot.end] for slot in report.slots if slot.section == section.number
        ]
    start = 0
    lines = report.text.split("\n")
    for line, wanted in zip_longest(lines[:-1], expected):
        if line is None:
            yield make_finding("SB102", report, None, len(report.text), len(report.text))
            return
        if line != wanted:
            yield make_finding("SB102", report, None, start, start + len(line))
            return
        start += len(line) + 1
    if lines[-1]:
        yield make_finding("SB102", report, None, start, len(report.text))


def check_bullets(reading: Reading) -> Iterator[Finding]:
    """SB105: one bullet for each planned slot, each in its section, in the planned order."""
    planned = [
        (slot.id, section.number) for section in reading.plan.sections if section.included for slot in section.slots
    ]
    rendered = [(slot.slot_id, slot.section) for slot in reading.report.slots]
    if planned == rendered:
        return
    expected = set(planned)
    unplanned = [slot for slot in reading.report.slots if (slot.slot_id, slot.section) not in expected]
    for slot in unplanned:
        yield make_finding("SB105", reading.report, slot.slot_id, slot.start, slot.end)
    if not unplanned:
        yield make_finding("SB105", reading.report, None, 0, len(reading.report.text))


def check_moments(reading: Reading) -> Iterator[Finding]:
    """SB104: exactly one moment for each day with an entry, in date order, at most 15."""
    days = [day.date for day in reading.record.days if day.entries]
    bullets = [b for b in reading.bullets if b.rendered.section == MOMENT_SECTION]
    moments = [b.slot.days[0] for b in bullets if b.slot and b.slot.kind is SlotKind.MOMENT and b.slot.days]
    closing = [b for b in bullets if b.slot and b.slot.kind is SlotKind.NO_MOMENTS]
    if moments == days and len(days) <= WINDOW_DAYS and len(closing) == (0 if days else 1):
        return
    start = bullets[0].rendered.start if bullets else 0
    end = bullets[-1].rendered.end if bullets else len(reading.report.text)
    yield make_finding("SB104", reading.report, None, start, end)


def check_planned_counts(reading: Reading) -> Iterator[Finding]:
    """SB106: a bullet that counts states every planned count and the days counted, a moment its day.

    Without its days a count that a record understates would be wrong; with them it says what it is a count of.
    """
    for bullet in reading.readable:
        if bullet.slot is None or bullet.kind in FIXED_KINDS:
            continue
        mentions = tuple(find_dates(bullet.words))
        named = {day for mention in mentions for day in mention.days(bullet.slot.days) or ()}
        if not set(bullet.slot.days) <= named or not _counts_stated(bullet, bullet.slot, mentions):
            rendered = bullet.rendered
            yield make_finding("SB106", reading.report, rendered.slot_id, rendered.start, rendered.end)


def _counts_stated(bullet: Bullet, slot: Slot, dates: Sequence[DateMention]) -> bool:
    """Whether each planned count stands before "days" or "times", in digits; a date or a part of 4.2 is no count."""
    stated = {
        match[1]
        for match in _COUNT.finditer(bullet.words)
        if not any(mention.start <= match.start() < mention.end for mention in dates)
    }
    return {str(count) for count in slot.counts} <= stated
