"""What the messages of a record carry, counted again from their text. Part of stages B and D.

A record may come from a model: its spans are checked, its claims about them are not. Here a feeling counts only where
the rules find it too, or know nothing of the word; a number has the label and unit the rules read; a recurring term
holds what its mentions have in common. In: a record. Out: groups of mentions that planner and gate both go by. It must
never take a count, a label or a group from the record.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple, TypeVar

from generation.pipeline.canonicalizer.feelings.finder import FeelingFound, find_feelings
from generation.pipeline.canonicalizer.feelings.words import is_feeling_word
from generation.pipeline.canonicalizer.numbers.finder import NumberFound, find_numbers
from generation.pipeline.canonicalizer.terms.words import UNNAMED
from generation.pipeline.contracts import CanonicalRecord, ExplicitEmotion, Fact, NumericLog, TermMention
from generation.pipeline.reading.language import is_english
from generation.pipeline.reading.sentences import Span, split_sentences
from generation.pipeline.reading.words import cuts_between_words, fold, fold_white_space, holds_negation, stem, tokens

# Words in a row, without digits or marks between them.
_TERM = re.compile(
    r"[^\W\d_]+(?:['’ʼ\u0300-\u036f][^\W\d_]*)*(?:[ \t\u00a0-]{1,3}[^\W\d_]+(?:['’ʼ\u0300-\u036f][^\W\d_]*)*){0,6}"
)


class FeelingMention(NamedTuple):
    """A feeling word of the person's own; `lemma` groups its forms."""

    emotion: ExplicitEmotion
    lemma: str


class LoggedValue(NamedTuple):
    """A logged number as the rules read it; `text` as typed, white space folded. `label_fact_id` says the label."""

    log: NumericLog
    text: str
    label: str
    label_fact_id: str
    dimension: str


class Recount:
    """The countable parts of one record."""

    def __init__(self, record: CanonicalRecord) -> None:
        self.record = record
        self._sentences: dict[str, Sequence[Span]] = {}

    @cached_property
    def days_with_entries(self) -> tuple[date, ...]:
        return tuple(day.date for day in self.record.days if day.entries)

    @cached_property
    def entries(self) -> int:
        return sum(len(day.entries) for day in self.record.days)

    @cached_property
    def entries_not_in_english(self) -> int:
        return sum(not is_english(entry.text) for entry in self.record.entries_by_message_id.values())

    @cached_property
    def feelings(self) -> Mapping[str, tuple[FeelingMention, ...]]:
        """Confirmed feeling words by lemma, in the order of the record."""
        found = [
            mention for mention in map(self._confirm_feeling, _each_once(self.record.explicit_emotions)) if mention
        ]
        return _grouped(found, lambda mention: mention.lemma)

    @cached_property
    def series(self) -> Mapping[tuple[str, str], tuple[LoggedValue, ...]]:
        """Confirmed numbers by label and dimension, in the order of the record."""
        found = [value for value in map(self._confirm_number, _each_once(self.record.numeric_logs)) if value]
        return _grouped(found, lambda value: (value.label, value.dimension))

    @cached_property
    def terms(self) -> Mapping[str, tuple[TermMention, ...]]:
        """Mentions by the stems they have in common, in the order of the record."""
        mentions = [m for term in self.record.signal_indicators.recurring_terms for m in term.mentions]
        whole = [
            m
            for m in _each_once(mentions)
            if _TERM.fullmatch(m.text) and self._cuts_whole_words(m) and term_key(m.text)
        ]
        return _grouped(whole, lambda mention: term_key(mention.text))

    @cached_property
    def whole_facts(self) -> frozenset[str]:
        """The facts that are whole sentences of their message: a piece of one can say the opposite."""
        entries = self.record.entries_by_message_id
        sentences = {message_id: frozenset(self._sentences_of(message_id)) for message_id in entries}
        return frozenset(fact.id for fact in self.record.facts if (fact.start, fact.end) in sentences[fact.message_id])

    def _confirm_feeling(self, emotion: ExplicitEmotion) -> FeelingMention | None:
        if not self._cuts_whole_words(emotion):
            return None
        for found in self._feelings_of[emotion.message_id]:
            if found.start < emotion.end and emotion.start < found.end:
                same = (found.start, found.end) == (emotion.start, emotion.end)
                return FeelingMention(emotion, found.lemma) if same else None
        if is_feeling_word(emotion.word) or holds_negation(self._clause(emotion)):
            return None
        return FeelingMention(emotion, fold(fold_white_space(emotion.word)))

    def _confirm_number(self, log: NumericLog) -> LoggedValue | None:
        found = self._numbers_of[log.message_id].get((log.start, log.end))
        if found is None or found.label is None or found.label_sentence is None:
            return None
        label_fact = self._fact_at(log.message_id, self._sentences_of(log.message_id)[found.label_sentence][0])
        if label_fact is None:
            return None
        return LoggedValue(log, fold_white_space(log.text), found.label, label_fact.id, found.dimension or "")

    def _cuts_whole_words(self, span: ExplicitEmotion | TermMention) -> bool:
        text = self.record.entries_by_message_id[span.message_id].text
        return cuts_between_words(text, span.start) and cuts_between_words(text, span.end)

    def _clause(self, emotion: ExplicitEmotion) -> str:
        """The sentence of the message around a word."""
        text = self.record.entries_by_message_id[emotion.message_id].text
        for start, end in self._sentences_of(emotion.message_id):
            if start <= emotion.start < end:
                return text[start:end]
        return text

    def _fact_at(self, message_id: str, position: int) -> Fact | None:
        entry = self.record.entries_by_message_id[message_id]
        facts = (self.record.facts_by_id[fact_id] for fact_id in entry.fact_ids)
        return next((fact for fact in facts if fact.start <= position < fact.end), None)

    def _sentences_of(self, message_id: str) -> Sequence[Span]:
        if message_id not in self._sentences:
            self._sentences[message_id] = split_sentences(self.record.entries_by_message_id[message_id].text)
        return self._sentences[message_id]

    @cached_property
    def _feelings_of(self) -> Mapping[str, Sequence[FeelingFound]]:
        return {
            message_id: find_feelings(text, self._sentences_of(message_id))
            for message_id, text in self._texts_claimed(self.record.explicit_emotions)
        }

    @cached_property
    def _numbers_of(self) -> Mapping[str, Mapping[Span, NumberFound]]:
        return {
            message_id: {
                (found.start, found.end): found for found in find_numbers(text, self._sentences_of(message_id))
            }
            for message_id, text in self._texts_claimed(self.record.numeric_logs)
        }

    def _texts_claimed(self, pieces: Iterable[ExplicitEmotion | NumericLog]) -> Iterator[tuple[str, str]]:
        """The messages, id and text, that something is claimed of."""
        for message_id in dict.fromkeys(piece.message_id for piece in pieces):
            yield message_id, self.record.entries_by_message_id[message_id].text


def term_key(text: str) -> str:
    """The stems of a term's words without articles, by which its mentions are the same term."""
    stems = (stem(token.text) for token in tokens(text))
    return " ".join(found for found in stems if found not in UNNAMED)


Item = TypeVar("Item")
Claimed = TypeVar("Claimed", ExplicitEmotion, NumericLog, TermMention)
Key = TypeVar("Key", bound=Hashable)


def _each_once(pieces: Iterable[Claimed]) -> Iterable[Claimed]:
    """What a record claims twice of one place counts once."""
    places: dict[tuple[str, int, int], Claimed] = {}
    for piece in pieces:
        places.setdefault((piece.message_id, piece.start, piece.end), piece)
    return places.values()


def _grouped(items: Iterable[Item], key: Callable[[Item], Key]) -> Mapping[Key, tuple[Item, ...]]:
    groups: dict[Key, list[Item]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return {name: tuple(group) for name, group in groups.items()}
