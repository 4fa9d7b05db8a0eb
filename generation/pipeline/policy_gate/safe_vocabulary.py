"""The words a report may use without a source: a small, reviewed, versioned file with a reason per group.

Fixed sentences ("Limits: ...") are compared whole and need none of them.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from generation.pipeline.contracts import Value
from generation.pipeline.reading.words import fold


class SafeGroup(Value):
    """Words allowed for one reason, each in exactly the form that stands here."""

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
def safe_words() -> frozenset[str]:
    """All safe words, folded."""
    return frozenset(fold(word) for group in safe_vocabulary().groups for word in group.words)


def is_safe(word: str) -> bool:
    """Whether `word`, in this very form, needs no source."""
    return fold(word) in safe_words()
