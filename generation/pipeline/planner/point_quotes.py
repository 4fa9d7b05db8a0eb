"""What an open point quotes of a sentence: all of it, or the words around the matter where it is long.

Part of stage B. In: the record, a sentence and the forms of a matter. Out: `PointQuote`, None where the sentence may
not be quoted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generation.pipeline.canonicalizer.marks.bindings import leaves_open
from generation.pipeline.contracts import CanonicalRecord, Fact, PointQuote, QuoteRef
from generation.pipeline.planner.words_in_entries import folded, holds
from generation.pipeline.reading.quotations import is_quotable, without_marks

# A longer sentence is cut around the matter, in words between blanks.
LONGEST_QUOTE = 40
_WORDS_BEFORE = 20
_RUN = re.compile(r"\S+")
ENDS_A_SENTENCE = '.!?…"”»)。！？｡．।؟۔'


def point_quote(record: CanonicalRecord, fact: Fact, forms: Sequence[str]) -> PointQuote | None:
    """The sentence, cut around the matter where it is long; None where it may not be quoted."""
    text = record.entries_by_message_id[fact.message_id].text
    start, end = _cut(fact, forms)
    if not is_quotable(text, start, end):
        return None
    # Words that only markup parts are one where they are quoted.
    quoted = without_marks(text, start, end)
    if not any(holds(folded(quoted), folded(form)) for form in forms):
        return None
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    before = without_marks(text, line_start, start)
    behind = without_marks(text, end, line_end if line_end >= 0 else len(text))
    return PointQuote(
        day=fact.day,
        quote=QuoteRef(message_id=fact.message_id, fact_ids=(fact.id,), start=start, end=end),
        cut_before=bool(before) and before[-1] not in ENDS_A_SENTENCE,
        cut_behind=bool(behind) and quoted[-1] not in ENDS_A_SENTENCE,
    )


def _cut(fact: Fact, forms: Sequence[str]) -> tuple[int, int]:
    runs = list(_RUN.finditer(fact.text))
    if len(runs) <= LONGEST_QUOTE:
        return fact.start, fact.end
    wanted = [folded(form) for form in forms]
    at = next((n for n in range(len(runs)) if any(_starts(runs, n, form) for form in wanted)), 0)
    first = max(0, min(at - _WORDS_BEFORE, len(runs) - LONGEST_QUOTE))
    last = min(first + LONGEST_QUOTE, len(runs)) - 1
    while at < last < len(runs) - 1 and leaves_open(runs[last].group()):
        last -= 1
    return fact.start + runs[first].start(), fact.start + runs[last].end()


def _starts(runs: Sequence[re.Match[str]], at: int, form: str) -> bool:
    size = len(form.split())
    return holds(folded(" ".join(run.group() for run in runs[at : at + size])), form)
