"""Stage A: whether a feeling that is asked about is answered with yes: "Anxiety: none", "Sad? No", "sad y, calm n".

Input: the folded words of one sentence and the place of the word. Output: yes or no. A number answers neither way: it
may be nought.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from generation.pipeline.canonicalizer.feelings.clauses import is_break, is_passed_over, word_at
from generation.pipeline.canonicalizer.feelings.words import feeling_forms
from generation.pipeline.reading.word_set import word_set

_ASKING = frozenset(":=?")
_OF_A_HUNDRED = word_set("% percent cent")
_NOUGHT = frozenset("0.,")
_DENIALS = word_set(
    """
    no none nope nah not never nil nothing zero _not without absent gone n na n/a false minimal hardly barely nein
    low lower little less ok okay fine good better under rarely seldom ✕ × ☓
    """
)
_YES = word_set(
    """
    yes yeah yep yup y true present high higher bad worse awful terrible severe strong extreme intense mild moderate
    medium some lots lot much constant bit slightly through off _soft _time _yes again still very really back everywhere
    rising up there
    """
)


_AFFIRMATIONS = word_set("yes yeah yep yup both all definitely always absolutely totally very")
# A statement by the order of its words, at the start of a clause, that hedges or ends in several question marks.
_I_AM = r"i(?:['’]?m| am| was| feel| felt)(?: \w+){0,2}?"
_HEDGES = r"(?:kinda|kind of|sorta|sort of|lowkey|weirdly|strangely|oddly|a bit|a little)"
_TONE = re.compile(
    rf"(?:^|[,.;…-]|\b(?:and|then|but|idk|like|tbh|ok|okay) )\W*{_I_AM} "
    rf"(?:{_HEDGES}(?: \w+){{1,2}}\?|(?:so|really|actually|very)(?: \w+){{1,2}}\?{{2,}})[!?]*$",
    re.IGNORECASE,
)
# What fields are marked with behind the feeling, and what may stand between.
_DASHES = word_set("- – —")
_MARKED_YES = word_set("y yes yep yup yeah 👍 +")
_MARKED_NO = word_set("n no nope nah none nil 👎 ✕ × ☓") | _DASHES
_CHOICES = {("y", "n"), ("yes", "no"), ("n", "y"), ("no", "yes")}
_CHOICE = "_choice"
_BEFORE_MARK = _DASHES | word_set("| / ( … ; > → ⇒") | {_CHOICE}
_NO_ALONE = word_set("n no nope nah")
_SHADES = frozenset("🏻🏼🏽🏾🏿")
_BEHIND_FIELD = word_set(", / & and")
_ENDS_LABEL = word_set("/ & + and but i")
_FELT = word_set("felt feel feeling")
_COLONS = word_set(": =")
_LONGEST_TAIL = 6
# What stands for a mark once it is read: the end of its field.
_READ = "."


class Fields(NamedTuple):
    """A sentence with the marks of its fields read: its words, and the places of the feelings that are marked with no
    or asked about only."""

    words: tuple[str, ...]
    denied: frozenset[int]


def is_tone(sentence: str) -> bool:
    """ "then i was kind of relieved??": told, with the voice going up."""
    return _TONE.search(sentence) is not None


def read_fields(words: tuple[str, ...]) -> Fields:
    """ "Sad y, angry n", "| sad | no |", "calm 👎", "felt sad (y/n): n". What hangs on a sentence is no field."""
    words = _without_choice(words)
    named = [at for at, word in enumerate(words) if word in feeling_forms()]
    denied = {at for at in named if _is_denied_label(words, at) or _is_only_asked(words, at)}
    if _is_thumbed_down(words):
        denied.add(len(words) - 1)
    read, ends = list(words), _marked_fields(words)
    last = 0
    for at, (mark, end) in sorted(ends.items()):
        opening = at - 1 if at and words[at - 1] in _FELT else at
        before = word_at(words, opening - 1)
        if opening == last or is_break(before) or before in _BEHIND_FIELD:
            denied.update(_joined_with(words, at, ends) if words[mark] not in _MARKED_YES else ())
            read[mark:end] = [_READ] * (end - mark)
            last = end
    return Fields(tuple(read), frozenset(denied))


def _marked_fields(words: Sequence[str]) -> dict[int, tuple[int, int]]:
    """By the place of a feeling, where its mark stands and where its field ends. "Tired n sad" is no field: nothing
    ends behind its "n", and nothing else is marked."""
    fields: dict[int, tuple[int, int]] = {}
    for at in reversed(range(len(words))):
        if words[at] not in feeling_forms():
            continue
        mark = at + 1
        while word_at(words, mark) in _BEFORE_MARK or word_at(words, mark)[:2] == "..":
            mark += 1
        if word_at(words, mark - 1) in _DASHES and word_at(words, mark) in {"", ","}:
            mark -= 1
        if word_at(words, mark) == "," and is_break(word_at(words, at - 1)) and is_break(word_at(words, mark + 2)):
            mark += word_at(words, mark + 1) in _NO_ALONE  # "lonely, no."; not "sad, lonely, n/a"
        is_rated = words[mark - 1] == "|" and word_at(words, mark)[:1].isdigit()
        if not is_rated and word_at(words, mark) not in _MARKED_YES | _MARKED_NO:
            continue
        end = mark + 1
        while word_at(words, end) in _SHADES:
            end += 1
        behind = word_at(words, end)
        opens = end + 1 if behind in _FELT else end
        if (is_break(behind) and behind != "?") or behind in _BEHIND_FIELD or opens in fields:
            fields[at] = mark, end
    return fields


def _joined_with(words: Sequence[str], at: int, marked: Container[int]) -> Iterator[int]:
    """The places of the feelings of one field: "sad/lonely n"."""
    yield at
    while word_at(words, at - 1) == "/" and word_at(words, at - 2) in feeling_forms() and at - 2 not in marked:
        at -= 2
        yield at


def _without_choice(words: tuple[str, ...]) -> tuple[str, ...]:
    """ "Felt sad (y/n): n": without what may be ticked."""
    read = list(words)
    for at in (at for at, word in enumerate(words) if word == "/"):
        if (word_at(words, at - 1), word_at(words, at + 1)) in _CHOICES:
            start = at - 2 if word_at(words, at - 2) == "(" else at - 1
            end = at + 3 if word_at(words, at + 2) == ")" else at + 2
            read[start:end] = [_CHOICE] * (end - start)
    return tuple(read)


def _is_denied_label(words: Sequence[str], at: int) -> bool:
    """ "Felt sad today: no", "angry with anyone: n"; with nothing behind a choice, it is only asked."""
    for end in range(at + 1, at + 1 + _LONGEST_TAIL):
        word = word_at(words, end)
        if word in _COLONS:
            answer = word_at(words, end + 1)
            return end > at + 1 and answer in _MARKED_NO - _DASHES and _ends_answer(words, end + 2)
        if not word:
            return end > at + 1 and _CHOICE in words
        if is_break(word) or word == "," or (word in _ENDS_LABEL and word_at(words, end + 1) not in feeling_forms()):
            return False
    return False


def _is_only_asked(words: Sequence[str], at: int) -> bool:
    """ "Sad: y/n", "sad y/n angry y/n"."""
    end = at + 2 if word_at(words, at + 1) in _COLONS else at + 1
    if word_at(words, end) != _CHOICE:
        return False
    while word_at(words, end) == _CHOICE:
        end += 1
    behind = word_at(words, end)
    return behind not in _COLONS and (is_break(behind) or behind == "," or behind in feeling_forms())


def _is_thumbed_down(words: Sequence[str]) -> bool:
    """ "👎 grateful", nothing else: behind it is "grateful 👎"."""
    shade = len(words) == 3 and words[1] in _SHADES
    return (len(words) == 2 or shade) and words[0] == "👎"


def opens_with_yes(words: Sequence[str]) -> bool:
    """Whether a sentence answers the questions before it with yes: "Yes, lots.", "Both."."""
    return word_at(words, 0) in _AFFIRMATIONS or (word_at(words, 0) == "y" and is_break(word_at(words, 1)))


def is_affirmed(words: Sequence[str], at: int) -> bool:
    """Whether what stands behind the mark after the word at `at` says that it is so."""
    answer = word_at(words, at + 2)
    return answer in _YES


def is_denied_answer(words: Sequence[str], at: int) -> bool:
    """ "Anxiety: none", "Sad? No", "anger - no", "Calm =": asked, and not answered with yes."""
    mark, answer = word_at(words, at + 1), word_at(words, at + 2)
    if mark in _ASKING:
        after = word_at(words, at + 3)
        is_rated = answer[:1].isdigit() and (is_break(after) or after in {"of", "out"})
        is_empty = (not answer and mark != "?") or (answer in _DASHES and not after)
        return answer in _DENIALS or is_empty or is_rated
    return mark in _DASHES and answer in _DENIALS and _ends_answer(words, at + 3)


def is_nought(words: Sequence[str], at: int) -> bool:
    """ "0% anxious", "0 percent sad"."""
    at -= 1
    while is_passed_over(word_at(words, at)):
        at -= 1
    if word_at(words, at) in _OF_A_HUNDRED:
        at -= 2 if word_at(words, at - 1) == "per" else 1
    number = word_at(words, at)
    return bool(number) and set(number) <= _NOUGHT and "0" in number


def _ends_answer(words: Sequence[str], at: int) -> bool:
    word = word_at(words, at)
    return is_break(word) or is_passed_over(word)
