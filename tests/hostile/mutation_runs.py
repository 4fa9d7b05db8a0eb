"""One benign diary's supported bullets: none flagged as they are, every mutant caught."""

from __future__ import annotations

import random
from collections import Counter
from typing import NamedTuple

from generation.pipeline.report_format import render

from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.planner.plan import make_plan
from generation.pipeline.policy_gate.lint import lint
from tests.hostile.benign_diaries import benign_diary
from tests.hostile.mutations import Mutant, mutate
from tests.hostile.supported_bullets import Supported, supported_bullets


class MutationRun(NamedTuple):
    """How many bullets and mutants of each kind, and each one the gate got wrong."""

    seed: int
    bullets: int
    kinds: Counter[str]
    failures: tuple[str, ...]


def bullets_of(seed: int) -> list[tuple[Supported, list[Mutant]]]:
    """The supported bullets of a benign diary, each with its mutants."""
    source = random.Random(f"mutation {seed}")
    record = canonicalize(benign_diary(seed))
    return [(bullet, mutate(bullet, source)) for bullet in supported_bullets(record, make_plan(record), source)]


def mutation_run(seed: int) -> MutationRun:
    """Lint every bullet of seed `seed` as it is, and every mutant."""
    kinds: Counter[str] = Counter()
    failures = []
    bullets = bullets_of(seed)
    for bullet, _ in bullets[:1]:
        honest = render(bullet.plan, bullet.record, bullet.draft)
        flagged = lint(honest, bullet.plan, bullet.record)
        failures += [f"flagged {finding.rule_id} {finding.excerpt!r}" for finding in flagged]
    for bullet, mutants in bullets:
        for mutant in mutants:
            kinds[mutant.kind] += 1
            findings = lint(mutant.report, bullet.plan, bullet.record)
            if not any(finding.slot_id == mutant.slot_id for finding in findings):
                text = next(s for s in mutant.report.slots if s.slot_id == mutant.slot_id)
                failures.append(f"missed {mutant.kind}: {mutant.report.text[text.start : text.end]!r}")
    return MutationRun(seed, len(bullets), kinds, tuple(failures))
