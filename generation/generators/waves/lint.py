"""What lint has against the words of a reading: form, evidence, wording. It is only noted and stops nothing."""

from __future__ import annotations

from collections.abc import Iterator

from generation.generators.base_ai_generator import Reading
from generation.generators.reading_form import form_rule_ids
from generation.generators.waves.prose import ProseReading
from generation.pipeline.contracts.rule import Rule
from generation.pipeline.wording_rules import find_breaches

READING_RULES = {
    rule.id: rule
    for rule in (
        Rule("RD101", "evidence", "A quotation given as evidence that does not stand in the transcript",
             "It was dropped; check whether what it was given for is borne out."),
        Rule("RD102", "length", "Prose shorter than the transcript carries",
             "Read the transcript beside it."),
    )
}  # fmt: skip


def noted_rule_ids(reading: Reading) -> list[str]:
    """The ids of the rules broken, in order: what is stored as `review_rule_ids`, and refuses nothing."""
    worded = (rule for words in reading.words() for rule, *_ in find_breaches(words))
    return sorted({*_of_evidence_and_length(reading), *form_rule_ids(reading), *worded})


def _of_evidence_and_length(reading: Reading) -> Iterator[str]:
    if reading.evidence_dropped:
        yield "RD101"
    if isinstance(reading, ProseReading) and reading.shorter_because.startswith("The model"):
        yield "RD102"
