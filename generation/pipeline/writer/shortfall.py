"""What a composition leaves out: sentences, own feelings and numbers that stand nowhere in the text. Part of stage C.

In: record, plan, composition. Out: `LeftOut` values, and the counts the limits state. Nothing is left out in silence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import NamedTuple

from generation.pipeline.contracts import (
    CanonicalRecord,
    Composition,
    DayPlan,
    LeftOut,
    LeftOutKind,
    PointQuote,
    ReportPlan,
)
from generation.pipeline.planner.shown import ShownEntry, shown_entries
from generation.pipeline.planner.standing import folded, holds
from generation.pipeline.reading.quotations import without_marks

# A run of digits with the marks that join them.
NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")


class Quoting(NamedTuple):
    """How many entries are quoted whole, in part and not at all; a copy counts with the entry it repeats."""

    whole: int
    in_part: int
    not_at_all: int


class Shortfall:
    """What the text of one composition shows and leaves out."""

    def __init__(self, record: CanonicalRecord, plan: ReportPlan, composition: Composition) -> None:
        self._record = record
        self._plan = plan
        self._composition = composition
        quoted = frozenset(composition.quoted)
        self.shown: Mapping[str, tuple[ShownEntry, ...]] = {
            day.id: shown_entries(record, day, quoted) for day in plan.days
        }
        self._words = {day.day: self._quoted_words(day) for day in plan.days}
        self._numbers = self._numbers_shown()
        self.numbers = 0
        self.left_out = tuple(self._left_out())

    @property
    def copies(self) -> int:
        return sum(entry.copy_of is not None for day in self._plan.days for entry in day.entries)

    @property
    def quoting(self) -> Quoting:
        how: dict[str, str] = {}
        for shown in self._entries():
            text = folded(self._text(shown.entry.message_id))
            if shown.entry.copy_of is None:
                how[text] = "whole" if shown.is_whole else "in part" if shown.runs else "not at all"
        counts = [how[folded(self._text(shown.entry.message_id))] for shown in self._entries()]
        return Quoting(counts.count("whole"), counts.count("in part"), counts.count("not at all"))

    def count(self, kind: LeftOutKind) -> int:
        """How many of a kind are left out: feelings by entry and word, numbers each time they are written."""
        if kind is LeftOutKind.FEELING:
            return len({(one.message_id, folded(one.text)) for one in self.left_out if one.kind is kind})
        return sum(one.kind is kind for one in self.left_out)

    def _entries(self) -> Iterator[ShownEntry]:
        for shown in self.shown.values():
            yield from shown

    def _text(self, message_id: str) -> str:
        return self._record.entries_by_message_id[message_id].text

    def _quoted_words(self, day: DayPlan) -> str:
        """What is quoted of a day, in Section 4 or by an open point, folded."""
        runs = [run for shown in self.shown[day.id] for run in shown.runs]
        runs += [point.quote for point in self._points if point.day == day.day]
        return "\n".join(folded(without_marks(self._text(run.message_id), run.start, run.end)) for run in runs)

    @cached_property
    def _points(self) -> list[PointQuote]:
        """The sentences that open points quote."""
        matters = [matter for matter in self._plan.listed.matters if matter.id in self._composition.matters]
        return [point for matter in matters for point in (matter.open, matter.last) if point]

    def _numbers_shown(self) -> Mapping[date, set[str]]:
        """The numbers that stand in a quotation or a series, by day."""
        numbers: dict[date, set[str]] = defaultdict(set)
        for day, words in self._words.items():
            numbers[day] |= set(NUMBER.findall(words))
        for one in self._plan.listed.series:
            if one.id in self._composition.series:
                for values in [one.lowest, one.highest] if one.lowest and one.highest else one.values:
                    if values:
                        numbers[values.day] |= {n for value in values.values for n in NUMBER.findall(folded(value))}
        return numbers

    def _left_out(self) -> Iterator[LeftOut]:
        named = self._feelings_named()
        emotions = defaultdict(list)
        for emotion in self._record.explicit_emotions:
            emotions[emotion.message_id].append(emotion)
        for day in self._plan.days:
            for shown in self.shown[day.id]:
                message_id = shown.entry.message_id
                text = self._text(message_id)
                # What is quoted of a copy is quoted where it was first written.
                quoted_on = shown.entry.copy_of or day.day
                words = self._words[quoted_on]
                if shown.entry.copy_of is None:
                    yield from self._sentences(shown, text)
                for emotion in emotions[message_id]:
                    word = folded(emotion.word)
                    if (day.day, word) not in named and not holds(words, word):
                        yield _left(LeftOutKind.FEELING, message_id, text, emotion.start, emotion.end)
                numbers = self._numbers[quoted_on] | self._numbers[day.day]
                for number in NUMBER.finditer(text):
                    self.numbers += 1
                    if folded(number.group()) not in numbers:
                        yield _left(LeftOutKind.NUMBER, message_id, text, *number.span())

    def _feelings_named(self) -> Collection[tuple[date, str]]:
        ids = {*self._composition.feelings, *self._composition.further_feelings}
        listed = (feeling for feeling in self._plan.listed.feelings if feeling.id in ids)
        return {(day, folded(form)) for feeling in listed for form in feeling.forms for day in feeling.named}

    def _sentences(self, shown: ShownEntry, text: str) -> Iterator[LeftOut]:
        """What no quotation covers of each sentence."""
        points = [point.quote for point in self._points if point.quote.message_id == shown.entry.message_id]
        runs = sorted([*shown.runs, *points], key=lambda run: (run.start, run.end))
        for sentence in shown.entry.sentences:
            fact = self._record.facts_by_id[sentence.fact_id]
            at = fact.start
            for run in runs:
                if run.start < fact.end and at < run.end:
                    yield from _pieces(shown.entry.message_id, text, at, min(run.start, fact.end))
                    at = max(at, run.end)
            yield from _pieces(shown.entry.message_id, text, at, fact.end)


def _pieces(message_id: str, text: str, start: int, end: int) -> Iterator[LeftOut]:
    piece = text[start:end]
    if any(character.isalnum() for character in piece):
        start += len(piece) - len(piece.lstrip())
        yield _left(LeftOutKind.SENTENCE, message_id, text, start, start + len(piece.strip()))


def _left(kind: LeftOutKind, message_id: str, text: str, start: int, end: int) -> LeftOut:
    return LeftOut(kind=kind, message_id=message_id, start=start, end=end, text=text[start:end])
