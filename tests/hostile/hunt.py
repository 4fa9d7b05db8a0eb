"""A hunt: attacks that change, of which those that come nearest go on. Made from its seed alone, whoever runs it.

A new attack is either born or what a kept one becomes by one more mutation. Kept is what did something no attack of the
hunt did before, or came nearer than one that is kept. The hunt learns two things on the way: which mutations bring that
about, so that they are drawn more often, and where somebody objected, so that the next mutation falls there.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice

from tests.hostile import bridge_attacks, session_attacks
from tests.hostile.bridge_attacks import BridgeAttack
from tests.hostile.campaign import attack_bridge
from tests.hostile.lineage import Lineage, Step
from tests.hostile.run import Run
from tests.hostile.session_attacks import SessionAttack
from tests.hostile.session_campaign import attack_session

# So many runs to a hunt: a longer one only digs where it dug.
LENGTH = 500
KEPT = 24
_NEW = 0.3
_SESSIONS = 0.35
_AIMED = 0.6
_DEEPEST = 40
_TRIED_OF_A_ROUND = 3


def attacked(lineage: Lineage) -> Run:
    """The run of the attack of that name."""
    return run_of(str(lineage), attack_of(lineage))


def attack_of(lineage: Lineage) -> BridgeAttack | SessionAttack:
    """The attack of that name."""
    return bridge_attacks.grown(lineage) if lineage.kind == "b" else session_attacks.grown(lineage)


def run_of(case: str, attack: BridgeAttack | SessionAttack) -> Run:
    """The run of an attack of either kind."""
    return attack_bridge(case, attack) if isinstance(attack, BridgeAttack) else attack_session(case, attack)


class Hunt:
    """The population of one kind of attack, and what was learnt with it."""

    def __init__(self, kind: str, source: random.Random) -> None:
        self._kind = kind
        self._source = source
        self._kept: list[tuple[Lineage, Run]] = []
        self._seen: set[str] = set()
        names = bridge_attacks.NAMES if kind == "b" else session_attacks.NAMES
        self._worth = dict.fromkeys(names, 1.0)

    def next(self) -> Run:
        """Run one more attack, and learn from it."""
        if not self._kept or self._source.random() < _NEW:
            lineage, before = Lineage(self._kind, self._source.getrandbits(32)), None
        else:
            parent, before = max(self._source.choices(self._kept, k=_TRIED_OF_A_ROUND), key=lambda one: one[1].nearness)
            lineage = parent._replace(steps=(*parent.steps, self._step(before)))
        run = attacked(lineage)
        new = run.signs - self._seen
        self._seen |= run.signs
        if before is not None:
            self._learn(lineage.steps[-1].mutation, is_worth=bool(new) or run.nearness > before.nearness)
        # What has a fault is found: what it becomes would be the same fault again.
        if not run.violations and len(lineage.steps) < _DEEPEST:
            self._keep(lineage, run, is_new=bool(new))
        return run

    def _step(self, before: Run) -> Step:
        [mutation] = self._source.choices(tuple(self._worth), weights=tuple(self._worth.values()))
        is_aimed = before.aims and self._source.random() < _AIMED
        return Step(mutation, self._source.choice(before.aims) if is_aimed else None, self._source.getrandbits(32))

    def _learn(self, mutation: str, *, is_worth: bool) -> None:
        """A running share of what it brought about, never so small that it is not tried again."""
        self._worth[mutation] = max(0.15, 0.9 * self._worth[mutation] + (0.25 if is_worth else 0.0))

    def _keep(self, lineage: Lineage, run: Run, *, is_new: bool) -> None:
        if len(self._kept) < KEPT:
            self._kept.append((lineage, run))
            return
        last = min(range(KEPT), key=lambda at: self._kept[at][1].nearness)
        if run.nearness > self._kept[last][1].nearness:
            self._kept[last] = (lineage, run)
        elif is_new:
            # Something new may come nearer later: it takes the place of any but the nearest.
            nearest = max(range(KEPT), key=lambda at: self._kept[at][1].nearness)
            at = self._source.choice([at for at in range(KEPT) if at != nearest])
            self._kept[at] = (lineage, run)


def hunt(seed: int, runs: int) -> Iterator[Run]:
    """The runs of one hunt: on summaries mostly, on what is read from sessions else."""
    return islice(_runs(seed), runs)


def _runs(seed: int) -> Iterator[Run]:
    source = random.Random(f"hunt {seed}")
    bridge, sessions = Hunt("b", source), Hunt("s", source)
    while True:
        yield (sessions if source.random() < _SESSIONS else bridge).next()
