"""Quotation marks in a bullet: which of its words are quoted, and what is left when they are taken out."""

from __future__ import annotations

from dataclasses import dataclass

PAIRS = {'"': '"', "“": "”", "«": "»", "‹": "›"}
MARK = "\ue000"
"""Stands in a skeleton for one quotation."""


class QuotationError(ValueError):
    """Quotation marks that do not pair."""


@dataclass(frozen=True)
class Bullet:
    """A bullet without its "- ": as written, with each quotation as one MARK, and the quoted words in order."""

    line: str
    skeleton: str
    quotes: tuple[str, ...]

    def quotes_within(self, start: int, end: int) -> tuple[str, ...]:
        """The quotations of a stretch of the skeleton."""
        before = self.skeleton.count(MARK, 0, start)
        return self.quotes[before : before + self.skeleton.count(MARK, start, end)]

    def restore(self, start: int, end: int) -> str:
        """A stretch of the skeleton with the quoted words in it, without their marks."""
        text = self.skeleton[start:end]
        for quote in self.quotes_within(start, end):
            text = text.replace(MARK, quote, 1)
        return text


def read_bullet(line: str) -> Bullet:
    """Take the quotations out of a bullet. Raises QuotationError where marks do not pair.

    A quotation runs from an opening mark to the next mark of its own pair, so its words hold neither of the two; marks
    of the other pairs inside it are words.
    """
    if MARK in line:
        raise QuotationError("a private character stands in the bullet")
    skeleton: list[str] = []
    quotes: list[str] = []
    at = 0
    while at < len(line):
        char = line[at]
        if char in PAIRS:
            close = next((i for i in range(at + 1, len(line)) if line[i] in (char, PAIRS[char])), None)
            if close is None or line[close] != PAIRS[char]:
                raise QuotationError(f"the quotation that {char} opens is not closed")
            if not line[at + 1 : close].strip():
                raise QuotationError("a quotation is empty")
            quotes.append(line[at + 1 : close])
            skeleton.append(MARK)
            at = close + 1
        elif char in PAIRS.values():
            raise QuotationError(f"{char} closes no quotation")
        else:
            skeleton.append(char)
            at += 1
    return Bullet(line, "".join(skeleton), tuple(quotes))


def can_be_quoted(text: str) -> bool:
    """There is a pair of marks of which the text holds neither."""
    return any(opening not in text and closing not in text for opening, closing in PAIRS.items())
