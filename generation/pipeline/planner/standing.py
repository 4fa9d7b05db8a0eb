"""Where a form stands, read literally: the days on which an entry holds it as a whole word, whatever it means there.

Part of stage B. In: the record. Capitals, width and kinds of apostrophe aside; "won" does not stand in "won't", "mum"
stands in "mum's". It must never know how feelings or numbers are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from generation.pipeline.contracts import CanonicalRecord
from generation.pipeline.reading.words import fold, fold_white_space

_SOFT_HYPHEN = "\u00ad"


def folded(text: str) -> str:
    """`text` as it is compared: case, width, apostrophes, soft hyphens and white space folded."""
    return fold_white_space(fold(text).replace("‘", "'").replace(_SOFT_HYPHEN, ""))


@lru_cache(maxsize=4096)
def _pattern(form: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?<!\w'){re.escape(form)}(?!\w|'(?!s\b)\w)")


def holds(text: str, form: str) -> bool:
    """Whether `form` stands in `text`; both are folded already."""
    return form in text and _pattern(form).search(text) is not None


class Standing:
    """The entries of a record, folded once, by day."""

    def __init__(self, record: CanonicalRecord) -> None:
        self._texts = [(day.date, [folded(entry.text) for entry in day.entries]) for day in record.days if day.entries]
        self._days: dict[str, tuple[date, ...]] = {}

    def days_of(self, form: str) -> tuple[date, ...]:
        """The days on which `form` stands in an entry, in order."""
        wanted = folded(form)
        if wanted not in self._days:
            self._days[wanted] = tuple(day for day, texts in self._texts if any(holds(text, wanted) for text in texts))
        return self._days[wanted]

    def days_of_any(self, forms: Iterable[str]) -> tuple[date, ...]:
        """The days on which one of `forms` stands, in order."""
        return tuple(sorted({day for form in forms for day in self.days_of(form)}))


def common_forms(typed: Sequence[str], most: int) -> tuple[str, ...]:
    """The forms among `typed`, most frequent first, then first written; each as it was typed most often, else first."""
    groups: dict[str, dict[str, int]] = {}
    for text in typed:
        spelling = fold_white_space(text)
        counts = groups.setdefault(folded(spelling), {})
        counts[spelling] = counts.get(spelling, 0) + 1
    ranked = sorted(groups.values(), key=lambda counts: -sum(counts.values()))
    return tuple(max(counts, key=lambda spelling: counts[spelling]) for counts in ranked[:most])


def holds_words_of(longer: str, shorter: str) -> bool:
    """Whether one form holds the other, word by word: "work meeting" holds "work"."""
    return holds(folded(longer), folded(shorter))
