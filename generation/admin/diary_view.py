"""The canonical record as the page shows it: one row a day, the person's words with what was read in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from generation.admin.marks import Kind, Mark, marked
from generation.admin.wording import weekday_words
from generation.pipeline.contracts import CanonicalRecord, Day, Entry, ExplicitEmotion, Fact, NumericLog
from generation.pipeline.writer.layout import counted, short_dates

# The lists that a clinician looks for have a mark of their own; the words of all others share one.
_KIND_OF_LIST = {"safety": Kind.SAFETY, "events": Kind.EVENT, "openness": Kind.OPENNESS}
# Of very many facts or sources the first are listed; the words of the diary mark them all.
MAX_SHOWN = 40


@dataclass(frozen=True)
class FactView:
    """A fact, and where its words stand on the page."""

    id: str
    anchor: str
    words: SafeString
    place: str


@dataclass(frozen=True)
class EntryView:
    local_time: str
    words: SafeString
    facts: tuple[FactView, ...]
    fact_count: int
    feelings: tuple[str, ...]
    numbers: tuple[str, ...]
    foreign_words: tuple[str, ...]
    message_id: str
    revision: int


@dataclass(frozen=True)
class DayView:
    name: str
    entries: tuple[EntryView, ...]


@dataclass(frozen=True)
class DiaryView:
    days: tuple[DayView, ...]
    counts: tuple[str, ...]
    recurring: tuple[str, ...]


class DiaryPage:
    """Everything the page asks about a record, looked up once."""

    def __init__(self, record: CanonicalRecord) -> None:
        self.record = record
        self.anchors: Mapping[str, str] = {fact.id: f"fact-{number}" for number, fact in enumerate(record.facts, 1)}
        # By fact, inside which they lie: a long message has thousands of both.
        self._marks: dict[str, list[Mark]] = defaultdict(list)
        self._feelings: dict[str, list[str]] = defaultdict(list)
        self._numbers: dict[str, list[str]] = defaultdict(list)
        for emotion in record.explicit_emotions:
            mark = Mark(emotion.start, emotion.end, Kind.FEELING, f"feeling: {emotion.lemma}{_by_model(emotion)}")
            self._marks[emotion.fact_id].append(mark)
            self._feelings[emotion.message_id].append(emotion.word)
        for log in record.numeric_logs:
            label = log.label or "no label"
            start = log.start if log.bound_start is None else log.bound_start
            self._marks[log.fact_id].append(Mark(start, log.end, Kind.NUMBER, f"number: {label}{_by_model(log)}"))
            words = record.entries_by_message_id[log.message_id].text[start : log.end]
            self._numbers[log.message_id].append(f"{words} ({label})")
        for found in record.marks:
            kind = _KIND_OF_LIST.get(found.list, Kind.LISTED)
            self._marks[found.fact_id].append(Mark(found.start, found.end, kind, f"{found.list}: {found.group}"))
        self._foreign = {foreign.message_id: foreign.words for foreign in record.signal_indicators.foreign_words}

    def view(self) -> DiaryView:
        indicators = self.record.signal_indicators
        counts = (
            counted(indicators.entries, "entry", "entries"),
            f"{indicators.days_with_entries} of {len(self.record.days)} days",
            counted(indicators.words, "word", "words"),
            f"longest gap {counted(indicators.longest_gap_days, 'day', 'days')}",
            *self._further_counts(),
        )
        recurring = tuple(f"{term.mentions[0].text} ({short_dates(term.days)})" for term in indicators.recurring_terms)
        return DiaryView(tuple(self._day(day) for day in self.record.days), counts, recurring)

    def fact_words(self, fact: Fact) -> SafeString:
        """The words of a fact, its feelings and numbers marked."""
        text = self.record.entries_by_message_id[fact.message_id].text
        return marked(text, self._marks[fact.id], start=fact.start, end=fact.end)

    def anchor_at(self, message_id: str, offset: int) -> str:
        """Where the fact stands that holds the character at `offset` of a message, '' where none does."""
        entry = self.record.entries_by_message_id[message_id]
        facts = (self.record.facts_by_id[fact_id] for fact_id in entry.fact_ids)
        return next((self.anchors[fact.id] for fact in facts if fact.start <= offset < fact.end), "")

    def _further_counts(self) -> Iterator[str]:
        if self._foreign:
            yield f"words of another language in {counted(len(self._foreign), 'entry', 'entries')}"
        if dropped := self.record.unsupported_statements:
            yield f"{counted(dropped, 'statement', 'statements')} dropped: not found in the diary"

    def _day(self, day: Day) -> DayView:
        return DayView(weekday_words(day.date), tuple(self._entry(entry) for entry in day.entries))

    def _entry(self, entry: Entry) -> EntryView:
        facts = sorted((self.record.facts_by_id[id_] for id_ in entry.fact_ids), key=lambda fact: fact.start)
        return EntryView(
            local_time=entry.local_time,
            words=self._words(entry, facts),
            facts=tuple(
                FactView(fact.id, self.anchors[fact.id], self.fact_words(fact), f"characters {fact.start}–{fact.end}")
                for fact in facts[:MAX_SHOWN]
            ),
            fact_count=len(facts),
            feelings=tuple(self._feelings[entry.message_id]),
            numbers=tuple(self._numbers[entry.message_id]),
            foreign_words=self._foreign.get(entry.message_id, ()),
            message_id=entry.message_id,
            revision=entry.revision,
        )

    def _words(self, entry: Entry, facts: list[Fact]) -> SafeString:
        """The whole message, each fact a place to jump to. Where facts overlap, the earlier one has the words."""
        pieces: list[tuple[SafeString]] = []
        reached = 0
        for fact in facts:
            start = max(reached, fact.start)
            end = max(start, fact.end)
            words = marked(entry.text, self._marks[fact.id], start=start, end=end)
            place = format_html('<span class="sb-fact" id="{}" tabindex="-1">{}</span>', self.anchors[fact.id], words)
            pieces += [(marked(entry.text, start=reached, end=start),), (place,)]
            reached = end
        pieces.append((marked(entry.text, start=reached),))
        return format_html_join("", "{}", pieces)


def _by_model(piece: ExplicitEmotion | NumericLog) -> str:
    """What a model read where rules cannot is told apart from what the rules read."""
    return ", read by a model" if piece.is_read_by_model else ""
