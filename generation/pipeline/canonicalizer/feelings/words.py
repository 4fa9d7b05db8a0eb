"""Stage A: the English words that can name a feeling, from the versioned list beside this module.

Input: `feeling_words.json`. Output: `feeling_forms`, every form of every word with its base form and the
frames it may stand in, and `is_feeling_word` for the gate. It must never decide whose feeling a word names:
that is `feelings`. The list is read when it is first needed: most programs start without a diary to read.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import Flag, auto
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from generation.pipeline.reading.words import fold

_WORD_LIST = Path(__file__).with_name("feeling_words.json")
# A letter left out or two neighbours swapped is a slip in a long word and another word in a short one.
_SHORTEST_UNDOUBLED = 6
_SHORTEST_SWAPPED = 7
_SHORTEST_SHORTENED = 9


class Frame(Flag):
    """Where a word names a feeling; docs/canonicalizer.md explains each."""

    STATE = auto()
    LINKED = auto()
    AFTER_FEEL = auto()
    VERB = auto()
    NOUN = auto()
    ADVERB = auto()
    LISTED = auto()


ADJECTIVE = Frame.STATE | Frame.LINKED | Frame.AFTER_FEEL
# What a word may be that stands alone among others of a bare list.
IN_LISTS = ADJECTIVE | Frame.NOUN | Frame.LISTED
_BY_ITSELF = Frame.STATE | Frame.LINKED | Frame.VERB | Frame.NOUN | Frame.ADVERB


class FeelingForm(NamedTuple):
    """One form of a listed word: the base form of its entry, and the frames of all its entries."""

    lemma: str
    frames: Frame


_FRAME_OF_LIST = {
    "states": Frame.STATE,
    "linked": Frame.LINKED,
    "after_feel": Frame.AFTER_FEEL,
    "in_lists": Frame.LISTED,
    "verbs": Frame.VERB,
    "nouns": Frame.NOUN,
    "adverbs": Frame.ADVERB,
}


def list_version() -> str:
    return str(_content()["version"])


@cache
def feeling_forms() -> Mapping[str, FeelingForm]:
    """Every form by its letters, likely slips included."""
    return _with_slips(_read_listed())


@cache
def adjectives() -> frozenset[str]:
    return forms_in(ADJECTIVE)


def forms_in(frames: Frame) -> frozenset[str]:
    """The forms that may stand in one of the frames."""
    return frozenset(form for form, entry in feeling_forms().items() if entry.frames & frames)


def is_feeling_word(word: str) -> bool:
    """Whether `word` is a form of a listed feeling word, "-ly" and "-ness" included, whoever it is said of.

    Everyday words that name a feeling only after "feel" ("low", "better") are not feeling words by themselves.
    """
    return fold(word) in _feeling_words()


def names_feeling(word: str) -> bool:
    """Whether `word` is a listed form that names a feeling and hardly anything else; "rested" and "content" do not."""
    return fold(word) in _unmistakable()


def is_hard_feeling(word: str) -> bool:
    """Whether `word` names a feeling of a group that is hard to bear: sadness, fear, anger, shame, loneliness,
    disgust, tiredness and overload."""
    return fold(word) in _hard()


def _read_entries() -> Iterator[tuple[Frame, list[str]]]:
    for group in _content()["groups"].values():
        for name, frame in _FRAME_OF_LIST.items():
            for entry in group.get(name, ()):
                yield frame, entry.split()


def _read_listed() -> dict[str, FeelingForm]:
    forms: dict[str, FeelingForm] = {}
    for frame, (lemma, *others) in _read_entries():
        # An adverb is said of what one did: it stands beside its adjective in the list, never under it.
        base, listed = (others[0], others) if frame is Frame.ADVERB else (lemma, [lemma, *others])
        for form in listed:
            known = forms.get(form)
            forms[form] = FeelingForm(known.lemma, known.frames | frame) if known else FeelingForm(base, frame)
    return forms


def _with_slips(listed: Mapping[str, FeelingForm]) -> Mapping[str, FeelingForm]:
    forms = dict(listed)
    for form, entry in listed.items():
        for slip in _slips(form):
            forms.setdefault(slip, entry)
    return MappingProxyType(forms)


def _slips(form: str) -> Iterator[str]:
    """Likely typing slips: an inner letter left out, two inner neighbours swapped."""
    for at in range(1, len(form) - 1):
        first, second = form[at], form[at + 1]
        doubled = first == second
        if len(form) >= (_SHORTEST_UNDOUBLED if doubled else _SHORTEST_SHORTENED):
            yield form[:at] + form[at + 1 :]
        if not doubled and len(form) >= _SHORTEST_SWAPPED and at + 2 < len(form):
            yield form[:at] + second + first + form[at + 2 :]


def _with_derived(forms: Iterable[str]) -> Iterator[str]:
    """ "Sadly", "happiness", "tiredness"."""
    for form in forms:
        stem = f"{form[:-1]}i" if form.endswith("y") else form
        yield from (form, f"{stem}ly", f"{stem}ness")


def _read_groups(names: Collection[str]) -> Iterator[str]:
    for name in names:
        for listed in _content()["groups"][name].values():
            yield from (form for entry in listed if isinstance(listed, list) for form in entry.split())


@cache
def _content() -> Mapping[str, Any]:
    return dict(json.loads(_WORD_LIST.read_text(encoding="utf-8")))


@cache
def _hard() -> frozenset[str]:
    return frozenset(
        _read_groups(
            ("sadness", "loneliness", "shame_and_hurt", "fear", "anger", "disgust", "tiredness_and_overload"),
        )
    )


@cache
def _feeling_words() -> frozenset[str]:
    return frozenset(_with_derived(forms_in(_BY_ITSELF)))


@cache
def _unmistakable() -> frozenset[str]:
    return forms_in(_BY_ITSELF & ~Frame.LINKED)
