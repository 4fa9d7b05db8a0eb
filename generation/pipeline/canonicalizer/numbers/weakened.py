"""Stage A: what leaves a number without a claim: a habit, a comparison, a change, hearsay, a share, another time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from generation.pipeline.canonicalizer.numbers.clauses import Clause, Item, Mark
from generation.pipeline.canonicalizer.numbers.other_days import OF_ANOTHER_DAY, is_of_another_day
from generation.pipeline.canonicalizer.numbers.subject_words import DEVICES, FIRST
from generation.pipeline.reading.word_set import word_set

_HABITS = word_set(
    """
    usually always normally typically generally often sometimes every each average avg averaging
    averaged per daily weekly nightly monthly whenever when rarely regularly lately nowadays
    """
)
# "50 hour weeks": an amount of every one of them.
_WORKING_SPANS = word_set("week weeks day days month months year years")
_AVOIDING = word_set(
    """
    forgot forget forgotten forgetting skip skipped skipping miss missed missing cancel canceled cancelled
    canceling cancelling avoid avoided avoiding bailed ditched dodged abandoned resist resisted refuse refused
    quit quitting stop stopped stopping fail failed failing postponed
    """
)
_HEARSAY = word_set(
    """
    thought assumed tell tells told say says said lie lied claim claimed claims pretend pretended write report reports
    reported print output ignore state guessed
    """
)
_COMPARISONS = word_set(
    """
    more less fewer longer shorter earlier late early extra too over under behind ahead faster slower
    heavier lighter higher lower better worse short above below
    """
)
_CHANGES = word_set("exceeding minus plus extra lost gained lose gain losing gaining")


def is_weakened(text: str, clause: Clause, at: int, behind: Sequence[str], named: int) -> bool:
    """Whether the words of the clause leave a number without a claim.

    `at` is the item of the number, `behind` the words behind it and its thing, `named` the item of a label right before
    it, or -1.
    """
    items, words = clause.items, clause.words
    if behind[:1] == ["each"] and behind[1:2] and behind[1] in _SIDES:
        behind = behind[2:]  # "commute 1h40 each way"
    if behind[:1] in (["avg"], ["average"]):
        behind = behind[1:]  # "hr 151 avg"
    if (not _HABITS.isdisjoint(words[:at]) and not _is_averaged(words, at)) or not _HABITS.isdisjoint(behind):
        return True
    if "ago" in words[:at]:
        return True
    if any(pair in _LONG_TIMES for pair in pairwise([*words[:at], "", *behind])) or _is_of_childhood(words):
        return True
    counted_on = behind[:1] in (["day"], ["week"], ["month"]) and any(
        i.mark is Mark.NUMBER for i in items[at + 2 : at + 3]
    )
    if behind[:1] and (
        (behind[0] in _COMPARISONS and not _ends_its_line(text, items, at))
        or (behind[0] in _WORKING_SPANS and not counted_on and "/" not in text[items[at].start : items[at].end])
    ):
        return True
    return (
        behind[1:2] == ["than"]
        or not _AVOIDING.isdisjoint(words[:at])
        or _is_change(words, at)
        or is_of_another_day(text, clause)
        or ("of" in clause.vocabulary and _is_a_share(items, at))
        or _is_over_days(text, items, at)
        or _is_hearsay(words, at, named)
        or _seems(words, at)
    )


def _ends_its_line(text: str, items: Sequence[Item], at: int) -> bool:
    """ "Readiness 44" with "better today" on the next line compares nothing with the 44."""
    return at + 1 < len(items) and "\n" in text[items[at].end : items[at + 1].start]


_SIDES = word_set("way side leg arm hand foot ear eye knee")
# "20 km this week", "2 h a day", "I sleep 6 h these days": more than the day of the entry.
_LONG_TIMES = frozenset(
    (first, second)
    for first, seconds in {
        "a": "day night week month year hour",
        "this": "week month year summer winter spring term semester",
        "last": "week month year summer winter spring term semester",
        "these": "days weeks months",
        "next": "week month year term monday tuesday wednesday thursday friday saturday sunday",
        "all": "week month year summer winter spring",
        "years": "ago",
        "back": "then in",
        "so": "far",
    }.items()
    for second in seconds.split()
)
_CHILDHOOD = word_set("baby kid child teen teenager student boy girl toddler infant")


def _is_averaged(words: Sequence[str], at: int) -> bool:
    """ "avg hr 156": of one run or one night, no habit."""
    said = [index for index in range(at) if words[index] in _HABITS]
    last = said[-1]
    if last == at - 1 and words[last] in {"avg", "average"} and "" in words[:last]:
        return True  # "HR max 180 avg 140"
    if at == 1:
        return words[0] in {"avg", "average"} and len(words) == 2  # "HR max 178, avg 142"
    return len(said) == 1 and words[last] in {"avg", "average", "averaged"} and words[last + 1] in _AVERAGED


_AVERAGED = word_set("hr heart pulse pace speed bpm hrv power cadence")


def _is_of_childhood(words: Sequence[str]) -> bool:
    """ "As a baby I slept 12 h"."""
    return any(
        first == "as" and second == "a" and third in _CHILDHOOD
        for first, second, third in zip(words, words[1:], words[2:], strict=False)
    )


def _seems(words: Sequence[str], at: int) -> bool:
    """ "feels like I slept 2 h", "as though I ran 10 km"."""
    return any(words[index] in {"like", "though"} and words[index + 1] in FIRST for index in range(at - 1))


def _is_change(words: Sequence[str], at: int) -> bool:
    """ "lost 2 kg", "plus 3": a difference, no amount."""
    before = list(words[max(0, at - 3) : at])
    return bool(before) and (
        before[-1] in _CHANGES or any(word in {"lost", "gained", "lose", "gain"} for word in before)
    )


def _is_a_share(items: Sequence[Item], at: int) -> bool:
    """ "5 h of the 12 h in bed": which of the two was measured is not said."""
    near = [(item.mark, item.word) for item in items[max(0, at - 3) : at + 4]]
    here = min(at, 3)
    behind, before = near[here + 1 :], near[:here][::-1]
    return _reaches_a_number(behind) or _reaches_a_number(before)


def _reaches_a_number(near: Sequence[tuple[Mark, str]]) -> bool:
    shared = False
    for mark, word in near:
        if mark is Mark.NUMBER:
            return shared
        shared = shared or word == "of"
        if word not in {"of", "the", "my", "those", "all"}:
            return False
    return False


_DAYS = re.compile(r"\b(?:days|nights|weeks|months)\b", re.IGNORECASE)


def _is_over_days(text: str, items: Sequence[Item], at: int) -> bool:
    """ "8 hours in 3 days": of more days than the entry's."""
    for index, item in enumerate(items[at + 1 : at + 6], at + 1):
        if item.word in {"in", "over", "across", "within"}:
            behind = text[item.end : items[min(index + 3, len(items) - 1)].end]
            return _DAYS.search(behind) is not None
    return False


_MY_GUESS = (("let's",), ("i'd",), ("lets",))


def _is_hearsay(words: Sequence[str], at: int, named: int) -> bool:
    said = [i for i in range(at) if words[i] in _HEARSAY and i != named and words[i - 1 : i] not in _MY_GUESS]
    return bool(said) and not any(word in DEVICES for word in words[: said[0]])


# A clause with none of these is not looked at.
WEAKENING = (
    _HABITS
    | frozenset(second for _, second in _LONG_TIMES)
    | _COMPARISONS
    | _WORKING_SPANS
    | _AVOIDING
    | _CHANGES
    | _HEARSAY
    | OF_ANOTHER_DAY
    | word_set("ago as than of in over across within like though")
)
