"""Stage B: what a sentence weighs when a day has more words than it may show. Data and one sum.

In: what stage A found in a sentence. Out: a number that orders the sentences of one day; it has no meaning across
diaries and is never shown. The place of a sentence in its day is no feature: the earliest never wins for being early.
Each number was fitted (multinomial logit over the sentences of 312 days on which readers marked the one they would
least want to miss, checked on held-out diaries) and then rounded; near them the figures hardly move.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import log
from types import MappingProxyType
from typing import NamedTuple


class Features(NamedTuple):
    """What stands in one sentence.

    `feelings`: different own feelings named. `hard`: one of them is hard to bear and told in a sentence, not a bare
    list. `event_tiers`: the tiers of the events marked in it (1, 2, 3). `listed`: a field of a form whose values stand
    in the series.
    `is_own`: it says I, me or my. `new_words`: content words that stand on no other day. `words`: typed words.
    """

    safety: bool = False
    feelings: int = 0
    hard: bool = False
    event_tiers: frozenset[int] = frozenset()
    names: bool = False
    numbers: bool = False
    open: bool = False
    routine: bool = False
    listed: bool = False
    is_own: bool = False
    new_words: int = 0
    words: int = 0


# Above all others together: what is said about safety is quoted before anything else.
SAFETY = 20.0
# Readers chose a sentence with an own feeling on six days of ten, though only 44 sentences of 100 hold one.
FEELING = 1.0
# What is hard to bear was chosen nearly three times as often as what is pleasant: a meeting is prepared for it, and a
# plainer sentence beside it may be cut. Bare lists stand in Section 2 already.
HARD_FEELING = 0.8
# A list of five feelings tells a little more than one; it must not outweigh an event.
FURTHER_FEELING = 0.2
MAX_FURTHER_FEELINGS = 4
# Illness, pain, treatment, loss, separation, birth and the law were chosen more than twice as often as they stand.
# Sleep, people, quarrels and money follow; work and errands fill days and hardly tell them apart.
EVENT_TIER: Mapping[int, float] = MappingProxyType({1: 1.5, 2: 0.7, 3: 0.1})
# A name is somebody near, as a kin word of tier 2 is; rare in the diaries measured, so no more than a nudge.
NAME = 0.4
# A labelled number is what the person keeps count of. Few days tell; set by the contract's order, below an event.
NUMBER = 0.5
# Openness stands in four sentences of ten: alone it tells little.
OPEN = 0.2
# What is new against the other days, up to six words of it.
NEW_WORDS = 0.8
MAX_NEW_WORDS = 6
# Coffee and bedtime come last among equals, and do not hide a feeling told over coffee.
ROUTINE = -0.3
# "Mood 5/10 | Sleep 6 h" stands in Section 2 already: everything else of its day is quoted first.
LISTED = -1.0
# What the person says of themselves comes before what they say of the world.
OWN = 0.9
# A longer sentence tells more, each further word less; beyond thirty words nothing is gained.
LENGTH = 2.2
MAX_WORDS = 30
_OF_LENGTH = tuple(LENGTH * log(1 + words) / log(1 + MAX_WORDS) for words in range(MAX_WORDS + 1))


def weigh(features: Features) -> float:
    """The weight of a sentence: the larger, the sooner it is quoted."""
    if features.listed:
        return LISTED + SAFETY * features.safety
    further = min(max(features.feelings - 1, 0), MAX_FURTHER_FEELINGS)
    return (
        SAFETY * features.safety
        + FEELING * (features.feelings > 0)
        + HARD_FEELING * features.hard
        + FURTHER_FEELING * further
        + sum(map(EVENT_TIER.__getitem__, features.event_tiers))
        + NAME * features.names
        + NUMBER * features.numbers
        + OPEN * features.open
        + NEW_WORDS * min(features.new_words, MAX_NEW_WORDS) / MAX_NEW_WORDS
        + ROUTINE * features.routine
        + OWN * features.is_own
        + _OF_LENGTH[min(features.words, MAX_WORDS)]
    )
