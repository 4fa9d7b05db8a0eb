"""The words of the diary that each bullet of a summary rests on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generation.pipeline.contracts import CanonicalRecord, RenderedReport, RenderedSlot

_QUOTED = re.compile(r'"([^"]+)"|“([^”]+)”|«([^»]+)»|‹([^›]+)›')


class Light(NamedTuple):
    """Words of one message, code points of it."""

    message_id: str
    start: int
    end: int


class Lights:
    """The words each bullet of a report rests on."""

    def __init__(self, report: RenderedReport, record: CanonicalRecord) -> None:
        self._report, self._record = report, record
        self._found: dict[int, tuple[Light, ...]] = {}
        self._numbers: dict[str, list[Light]] = defaultdict(list)
        for log in record.numeric_logs:
            self._numbers[log.fact_id].append(Light(log.message_id, log.start, log.end))

    def of(self, slot: RenderedSlot) -> tuple[Light, ...]:
        """What the bullet quotes, else the words it lists where they stand in the facts it cites. Looked up once."""
        if slot.start not in self._found:
            self._found[slot.start] = self._find(slot)
        return self._found[slot.start]

    def _find(self, slot: RenderedSlot) -> tuple[Light, ...]:
        quotes = [quote.quote for quote in self._report.quotes if slot.start <= quote.start < slot.end]
        if quotes:
            return tuple(Light(quote.message_id, quote.start, quote.end) for quote in quotes)
        forms = _quoted_forms(self._report.text[slot.start : slot.end])
        patterns = [re.compile(rf"(?<!\w){re.escape(form)}(?!\w)", re.IGNORECASE) for form in forms]
        return tuple(dict.fromkeys(light for fact_id in slot.fact_ids for light in self._in_fact(fact_id, patterns)))

    def _in_fact(self, fact_id: str, forms: Sequence[re.Pattern[str]]) -> Iterator[Light]:
        """Where a cited fact holds a form the bullet lists, or a number read in it; else the whole fact."""
        fact = self._record.facts_by_id[fact_id]
        found = [
            Light(fact.message_id, fact.start + at.start(), fact.start + at.end())
            for form in forms
            for at in form.finditer(fact.text)
        ]
        if not forms:
            found = self._numbers[fact_id]
        yield from found or [Light(fact.message_id, fact.start, fact.end)]


def _quoted_forms(words: str) -> tuple[str, ...]:
    return tuple("".join(found) for found in _QUOTED.findall(words))
