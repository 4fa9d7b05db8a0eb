"""What Sections 2 and 3 list: forms and labels with their days, held against each other and the quotations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from generation.pipeline.policy_gate.second_reader.diary import Passage, plain, words_of
from generation.pipeline.policy_gate.second_reader.misreading import Notes
from generation.pipeline.policy_gate.second_reader.scanner import Quoted


class Claim(NamedTuple):
    """Forms listed together, in `text[start:end]`. `days`: every day on which one of them is said to stand, None where
    the bullet does not say all of them."""

    forms: tuple[str, ...]
    days: frozenset[date] | None
    start: int
    end: int


class Label(NamedTuple):
    """The label of a series or the heading of an area. A heading may be a word of its own list."""

    name: str
    start: int
    end: int
    is_heading: bool = False


def forms_of(quoted: Sequence[Quoted]) -> tuple[str, ...]:
    return tuple(quote.words for quote in quoted)


def check_listed_once(claims: Sequence[Claim], labels: Sequence[Label], notes: Notes) -> None:
    """SB504: no form and no label in two places, and of two forms one of which holds the other only the longer."""
    first: dict[tuple[str, ...], int] = {}
    for number, claim in enumerate(claims):
        for form in claim.forms:
            if first.setdefault(words_of(form), number) != number:
                notes.add("SB504", claim.start, claim.end)
    names = {words_of(label.name): label for label in labels}
    for label in labels:
        is_listed = not label.is_heading and words_of(label.name) in first
        if names[words_of(label.name)] is not label or is_listed:
            notes.add("SB504", label.start, label.end)
    for number, claim in enumerate(claims):
        for form in claim.forms:
            for held in _held_in(words_of(form)):
                shorter = first.get(held, number)
                if shorter != number:
                    notes.add("SB504", claims[shorter].start, claims[shorter].end)


def _held_in(words: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    for length in range(1, len(words)):
        for start in range(len(words) - length + 1):
            yield words[start : start + length]


def check_not_contradicted(claims: Sequence[Claim], quoted: Mapping[date, Passage], notes: Notes) -> None:
    """SB505: no quotation of a day holds a form whose bullet leaves the day out."""
    for claim in claims:
        others = () if claim.days is None else set(quoted) - claim.days
        if any(quoted[day].holds(plain(form)) for day in others for form in claim.forms):
            notes.add("SB505", claim.start, claim.end)
