"""`SB4xx`, form: of every bullet what it says, and of every quotation what it quotes.

In: a rendered report. Out: findings. A quotation is read by itself, as when it was chosen: what two of them would be
together is no form of either. Linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from generation.pipeline.contracts import Finding, RenderedReport, RenderedSlot, SlotKind
from generation.pipeline.policy_gate.findings import make_finding
from generation.pipeline.reading.form_rules import find_form_breaches
from generation.pipeline.reading.quotations import QUOTATION_MARKS

# No day is quoted at such length, and no list is as long.
MAX_WORDS = 1_500
CHARACTERS_PER_WORD = 60
_CLOSING = dict(QUOTATION_MARKS)
_MARKS = re.compile(f"[{re.escape(''.join(mark for pair in QUOTATION_MARKS for mark in pair))}]")
_UNPLAIN = re.compile(r"[^A-Za-z0-9.,:;()/'’ …-]")
# The name of a time zone, and values as typed, hold more signs.
_UNPLAIN_OF_KIND = {
    SlotKind.WINDOW: re.compile(r"[^A-Za-z0-9.,:;()/'’ …+_-]"),
    SlotKind.SERIES: re.compile(r"[^A-Za-z0-9.,:;()/'’ …~<>=≈+°½⅓⅔¼¾€$£%→-]"),
}
# Quotations stand behind a word: a heading's mark opens no line of the report.
_BEFORE_WORDS = ": "


class _Piece(NamedTuple):
    """`text[start:end]` of a bullet: the words of a quotation without its marks, or words outside."""

    start: int
    end: int
    is_quoted: bool


def check_form(report: RenderedReport) -> Iterator[Finding]:
    """SB401 to SB407."""
    for slot in report.slots:
        text = report.text[slot.start : slot.end]
        if len(text) > MAX_WORDS * CHARACTERS_PER_WORD or len(text.split()) > MAX_WORDS:
            yield make_finding("SB405", report, slot.slot_id, slot.start, slot.end)
            continue
        for rule_id, start, end in _breaches(text, slot):
            yield make_finding(rule_id, report, slot.slot_id, slot.start + start, slot.start + end)


def _breaches(text: str, slot: RenderedSlot) -> Iterator[tuple[str, int, int]]:
    unplain = _UNPLAIN_OF_KIND.get(slot.kind, _UNPLAIN)
    for piece in _pieces(text):
        words = text[piece.start : piece.end]
        for breach in find_form_breaches(f"{_BEFORE_WORDS}{words}"):
            start = piece.start + max(breach.start - len(_BEFORE_WORDS), 0)
            yield breach.rule_id, start, piece.start + breach.end - len(_BEFORE_WORDS)
        if not piece.is_quoted:
            for match in _MARKS.finditer(words):
                yield "SB407", piece.start + match.start(), piece.start + match.end()
            for match in unplain.finditer(_MARKS.sub(" ", words)):
                yield "SB406", piece.start + match.start(), piece.start + match.end()


def _pieces(text: str) -> Iterator[_Piece]:
    """The bullet in pieces; a mark that opens no quotation stays among the words outside."""
    at = outside = 0
    while match := _MARKS.search(text, at):
        closing = _CLOSING.get(match.group())
        end = text.find(closing, match.end()) if closing else -1
        if end < 0:
            at = match.end()
            continue
        yield _Piece(outside, match.start(), is_quoted=False)
        yield _Piece(match.end(), end, is_quoted=True)
        at = outside = end + 1
    yield _Piece(outside, len(text), is_quoted=False)
