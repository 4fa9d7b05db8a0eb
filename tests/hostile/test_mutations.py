"""A supported bullet made false in one place is caught; as it was, it is not flagged."""

from __future__ import annotations

import pytest

from tests.hostile.mutation_runs import bullets_of, mutation_run
from tests.hostile.mutations import MUTATORS

DIARIES = 18
MUTANTS = 2000


@pytest.mark.parametrize("seed", range(DIARIES))
def test_every_mutant_is_caught_and_no_supported_bullet_flagged(seed: int) -> None:
    assert mutation_run(seed).failures == ()


def test_a_test_run_holds_two_thousand_mutants_of_every_kind() -> None:
    kinds = [mutant.kind for seed in range(DIARIES) for _, mutants in bullets_of(seed) for mutant in mutants]
    assert set(kinds) == set(MUTATORS)
    assert len(kinds) >= MUTANTS
