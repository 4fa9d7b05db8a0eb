"""The entries as somebody reads them who looks a word up: where it stands, whatever it means there.

A form stands in an entry where its letters do, capitals, white space and the kind of apostrophe aside, with no letter,
digit or mark joined to either end. A hyphen and an apostrophe part words ("sister" stands in "my sister's"). Where
readers may differ, nothing is held against a text: words inside tags and addresses, halves of contractions ("won" in
"won't"), words joined by an underscore, letters that are the same in another encoding.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache, cached_property
from typing import NamedTuple

from generation.pipeline.contracts import CanonicalRecord

# No white space, so that it stays where white space is folded, and part of no form.
_APART = " \x00 "
# What shows nothing, not even a blank: no reader takes it for the end of a word.
_JOINERS = (
    "\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)


_SHOWS_NOTHING = re.compile(f"[{_JOINERS}]")
# Of ASCII alone, which holds no marks: found in half the time.
_ASCII_RUN = re.compile(r"[A-Za-z0-9_]+")
_WHOLE_ASCII_RUN = re.compile(
    r"(?<![A-Za-z0-9_]')(?<![A-Za-z0-9_])[A-Za-z0-9_]++(?!'(?!s(?![A-Za-z0-9_]))[A-Za-z0-9_])"
)
_NOT_PROSE = re.compile(r"</?(?a:[a-z!])[^<>]{0,200}>|(?:https?://|www\.)\S+|(?<!\S)\S{1,200}?@\S+", re.IGNORECASE)
_SIGNS_OF_NO_PROSE = ("<", "@", "://", "www.")
_APOSTROPHES = str.maketrans("’‘ʼ", "'''")
_SIGNS_OF_MARKUP = "<&*_"
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")


def _marks() -> str:
    """Combining marks as ranges of a character class: `\\w` knows letters and digits alone."""
    ranges: list[list[int]] = []
    for code in range(0x300, 0x1F000):
        if unicodedata.category(chr(code)).startswith("M"):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


class _Patterns(NamedTuple):
    """Of letters and what joins them. `whole_run` is a word for certain: no half of a contraction, nothing behind an
    apostrophe. `markup` takes one look at the text as typed: what would be a tag only where another was taken out is
    none; a tag parts words, but for those that stand inside a line."""

    run: re.Pattern[str]
    whole_run: re.Pattern[str]
    before_whole: re.Pattern[str]
    behind_whole: re.Pattern[str]
    before: re.Pattern[str]
    behind: re.Pattern[str]
    markup: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    """Made when the first text is read: a program that reads none need not look for every mark there is."""
    accents = _marks()
    letters = rf"\w{accents}{_JOINERS}"
    contracted = rf"'(?!s(?![{letters}]))[{letters}]"
    return _Patterns(
        run=re.compile(rf"[{letters}]+"),
        whole_run=re.compile(rf"(?<![{letters}]')(?<![{letters}])[{letters}]++(?!{contracted})"),
        before_whole=re.compile(rf"(?<![{letters}]')(?<![{letters}])"),
        behind_whole=re.compile(rf"(?!{contracted})(?![{letters}])"),
        before=re.compile(rf"(?<![^\W_])(?<![{accents}{_JOINERS}])"),
        behind=re.compile(rf"(?![^\W_])(?![{accents}{_JOINERS}])"),
        markup=re.compile(
            r"</?(?ai:b|i|u|em|strong|small|big|span|font|a|s|del|strike|ins|mark|code|sub|sup|abbr|q|tt)(?![\w-])[^<>]{0,200}>"
            r"|(?P<parting><(?:/?[A-Za-z]|![A-Za-z])[^<>]{0,200}>|<!--(?:-?>|(?s:.){0,400}?-->))"
            r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,10});)"
            rf"|(?<![*\\])\*{{2,3}}(?=[\w\"'“‘«(])|(?<=[\w{accents}\"'”’»).!?…,:;])(?<!&nbsp;)\*{{2,3}}(?!\*)"
            rf"|(?<![\w{accents}*\\])\*(?=\w)|(?<=[\w{accents}])\*(?![\w*])"
            rf"|(?<![\w{accents}])_{{1,3}}(?=[^\W_])|(?<=[^\W_]|[{accents}])_{{1,3}}(?![\w{accents}])"
        ),
    )


def fold(text: str) -> str:
    """White space folded, as in a quotation."""
    return " ".join(text.split())


@cache
def plain(form: str) -> str:
    """Capitals, white space and the kind of apostrophe aside."""
    return fold_case(form)


def fold_case(text: str) -> str:
    # Letter by letter: "ss" does not stand where "ß" does. Small s has another shape at the end of a Greek word.
    return fold(text.lower().replace("ς", "σ").translate(_APOSTROPHES))


def fold_all(text: str) -> str:
    """What no reader sees aside too: the encoding of letters, characters that show as nothing."""
    hidden = {ord(sign): None for sign in set(text) if unicodedata.category(sign) == "Cf" or _SHOWS_NOTHING.match(sign)}
    shown = text.translate(hidden) if hidden else text
    folded = fold_case(unicodedata.normalize("NFKC", shown))
    # In small letters marks may join letters that they did not join before.
    return folded if folded.isascii() else unicodedata.normalize("NFKC", folded)


@cache
def words_of(form: str) -> tuple[str, ...]:
    return tuple(_patterns().run.findall(plain(form)))


def numbers_in(text: str) -> list[str]:
    """The numbers in digits: each run with its marks, each time it is written."""
    return _NUMBER.findall(text)


class Passage:
    """Words in which forms are looked up. `holds` is certain; `may_hold` is so wherever some reader would say it."""

    def __init__(self, text: str) -> None:
        self._text = text

    @classmethod
    def of(cls, texts: Iterable[str]) -> Passage:
        """Several texts: no form runs from one into the next."""
        return cls(_APART.join(texts))

    def holds(self, form: str) -> bool:
        found = plain(form)
        if _patterns().run.fullmatch(found):
            return found in self._whole_words
        before, behind = _patterns().before_whole, _patterns().behind_whole
        return self._words.issuperset(words_of(form)) and _stands(found, self._prose, before, behind)

    def may_hold(self, form: str) -> bool:
        return _stands(fold_all(form), self._all, _patterns().before, _patterns().behind)

    @cached_property
    def _plain(self) -> str:
        return fold_case(self._text)

    @cached_property
    def _prose(self) -> str:
        plain = self._plain
        # Most entries hold no tag and no address, and the look for one begins anew at every word.
        return _NOT_PROSE.sub(" ", plain) if any(sign in plain for sign in _SIGNS_OF_NO_PROSE) else plain

    @cached_property
    def _all(self) -> str:
        return fold_all(self._text)

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset((_ASCII_RUN if self._plain.isascii() else _patterns().run).findall(self._plain))

    @cached_property
    def _whole_words(self) -> frozenset[str]:
        # A word that an underscore touches is certain to no reader.
        return frozenset((_WHOLE_ASCII_RUN if self._prose.isascii() else _patterns().whole_run).findall(self._prose))


# Places that are no whole word are looked at one by one this often, then by one pattern.
_TRIED = 200


def _stands(form: str, text: str, before: re.Pattern[str], behind: re.Pattern[str]) -> bool:
    at = text.find(form)
    for _ in range(_TRIED):
        if at < 0:
            return False
        if before.match(text, at) and behind.match(text, at + len(form)):
            return True
        at = text.find(form, at + 1)
    pattern = re.compile(f"{before.pattern}{re.escape(form)}{behind.pattern}")
    return at >= 0 and pattern.search(text, at) is not None


class _Line(NamedTuple):
    """A line with white space folded, and whether it begins as it was typed, with no markup taken out there."""

    text: str
    is_opened: bool


class EntryRead:
    """An entry: its day, its text with white space folded, and the entries before it that say the same to some reader.

    `is_copy` where they say so to every reader: capitals and white space aside. `readings` are its text and, where
    there is markup in it, what a reader sees of it.
    """

    def __init__(self, day: date, text: str, same: Sequence[EntryRead]) -> None:
        self.day = day
        typed = seen = _lines(text, ())
        if any(sign in text for sign in _SIGNS_OF_MARKUP):
            seen = _lines(*_seen(text))
        self.folded = _joined(typed)
        self._lines = {self.folded: typed, _joined(seen): seen}
        self.readings = tuple(self._lines)
        exact = next((entry for entry in same if entry.folded.casefold() == self.folded.casefold()), None)
        self.copied = exact or next(iter(same), None)
        self.is_copy = exact is not None
        self.days_of_same = frozenset(entry.day for entry in same)
        self.passage = Passage(self.folded)

    def holds_tags(self, reading: str) -> bool:
        """Whether a tag in one of `readings` is one: where they are taken out, what looks like one is words."""
        return reading != self.readings[-1]

    def line_starts(self, reading: str) -> frozenset[int]:
        """Where lines of the entry as typed begin in one of `readings`: a mark behind a tag opens none."""
        starts, at = set(), 0
        for line in self._lines[reading]:
            if line.is_opened:
                starts.add(at)
            at += len(line.text) + 1
        return frozenset(starts)


class DiaryRead:
    """The entries by day, in order."""

    def __init__(self, record: CanonicalRecord) -> None:
        self.zone = record.zone
        self.window: tuple[date, ...] = tuple(day.date for day in record.days)
        seen: dict[str, list[EntryRead]] = {}
        self.entries: dict[date, tuple[EntryRead, ...]] = {
            day.date: tuple(_read(day.date, entry.text, seen) for entry in day.entries)
            for day in record.days
            if day.entries
        }
        self._passages = {day: Passage.of(entry.folded for entry in entries) for day, entries in self.entries.items()}
        self._seen = {
            day: Passage.of(entry.readings[-1] for entry in entries)
            for day, entries in self.entries.items()
            if any(len(entry.readings) > 1 for entry in entries)
        }

    def __iter__(self) -> Iterator[EntryRead]:
        return (entry for entries in self.entries.values() for entry in entries)

    @property
    def days(self) -> tuple[date, ...]:
        """The days with entries."""
        return tuple(self.entries)

    def days_with(self, forms: Sequence[str]) -> frozenset[date]:
        """The days on which one of the forms stands for certain."""
        return frozenset(day for day, passage in self._passages.items() if any(passage.holds(form) for form in forms))

    def may_stand(self, forms: Sequence[str], day: date) -> bool:
        passages = [passages[day] for passages in (self._passages, self._seen) if day in passages]
        return any(passage.holds(form) or passage.may_hold(form) for passage in passages for form in forms)


def _seen_of(markup: re.Match[str]) -> str:
    """What a reader sees in the place of a tag, an entity or a mark of emphasis."""
    if markup["entity"]:
        return html.unescape(markup["entity"])
    return " " if markup["parting"] else ""


def _seen(text: str) -> tuple[str, Sequence[int]]:
    """What a reader sees of a text with markup in it, and where in it markup stood."""
    pieces: list[str] = []
    marks: list[int] = []
    at = length = 0
    for match in _patterns().markup.finditer(text):
        before, instead = text[at : match.start()], _seen_of(match)
        marks.append(length + len(before))
        length = marks[-1] + len(instead)
        pieces += (before, instead)
        at = match.end()
    return "".join(pieces) + text[at:], marks


def _lines(text: str, marks: Sequence[int]) -> list[_Line]:
    lines: list[_Line] = []
    at = 0
    for line in text.splitlines(keepends=True):
        first = at + len(line) - len(line.lstrip())
        number = bisect_left(marks, at)
        if folded := fold(line):
            lines.append(_Line(folded, is_opened=number == len(marks) or marks[number] > first))
        at += len(line)
    return lines


def _joined(lines: Sequence[_Line]) -> str:
    return " ".join(line.text for line in lines)


def _read(day: date, text: str, seen: dict[str, list[EntryRead]]) -> EntryRead:
    # Between whole entries any writing of capitals is one: "Maß" and "MASS".
    same = seen.setdefault(unicodedata.normalize("NFKC", fold_all(text).casefold()), [])
    entry = EntryRead(day, text, same)
    same.append(entry)
    return entry
