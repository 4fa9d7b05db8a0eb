"""Guards every published text against whoever writes the diary, chooses, repairs, judges or reads it by model."""

from __future__ import annotations

import pytest

from tests.hostile.campaign import attack
from tests.hostile.diaries import hostile_diary
from tests.hostile.notations import SAFETY

RUNS = 300
BATCH = 20


@pytest.mark.parametrize("batch", range(RUNS // BATCH))
def test_no_run_fails_and_no_text_has_a_fault(batch: int) -> None:
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        assert attack(seed).violations == (), f"seed {seed}"


def test_the_same_seed_is_the_same_attack() -> None:
    assert (hostile_diary(7), attack(7)) == (hostile_diary(7), attack(7))


def test_diaries_are_of_every_size_and_hold_every_safety_sentence() -> None:
    diaries = [hostile_diary(seed) for seed in range(300)]
    days = {len({message.sent_at.date() for message in diary.inputs.messages}) for diary in diaries}
    assert {0, 1, 2, 3, 6, 14} <= days
    assert max(len(diary.inputs.messages) for diary in diaries) > 60
    assert {sentence for diary in diaries for sentence in diary.safety} == set(SAFETY)
