"""Where a bullet states values of its series: each exactly as it was typed, white space folded.

In: the words of a bullet and the values of its subject. Out: mentions with their spans.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generation.pipeline.planner.recount import LoggedValue


class ValueMention(NamedTuple):
    """`text` is the typed value that stands in `words[start:end]`."""

    start: int
    end: int
    text: str


def find_values(
    words: str, values: Sequence[LoggedValue], spoken_for: Sequence[tuple[int, int]]
) -> Iterator[ValueMention]:
    """Each place outside `spoken_for` where some typed value stands whole; the longest that fits."""
    typed = sorted({value.text for value in values}, key=lambda text: (-len(text), text))
    if not typed:
        return
    pattern = re.compile(rf"(?<![\w.,/:])(?:{'|'.join(map(re.escape, typed))})(?!\w|[.,:/]\d)")
    for match in pattern.finditer(words):
        inside = any(start < match.end() and match.start() < end for start, end in spoken_for)
        if not inside and not _counts_days(words, match.end()):
            yield ValueMention(match.start(), match.end(), match.group())


def _counts_days(words: str, end: int) -> bool:
    """A bare number before "days" counts them, whatever was logged."""
    return re.match(r" (?:of \d+ )?(?:days?|times?)\b", words[end:]) is not None
