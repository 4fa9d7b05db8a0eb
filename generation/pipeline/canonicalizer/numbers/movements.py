"""Stage A: words that move a value to the number behind them: "pain down to 3", "went from 7 to 3", "up to 100 mg"."""

from __future__ import annotations

from collections.abc import Sequence

from generation.pipeline.canonicalizer.numbers.clauses import Item, Mark
from generation.pipeline.reading.word_set import word_set

_MOVES = word_set(
    """
    up down back went go goes gone going dropped drop drops dropping fell falls fallen rose rises risen jumped jumps
    climbed climbs increased increases decreased decreases reduced reduces lowered raised upped cut halved tapered
    moved came crept out shot spiked sank peaked peaking settled settling stuck stayed stays ended started starting
    plateaued hovered hovering sat sitting sits crashed crashing topped stabilised stabilized evened eased
    improved improves worsened got get is was been from
    """
)
_MARKING = word_set("to from at")
# What somebody did to a value or a dose before "to" and its number.
CHANGING = word_set("increased upped raised dropped reduced lowered cut tapered titrated halved doubled")


# They tell of a value only where "to", "from" or "at" follows them.
_ALSO_OF_TIMES = word_set("go goes gone going get got is was been from back up down moved came out")


def moves(items: Sequence[Item], at: int) -> bool:
    """Whether the word before item `at` says that a value moved there: "started at 85", "peaked at 9"."""
    return at > 0 and items[at - 1].word in _MOVES - _ALSO_OF_TIMES


def movement_start(items: Sequence[Item], end: int) -> int:
    """Where the words of movement begin that end before item `end`; `end` where none do."""
    at = end
    while at and items[at - 1].mark is Mark.WORD and items[at - 1].word in {"about", "around", "a", "an"}:
        at -= 1
    if at and items[at - 1].word == "went":
        return at - 1
    if at and items[at - 1].word == "from" and [item.word for item in items[end + 1 : end + 2]] == ["to"]:
        return at - 1
    if not at or items[at - 1].word not in _MARKING:
        return end
    start = at - 1
    while start and items[start - 1].mark is Mark.WORD and items[start - 1].word in _MOVES:
        start -= 1
    return start if start < at - 1 else end
