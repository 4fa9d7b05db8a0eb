"""Stage A with a model, for entries the rules cannot read: those that hold another language. In: `PipelineInput`. Out:
`CanonicalRecord`, the one by rules with what the model pointed at beside it.

The model points, by quoting: a feeling word of the person's own, a number with its label. Each is taken only where it
stands, as a whole word, inside the quote, the quote inside one sentence of its entry, and the rules say nothing against
it; it is marked as read by a model. What is not found is counted. It must never reword, and never take anything away
that the rules read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeVar

from pydantic import Field

from generation.pipeline.batches import batches
from generation.pipeline.canonicalizer.canonicalize import VERSION as RULES_VERSION
from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.canonicalizer.feelings.words import is_feeling_word
from generation.pipeline.canonicalizer.numbers.bounds import bounded_end, bounded_start
from generation.pipeline.contracts import (
    CanonicalRecord,
    Entry,
    ExplicitEmotion,
    Fact,
    NumericLog,
    PipelineInput,
    Span,
    Value,
)
from generation.pipeline.json_reply import read_reply
from generation.pipeline.language_model import Asker, ModelGaveUp, Task, estimate_tokens
from generation.pipeline.prompts import LONGEST_DATA, make_prompt
from generation.pipeline.reading.markup import masked
from generation.pipeline.reading.words import fold, holds_negation, tokens

_MAX = 400
_FEELING_WORDS = 3
_NUMBER = re.compile(r"\d")
Piece = TypeVar("Piece", ExplicitEmotion, NumericLog)


class QuotedFeeling(Value):
    entry: str = Field(max_length=40)
    quote: str = Field(max_length=4000)
    word: str = Field(max_length=80)


class QuotedNumber(Value):
    entry: str = Field(max_length=40)
    quote: str = Field(max_length=4000)
    value: str = Field(max_length=40)
    label: str = Field(max_length=80)


class CanonicalizerReply(Value):
    """What the model points at, entry by entry."""

    feelings: tuple[QuotedFeeling, ...] = Field(max_length=_MAX)
    numbers: tuple[QuotedNumber, ...] = Field(max_length=_MAX)


_SCHEMA = CanonicalizerReply.model_json_schema()


class ModelCanonicalizer:
    """Asks about entries in which words of another language stand; where there are none, nobody is asked."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker

    def canonicalize(self, inputs: PipelineInput) -> CanonicalRecord:
        """The record; its `canonicalizer_version` says who made it. Where the model fails for good, the rules' own."""
        by_rules = canonicalize(inputs)
        foreign = {found.message_id for found in by_rules.signal_indicators.foreign_words}
        entries = [entry for entry in by_rules.entries_by_message_id.values() if entry.message_id in foreign]
        if not entries:
            return by_rules
        try:
            version, replies = self._ask(entries)
        except ModelGaveUp:
            return by_rules
        return _with_what_was_read(by_rules, replies, f"{version}+{RULES_VERSION}")

    def _ask(self, entries: Iterable[Entry]) -> tuple[str, list[tuple[Mapping[str, Entry], CanonicalizerReply]]]:
        ask = self._asker.begin(Task.CANONICALIZER)
        by_key = {f"e{number}": entry for number, entry in enumerate(entries, start=1)}
        items = [{"id": key, "text": entry.text} for key, entry in by_key.items()]
        replies: list[tuple[Mapping[str, Entry], CanonicalizerReply]] = []
        version = ""
        for batch in batches(items, LONGEST_DATA):
            length = sum(estimate_tokens(item["text"]) for item in batch)
            prompt = make_prompt(Task.CANONICALIZER, {"entries": batch}, answer_tokens=300 + 2 * length)
            reply = ask(prompt, _SCHEMA, _read)
            replies.append(({item["id"]: by_key[item["id"]] for item in batch}, reply))
            version = prompt.version
        return version, replies


def _read(text: str) -> CanonicalizerReply:
    return read_reply(text, CanonicalizerReply)


class _Placed(NamedTuple):
    """Where a word stands in its entry, and the sentence it stands in."""

    fact: Fact
    start: int
    end: int


def _with_what_was_read(
    by_rules: CanonicalRecord, replies: Iterable[tuple[Mapping[str, Entry], CanonicalizerReply]], version: str
) -> CanonicalRecord:
    feelings = list(by_rules.explicit_emotions)
    numbers = [log for log in by_rules.numeric_logs if log.label]
    unsupported = 0
    for entries, reply in replies:
        for said in reply.feelings:
            emotion = _emotion(by_rules, entries.get(said.entry), said)
            feelings += [emotion] if emotion else []
            unsupported += emotion is None
        for counted in reply.numbers:
            log = _log(by_rules, entries.get(counted.entry), counted)
            numbers += [log] if log else []
            unsupported += log is None
    # A number the rules left without a label may get one; where nobody gives it one, it stays as it was.
    numbers += [log for log in by_rules.numeric_logs if not log.label]
    order = {message_id: at for at, message_id in enumerate(by_rules.entries_by_message_id)}
    content = by_rules.model_dump() | {
        "canonicalizer_version": version,
        "explicit_emotions": [one.model_dump() for one in _in_order(feelings, order)],
        "numeric_logs": [one.model_dump() for one in _in_order(numbers, order)],
        "unsupported_statements": unsupported,
    }
    return CanonicalRecord.model_validate(content)


def _emotion(record: CanonicalRecord, entry: Entry | None, said: QuotedFeeling) -> ExplicitEmotion | None:
    """The feeling, where the rules say nothing against it: no denial beside it, no word they know and leave out."""
    placed = _place(record, entry, said.quote, said.word)
    words = [token.text for token in tokens(said.word)]
    if placed is None or not 1 <= len(words) <= _FEELING_WORDS or words != said.word.split():
        return None
    if is_feeling_word(said.word) or holds_negation(placed.fact.text):
        return None
    return ExplicitEmotion(
        fact_id=placed.fact.id,
        day=placed.fact.day,
        message_id=placed.fact.message_id,
        start=placed.start,
        end=placed.end,
        word=said.word,
        lemma=fold(said.word),
        is_read_by_model=True,
    )


def _log(record: CanonicalRecord, entry: Entry | None, said: QuotedNumber) -> NumericLog | None:
    """The number with its label, both of one sentence; none where the rules read the number already."""
    placed = _place(record, entry, said.quote, said.value)
    labelled = _place(record, entry, said.quote, said.label)
    if entry is None or placed is None or labelled is None:
        return None
    if placed.fact != labelled.fact or not _NUMBER.search(said.value):
        return None
    seen = masked(entry.text)
    return NumericLog(
        fact_id=placed.fact.id,
        day=placed.fact.day,
        message_id=placed.fact.message_id,
        start=placed.start,
        end=placed.end,
        text=said.value,
        value=said.value,
        unit=None,
        label=fold(said.label),
        label_fact_id=placed.fact.id,
        dimension=None,
        bound_start=bounded_start(seen, placed.start, placed.fact.start),
        bound_end=bounded_end(seen, placed.end, placed.fact.end),
        is_read_by_model=True,
    )


def _place(record: CanonicalRecord, entry: Entry | None, quote: str, piece: str) -> _Placed | None:
    """Where `piece` stands as a whole word inside the quote, and the quote inside one sentence of its entry."""
    at = entry.text.find(quote) if entry and quote.strip() else -1
    match = re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", quote) if piece.strip() else None
    if entry is None or at < 0 or match is None:
        return None
    facts = (record.facts_by_id[fact_id] for fact_id in entry.fact_ids)
    fact = next((fact for fact in facts if fact.start <= at and at + len(quote) <= fact.end), None)
    return _Placed(fact, at + match.start(), at + match.end()) if fact else None


def _in_order(pieces: Iterable[Piece], order: Mapping[str, int]) -> list[Piece]:
    return sorted(_apart(pieces), key=lambda piece: (order[piece.message_id], piece.start))


def _apart(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Without a piece that overlaps one before it: what the rules read comes first."""
    taken: list[tuple[str, Span]] = []
    for piece in pieces:
        if not any(m == piece.message_id and s.start < piece.end and piece.start < s.end for m, s in taken):
            taken.append((piece.message_id, piece))
            yield piece
