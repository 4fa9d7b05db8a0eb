"""Statements with the words they rest on: what deep, insights and the journey are made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from generation.generators.waves.evidence import Evidence, Quotes
from generation.generators.waves.said_words import ON_ONE_LINE, SAYS_SOMETHING
from generation.generators.waves.wave_generator import evidence_of
from generation.generators.waves.wave_input import WaveInput
from generation.pipeline.contracts import Value


class QuotedStatement(Value):
    text: Annotated[str, Field(min_length=1, max_length=400), ON_ONE_LINE, SAYS_SOMETHING]
    evidence: Quotes


class Statement(Value):
    """At least one piece of evidence stands in the transcript."""

    text: str
    evidence: tuple[Evidence, ...]


def held_statements(said: Iterable[QuotedStatement], inputs: WaveInput) -> tuple[tuple[Statement, ...], int]:
    """Those that something in the transcript bears out, and how many quotations stand nowhere."""
    found = [(statement.text, *evidence_of(statement.evidence, inputs)) for statement in said]
    kept = tuple(Statement(text=text, evidence=evidence) for text, evidence, _ in found if evidence)
    return kept, sum(dropped for *_, dropped in found)
