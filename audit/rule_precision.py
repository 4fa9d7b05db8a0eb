"""How often a rule of the gate is right, as readers say, and when it should no longer block.

A reader is right in most cases, not in all (`READERS_RIGHT`), so of a rule that is always right some refusals are still
called wrong. The share they call right is turned back into the rule's own by the formula of Rogan and Gladen (1978).

The page is looked at again and again, so the proposal must not become likelier with every look. It rests on a test
that may be looked at any time: the likelihood of every worse precision together, held against that of the bound. A rule
that is as good as the bound, or better, is ever proposed in at most `FALSE_PROPOSALS` of all histories (Ville, 1939).
"""

from __future__ import annotations

from functools import lru_cache
from math import exp, fsum, log
from typing import NamedTuple

from generation.evaluation.gate import Share

# A rule that is right less often than this should not block.
BOUND = 0.8
READERS_RIGHT = 0.9
FALSE_PROPOSALS = 0.05
# With fewer verdicts nothing is proposed.
MIN_VERDICTS = 20
_STEPS = 200


class Precision(NamedTuple):
    """`right` of `said` verdicts call the refusal right. `value` and its 95 % interval are of the rule itself."""

    right: int
    said: int
    value: float
    low: float
    high: float
    is_below_bound: bool


def precision_of(right: int, said: int) -> Precision | None:
    """None without a verdict."""
    found = Share(right, said)
    if found.value is None or found.interval is None:
        return None
    low, high = found.interval
    below = said >= MIN_VERDICTS and _evidence(right, said) >= 1 / FALSE_PROPOSALS
    return Precision(right, said, _own(found.value), _own(low), _own(high), below)


def called_right(precision: float) -> float:
    """The share of a rule's refusals that readers call right."""
    return precision * READERS_RIGHT + (1 - precision) * (1 - READERS_RIGHT)


def _own(share: float) -> float:
    """The rule's precision behind the share that readers call right."""
    wrong = 1 - READERS_RIGHT
    return min(1.0, max(0.0, (share - wrong) / (READERS_RIGHT - wrong)))


@lru_cache(maxsize=4096)
def _evidence(right: int, said: int) -> float:
    """The mean likelihood of all shares below the bound's, over that of the bound's."""
    bound = called_right(BOUND)
    at_bound = _log_likelihood(bound, right, said)
    shares = (bound * (step + 0.5) / _STEPS for step in range(_STEPS))
    return fsum(exp(min(700.0, _log_likelihood(share, right, said) - at_bound)) for share in shares) / _STEPS


def _log_likelihood(share: float, right: int, said: int) -> float:
    return right * log(share) + (said - right) * log(1 - share)
