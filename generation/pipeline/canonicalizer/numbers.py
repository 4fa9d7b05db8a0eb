"""Stage A, numbers: what somebody logged, as typed. First version: digits with units, and scales."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from generation.pipeline.words import stem, tokens


class NumberFound(NamedTuple):
    start: int
    end: int
    text: str
    value: str
    unit: str | None
    label: str | None
    label_sentence: int | None
    dimension: str | None


_DIMENSIONS = {
    "h": "duration",
    "hours": "duration",
    "min": "duration",
    "minutes": "duration",
    "km": "distance",
    "kg": "weight",
    "steps": "count",
}
_LABELS = {
    "sleep": {"duration"},
    "walk": {"distance", "duration"},
    "run": {"distance", "duration"},
    "mood": {"scale"},
    "step": {"count"},
}
_NUMBER = re.compile(
    r"(?<![\w.,/:-])(?:(?P<scale>\d{1,3}(?:[.,]\d+)?\s?/\s?10)(?![\w/])"
    r"|(?P<value>\d+(?:[.,]\d+)?k?)\s?(?P<unit>h|hours|min|minutes|km|kg|steps)\b)"
)


def find_numbers(text: str, sentences: Sequence[tuple[int, int]]) -> tuple[NumberFound, ...]:
    found = []
    starts = [start for start, _ in sentences]
    for match in _NUMBER.finditer(text):
        index = bisect_right(starts, match.start()) - 1
        if index < 0 or match.end() > sentences[index][1]:
            continue
        unit = match["unit"]
        dimension = _DIMENSIONS[unit] if unit else "scale"
        value = match["value"] or match["scale"]
        label, where = _label(text, sentences, index, dimension)
        found.append(NumberFound(match.start(), match.end(), match[0], value, unit, label, where, dimension))
    return tuple(found)


def _label(
    text: str, sentences: Sequence[tuple[int, int]], index: int, dimension: str
) -> tuple[str | None, int | None]:
    for where in range(index, max(-1, index - 3), -1):
        start, end = sentences[where]
        for token in tokens(text[start:end]):
            for label, dimensions in _LABELS.items():
                if dimension in dimensions and stem(token.text) == stem(label):
                    return label, where
    return None, None
