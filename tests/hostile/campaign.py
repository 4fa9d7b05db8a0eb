"""One run: an attacker's diary and everybody who does a stage, over the real path; then the oracle reads what was
published.

A run is made from its seed alone. In a third of the runs every stage asks a model under the attacker's control; in the
others the record and the writer are the attacker's own, and mostly judge and repairer too.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple

from generation.pipeline.writer.frames import TemplateWriter, Writer
from generation.pipeline.writer.model_writer import ModelWriter
from pydantic import ValidationError

from generation.language_models.scripted_model import ScriptedModel
from generation.pipeline.canonicalizer.by_model import ModelCanonicalizer
from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.contracts import CanonicalRecord, PipelineInput
from generation.pipeline.errors import PipelineError
from generation.pipeline.policy_gate.judge import ModelJudge
from generation.pipeline.repair import ModelRepairer
from generation.pipeline.sequence import Stage, Team
from tests.hostile.diaries import hostile_diary
from tests.hostile.models import HostileModel
from tests.hostile.oracle import Oracle
from tests.hostile.records import forge
from tests.hostile.writers import WORDINGS, HostileWriter, Searcher, Thief
from tests.pipeline.model_runs import asker_of
from tests.pipeline.runs import run

REFUSED = "refused"


class Party(NamedTuple):
    """Who does what in a run. `canonicalize` makes the record that is stored as stage A's; None: the team does."""

    canonicalize: Callable[[PipelineInput], CanonicalRecord] | None
    team: Team


class Run(NamedTuple):
    """How a run ended: its outcome or `REFUSED`, the text where one was published, and what is wrong with it."""

    seed: int
    outcome: str
    text: str | None
    violations: tuple[str, ...]


def hostile_party(source: random.Random) -> Party:
    """All of it by a hostile model, or a writer of some kind over a record that is forged in half of the runs."""
    asker = asker_of(ScriptedModel(HostileModel(source)))
    by_model = Team(
        ModelCanonicalizer(asker, source.choice(("model", "model_checked_by_rules"))),
        ModelWriter(asker),
        ModelJudge(asker),
        ModelRepairer(asker),
    )
    if source.random() < 1 / 3:
        return Party(None, by_model)
    lies = source.random() < 0.5

    def make_record(inputs: PipelineInput) -> CanonicalRecord:
        honest = canonicalize(inputs)
        return forge(honest, source) if lies and honest.facts else honest

    team = by_model if source.random() < 2 / 3 else Team()
    return Party(make_record, team._replace(writer=hostile_writer(source)))


def hostile_writer(source: random.Random) -> Writer:
    kind = source.random()
    if kind < 0.08:
        return Searcher(source)
    if kind < 0.16:
        return Thief(source)
    return TemplateWriter() if kind < 0.2 else HostileWriter(source.choice(WORDINGS), source)


def attack(seed: int) -> Run:
    """Run `seed`."""
    source = random.Random(f"hostile {seed}")
    inputs = hostile_diary(source)
    return run_party(seed, inputs, hostile_party(source))


def run_party(seed: int, inputs: PipelineInput, party: Party) -> Run:
    """The party over the real path."""
    try:
        stored = {}
        if party.canonicalize:
            stored = {(Stage.CANONICAL.value, 0): party.canonicalize(inputs).canonical_text()}
        result, _ = run(inputs, stored, team=party.team)
    except (ValidationError, PipelineError) as refused:
        return Run(seed, f"{REFUSED}: {type(refused).__name__}", None, ())
    return Run(seed, result.outcome.value, result.report_text, tuple(Oracle(inputs).violations(result.report_text)))
