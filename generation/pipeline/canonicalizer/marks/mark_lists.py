"""Stage A: the reviewed lists of marks, from the data in `lists/`.

Each list has a version of its own and groups of phrases; each group says why it is there. docs/canonicalizer.md
says what a list is for. A group marks nothing in a sentence that holds one of the words of its `unless`, and a mark
that a phrase of an `exempt` overlaps is none. The class `misspelt` holds long words that are also found behind a slip
of the keyboard, `spelt_right` what is none, `medicine_endings` how names of medicines end that the list does not hold.

The lists are read when the first of them is needed: most programs start without a diary to read.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, NamedTuple

from generation.pipeline.canonicalizer.marks.misspelt import Misspelt
from generation.pipeline.canonicalizer.marks.phrases import Choice, Phrase, parse_phrase, read_choice

LISTS = ("safety", "kept_safe", "events", "openness", "closed", "areas", "routine", "turns")


class Group(NamedTuple):
    """Phrases that are listed for one reason. `tier` orders the groups of a list that weighs them: 1 weighs most.
    `first` are words of them that come before the others.

    A group that exempts takes marks from the groups `of`, from all of its list where none is named."""

    list: str
    name: str
    reason: str
    tier: int
    phrases: tuple[Phrase, ...]
    unless: Choice
    first: Choice
    of: frozenset[str]


class MarkList(NamedTuple):
    version: str
    groups: tuple[Group, ...]
    exempt: tuple[Group, ...]
    no_name: Choice
    misspelt: Misspelt


@cache
def mark_lists() -> Mapping[str, MarkList]:
    """Every list by its name."""
    return MappingProxyType({name: _read_list(name) for name in LISTS})


@cache
def groups_by_name() -> Mapping[tuple[str, str], Group]:
    """Every group that marks, by the names of its list and its own."""
    return MappingProxyType({(name, group.name): group for name, held in mark_lists().items() for group in held.groups})


def _read_list(name: str) -> MarkList:
    content = tomllib.loads(files(__package__).joinpath("lists", f"{name}.toml").read_text(encoding="utf-8"))
    classes: dict[str, Choice] = {}
    for label, listing in content.get("classes", {}).items():
        classes[label] = _words(listing, classes)
    groups = tuple(_read_group(name, group, classes) for group in content["groups"])
    exempt = tuple(_read_group(name, group, classes) for group in content.get("exempt", ()))
    no_words: Choice = frozenset()
    misspelt = Misspelt.of(
        words=classes.get("misspelt", no_words),
        right=classes.get("spelt_right", no_words),
        endings=tuple(sorted(classes.get("medicine_endings", no_words))),
        medicine=content.get("medicine", ""),
        alike={written: word for word, listing in content.get("alike", {}).items() for written in listing.split()},
    )
    return MarkList(content["version"], groups, exempt, classes.get("no_name", no_words), misspelt)


def _read_group(name: str, group: Mapping[str, Any], classes: Mapping[str, Choice]) -> Group:
    return Group(
        list=name,
        name=group["name"],
        reason=group["reason"],
        tier=group.get("tier", 1),
        phrases=tuple(parse_phrase(line, classes) for line in _lines(group["phrases"])),
        unless=_words(group.get("unless", ""), classes),
        first=_words(group.get("first", ""), classes),
        of=frozenset(group.get("of", ())),
    )


def _lines(listing: str) -> Iterator[str]:
    for line in listing.splitlines():
        phrase = line.partition("//")[0].strip()
        if phrase:
            yield phrase


def _words(listing: str, classes: Mapping[str, Choice]) -> Choice:
    return read_choice((word for line in _lines(listing) for word in line.split()), classes)
