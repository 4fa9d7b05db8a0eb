"""What a sentence tells, as far as lists and counts can say, and the weight it has for it.

Part of stage B. In: the record. Nothing is inferred: each feature is a mark, a feeling or a number of the record, or a
count of words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from generation.pipeline.canonicalizer.feelings.words import is_hard_feeling
from generation.pipeline.canonicalizer.marks.mark_lists import groups_by_name
from generation.pipeline.contracts import CanonicalRecord, ExplicitEmotion, Fact, Mark, Series
from generation.pipeline.planner.fields import fields_listed
from generation.pipeline.planner.weights import Features, weigh
from generation.pipeline.reading.markup import struck_out
from generation.pipeline.reading.words import stem, words_in

PEOPLE = "People"
# A sentence of fewer words for each feeling it names is a bare list of them.
MIN_WORDS_A_FEELING = 2
_OWN = frozenset(stem(word) for word in ("I", "me", "my", "myself", "I'm", "I've", "I'd", "I'll", "im", "ive"))


class Weighing:
    """The sentences of one record, weighed. Fields of a form whose values are listed in `series` give way to others."""

    def __init__(self, record: CanonicalRecord, series: Sequence[Series] = ()) -> None:
        self._record = record
        self._marks: dict[str, list[Mark]] = defaultdict(list)
        for mark in record.marks:
            self._marks[mark.fact_id].append(mark)
        self._safety = {mark.fact_id for mark in record.marks if mark.list == "safety"}
        self._keeping_safe = {mark.fact_id for mark in record.marks if mark.list == "kept_safe"}
        self._struck = {
            message_id: struck_out(entry.text) for message_id, entry in record.entries_by_message_id.items()
        }
        self._feelings: dict[str, list[ExplicitEmotion]] = defaultdict(list)
        for emotion in record.explicit_emotions:
            self._feelings[emotion.fact_id].append(emotion)
        self._listed_fields = fields_listed(record, series)
        self._labelled = {log.fact_id for log in record.numeric_logs if log.label}

    def is_safety_id(self, fact_id: str) -> bool:
        return fact_id in self._safety

    def keeps_safe_id(self, fact_id: str) -> bool:
        """Whether it says what was done about danger, if danger is what the sentence before it is about."""
        return fact_id in self._keeping_safe

    def is_safety(self, fact: Fact) -> bool:
        """Whether explicit words of the safety list stand in the sentence."""
        return self.is_safety_id(fact.id)

    def safety_spans(self, fact: Fact) -> list[tuple[int, int]]:
        """Where the words of the safety list stand in the message of the sentence."""
        return [(mark.start, mark.end) for mark in self._marks.get(fact.id, ()) if mark.list == "safety"]

    def is_struck(self, fact: Fact) -> bool:
        """Whether some of the sentence is struck out."""
        return bool(self._struck[fact.message_id]) and bool(self.struck_spans(fact))

    def struck_spans(self, fact: Fact) -> list[tuple[int, int]]:
        """Where words of the sentence are struck out, in its message."""
        return [(start, end) for start, end in self._struck[fact.message_id] if start < fact.end and fact.start < end]

    def tells_at(self, fact: Fact) -> int:
        """Where the sentence tells what it weighs most for: its first own feeling, else its first event."""
        feelings = [feeling.start for feeling in self._feelings.get(fact.id, ())]
        places = feelings or [m.start for m in self._marks.get(fact.id, ()) if m.list == "events"]
        return min(places, default=fact.start)

    def weight(self, fact: Fact) -> float:
        """What the sentence weighs against the others of its day."""
        marks = self._marks.get(fact.id, ())
        lists = {mark.list for mark in marks}
        words = self._words[fact.id]
        feelings = self._feelings.get(fact.id, ())
        length = len(fact.text.split())
        return weigh(
            Features(
                safety="safety" in lists,
                feelings=len(feelings),
                hard=length >= MIN_WORDS_A_FEELING * (len(feelings) + 1)
                and any(is_hard_feeling(feeling.lemma) for feeling in feelings),
                event_tiers=frozenset(
                    groups_by_name()[mark.list, mark.group].tier for mark in marks if mark.list == "events"
                ),
                names=any(mark.list == "areas" and mark.group == PEOPLE for mark in marks),
                numbers=fact.id in self._labelled,
                open="openness" in lists,
                routine="routine" in lists,
                listed=fact.id in self._listed_fields,
                is_own=not words.isdisjoint(_OWN),
                new_words=len(words - self._words_of_days),
                words=length,
            )
        )

    @cached_property
    def _words(self) -> Mapping[str, frozenset[str]]:
        """The stems of each sentence."""
        return {fact.id: frozenset(map(stem, words_in(fact.text))) for fact in self._record.facts}

    @cached_property
    def _words_of_days(self) -> frozenset[str]:
        """The stems that stand on two days or more."""
        days: dict[date, set[str]] = defaultdict(set)
        for fact in self._record.facts:
            days[fact.day] |= self._words[fact.id]
        seen: set[str] = set()
        several: set[str] = set()
        for words in days.values():
            several |= seen & words
            seen |= words
        return frozenset(several)
