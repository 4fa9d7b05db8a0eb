"""One run: an attacker's diary, record and writer over the real path; then the oracle reads what was published.

A run is made from its seed alone. `Party` names who does what, so that a judge or a repairer under the attacker's
control joins as one more field.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple

from pydantic import ValidationError

from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.contracts import CanonicalRecord, PipelineInput
from generation.pipeline.errors import PipelineError
from generation.pipeline.sequence import Stage
from generation.pipeline.writer import TemplateWriter, Writer
from tests.hostile.diaries import hostile_diary
from tests.hostile.oracle import Oracle
from tests.hostile.records import forge
from tests.hostile.writers import WORDINGS, HostileWriter, Searcher, Thief
from tests.pipeline.runs import run

REFUSED = "refused"


class Party(NamedTuple):
    """Who does what in a run. `canonicalize` makes the record that is stored as stage A's."""

    canonicalize: Callable[[PipelineInput], CanonicalRecord]
    writer: Writer


class Run(NamedTuple):
    """How a run ended: its outcome or `REFUSED`, the text where one was published, and what is wrong with it."""

    seed: int
    outcome: str
    text: str | None
    violations: tuple[str, ...]


def hostile_party(source: random.Random) -> Party:
    """A writer of some kind, and a record that is forged in half of the runs."""
    lies = source.random() < 0.5

    def make_record(inputs: PipelineInput) -> CanonicalRecord:
        honest = canonicalize(inputs)
        return forge(honest, source) if lies and honest.facts else honest

    kind = source.random()
    if kind < 0.08:
        writer: Writer = Searcher(source)
    elif kind < 0.16:
        writer = Thief(source)
    elif kind < 0.2:
        writer = TemplateWriter()
    else:
        writer = HostileWriter(source.choice(WORDINGS), source)
    return Party(make_record, writer)


def attack(seed: int) -> Run:
    """Run `seed`."""
    source = random.Random(f"hostile {seed}")
    inputs = hostile_diary(source)
    return run_party(seed, inputs, hostile_party(source))


def run_party(seed: int, inputs: PipelineInput, party: Party) -> Run:
    """The party over the real path."""
    try:
        record = party.canonicalize(inputs)
        stored = {(Stage.CANONICAL.value, 0): record.canonical_text()}
        result, _ = run(inputs, stored, party.writer)
    except (ValidationError, PipelineError) as refused:
        return Run(seed, f"{REFUSED}: {type(refused).__name__}", None, ())
    return Run(seed, result.outcome.value, result.report_text, tuple(Oracle(inputs).violations(result.report_text)))
