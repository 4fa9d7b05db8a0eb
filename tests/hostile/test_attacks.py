"""Nobody who controls diary, record, writer, judge and repairer gets a text published that the diary does not carry."""

from __future__ import annotations

import pytest

from tests.hostile.campaign import attack

RUNS = 200
BATCH = 20


@pytest.mark.parametrize("batch", range(RUNS // BATCH))
def test_no_published_text_breaks_a_rule(batch: int) -> None:
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        run = attack(seed)
        assert run.violations == (), f"seed {seed}: {run.violations}"


def test_attacks_end_in_every_way_a_run_can_end() -> None:
    outcomes = {attack(seed).outcome.split(":")[0] for seed in range(60)}
    assert outcomes == {"first_pass", "repaired", "fallback", "refused"}


def test_the_same_seed_is_the_same_attack() -> None:
    assert attack(7) == attack(7)
