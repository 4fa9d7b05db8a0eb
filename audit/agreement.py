"""How far two readers agree on yes or no, beyond what chance would give.

Cohen's kappa, with the large-sample variance of Fleiss, Cohen and Everitt (1969), and Gwet's AC1 with the variance of
Gwet (2008). Both are given because kappa falls towards 0 where nearly every answer is the same, which is what a good
summary's answers are.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt
from typing import NamedTuple

_Z = 1.959963984540054


class Coefficient(NamedTuple):
    """An agreement coefficient, at most 1, with its 95 % interval."""

    value: float
    low: float
    high: float


class Agreement(NamedTuple):
    """Over `n` pairs of answers: the share of equal ones, and what is left of it beyond chance.

    A coefficient is None where it is not defined: of no pair, and kappa where each reader only ever gave one answer.
    """

    n: int
    equal: float | None
    kappa: Coefficient | None
    ac1: Coefficient | None


def agreement(pairs: Iterable[tuple[bool, bool]]) -> Agreement:
    """Of pairs (first reader, second reader) on the same things."""
    counted = {(first, second): 0 for first in (True, False) for second in (True, False)}
    for pair in pairs:
        counted[pair] += 1
    n = sum(counted.values())
    if not n:
        return Agreement(0, None, None, None)
    shares = {pair: count / n for pair, count in counted.items()}
    return Agreement(n, shares[True, True] + shares[False, False], _kappa(shares, n), _ac1(shares, n))


_Shares = dict[tuple[bool, bool], float]


def _kappa(shares: _Shares, n: int) -> Coefficient | None:
    first = {answer: shares[answer, True] + shares[answer, False] for answer in (True, False)}
    second = {answer: shares[True, answer] + shares[False, answer] for answer in (True, False)}
    equal = shares[True, True] + shares[False, False]
    by_chance = sum(first[answer] * second[answer] for answer in (True, False))
    if by_chance >= 1:
        return None
    kappa = (equal - by_chance) / (1 - by_chance)
    on = sum(shares[each, each] * (1 - (first[each] + second[each]) * (1 - kappa)) ** 2 for each in (True, False))
    off = (1 - kappa) ** 2 * sum(
        shares[one, other] * (second[one] + first[other]) ** 2 for one, other in ((True, False), (False, True))
    )
    variance = (on + off - (kappa - by_chance * (1 - kappa)) ** 2) / (n * (1 - by_chance) ** 2)
    return _with_interval(kappa, variance)


def _ac1(shares: _Shares, n: int) -> Coefficient:
    yes = shares[True, True] + (shares[True, False] + shares[False, True]) / 2
    middle = {True: yes, False: 1 - yes}
    equal = shares[True, True] + shares[False, False]
    by_chance = 2 * yes * (1 - yes)
    value = (equal - by_chance) / (1 - by_chance)
    linear = sum(shares[each, each] * (1 - middle[each]) for each in (True, False)) - equal * by_chance
    square = (
        sum(share * (1 - (middle[one] + middle[other]) / 2) ** 2 for (one, other), share in shares.items())
        - by_chance**2
    )
    variance = equal * (1 - equal) - 4 * (1 - value) * linear + 4 * (1 - value) ** 2 * square
    return _with_interval(value, variance / (n * (1 - by_chance) ** 2))


def _with_interval(value: float, variance: float) -> Coefficient:
    half = _Z * sqrt(max(variance, 0.0))
    return Coefficient(value, max(-1.0, value - half), min(1.0, value + half))
