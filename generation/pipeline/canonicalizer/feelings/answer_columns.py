"""Stage A: tables whose columns answer: "| sad | | x |" under "yes" and "no".

In: the text of one message, tags taken out, boxes and ticks as typed. Out: the spans of cells that are only asked
about: in a row without an answer, marked under "no", or at the head of a column. Linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import NamedTuple

from generation.pipeline.canonicalizer.feelings.clause_words import FEELING_LABELS
from generation.pipeline.reading.word_set import word_set
from generation.pipeline.reading.words import fold

_SPELT_YES, _SPELT_NO = word_set("y yes yep yeah true"), word_set("n no nope none false")
_SPELT = _SPELT_YES | _SPELT_NO
_SIDES = {"yes": _SPELT_YES | word_set("✓ ✔ ✅ 👍"), "no": _SPELT_NO | word_set("✗ ✘ ❌ 👎")}
# A cross may mean either; alone in its row or column it is a tick.
_YES = _SIDES["yes"] | word_set("☑ x")
_MOST_CELLS = 20
_BLANK = " \t\r-–—.*_\ufe0f"
_RULE = re.compile(r"[ \t|:+-]*-{2,}[ \t|:+-]*\r?")
_MARK = re.compile(r"[^\w]{1,2}|\d{1,3}(?:[./]\d{1,3})?")


class _Cell(NamedTuple):
    text: str
    start: int
    end: int


def asked_cells(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of cells that state nothing, in order."""
    if text.count("|") < 2:
        return ()
    lines, at = [], 0
    for line in text.split("\n"):
        lines.append((line, at))
        at += len(line) + 1
    spans: list[tuple[int, int]] = []
    for is_table, block in groupby(lines, key=lambda line: "|" in line[0]):
        if is_table:
            spans += _asked(list(block))
    return tuple(sorted(spans))


def _asked(block: Sequence[tuple[str, int]]) -> Iterator[tuple[int, int]]:
    rows = [list(islice(_cells(line, at), _MOST_CELLS)) for line, at in block if not _RULE.fullmatch(line)]
    if not rows:
        return
    head, below = rows[0], rows[1:]
    columns = {side: [at for at, cell in enumerate(head) if cell.text in words] for side, words in _SIDES.items()}
    under = {at: [row[at].text for row in below if at < len(row)] for at in range(len(head))}
    answers = [under[at] for places in columns.values() for at in places]
    if not answers or any(text in _SPELT for texts in answers for text in texts):
        columns = {}
        is_ruled = len(block) > 1 and _RULE.fullmatch(block[1][0]) is not None
        if not (len(head) == 2 and head[0].text in FEELING_LABELS):
            yield from (cell[1:] for at, cell in enumerate(head) if _is_asked_above(under[at], is_ruled=is_ruled))
    for row in rows:
        if row and (_is_unanswered(row) or _is_under_no(row, columns)):
            yield row[0][1:]


def _is_asked_above(under: Sequence[str], *, is_ruled: bool) -> bool:
    """ "| sad | angry |" above marks; where one "yes" stands alone under it, that is the answer."""
    if len(under) == 1 and under[0] in _YES:
        return False
    return is_ruled or (bool(under) and all(map(_is_mark, under)))


def _is_unanswered(row: Sequence[_Cell]) -> bool:
    return len(row) > 1 and not any(cell.text for cell in row[1:])


def _is_under_no(row: Sequence[_Cell], columns: Mapping[str, Sequence[int]]) -> bool:
    """ "| sad | | x |" under "| | yes | no |"."""
    marked = {side for side, places in columns.items() if any(row[at].text for at in places if at < len(row))}
    return marked == {"no"}


def _is_mark(text: str) -> bool:
    return not text or text in _SPELT or text == "x" or _MARK.fullmatch(text) is not None


def _cells(line: str, at: int) -> Iterator[_Cell]:
    parts = line.split("|")
    opened, closed = not parts[0].strip(), len(parts) > 1 and not parts[-1].strip()
    for number, part in enumerate(parts):
        start, at = at, at + len(part) + 1
        if (number or not opened) and (number < len(parts) - 1 or not closed):
            yield _Cell(fold(part).strip(_BLANK), start, at - 1)
