"""Agreement of two readers, against values worked out by hand and from the papers."""

from __future__ import annotations

import random

import pytest

from audit.agreement import agreement


def pairs(both: int, first: int, second: int, neither: int) -> list[tuple[bool, bool]]:
    return [(True, True)] * both + [(True, False)] * first + [(False, True)] * second + [(False, False)] * neither


def test_of_nothing_there_is_no_agreement() -> None:
    assert agreement([]) == (0, None, None, None)


def test_kappa_and_ac1_part_where_nearly_every_answer_is_yes() -> None:
    # 125 pairs, 118 yes twice, 5 and 2 yes once: kappa (.944 - .94528) / .05472 and AC1 (.944 - .05443) / .94557.
    found = agreement(pairs(118, 5, 2, 0))
    assert found.kappa is not None
    assert found.ac1 is not None
    assert (round(found.kappa.value, 4), round(found.ac1.value, 4)) == (-0.0234, 0.9408)


def test_kappa_by_hand() -> None:
    # 50 pairs: 20, 5, 10, 15. Equal .7; by chance .5 * .6 + .5 * .4 = .5; kappa .4.
    found = agreement(pairs(20, 5, 10, 15))
    assert found.kappa is not None
    assert found.equal == pytest.approx(0.7)
    assert found.kappa.value == pytest.approx(0.4)
    # On: .4 * (1 - 1.1 * .6)^2 + .3 * (1 - .9 * .6)^2 = .10972.
    # Off: .36 * (.1 * (.6 + .5)^2 + .2 * (.4 + .5)^2) = .10188.
    # Variance (.10972 + .10188 - (.4 - .5 * .6)^2) / (50 * .25) = .016128.
    assert found.kappa.high - found.kappa.value == pytest.approx(1.96 * 0.016128**0.5, abs=1e-4)


def test_full_agreement_is_one_with_no_width() -> None:
    found = agreement(pairs(30, 0, 0, 20))
    assert found.kappa == (1.0, 1.0, 1.0)
    assert found.ac1 == (1.0, 1.0, 1.0)


def test_kappa_of_readers_who_only_ever_say_yes_is_not_defined() -> None:
    found = agreement(pairs(40, 0, 0, 0))
    assert found.kappa is None
    assert found.ac1 == (1.0, 1.0, 1.0)


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    # Both readers see the truth of a thing (yes in 60 %) through errors of their own of 15 %.
    chance = random.Random(7)
    truths = [(chance.random() < 0.6) for _ in range(200_000)]

    def read(truth: bool) -> bool:
        return truth if chance.random() < 0.85 else not truth

    whole = agreement((read(truth), read(truth)) for truth in truths)
    assert whole.kappa is not None
    assert whole.ac1 is not None
    held = {"kappa": 0, "ac1": 0}
    for _ in range(1_000):
        sample = agreement((read(truth), read(truth)) for truth in chance.sample(truths, 150))
        assert sample.kappa is not None
        assert sample.ac1 is not None
        held["kappa"] += sample.kappa.low <= whole.kappa.value <= sample.kappa.high
        held["ac1"] += sample.ac1.low <= whole.ac1.value <= sample.ac1.high
    assert all(930 <= count <= 970 for count in held.values()), held
