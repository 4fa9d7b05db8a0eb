"""`SB5xx`, completeness: what must be quoted is, what belongs together stands together, and nothing is left out in
silence.

In: a rendered report with its plan and record. Out: findings by slot. It reads what the text quotes by the spans in the
report, never the composition. `SB501`, `SB504` and `SB505` are the second reader's: they need the text alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence

from generation.pipeline.contracts import (
    CanonicalRecord,
    DayPlan,
    EntryPlan,
    ExplicitEmotion,
    Finding,
    LeftOut,
    LeftOutKind,
    QuoteRef,
    RenderedReport,
    ReportPlan,
    Sentence,
    SlotKind,
)
from generation.pipeline.policy_gate.derivation import blocks
from generation.pipeline.policy_gate.findings import find_slot
from generation.pipeline.policy_gate.spans import Spans
from generation.pipeline.reading.quotations import quoted_span
from generation.pipeline.reading.words import shows_nothing

# Beyond this many words of one day, not all that safety words require is quoted.
MAX_SAFETY_WORDS = 400
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_WORDS_SAID = re.compile(r"(\d+) words? read as")
_NUMBERS_SAID = re.compile(r"(\d+) of \d+ numbers? in digits")
_DAY_IN_BRACKETS = re.compile(r" \(\d{1,2} [A-Z][a-z]{2}\)")
_OF_FEELINGS = (SlotKind.FEELING, SlotKind.FEELINGS_OF_DAYS, SlotKind.FEELINGS_OF_ONE_DAY)


def check_completeness(report: RenderedReport, plan: ReportPlan, record: CanonicalRecord) -> Iterator[Finding]:
    """SB502, SB503, SB506."""
    moments = {slot.slot_id for slot in report.slots if slot.kind is SlotKind.MOMENT}
    quoted = Spans(_place(one.quote) for one in report.quotes if one.slot_id in moments)
    safety = {mark.fact_id for mark in record.marks if mark.list == "safety"}
    for day in plan.days:
        if any(_lacks_safety(entry, day, safety, quoted) for entry in day.entries):
            yield find_slot("SB502", report, day.id)
        if any(_is_parted(entry, quoted, is_whole=day.is_whole) for entry in day.entries):
            yield find_slot("SB503", report, day.id)
    yield from _check_left_out(report, plan, record, Spans(_place(one.quote) for one in report.quotes))


def _lacks_safety(entry: EntryPlan, day: DayPlan, safety: set[str], quoted: Spans) -> bool:
    """Whether a sentence that is required, or of safety words on a day that is not too long, is not quoted."""
    is_short = day.words <= MAX_SAFETY_WORDS
    required = (s for s in entry.sentences if s.is_required or (is_short and s.fact_id in safety))
    return any(sentence.quote is not None and not _is_quoted(sentence.quote, quoted) for sentence in required)


def _is_parted(entry: EntryPlan, quoted: Spans, *, is_whole: bool) -> bool:
    """Whether of sentences quoted together or not at all some are quoted, or of a day that fits some are not."""
    for block in [list(entry.sentences)] if is_whole else blocks(entry):
        shown = [_is_quoted(sentence.quote, quoted) for sentence in block if sentence.quote]
        if not all(shown) and (is_whole or any(shown)):
            return True
    return False


def _is_quoted(quote: QuoteRef, quoted: Spans) -> bool:
    return quoted.holds(*_place(quote))


def _check_left_out(
    report: RenderedReport, plan: ReportPlan, record: CanonicalRecord, quoted: Spans
) -> Iterator[Finding]:
    """SB506: every piece of a sentence that no bullet quotes is listed as left out, as it was typed, and so is
    every own feeling and every number in digits that stands nowhere."""
    for one in report.left_out:
        entry = record.entries_by_message_id.get(one.message_id)
        if entry is None or entry.text[one.start : one.end] != one.text:
            yield find_slot("SB506", report, None)
    telling = _Telling(report, plan, record, quoted)
    for day in plan.days:
        if not all(telling.tells_all(entry, day) for entry in day.entries):
            yield find_slot("SB506", report, day.id)
    yield from _check_counts(report)


class _Telling:
    """What a text shows, or says that it leaves out."""

    def __init__(self, report: RenderedReport, plan: ReportPlan, record: CanonicalRecord, quoted: Spans) -> None:
        self._record = record
        self._quoted = quoted
        self._told = {kind: Spans(_place(one) for one in report.left_out if one.kind is kind) for kind in LeftOutKind}
        self._shown = _Shown(report)
        self._days = {day.day: day.id for day in plan.days}
        self._emotions: dict[str, list[ExplicitEmotion]] = defaultdict(list)
        for emotion in record.explicit_emotions:
            self._emotions[emotion.message_id].append(emotion)

    def tells_all(self, entry: EntryPlan, day: DayPlan) -> bool:
        """Whether every sentence, own feeling and number in digits of the entry is shown or told of."""
        # What is quoted of a copy is quoted where it was first written.
        words = self._shown.of_days(frozenset((day.id, self._days[entry.copy_of or day.day])))
        text = self._record.entries_by_message_id[entry.message_id].text
        return (
            not _hides(self._record, entry.sentences, self._quoted, self._told[LeftOutKind.SENTENCE])
            and all(
                _folded(quoted_span(self._record, emotion)) in words or self._has(LeftOutKind.FEELING, *_place(emotion))
                for emotion in self._emotions[entry.message_id]
            )
            # Digits of a copy count as those of the entry that it repeats, and of a quotation only where they stand.
            and all(
                number.group() in self._shown.listed or self._has(LeftOutKind.NUMBER, entry.message_id, *number.span())
                for number in _NUMBER.finditer("" if entry.copy_of else text)
            )
        )

    def _has(self, kind: LeftOutKind, message_id: str, start: int, end: int) -> bool:
        return any(pieces.holds(message_id, start, end) for pieces in (self._quoted, self._told[kind]))


def _place(span: ExplicitEmotion | LeftOut | QuoteRef) -> tuple[str, int, int]:
    return span.message_id, span.start, span.end


def _hides(record: CanonicalRecord, sentences: Sequence[Sentence], quoted: Spans, told: Spans) -> bool:
    """Whether letters or digits of a sentence are neither quoted nor told of."""
    for sentence in sentences:
        fact = record.facts_by_id[sentence.fact_id]
        text = record.entries_by_message_id[fact.message_id].text
        for start, end in quoted.uncovered(fact.message_id, fact.start, fact.end):
            for first, last in told.uncovered(fact.message_id, start, end):
                if any(character.isalnum() for character in text[first:last]):
                    return True
    return False


def _folded(text: str) -> str:
    """For comparing: case, width, white space and what shows as nothing aside."""
    if text.isascii():
        return " ".join(text.lower().split())
    hidden = {
        ord(character): None
        for character in set(text)
        if unicodedata.category(character) == "Cf" or shows_nothing(character)
    }
    shown = text.translate(hidden) if hidden else text
    return " ".join(unicodedata.normalize("NFKC", shown).lower().replace("ς", "σ").split())


class _Shown:
    """The words a text shows, quoted of a day or in bullets that may speak of any, and the numbers its series list."""

    def __init__(self, report: RenderedReport) -> None:
        quoted: dict[str, list[str]] = defaultdict(list)
        for one in report.quotes:
            quoted[one.slot_id].append(report.text[one.start : one.end])
        anywhere = {slot.slot_id for slot in report.slots if slot.kind is SlotKind.OPEN_POINT}
        words = [" ".join(quoted[slot_id]) for slot_id in anywhere]
        feelings = [report.text[slot.start : slot.end] for slot in report.slots if slot.kind in _OF_FEELINGS]
        series = [report.text[slot.start : slot.end] for slot in report.slots if slot.kind is SlotKind.SERIES]
        self._quoted = {slot_id: " ".join(own) for slot_id, own in quoted.items()}
        self._words = _folded(" ".join((*words, *feelings)))
        # A day in brackets is the series' own; in a quotation the person may have typed one.
        self.listed = frozenset(_NUMBER.findall(_DAY_IN_BRACKETS.sub("", " ".join(series))))
        self._of_days: dict[frozenset[str], str] = {}

    def of_days(self, day_ids: frozenset[str]) -> str:
        """The words shown that may speak of these days."""
        if day_ids not in self._of_days:
            quoted = [self._quoted.get(day_id, "") for day_id in sorted(day_ids)]
            self._of_days[day_ids] = " ".join([self._words, *map(_folded, quoted)])
        return self._of_days[day_ids]


def _check_counts(report: RenderedReport) -> Iterator[Finding]:
    """SB506: the limit counts what is listed as left out: words read as feelings by entry, numbers each time."""
    slot = next((slot for slot in report.slots if slot.kind is SlotKind.LIMIT_NOT_SHOWN), None)
    said = report.text[slot.start : slot.end] if slot else ""
    feelings = {(one.message_id, _folded(one.text)) for one in report.left_out if one.kind is LeftOutKind.FEELING}
    counts = (
        (_WORDS_SAID.search(said), len(feelings)),
        (_NUMBERS_SAID.search(said), sum(one.kind is LeftOutKind.NUMBER for one in report.left_out)),
    )
    if any(int(match[1] if match else 0) != count for match, count in counts):
        yield find_slot("SB506", report, slot.slot_id if slot else None)
