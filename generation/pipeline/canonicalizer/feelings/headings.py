"""Stage A: the headings of a form that name a feeling: "GRATEFUL FOR: the sun", "Anxious about: -".

In: the text of one message, markup blanked. Out: its headings, and whether something stands behind each. A heading is
printed whatever the day was like: with nothing behind it, it states no feeling. Linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from generation.pipeline.reading.markup import masked
from generation.pipeline.reading.words import fold

# How a heading is left open ("proud of:", "sad because:"), and what it may ask for ("What made me angry:").
_LEFT_OPEN = re.compile(r"\b(?:about|for|of|with|at|by|over|from|to|in|because|when|that)\s*\Z", re.IGNORECASE)
_ASKS_FOR = re.compile(
    r"\W*(?:\w+\W+){0,2}?(?:what|who|things?|something|people|person|moments?|times?|reasons?)\b", re.IGNORECASE
)
# Not the colon of a face made of signs.
# Plural and such nouns are headings by themselves: "Worries: none", "Gratitude: the sun".
_NAMES = re.compile(
    r"\W*(?:(?:my|today['’]?s|main|biggest) )?(?:gratitudes?|thankfulness|worries|fears|joys?|regrets|pride|resentments"
    r"|frustrations|anxieties|insecurities)(?: list| log| today)?\s*",
    re.IGNORECASE,
)
_MARK = re.compile(r"(?P<colon>[:=](?![-'o]?[/()\\|\[\]<>*]))|(?<=\s)[-–—](?!\S)|\.{2,}|…|_{2,}")
_BREAKS = re.compile(r"[\n.!?;|:,=_…]")
_LONGEST = 80
# Without a colon, a few words alone on their line: prose trails off in dots, too.
_MOST_WORDS = 5
_FIELD_ENDS = re.compile(r"[\n|;]")
_LONGEST_ANSWER = 400
_ITEM = re.compile(r"[ \t]*(?:[-*+•·–—]|\(?\d{1,2}[.):]|\(?[a-e]\))(?P<content>[^\n]*)", re.IGNORECASE)
_NUMBER = re.compile(r"(?<!\w)\d{1,2}[.)](?!\d)")
# In code points: how far below its heading a list is looked for.
_FURTHEST = 600
_NO_CONTENT = " \t\r-–—*+•·._…?/\\()[]"
_LABEL = re.compile(r"[ \t]*[^\W\d_][\w' ]{0,30}(?::|[ \t]+\d+(?:[./,]\d+)?[ \t]*$)")
_END = r"(?=\W*$)"
_OF_THE_DAY = (
    r"(?:today|tonight|now|right now|really|much|special|new|at all|tbh|honestly|again|yet|so far|comes|came|i can"
    r"|that i|i could|to (?:say|report|write)|in particular|lol|sorry|this (?:week|morning|evening)|whatsoever)\b"
)
_NOTHING = re.compile(
    rf"(?:(?:nothing|none|no ?one|nobody)(?:\W+{_OF_THE_DAY}|{_END})"
    rf"|(?:no|nope|nil|nah|x|0|zero|zilch|nada|blank|skip(?:ped)?|tbd|hm+|nowt){_END}"
    r"|n/?a\b|not applicable\b|idk\b|dunno\b|no idea\b|hard to say\b|not (?:sure|much|a lot|a thing|really)\b"
    r"|(?:i )?(?:don['’]?t|do not) (?:really )?know\b"
    r"|(?:i )?(?:can(?:['’]?t|not| not)|could(?:n['’]?t| not)) (?:really )?(?:think|say|find|come|name)\b)",
    re.IGNORECASE,
)
# "Nothing but the sun" is an answer; what else opens so may be either.
_MAY_BE_NOTHING = re.compile(r"(?:nothing|none|nobody|no ?one)\b(?! (?:but|except|other|less))", re.IGNORECASE)


class Answer(Enum):
    """What stands behind a heading. `UNCLEAR`: something of which nobody can say that it is the answer."""

    GIVEN = auto()
    NONE = auto()
    UNCLEAR = auto()


class Heading(NamedTuple):
    """`text[start:end]` without its mark, and what is the same wherever the form is filled in."""

    start: int
    end: int
    key: str
    answer: Answer


@lru_cache(maxsize=256)
def find_headings(text: str) -> tuple[Heading, ...]:
    """The headings of `text` in order, those that name no feeling too."""
    return tuple(_headings(text))


def printed_headings(texts: Iterable[str]) -> frozenset[str]:
    """The keys of headings that stand in a diary with nothing behind them: they stand there on any day."""
    headings = (heading for text in texts for heading in find_headings(masked(text)))
    return frozenset(heading.key for heading in headings if heading.answer is Answer.NONE)


def spans_of(keys: frozenset[str], text: str) -> Sequence[tuple[int, int]]:
    """Where headings of `keys` stand in `text`, in order."""
    return [heading[:2] for heading in find_headings(masked(text)) if heading.key in keys] if keys else ()


def _headings(text: str) -> Iterator[Heading]:
    for mark in _MARK.finditer(text):
        end = mark.start()
        words = _BREAKS.split(text[max(0, end - _LONGEST) : end])[-1]
        start = end - len(words)
        behind = _FIELD_ENDS.split(text[mark.end() : mark.end() + _LONGEST_ANSWER], maxsplit=1)[0]
        if not (_is_heading(words) if mark["colon"] else _is_alone(text, start, words, behind)):
            continue
        key = " ".join(word for word in fold(words).split() if any(map(str.isalpha, word)))
        yield Heading(start, end, key, _answer(behind, text, mark.end() + len(behind)))


def _is_heading(words: str) -> bool:
    return bool(_LEFT_OPEN.search(words) or _ASKS_FOR.match(words) or _NAMES.fullmatch(words))


def _is_alone(text: str, start: int, words: str, behind: str) -> bool:
    """ "Proud of ...", "Grateful for -": a few words, and no others on their line."""
    before = text[max(0, start - _LONGEST) : start].rpartition("\n")[-1]
    is_alone = not before.strip(_NO_CONTENT) and not behind.strip(_NO_CONTENT)
    return is_alone and len(words.split()) <= _MOST_WORDS and _LEFT_OPEN.search(words) is not None


def _answer(behind: str, text: str, end: int) -> Answer:
    parts = [part.strip(_NO_CONTENT) for part in _NUMBER.split(behind)]
    if any(parts):
        return _sum_up(parts)
    return (
        _answer_below(text[end + 1 : end + 1 + _FURTHEST].split("\n")) if text[end : end + 1] == "\n" else Answer.NONE
    )


def _answer_below(lines: Sequence[str]) -> Answer:
    """What the lines below a heading answer: the items of a list do; a line of prose may be the answer or not."""
    parts, apart = [], False
    for line in lines:
        item = _ITEM.match(line)
        if item:
            parts.append(item["content"].strip(_NO_CONTENT))
        elif line.strip():
            if not parts and not apart and not _LABEL.match(line):
                return Answer.UNCLEAR
            break
        elif parts or apart:
            break
        apart |= not line.strip()
    return _sum_up(parts)


def _sum_up(parts: Sequence[str]) -> Answer:
    given = [part for part in parts if part and not _NOTHING.match(part)]
    if not given:
        return Answer.NONE
    return Answer.UNCLEAR if all(map(_MAY_BE_NOTHING.match, given)) else Answer.GIVEN
