"""Guards everything published against whoever writes the diary or speaks in a session, chooses, repairs, judges, reads
or corrects; and that the attacker of `make hostile` learns, and does the same again."""

from __future__ import annotations

import random

import pytest

from tests.hostile.bridge_attacks import BridgeAttack
from tests.hostile.diaries import hostile_diary
from tests.hostile.hunt import Hunt, attack_of, attacked, hunt
from tests.hostile.lineage import Lineage, Step, read_lineage
from tests.hostile.notations import SAFETY
from tests.hostile.run import Run
from tests.hostile.shrinking import Attack, shrunk

# 50,000 in `make hostile`.
RUNS = 300
A_HUNT = 25


@pytest.mark.parametrize("seed", range(RUNS // A_HUNT))
def test_no_run_fails_and_nothing_published_has_a_fault(seed: int) -> None:
    for run in hunt(seed, A_HUNT):
        assert run.violations == (), run.case


def test_the_same_seed_is_the_same_hunt_and_each_of_its_attacks_can_be_run_alone() -> None:
    runs = list(hunt(3, 15))
    assert runs == list(hunt(3, 15))
    assert runs[-1] == attacked(read_lineage(runs[-1].case))


def test_an_attack_is_named_by_how_it_came_about() -> None:
    lineage = Lineage("b", 7, (Step("splice", 3, 12), Step("stray", None, 9)))
    assert str(lineage) == "b7:splice.3.12:stray.-.9"
    assert read_lineage(str(lineage)) == lineage


@pytest.mark.parametrize("name", ["", "x7", "b7:splice", "b7:splice.3.12:", "b-7", "b7:splice.x.1"])
def test_what_names_no_attack_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="names no attack"):
        read_lineage(name)


def test_a_hunt_goes_on_from_what_came_nearest() -> None:
    sessions = Hunt("s", random.Random(1))
    runs = [sessions.next() for _ in range(120)]
    first, last = runs[:40], runs[-40:]
    assert max(run.nearness for run in last) > max(run.nearness for run in first)
    assert max(run.case.count(":") for run in last) > 3


def test_diaries_are_of_every_size_and_hold_every_safety_sentence() -> None:
    diaries = [hostile_diary(seed) for seed in range(300)]
    days = {len({message.sent_at.date() for message in diary.inputs.messages}) for diary in diaries}
    assert {0, 1, 2, 3, 6, 14} <= days
    assert max(len(diary.inputs.messages) for diary in diaries) > 60
    assert {sentence for diary in diaries for sentence in diary.safety} == set(SAFETY)


def test_a_fault_is_shown_by_a_small_attack_that_has_it() -> None:
    def run_it(attack: Attack) -> Run:
        assert isinstance(attack, BridgeAttack)
        held = [row.text for row in attack.diary.rows if "a" in row.text and "b" in row.text]
        return Run("", "", tuple(f"both: they stand there. In: {text}" for text in held))

    small, run = shrunk(attack_of(Lineage("b", 8)), run_it)
    assert isinstance(small, BridgeAttack)
    assert [set(row.text) >= {"a", "b"} and len(row.text) <= 4 for row in small.diary.rows] == [True]
    assert len(run.violations) == 1
