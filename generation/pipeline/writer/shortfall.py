"""What a composition leaves out: sentences, own feelings and numbers that stand nowhere in the text. Part of stage C.

In: record, plan, composition. Out: `LeftOut` values, and the counts the limits state. Nothing is left out in silence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
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
    QuoteRef,
    ReportPlan,
)
from generation.pipeline.planner.series import places_shown
from generation.pipeline.planner.shown import ShownEntry, shown_entries
from generation.pipeline.planner.words_in_entries import copy_key, folded, holds
from generation.pipeline.reading.quotations import is_shown, quoted_span, quoted_words, without_marks

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
        self._quoted = {day.day: self._quoted_of(day) for day in plan.days}
        listed = (one for one in plan.listed.series if one.id in composition.series)
        self._values_shown = places_shown(record, listed)
        self.numbers = 0
        self.left_out = tuple(self._left_out())

    @property
    def copies(self) -> int:
        return sum(entry.copy_of is not None for day in self._plan.days for entry in day.entries)

    @property
    def quoting(self) -> Quoting:
        first = [self._first(shown) for shown in self._entries()]
        counts = ["whole" if shown.is_whole else "in part" if shown.runs else "not at all" for shown in first]
        return Quoting(counts.count("whole"), counts.count("in part"), counts.count("not at all"))

    def count(self, kind: LeftOutKind) -> int:
        """How many of a kind are left out: feelings by entry and word, numbers each time they are written."""
        if kind is LeftOutKind.FEELING:
            return len({(one.message_id, folded(one.text)) for one in self.left_out if one.kind is kind})
        return sum(one.kind is kind for one in self.left_out)

    def _entries(self) -> Iterator[ShownEntry]:
        for shown in self.shown.values():
            yield from shown

    def _first(self, shown: ShownEntry) -> ShownEntry:
        """The entry itself, of a copy the one that it repeats."""
        if shown.entry.copy_of is None:
            return shown
        return self._originals[copy_key(self._text(shown.entry.message_id))]

    @cached_property
    def _originals(self) -> Mapping[str, ShownEntry]:
        own = (shown for shown in self._entries() if shown.entry.copy_of is None)
        return {copy_key(self._text(shown.entry.message_id)): shown for shown in own}

    def _text(self, message_id: str) -> str:
        return self._record.entries_by_message_id[message_id].text

    def _quoted_of(self, day: DayPlan) -> list[str]:
        """What is quoted of a day, in Section 4 or by an open point, as it stands in the text."""
        runs = [run for shown in self.shown[day.id] for run in shown.runs]
        runs += [point.quote for point in self._points if point.day == day.day]
        return [quoted_words(self._record, run) for run in runs]

    @cached_property
    def _points(self) -> list[PointQuote]:
        """The sentences that open points quote."""
        matters = [matter for matter in self._plan.listed.matters if matter.id in self._composition.matters]
        return [point for matter in matters for point in (matter.open, matter.last) if point]

    def _left_out(self) -> Iterator[LeftOut]:
        named = self._feelings_named()
        emotions = defaultdict(list)
        for emotion in self._record.explicit_emotions:
            emotions[emotion.message_id].append(emotion)
        for day in self._plan.days:
            words_of_day = self._words(self._quoted[day.day])
            for shown in self.shown[day.id]:
                message_id = shown.entry.message_id
                text = self._text(message_id)
                words = words_of_day
                if shown.entry.copy_of is None:
                    yield from self._sentences(shown, text)
                else:
                    # What is quoted of a copy is quoted where it was first written.
                    first = (quoted_words(self._record, quote) for quote in self._quotes_of(self._first(shown)))
                    words = self._words([*self._quoted[day.day], *first])
                own_quotes = self._quotes_of(shown) if emotions[message_id] else []
                for emotion in emotions[message_id]:
                    word = folded(quoted_span(self._record, emotion))
                    is_quoted = holds(words, word) or _is_in(own_quotes, emotion.start, emotion.end)
                    if not is_quoted and (day.day, word) not in named:
                        yield _left(LeftOutKind.FEELING, message_id, text, emotion.start, emotion.end)
                in_first = self._numbers_quoted(self._first(shown)) if shown.entry.copy_of else frozenset()
                quoted = self._numbers_quoted(shown)
                for order, number in enumerate(NUMBER.finditer(text)):
                    self.numbers += 1
                    if order not in quoted and order not in in_first and not self._is_listed(message_id, number):
                        yield _left(LeftOutKind.NUMBER, message_id, text, *number.span())

    @staticmethod
    def _words(quoted: Sequence[str]) -> str:
        return "\n".join(map(folded, quoted))

    def _numbers_quoted(self, shown: ShownEntry) -> frozenset[int]:
        """Which of the numbers of an entry a quotation of it shows, counted from its first. What a tag holds is seen by
        nobody who reads the quotation, nor is a number that markup joins to another."""
        text = self._text(shown.entry.message_id)
        quotes = [(quote, set(NUMBER.findall(quoted_words(self._record, quote)))) for quote in self._quotes_of(shown)]
        return frozenset(
            order
            for order, number in enumerate(NUMBER.finditer(text))
            if any(
                number.group() in numbers and is_shown(text, (quote.start, quote.end), *number.span())
                for quote, numbers in quotes
            )
        )

    def _is_listed(self, message_id: str, number: re.Match[str]) -> bool:
        text = self._text(message_id)
        return any(
            is_shown(text, place, *number.span()) and number.group() in NUMBER.findall(without_marks(text, *place))
            for place in self._values_shown.get(message_id, ())
        )

    def _quotes_of(self, shown: ShownEntry) -> list[QuoteRef]:
        """What is quoted of an entry, in Section 4 or by an open point, in order."""
        points = [point.quote for point in self._points if point.quote.message_id == shown.entry.message_id]
        return sorted([*shown.runs, *points], key=lambda quote: (quote.start, quote.end))

    def _feelings_named(self) -> Collection[tuple[date, str]]:
        ids = {*self._composition.feelings, *self._composition.further_feelings}
        listed = (feeling for feeling in self._plan.listed.feelings if feeling.id in ids)
        return {(day, folded(form)) for feeling in listed for form in feeling.forms for day in feeling.named}

    def _sentences(self, shown: ShownEntry, text: str) -> Iterator[LeftOut]:
        """What no quotation covers of each sentence."""
        runs = self._quotes_of(shown)
        for sentence in shown.entry.sentences:
            fact = self._record.facts_by_id[sentence.fact_id]
            at = fact.start
            for run in runs:
                if run.start < fact.end and at < run.end:
                    yield from _pieces(shown.entry.message_id, text, at, min(run.start, fact.end))
                    at = max(at, run.end)
            yield from _pieces(shown.entry.message_id, text, at, fact.end)


def _is_in(quotes: Sequence[QuoteRef], start: int, end: int) -> bool:
    """Whether one of the quotations holds these words where they stand."""
    return any(quote.start <= start and end <= quote.end for quote in quotes)


def _pieces(message_id: str, text: str, start: int, end: int) -> Iterator[LeftOut]:
    piece = text[start:end]
    if any(character.isalnum() for character in piece):
        start += len(piece) - len(piece.lstrip())
        yield _left(LeftOutKind.SENTENCE, message_id, text, start, start + len(piece.strip()))


def _left(kind: LeftOutKind, message_id: str, text: str, start: int, end: int) -> LeftOut:
    return LeftOut(kind=kind, message_id=message_id, start=start, end=end, text=text[start:end])
