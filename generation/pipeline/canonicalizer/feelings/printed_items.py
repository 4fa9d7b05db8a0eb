"""Stage A: printed items that name feelings: "Feeling nervous or on edge: 0", "1 = sad", "sad / calm (circle one)".

Input: the folded words of one sentence. Output: the places of feelings that are part of the print: of an item that is
rated or answered with no, of the legend of a scale, of a choice of which nobody knows what was chosen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generation.pipeline.canonicalizer.feelings.clauses import is_break, is_passed_over, word_at
from generation.pipeline.canonicalizer.feelings.words import feeling_forms
from generation.pipeline.reading.word_set import word_set

_COLONS = word_set(": =")
_OPENS_ITEM = word_set("feeling felt feel becoming being")
# Dashes, commas and the brackets of a scale ("(0-3)") stand inside an item; every other mark ends it.
_INSIDE_ITEM = word_set(", ( ) - / & '")
# "Thankful for: 1." opens a list.
_LEAVES_OPEN = word_set("about for of with at by because when that")
_NEVER = word_set("_not no none never rarely seldom hardly n n/a nil nope")
_BEHIND_NEVER = word_set("at all ever really today")
_OF = word_set("of out / from")
_SIGNS = frozenset("★☆⭐●○◯▁▂▃▄▅▆▇█░▒▓⬛⚪⚫🔴🟢🟡■")
_CHOOSING = word_set("circle underline delete")
_PICKING = word_set("pick choose select tick check mark")


def printed_places(words: Sequence[str]) -> Iterator[int]:
    """The places of the feelings that only the form names."""
    choice = _is_choice(words)
    for at, word in enumerate(words):
        if word in _COLONS and _is_rated_or_denied(words, at + 1) and word_at(words, at - 1) not in _LEAVES_OPEN:
            yield from _item_before(words, at)
        elif word in feeling_forms() and (choice or _is_of_legend(words, at) or _is_drawn(words, at)):
            yield at


def _item_before(words: Sequence[str], colon: int) -> Iterator[int]:
    """The feelings of the item that ends at `colon`; of "sad, mood: 3" none, for only its last part is rated."""
    start = colon
    while start and (not is_break(words[start - 1]) or words[start - 1] in _INSIDE_ITEM):
        start -= 1
    last = max((at + 1 for at in range(start, colon) if words[at] in {",", "/"}), default=start)
    if feeling_forms().keys().isdisjoint(words[last:colon]):
        return
    opening = start + 1 if word_at(words, start) == "i" else start
    whole = words[opening] in _OPENS_ITEM
    yield from (at for at in range(start if whole else last, colon) if words[at] in feeling_forms())


def _is_rated_or_denied(words: Sequence[str], at: int) -> bool:
    """ "0", "3/4", "2 of 4", "not at all", "never": and nothing else in the field."""
    word, end = word_at(words, at), at + 1
    if word[:1].isdigit():
        return _ends(words, end) or (words[end] in _OF and word_at(words, end + 1)[:1].isdigit())
    while word_at(words, end) in _BEHIND_NEVER:
        end += 1
    return word in _NEVER and _ends(words, end)


def _ends(words: Sequence[str], at: int) -> bool:
    word = word_at(words, at)
    return is_break(word) or word == "," or (word in feeling_forms() and word_at(words, at + 1) in _COLONS)


def _is_of_legend(words: Sequence[str], at: int) -> bool:
    """ "1 = calm, 10 = very tense"."""
    at -= 1
    while is_passed_over(word_at(words, at)):
        at -= 1
    return word_at(words, at) == "=" and words[at - 1][:1].isdigit()


def _is_drawn(words: Sequence[str], at: int) -> bool:
    """ "Anxiety ★☆☆☆☆", "sad 1 2 3 4 5", "sad,0": rated, and perhaps with nought, or not rated at all."""
    if len(words) == at + 3 and words[at + 1] == "," and words[at + 2].isdigit():
        return True
    at += 2 if word_at(words, at + 1) in {":", "-"} else 1
    drawn = word_at(words, at), word_at(words, at + 1)
    return all(sign in _SIGNS for sign in drawn) or all(sign.isdigit() for sign in drawn)


def _is_choice(words: Sequence[str]) -> bool:
    """ "Mood (circle one): sad / calm"; what was chosen of "(select all that apply)" is what stands there."""
    for at, word in enumerate(words):
        if word == "(":
            chosen = word_at(words, at + 1)
            if chosen in _CHOOSING or (chosen in _PICKING and word_at(words, at + 2) in {"one", "1"}):
                return sum(word in feeling_forms() for word in words) > 1
    return False
