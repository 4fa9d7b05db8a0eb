"""The words of the entries, read literally: on which days a form stands as a whole word, and how it is usually spelled.

Part of stage B. In: the record. Capitals, width and kinds of apostrophe aside; "won" does not stand in "won't", "mum"
stands in "mum's". It must never know how feelings or numbers are read.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from itertools import chain

from generation.pipeline.contracts import CanonicalRecord
from generation.pipeline.reading.quotations import without_marks
from generation.pipeline.reading.words import LETTER_MARKS, fold, fold_white_space, shows_nothing, words_in

# A letter with its marks is one: a vowel sign behind a consonant goes on the word.
_LETTER = rf"[\w{LETTER_MARKS}]"
_APOSTROPHE = re.compile("['’‘ʼ]")
_POSSESSIVE = re.compile(r"['’ʼ][sS]$")


def _signs() -> str:
    """Signs that fold into letters or digits and are none: № and ℃ end a word, "no" would go on with it."""
    codes = (*range(0x2000, 0x2200), *range(0x2460, 0x2500), *range(0x3200, 0x3400), *range(0x1F100, 0x1F200))
    signs = (chr(code) for code in codes if not chr(code).isalnum())
    return "".join(sign for sign in signs if any(map(str.isalnum, unicodedata.normalize("NFKC", sign))))


_SIGN = re.compile(f"[{re.escape(_signs())}]")


def folded(text: str) -> str:
    """`text` as it is compared: case, width, apostrophes, soft hyphens and white space folded."""
    return _folded_form(text) if len(text) <= _LONGEST_FORM else _folded(text)


def _folded(text: str) -> str:
    if text.isascii():
        return fold_white_space(text.lower())
    text = _SIGN.sub(r" \g<0> ", text)
    return fold_white_space(fold(text).replace("‘", "'"))


# Forms are folded very often, entries once or twice.
_LONGEST_FORM = 40
_folded_form = lru_cache(maxsize=16384)(_folded)


def copy_key(text: str) -> str:
    """What an entry shares with those that repeat it: capitals and white space aside."""
    return fold_white_space(text).casefold()


# What stands before and behind a whole word: no letter or digit, no half of a contraction.
_BEFORE = re.compile(rf"(?<!{_LETTER})(?<!{_LETTER}')")
_BEHIND = re.compile(rf"(?!{_LETTER}|'(?!s\b)\w)")
_WHOLE_WORD = re.compile(rf"{_BEFORE.pattern}{_LETTER}++{_BEHIND.pattern}")
_WHOLE_ASCII_WORD = re.compile(r"(?<![A-Za-z0-9_]')(?<![A-Za-z0-9_])[A-Za-z0-9_]++(?!'(?!s\b)[A-Za-z0-9_])")
# How many places inside a word are looked at one by one; after that, one pattern looks for the rest.
_TRIED = 50


def holds(text: str, form: str) -> bool:
    """Whether `form` stands in `text`; both are folded already."""
    at = text.find(form)
    for _ in range(_TRIED):
        if at < 0:
            return False
        if _BEFORE.match(text, at) and _BEHIND.match(text, at + len(form)):
            return True
        at = text.find(form, at + 1)
    pattern = re.compile(f"{_BEFORE.pattern}{re.escape(form)}{_BEHIND.pattern}")
    return at >= 0 and pattern.search(text, at) is not None


def _spelled(word: str) -> str:
    return _APOSTROPHE.sub("['’‘ʼ]", re.escape(word))


def _seen(word: str) -> str:
    """A word without what shows nothing behind it: "slept" before a space of no width is typed "slept"."""
    end = len(word)
    while shows_nothing(word[end - 1 : end]):
        end -= 1
    return word[:end]


def _readings(text: str) -> list[str]:
    """The entry as typed and, where there is markup in it, as it is quoted; folded."""
    typed, seen = folded(text), folded(without_marks(text, 0, len(text)))
    return [typed] if typed == seen else [typed, seen]


class WordsInEntries:
    """The entries of a record, folded once, by day: where a form stands, and how it is spelled."""

    def __init__(self, record: CanonicalRecord) -> None:
        self._typed = [entry.text for day in record.days for entry in day.entries]
        # No form holds a line break once it is folded: none runs from one entry into the next.
        self._texts = [
            (day.date, "\n".join(text for entry in day.entries for text in _readings(entry.text)))
            for day in record.days
            if day.entries
        ]
        self._days: dict[str, tuple[date, ...]] = {}
        self._usual_spellings: dict[str, str] = {}

    def days_of(self, form: str) -> tuple[date, ...]:
        """The days on which `form` stands in an entry, in order."""
        return self.days_of_folded(folded(form))

    def days_of_folded(self, wanted: str) -> tuple[date, ...]:
        """As `days_of`, for a form that is folded already."""
        if wanted not in self._days:
            self._days[wanted] = (
                self._days_of_words.get(wanted, ())
                if _WHOLE_WORD.fullmatch(wanted)
                else tuple(day for day, text in self._texts if holds(text, wanted))
            )
        return self._days[wanted]

    @cached_property
    def _days_of_words(self) -> Mapping[str, tuple[date, ...]]:
        """The days of each whole word."""
        days: dict[str, tuple[date, ...]] = {}
        for day, text in self._texts:
            for word in set((_WHOLE_ASCII_WORD if text.isascii() else _WHOLE_WORD).findall(text)):
                days[word] = (*days.get(word, ()), day)
        return days

    def usual_spelling(self, form: str) -> str:
        """The spelling shown for `form`: the one typed most often, of equals the first; itself if no entry has it."""
        if form not in self._usual_spellings:
            counts = self._counts_of(form)
            self._usual_spellings[form] = max(counts, key=counts.__getitem__, default=fold_white_space(form))
        return self._usual_spellings[form]

    def _counts_of(self, form: str) -> Mapping[str, int]:
        """How often `form` is typed, by spelling, first written first."""
        words = form.split()
        if len(words) == 1 and folded(form) in self._spellings:
            return self._spellings[folded(form)]
        wanted = re.compile(r"(?<![\w'’])" + r"\s+".join(map(_spelled, words)) + r"(?!\w)", re.IGNORECASE)
        found = (match.group() for text in self._typed for match in wanted.finditer(text))
        return Counter(map(fold_white_space, found))

    def is_typed(self, form: str) -> bool:
        """Whether the very letters stand in an entry, capitals aside: "fine" is not what "ﬁne" shows."""
        wanted = re.compile(r"\s+".join(map(_spelled, form.split())), re.IGNORECASE)
        return any(wanted.search(text) for text in self._typed)

    @cached_property
    def _spellings(self) -> Mapping[str, Mapping[str, int]]:
        """How each word is typed, by the word folded; "mum's" is also "mum"."""
        spellings: dict[str, dict[str, int]] = {}
        for run, number in Counter(chain.from_iterable(map(words_in, self._typed))).items():
            typed = _seen(run)
            owner = _POSSESSIVE.sub("", typed)
            for word in (typed,) if owner == typed else (typed, owner):
                counts = spellings.setdefault(folded(word), {})
                counts[word] = counts.get(word, 0) + number
        return spellings

    def common_forms(self, typed: Sequence[str], most: int) -> tuple[str, ...]:
        """The forms among `typed`, most frequent first, then first written; each in its usual spelling."""
        forms: dict[str, list[str]] = {}
        for text in typed:
            forms.setdefault(folded(text), []).append(text)
        ranked = sorted(forms.values(), key=len, reverse=True)[:most]
        return tuple(self.usual_spelling(written[0]) for written in ranked)

    def days_of_any(self, forms: Iterable[str]) -> tuple[date, ...]:
        """The days on which one of `forms` stands, in order."""
        return tuple(sorted({day for form in forms for day in self.days_of(form)}))


class FormsListed:
    """Forms that a text lists, folded once."""

    def __init__(self, forms: Iterable[str] = ()) -> None:
        self._folded = {folded(form): None for form in forms}

    def add(self, forms: Iterable[str]) -> None:
        self._folded |= {folded(form): None for form in forms}

    def copy(self) -> FormsListed:
        """A list of the same forms that grows independently."""
        copied = FormsListed()
        copied._folded |= self._folded
        return copied

    def __contains__(self, form: str) -> bool:
        return folded(form) in self._folded

    def takes(self, form: str) -> bool:
        """Whether `form` is listed, is held by one that is, or holds one, word by word: "work meeting" holds "work"."""
        own = folded(form)
        return any((own in other or other in own) and hold_one_another(own, other) for other in self._folded)


def hold_one_another(one: str, other: str) -> bool:
    """Whether one of two folded forms holds the other, word by word."""
    return holds(one, other) or holds(other, one)
