"""Stage A: words that place a number on another day than the entry's: "yesterday", "last Friday", "15 in March"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from generation.pipeline.canonicalizer.numbers.clauses import Clause, Item
from generation.pipeline.reading.word_set import word_set

_ALONE = word_set("yesterday yest yday ystd yesterday's previously formerly originally")
_WEEKDAYS = word_set(
    """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun mondays
    tuesdays wednesdays thursdays fridays saturdays sundays
    """
)
_MONTHS = word_set(
    """
    january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec
    """
)
_SEASONS = word_set("summer winter spring autumn fall easter christmas xmas thanksgiving uni school college lockdown")
_LONG = word_set("week month year weekend summer winter spring autumn term semester time")
_FOLLOWED = {
    "last": _LONG | _WEEKDAYS | _MONTHS,
    "past": _LONG | _WEEKDAYS,
    "previous": _LONG | word_set("day night"),
    "on": _WEEKDAYS | word_set("weekends weekdays"),
    "from": _WEEKDAYS | word_set("tomorrow"),
    "starting": _WEEKDAYS | word_set("tomorrow"),
    "since": _WEEKDAYS | _MONTHS | _SEASONS,
    "in": _MONTHS | _SEASONS,
    "at": word_set("easter christmas xmas thanksgiving school uni college"),
    "over": _SEASONS,
    "during": _SEASONS,
    "day": word_set("before"),
    "night": word_set("before"),
    "other": word_set("day night week"),
    "when": word_set("i"),
    "back": word_set("then in"),
}
_WAS = word_set("was were younger little small pregnant had")


# Without one of these a clause is of its entry's day.
OF_ANOTHER_DAY = _ALONE.union({""}, *_FOLLOWED.values())


def is_of_another_day(text: str, clause: Clause) -> bool:
    """Whether the clause speaks of another day than its entry's; "last night" is the entry's own."""
    items, words = clause.items, clause.words
    if clause.vocabulary.isdisjoint(OF_ANOTHER_DAY):
        return False
    for index, word in enumerate(words):
        if word in {"in", "since", "back"} and index + 1 < len(items) and _is_a_year(text, items[index + 1]):
            return True
        if word in _ALONE:
            return True
        the = words[index + 1 : index + 2] == ("the",) and word in {"in", "over", "at", "since"}
        following = words[index + 1 + the] if index + 1 + the < len(words) else ""
        if following in _FOLLOWED.get(word, ()) and (the or _is_meant(text, items, index, words)):
            return True
    return False


def _is_a_year(text: str, item: Item) -> bool:
    return item.end - item.start == 4 and text[item.start : item.start + 2] in {"19", "20"}


def _is_meant(text: str, items: Sequence[Item], index: int, words: Sequence[str]) -> bool:
    following = words[index + 1]
    if words[index] == "when":
        return len(words) > index + 2 and words[index + 2] in _WAS
    if words[index] == "in" and following in {"may", "march", "fall", "spring"}:
        return text[items[index + 1].start].isupper() or following == "spring"
    return not (words[index] == "day" and index and words[index - 1] not in {"the", "that"})


# "Yesterday: breakfast 180 kcal, lunch 240 kcal": the day at the head of a list holds for all of it. A weekday there
# may be the name of the entry's own day.
_HEADING = re.compile(
    r"(?:^[ \t>*•#_-]*|[.!?;|][ \t]+)(?:(?:the )?day before(?: yesterday)?|yesterday|yest|yday|ystd)\b"
    r"(?:['’]s)?(?: [^\W\d_]+(?:-[^\W\d_]+)?){0,5}?[ \t*_]*"
    r"(?P<mark>:|[–—]|-(?= )|\n|(?=,?(?: [^\W\d_]+)? [~≈]?\d))",
    re.IGNORECASE | re.MULTILINE,
)
_BACK = re.compile(
    r"\b(?:today(?:['’]s)?|tonight|this (?:morning|afternoon|evening|week)|(?:last|all) night|now|woke|since then)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?](?=\s)|$", re.MULTILINE)
_LINE_END = re.compile(r"$", re.MULTILINE)
_LIST_END = re.compile(r"\n[ \t]*\n|\Z")


@lru_cache(maxsize=64)
def stretches_of_another_day(text: str) -> tuple[tuple[int, int], ...]:
    """Where the lists stand that begin with another day than the entry's, in order."""
    return tuple(_stretches_of_another_day(text))


def _stretches_of_another_day(text: str) -> Iterator[tuple[int, int]]:
    for match in _HEADING.finditer(text):
        # A heading alone on its line stands over the lines below, a day within a sentence for that sentence.
        alone = match["mark"] == "\n" or (match["mark"] and text[match.end() : match.end() + 1] in {"", "\n"})
        closing = _LIST_END if alone else _LINE_END if match["mark"] else _SENTENCE_END
        end = (
            found.start() if (found := closing.search(text, match.end("mark") - (match["mark"] == "\n"))) else len(text)
        )
        back = _BACK.search(text, match.end(), end)
        yield match.start(), back.start() if back else end
