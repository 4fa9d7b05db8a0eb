"""Reading a bullet from left to right: fixed words, quotations, dates, counts. Raises `Unread` where it is another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from generation.pipeline.policy_gate.second_reader.dates import LIST, ONE, Dates, read_dates

# The first pair of which the words hold neither is theirs, so a quotation ends at the first closing mark.
PAIRS = (('"', '"'), ("“", "”"), ("«", "»"), ("‹", "›"))
_CLOSING = dict(PAIRS)
_NUMBER = re.compile(r"\d+")
_MAX_FORMS = 4


class Unread(Exception):
    """The bullet is none of the sentences."""


class Quoted(NamedTuple):
    """Words between marks: `text[start:end]` of the report is the words alone."""

    words: str
    start: int
    end: int

    def has_right_marks(self, text: str) -> bool:
        """Whether the marks are the first pair of which the words hold neither."""
        right = next((pair for pair in PAIRS if not any(mark in self.words for mark in pair)), None)
        return (text[self.start - 1], text[self.end]) == right


class Scanner:
    """A place in `text[at:end]`; every method moves it past what it read."""

    def __init__(self, text: str, at: int, end: int, window: Sequence[date]) -> None:
        self.text = text
        self.at = at
        self.end = end
        self._window = window

    @property
    def is_done(self) -> bool:
        return self.at == self.end

    def sees(self, words: str) -> bool:
        return self.text.startswith(words, self.at, self.end)

    def accept(self, words: str) -> bool:
        if not self.sees(words):
            return False
        self.at += len(words)
        return True

    def expect(self, words: str) -> None:
        if not self.accept(words):
            raise Unread

    def expect_end(self, words: str = "") -> None:
        self.expect(words)
        if not self.is_done:
            raise Unread

    def sees_quotation(self) -> bool:
        return self.at < self.end and self.text[self.at] in _CLOSING

    def quotation(self) -> Quoted:
        if not self.sees_quotation():
            raise Unread
        start = self.at + 1
        end = self.text.find(_CLOSING[self.text[self.at]], start, self.end)
        if end <= start:
            raise Unread
        self.at = end + 1
        return Quoted(self.text[start:end], start, end)

    def forms(self) -> tuple[Quoted, ...]:
        """One to four quoted forms: `"hate"`, `"hate" or "hating"`, `"hate", "hated" or "hating"`."""
        found = [self.quotation()]
        while self.accept(", "):
            found.append(self.quotation())
        if self.accept(" or "):
            found.append(self.quotation())
        elif len(found) > 1:
            raise Unread
        if len(found) > _MAX_FORMS:
            raise Unread
        return tuple(found)

    def number(self) -> int:
        match = _NUMBER.match(self.text, self.at, self.end)
        if match is None:
            raise Unread
        self.at = match.end()
        return int(match[0])

    def dates(self) -> Dates:
        return self._dates(LIST)

    def one_date(self) -> Dates:
        return self._dates(ONE)

    def _dates(self, pattern: re.Pattern[str]) -> Dates:
        match = pattern.match(self.text, self.at, self.end)
        if match is None:
            raise Unread
        self.at = match.end()
        return read_dates(self.text, match.start(), match.end(), self._window)

    def up_to(self, words: str) -> str:
        """What stands before `words`, at least a character; the scanner stands behind them then."""
        found = self.text.find(words, self.at, self.end)
        if found <= self.at:
            raise Unread
        before = self.text[self.at : found]
        self.at = found + len(words)
        return before
