"""The lines of a text: headings, bullets, and one blank line before each section but the first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generation.pipeline.policy_gate.second_reader.misreading import Notes, Span

_BULLET = "- "
_HEADINGS = {
    "1. Time Window & Scope": 1,
    "2. Observed Patterns & Limits": 2,
    "3. Open Points for Reflection": 3,
    "4. Logged Moments": 4,
}


class Section(NamedTuple):
    """A section with the spans of its bullets, their "- " left out."""

    number: int
    span: Span
    bullets: tuple[Span, ...]


def read_sections(text: str, notes: Notes) -> dict[int, Section]:
    """SB311, SB320: every line is a heading, a bullet or the blank line before a heading; the sections in order."""
    sections: dict[int, Section] = {}
    current: list[Span] = []
    number, began = 0, 0
    lines = list(_lines(text))
    for at, line in enumerate(lines):
        words = text[line.start : line.end]
        if words in _HEADINGS:
            _close(sections, number, Span(began, line.start), current)
            if _HEADINGS[words] <= number or (number and text[lines[at - 1].start : lines[at - 1].end]):
                notes.add("SB320", line.start, line.end)
            number, began, current = _HEADINGS[words], line.start, []
        elif number and words.startswith(_BULLET) and len(words) > len(_BULLET):
            current.append(Span(line.start + len(_BULLET), line.end))
        elif words or at + 1 == len(lines) or text[lines[at + 1].start : lines[at + 1].end] not in _HEADINGS:
            notes.add("SB311", *line)
    _close(sections, number, Span(began, len(text)), current)
    if not text.endswith("\n") or not {1, 2, 4} <= set(sections) or not all(s.bullets for s in sections.values()):
        notes.add("SB320", 0, len(text))
    return sections


def _close(sections: dict[int, Section], number: int, span: Span, bullets: list[Span]) -> None:
    if number:
        sections[number] = Section(number, span, tuple(bullets))


def _lines(text: str) -> Iterator[Span]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield Span(start, end)
        start = end + 1
