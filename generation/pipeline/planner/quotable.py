"""What is quoted of a sentence where it is chosen: all of it, a piece that fits its day or breaks no form rule, or
nothing.

Part of stage B. In: the sentences of one entry. Out: `QuoteRef` values. Whatever is chosen of them, neighbours stand
beside each other, and must break no form rule there. Where two cannot stand together, safety words go first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generation.pipeline.canonicalizer.marks.bindings import leaves_open
from generation.pipeline.contracts import Fact, QuoteRef
from generation.pipeline.planner.choice import OVER_TOGETHER
from generation.pipeline.planner.features import Weighing
from generation.pipeline.planner.shown import is_nothing
from generation.pipeline.reading.form_rules import find_form_breaches
from generation.pipeline.reading.quotations import QuotedText

# No cut parts a box: "[ ]".
_RUN = re.compile(r"(?:\[ \]|\S)+")
# A run without blanks of more code points counts as several words: scripts without spaces, a key held down.
_CHARACTERS_OF_A_WORD = 60
# A sentence is not cut to fewer words so that what is bound to it fits.
_MIN_WORDS = 15


def words_of(text: str) -> int:
    """Words between blanks; a very long one counts as several."""
    return sum(-(-len(run) // _CHARACTERS_OF_A_WORD) for run in text.split())


class Quotable:
    """What may be quoted of the sentences of one entry, on a day with this budget of words."""

    def __init__(self, text: str, budget: int, weighing: Weighing) -> None:
        self._text = text
        self._quoted = QuotedText(text)
        self._budget = budget
        self._weighing = weighing
        self._sizes: dict[tuple[int, int], int] = {}

    def of(self, facts: Sequence[Fact], bound: Sequence[bool]) -> Iterator[tuple[QuoteRef | None, int, bool]]:
        """One for each sentence, None where nothing of it may be quoted, its words, and whether it is bound to the one
        before.

        A sentence that the day could not hold together with those before it is parted from them."""
        quotes = self._joinable(facts, [self._quote(fact, self._budget) for fact in facts])
        starts = [at for at in range(len(facts)) if at == 0 or not bound[at]]
        for first, end in zip(starts, [*starts[1:], len(facts)], strict=True):
            own = self._fitting_together(facts[first:end], quotes[first:end])
            fits = self._first_that_fit(facts[first:end], own)
            for number, quote in enumerate(own):
                is_kept = number < fits or self._weighing.is_safety(facts[first + number])
                kept = quote if is_kept else None
                yield kept, self._words(kept), number not in (0, fits)

    def _words(self, quote: QuoteRef | None) -> int:
        return self._size(quote.start, quote.end) if quote else 0

    def _size(self, start: int, end: int) -> int:
        size = self._sizes.get((start, end))
        if size is None:
            size = self._sizes[start, end] = words_of(self._text[start:end])
        return size

    def _quote(self, fact: Fact, most: int) -> QuoteRef | None:
        """What is quoted of a sentence alone."""
        start, end = fact.start, fact.end
        if not self._weighing.is_struck(fact) and self._quoted.is_quotable(start, end):
            if self._size(start, end) <= most or self._weighing.is_safety(fact):
                return QuoteRef(message_id=fact.message_id, fact_ids=(fact.id,), start=start, end=end)
            start, end = self._fitting(fact, most)
        elif self._weighing.is_safety(fact):
            start, end = self._without_breach(fact)
        else:
            return None
        if not self._text[start:end].strip() or not self._quoted.is_quotable(start, end):
            return None
        return QuoteRef(message_id=fact.message_id, fact_ids=(fact.id,), start=start, end=end)

    def _fitting(self, fact: Fact, most: int) -> tuple[int, int]:
        """The first words of a sentence that fit, or those around what it tells if that comes later."""
        tells_at = self._weighing.tells_at(fact)
        runs = list(_RUN.finditer(self._text, fact.start, fact.end))
        sizes = [words_of(run.group()) for run in runs]
        telling = next((n for n in reversed(range(len(runs))) if runs[n].start() <= tells_at), 0)
        first, used = 0, 0
        # What it tells gets a third of the room behind it.
        for n in range(min(telling + max(most // 3, 1), len(runs)) - 1, -1, -1):
            if used + sizes[n] > most:
                first = n + 1
                break
            used += sizes[n]
        if first < len(runs) and is_nothing(self._text, fact.start, runs[first].start()):
            # No cut parts a line from the mark it begins with.
            first = 0
        last, used = first, 0
        while last < len(runs) and used + sizes[last] <= most:
            used += sizes[last]
            last += 1
        if last == first:
            return fact.start, fact.start
        # A cut stands before no object: "and", "the" and "to" lead nowhere alone.
        while last < len(runs) and last - first > _MIN_WORDS and leaves_open(runs[last - 1].group()):
            last -= 1
        return runs[first].start(), runs[last - 1].end()

    def _without_breach(self, fact: Fact) -> tuple[int, int]:
        """The longest piece of a sentence that may be quoted, cut at blanks; one of safety words before others."""
        barred = [(fact.start + breach.start, fact.start + breach.end) for breach in find_form_breaches(fact.text)]
        barred += self._weighing.struck_spans(fact)
        pieces: list[list[tuple[int, int]]] = [[]]
        for run in _RUN.finditer(self._text, fact.start, fact.end):
            start, end = run.span()
            if any(start < b and a < end for a, b in barred) or not self._quoted.is_quotable(start, end):
                pieces.append([])
            else:
                pieces[-1].append((start, end))
        safety = self._weighing.safety_spans(fact)

        def tells(piece: list[tuple[int, int]]) -> tuple[bool, int]:
            return any(a < piece[-1][1] and piece[0][0] < b for a, b in safety) if piece else False, len(piece)

        best = max(pieces, key=tells)
        return (best[0][0], best[-1][1]) if best else (fact.start, fact.start)

    def _joinable(self, facts: Sequence[Fact], quotes: Sequence[QuoteRef | None]) -> list[QuoteRef | None]:
        """The quotations without those that would break a form rule behind the ones before."""
        if self._quoted.breaks_nothing:
            return list(quotes)
        kept: list[QuoteRef | None] = []
        is_safety = [self._weighing.is_safety(fact) for fact in facts]
        # Where the quotations that stand one behind the other begin, and the last of them.
        begins, last = 0, -1
        for at, quote in enumerate(quotes):
            kept.append(quote)
            if quote is None:
                continue
            before = kept[last] if last >= 0 else None
            # What is not quoted may be nothing, and then what stands around it is quoted in one.
            if before is None or not is_nothing(self._text, before.end, quote.start):
                begins, last = quote.start, at
            elif not self._break_together(begins, quote):
                last = at
            elif is_safety[at] and not is_safety[last]:
                kept[last], begins, last = None, quote.start, at
            else:
                kept[at] = None
        return kept

    def _break_together(self, begins: int, quote: QuoteRef) -> bool:
        return not self._quoted.joins(begins, quote.start, quote.end)

    def _fitting_together(self, facts: Sequence[Fact], quotes: Sequence[QuoteRef | None]) -> list[QuoteRef | None]:
        """The quotations of sentences bound together, the long ones cut to what the others leave of the day."""
        words = [self._words(quote) for quote in quotes]
        if sum(words) <= self._budget + OVER_TOGETHER:
            return list(quotes)
        is_long = [
            words_of(fact.text) > self._budget and quote is not None and not self._weighing.is_safety(fact)
            for fact, quote in zip(facts, quotes, strict=True)
        ]
        others = sum(size for size, long in zip(words, is_long, strict=True) if not long)
        room = max((self._budget - others) // max(sum(is_long), 1), _MIN_WORDS)
        return [
            self._quote(fact, min(room, self._budget)) if long else quote
            for fact, quote, long in zip(facts, quotes, is_long, strict=True)
        ]

    def _first_that_fit(self, facts: Sequence[Fact], quotes: Sequence[QuoteRef | None]) -> int:
        """How many of the sentences bound together a day can hold, from the first on; safety words it always can."""
        used = 0
        for number, (fact, quote) in enumerate(zip(facts, quotes, strict=True)):
            used += self._words(quote)
            if used > self._budget + OVER_TOGETHER and not self._weighing.is_safety(fact):
                return number
        return len(facts)
