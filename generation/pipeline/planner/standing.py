"""Where a form stands, read literally: the days on which an entry holds it as a whole word, whatever it means there.

Part of stage B. In: the record. Capitals, width and kinds of apostrophe aside; "won" does not stand in "won't", "mum"
stands in "mum's". It must never know how feelings or numbers are read.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache

from generation.pipeline.contracts import CanonicalRecord
from generation.pipeline.reading.quotations import without_marks
from generation.pipeline.reading.words import LETTER_MARKS, fold, fold_white_space, tokens

_SOFT_HYPHEN = "\u00ad"
# A letter with its marks is one: a vowel sign behind a consonant goes on the word.
_LETTER = rf"[\w{LETTER_MARKS}]"
_APOSTROPHE = re.compile("['’‘ʼ]")
_POSSESSIVE = re.compile(r"['’ʼ][sS]$")


def folded(text: str) -> str:
    """`text` as it is compared: case, width, apostrophes, soft hyphens and white space folded."""
    return fold_white_space(fold(text).replace("‘", "'").replace(_SOFT_HYPHEN, ""))


@lru_cache(maxsize=4096)
def _pattern(form: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!{_LETTER})(?<!{_LETTER}'){re.escape(form)}(?!{_LETTER}|'(?!s\b)\w)")


def holds(text: str, form: str) -> bool:
    """Whether `form` stands in `text`; both are folded already."""
    return form in text and _pattern(form).search(text) is not None


def _spelled(word: str) -> str:
    return _APOSTROPHE.sub("['’‘ʼ]", re.escape(word))


def _readings(text: str) -> list[str]:
    """The entry as typed and, where there is markup in it, as it is quoted; folded."""
    typed, seen = folded(text), folded(without_marks(text, 0, len(text)))
    return [typed] if typed == seen else [typed, seen]


class Standing:
    """The entries of a record, folded once, by day."""

    def __init__(self, record: CanonicalRecord) -> None:
        self._typed = [entry.text for day in record.days for entry in day.entries]
        self._texts = [
            (day.date, [text for entry in day.entries for text in _readings(entry.text)])
            for day in record.days
            if day.entries
        ]
        self._days: dict[str, tuple[date, ...]] = {}

    def days_of(self, form: str) -> tuple[date, ...]:
        """The days on which `form` stands in an entry, in order."""
        wanted = folded(form)
        if wanted not in self._days:
            self._days[wanted] = tuple(day for day, texts in self._texts if any(holds(text, wanted) for text in texts))
        return self._days[wanted]

    def as_typed(self, form: str) -> str:
        """`form` as it is typed most often in the entries, else first; itself where it stands in none."""
        words = form.split()
        if len(words) == 1 and folded(form) in self._spellings:
            counts = self._spellings[folded(form)]
        else:
            wanted = re.compile(r"(?<![\w'’])" + r"\s+".join(map(_spelled, words)) + r"(?!\w)", re.IGNORECASE)
            found = (match.group() for text in self._typed for match in wanted.finditer(text))
            counts = Counter(map(fold_white_space, found))
        return max(counts, key=lambda spelling: counts[spelling], default=fold_white_space(form))

    @cached_property
    def _spellings(self) -> Mapping[str, Counter[str]]:
        """How each word is typed, by the word folded; "mum's" is also "mum"."""
        spellings: dict[str, Counter[str]] = defaultdict(Counter)
        for text in self._typed:
            for token in tokens(text):
                spellings[folded(token.text)][token.text] += 1
                owner = _POSSESSIVE.sub("", token.text)
                if owner != token.text:
                    spellings[folded(owner)][owner] += 1
        return spellings

    def common_forms(self, typed: Sequence[str], most: int) -> tuple[str, ...]:
        """The forms among `typed`, most frequent first, then first written; each as the entries have it."""
        counts = Counter(folded(text) for text in typed)
        first = {folded(text): text for text in reversed(typed)}
        return tuple(self.as_typed(first[form]) for form, _ in counts.most_common(most))

    def days_of_any(self, forms: Iterable[str]) -> tuple[date, ...]:
        """The days on which one of `forms` stands, in order."""
        return tuple(sorted({day for form in forms for day in self.days_of(form)}))


def holds_words_of(longer: str, shorter: str) -> bool:
    """Whether one form holds the other, word by word: "work meeting" holds "work"."""
    return holds(folded(longer), folded(shorter))
