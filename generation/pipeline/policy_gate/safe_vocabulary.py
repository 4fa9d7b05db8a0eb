"""The words a report may use without a source: a small, reviewed, versioned file with a reason per group."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from generation.pipeline.contracts import Value
from generation.pipeline.words import stem


class SafeGroup(Value):
    """Words allowed for one reason."""

    name: str
    reason: str
    words: tuple[str, ...]


class SafeVocabulary(Value):
    """The file as it stands."""

    version: str
    groups: tuple[SafeGroup, ...]


@cache
def safe_vocabulary() -> SafeVocabulary:
    """Read safe_vocabulary.json once. Raises pydantic.ValidationError when it is malformed."""
    text = files(__package__).joinpath("safe_vocabulary.json").read_text(encoding="utf-8")
    return SafeVocabulary.model_validate(json.loads(text))


@cache
def safe_stems() -> frozenset[str]:
    """The stems of all safe words."""
    return frozenset(stem(word) for group in safe_vocabulary().groups for word in group.words)
