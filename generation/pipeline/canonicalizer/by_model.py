"""Stage A with a model. In: `PipelineInput`. Out: `CanonicalRecord`, of the same spans the rules cut.

The model only points, by quoting. A quote that is not found in its entry is dropped and counted. Every sentence of an
entry stays a fact. Code counts days, words and recurring terms. Checked by rules, code decides the feelings and numbers
too, and what the model says of them beyond that is counted as unsupported. It must never reword or lose a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generation.pipeline.batches import batches, json_bytes
from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.canonicalizer.model_choice import CanonicalizerReply, Check, Choice, Piece
from generation.pipeline.contracts import CanonicalRecord, PipelineInput
from generation.pipeline.json_reply import read_reply
from generation.pipeline.language_model import Asker, ModelGaveUp, Task, estimate_tokens
from generation.pipeline.prompts import longest_data, make_prompt

# The id and day of an entry, and white space between its sentences.
_AROUND_TEXT = 300
_SCHEMA = CanonicalizerReply.model_json_schema()


class ModelCanonicalizer:
    """Stage A by a model. Where the model fails for good, by rules."""

    def __init__(self, asker: Asker, check: Check = "model_checked_by_rules") -> None:
        self._asker = asker
        self._check = check

    def canonicalize(self, inputs: PipelineInput) -> CanonicalRecord:
        """The record; its `canonicalizer_version` says who made it."""
        by_rules = canonicalize(inputs)
        if not by_rules.facts:
            return by_rules
        pieces = {f"e{number}": piece for number, piece in enumerate(_pieces(by_rules), start=1)}
        try:
            version, replies = self._ask(by_rules, pieces)
        except ModelGaveUp:
            return by_rules
        return Choice(by_rules, pieces, replies, self._check).record(version)

    def _ask(
        self, record: CanonicalRecord, pieces: Mapping[str, Piece]
    ) -> tuple[str, list[tuple[frozenset[str], CanonicalizerReply]]]:
        ask = self._asker.begin(Task.CANONICALIZER)
        days = {entry.message_id: day.date.isoformat() for day in record.days for entry in day.entries}
        items = [{"id": key, "day": days[piece.entry.message_id], "text": piece.text} for key, piece in pieces.items()]
        replies, version = [], ""
        for batch in batches(items, longest_data(Task.CANONICALIZER)):
            data = {"entries": batch}
            tokens_of_texts = sum(estimate_tokens(item["text"]) for item in batch)
            prompt = make_prompt(Task.CANONICALIZER, data, answer_tokens=300 + 3 * tokens_of_texts + 60 * len(batch))
            reply = ask(prompt, _SCHEMA, _read)
            replies.append((frozenset(item["id"] for item in batch), reply))
            version = prompt.version
        return version, replies


def _pieces(record: CanonicalRecord) -> Iterator[Piece]:
    """Entry by entry; one that is too long for a question goes in several, cut between sentences."""
    longest = longest_data(Task.CANONICALIZER) - _AROUND_TEXT
    for entry in record.entries_by_message_id.values():
        if json_bytes(entry.text) <= longest:
            yield Piece(entry, 0, entry.text)
            continue
        facts = [record.facts_by_id[fact_id] for fact_id in entry.fact_ids]
        for texts in batches([fact.text for fact in facts], longest):
            piece, facts = facts[: len(texts)], facts[len(texts) :]
            yield Piece(entry, piece[0].start, entry.text[piece[0].start : piece[-1].end])


def _read(text: str) -> CanonicalizerReply:
    return read_reply(text, CanonicalizerReply)
