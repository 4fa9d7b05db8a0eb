"""`SB4xx` over a report: the form of each bullet, its length, and plain letters outside quotations.

In: a report under review. Out: findings. Quotations included, but for `SB406`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generation.pipeline.contracts import Finding
from generation.pipeline.policy_gate.findings import make_finding
from generation.pipeline.policy_gate.reading import Bullet, Reading
from generation.pipeline.reading.form_rules import FormBreach, find_breaches
from generation.pipeline.reading.words import tokens
from generation.pipeline.writer.fixed_sentences import FIXED_KINDS

_RUN = re.compile(r"\S+")
_AROUND_WORDS = ".,:;()…-–"
_UNPLAIN_ASCII = re.compile(r"[^A-Za-z0-9.,:;()/%'\-]")


def check_form(reading: Reading) -> Iterator[Finding]:
    """Findings on the form of every bullet, what it quotes included."""
    for bullet in reading.bullets:
        start, end = bullet.rendered.start, bullet.rendered.end
        text = reading.report.text[start:end]
        for breach in find_breaches(text):
            yield _finding(reading, bullet, breach)
        if not bullet.is_readable or sum(1 for _ in tokens(text)) > bullet.word_limit:
            yield make_finding("SB405", reading.report, bullet.rendered.slot_id, start, end)
        elif bullet.kind not in FIXED_KINDS:
            for breach in find_unplain(bullet):
                yield _finding(reading, bullet, breach)


def find_unplain(bullet: Bullet) -> Iterator[FormBreach]:
    """SB406: whatever stands outside quotations and is no plain letter, digit or mark. Letters with accents and the
    signs of logged values are plain where a cited fact holds the very word."""
    marks = {place - bullet.rendered.start for quote in bullet.quotes for place in (quote.start - 1, quote.end)}
    for run in _RUN.finditer(bullet.words):
        if run.group().isascii() and not _UNPLAIN_ASCII.search(run.group()):
            continue
        first = next((at for at in range(run.start(), run.end()) if at not in marks), run.end())
        last = next((at + 1 for at in range(run.end() - 1, first - 1, -1) if at not in marks), first)
        typed = bullet.words[first:last].strip(_AROUND_WORDS)
        if typed and not _is_plain(typed) and not any(typed in fact.text for fact in bullet.facts):
            yield FormBreach("SB406", first, last)


def _is_plain(typed: str) -> bool:
    return typed.isascii() and not _UNPLAIN_ASCII.search(typed)


def _finding(reading: Reading, bullet: Bullet, breach: FormBreach) -> Finding:
    start = bullet.rendered.start
    return make_finding(
        breach.rule_id, reading.report, bullet.rendered.slot_id, start + breach.start, start + breach.end
    )
