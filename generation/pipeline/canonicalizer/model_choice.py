"""What a model chose of a diary, made into a record. In: the record by rules, the answers. Out: `CanonicalRecord`.

Part of stage A with a model. Every quote is looked for, character for character, in the entry that was asked about. It
must never take a span that is not there, and never lose a sentence, whatever the model leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from pydantic import Field

from generation.pipeline.canonicalizer.canonicalize import VERSION as RULES_VERSION
from generation.pipeline.contracts import CanonicalRecord, Entry, ExplicitEmotion, Fact, NumericLog, Value
from generation.pipeline.reading.words import fold, stem, tokens

Check = Literal["model", "model_checked_by_rules"]

_MOST = 400
_FEELING_WORDS = 3
_NUMBER = re.compile(r"\d")


class QuotedFact(Value):
    entry: str = Field(max_length=40)
    quote: str = Field(max_length=4000)


class QuotedFeeling(QuotedFact):
    word: str = Field(max_length=80)


class QuotedNumber(QuotedFact):
    value: str = Field(max_length=40)
    unit: str | None = Field(default=None, max_length=40)
    label: str | None = Field(default=None, max_length=80)


class CanonicalizerReply(Value):
    """What the model points at, entry by entry."""

    facts: tuple[QuotedFact, ...] = Field(max_length=_MOST)
    feelings: tuple[QuotedFeeling, ...] = Field(max_length=_MOST)
    numbers: tuple[QuotedNumber, ...] = Field(max_length=_MOST)


class Piece(NamedTuple):
    """What is asked about at once: an entry, or some sentences of a very long one. `start` is where they begin."""

    entry: Entry
    start: int
    text: str


class _Found(NamedTuple):
    """Where a quote stands in its entry."""

    entry: Entry
    start: int
    end: int


class Choice:
    """The record by rules, with what the model says of feelings and numbers."""

    def __init__(
        self,
        by_rules: CanonicalRecord,
        pieces: Mapping[str, Piece],
        replies: Iterable[tuple[frozenset[str], CanonicalizerReply]],
        check: Check,
    ) -> None:
        self._record = by_rules
        self._pieces = pieces
        self._replies = list(replies)
        self._check = check
        self._unsupported = 0

    def record(self, version: str) -> CanonicalRecord:
        self._count_absent()
        emotions, logs = self._feelings(), self._numbers()
        if self._check == "model":
            by_rules = self._record
            base = by_rules.model_copy(update={"explicit_emotions": emotions, "numeric_logs": logs})
            version_made = version
        else:
            base = self._record
            self._unsupported += _unconfirmed(emotions, base.explicit_emotions)
            self._unsupported += _unconfirmed(logs, base.numeric_logs)
            version_made = f"{version}+{RULES_VERSION}"
        content = base.model_dump() | {
            "canonicalizer_version": version_made,
            "unsupported_statements": self._unsupported,
        }
        return CanonicalRecord.model_validate(content)

    def _count_absent(self) -> None:
        """Count the sentences the model quotes that nobody wrote; those it leaves out are kept all the same."""
        for quoted, asked in self._quoted("facts"):
            self._find(quoted, asked)

    def _quoted(self, name: Literal["facts", "feelings", "numbers"]) -> Iterator[tuple[QuotedFact, frozenset[str]]]:
        for asked, reply in self._replies:
            for quoted in getattr(reply, name):
                yield quoted, asked

    def _find(self, quoted: QuotedFact, asked: frozenset[str]) -> _Found | None:
        """Where the quote stands, character for character, in an entry that was sent with the question."""
        piece = self._pieces.get(quoted.entry) if quoted.entry in asked else None
        at = piece.text.find(quoted.quote) if piece and quoted.quote.strip() else -1
        if piece is None or at < 0:
            self._unsupported += 1
            return None
        return _Found(piece.entry, piece.start + at, piece.start + at + len(quoted.quote))

    def _feelings(self) -> tuple[ExplicitEmotion, ...]:
        made: dict[tuple[str, int], ExplicitEmotion] = {}
        for quoted, asked in self._quoted("feelings"):
            assert isinstance(quoted, QuotedFeeling)  # noqa: S101 - says to mypy which list this is
            placed = self._place(quoted, asked, quoted.word)
            if placed is None:
                continue
            fact, start, end = placed
            if not 1 <= sum(1 for _ in tokens(quoted.word)) <= _FEELING_WORDS:
                self._unsupported += 1
                continue
            made[(fact.message_id, start)] = ExplicitEmotion(
                fact_id=fact.id,
                day=fact.day,
                message_id=fact.message_id,
                start=start,
                end=end,
                word=quoted.word,
                lemma=fold(quoted.word),
            )
        return tuple(sorted(made.values(), key=self._order))

    def _numbers(self) -> tuple[NumericLog, ...]:
        made: dict[tuple[str, int], NumericLog] = {}
        for quoted, asked in self._quoted("numbers"):
            assert isinstance(quoted, QuotedNumber)  # noqa: S101 - says to mypy which list this is
            placed = self._place(quoted, asked, _typed(quoted))
            if placed is None:
                continue
            fact, start, end = placed
            text = self._record.entries_by_message_id[fact.message_id].text[start:end]
            if not _NUMBER.search(quoted.value):
                self._unsupported += 1
                continue
            label_fact = self._label_fact(fact, quoted.label)
            made[(fact.message_id, start)] = NumericLog(
                fact_id=fact.id,
                day=fact.day,
                message_id=fact.message_id,
                start=start,
                end=end,
                text=text,
                value=quoted.value,
                unit=quoted.unit,
                label=fold(quoted.label) if quoted.label and label_fact else None,
                label_fact_id=label_fact.id if label_fact else None,
                # The unit itself: km and h never share a series.
                dimension=fold(quoted.unit) if quoted.unit else None,
            )
        return tuple(sorted(made.values(), key=self._order))

    def _place(self, quoted: QuotedFact, asked: frozenset[str], piece: str) -> tuple[Fact, int, int] | None:
        """The sentence and span of `piece`, a whole word or number inside the quote."""
        found = self._find(quoted, asked)
        if found is None:
            return None
        match = re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", quoted.quote) if piece.strip() else None
        if match is None:
            self._unsupported += 1
            return None
        start, end = found.start + match.start(), found.start + match.end()
        facts = (self._record.facts_by_id[fact_id] for fact_id in found.entry.fact_ids)
        fact = next((fact for fact in facts if fact.start <= start and end <= fact.end), None)
        if fact is None:
            self._unsupported += 1
            return None
        return fact, start, end

    def _label_fact(self, fact: Fact, label: str | None) -> Fact | None:
        """The sentence of the same entry that says the label: the number's own first."""
        wanted = {stem(token.text) for token in tokens(label or "")}
        if not wanted:
            return None
        entry = self._record.entries_by_message_id[fact.message_id]
        candidates = [fact, *(self._record.facts_by_id[fact_id] for fact_id in entry.fact_ids)]
        return next((f for f in candidates if wanted <= {stem(token.text) for token in tokens(f.text)}), None)

    def _order(self, mention: ExplicitEmotion | NumericLog) -> tuple[int, int]:
        return list(self._record.entries_by_message_id).index(mention.message_id), mention.start


def _typed(quoted: QuotedNumber) -> str:
    """The number with its unit where the two stand together in the quote, else the number."""
    if quoted.unit:
        for between in ("", " ", "\u00a0"):
            if f"{quoted.value}{between}{quoted.unit}" in quoted.quote:
                return f"{quoted.value}{between}{quoted.unit}"
    return quoted.value


def _unconfirmed(said: Sequence[ExplicitEmotion | NumericLog], by_rules: Sequence[ExplicitEmotion | NumericLog]) -> int:
    """How many of the model's mentions overlap none of the rules'."""
    return sum(
        not any(
            rule.message_id == one.message_id and rule.start < one.end and one.start < rule.end for rule in by_rules
        )
        for one in said
    )
