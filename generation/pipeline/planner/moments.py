"""The moment of a day: which words to quote for it.

Part of stage B. In: the record and the words that matter in it. Out: one quotation per day with entries, or
none where nothing of the day may be quoted. Must never quote what breaks a form rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generation.pipeline.contracts import Day, Fact, QuoteRef
from generation.pipeline.planner.recount import Recount
from generation.pipeline.reading import form_rules
from generation.pipeline.reading.quotations import is_quotable
from generation.pipeline.reading.words import stem, tokens

# Neighbouring sentences are quoted together up to this many words; a longer sentence alone is cut at the end of a
# word, counted between blanks for the reader and in letter runs for the gate's word limit.
JOINED_WORDS = 10
CUT_WORDS = 25
CUT_LETTER_RUNS = 50
CUT_CHARACTERS = 240
_WORD = re.compile(r"\S+")


class MomentChooser:
    """Chooses, on each day, the earliest words that carry a feeling, a number or a recurring term."""

    def __init__(self, recount: Recount) -> None:
        self._record = recount.record
        self._whole = recount.whole_facts
        own = [mention for group in recount.feelings.values() for mention in group]
        logged = {log.fact_id for log in self._record.numeric_logs}
        recurring = {mention.fact_id for group in recount.terms.values() for mention in group}
        self._feelings = {stem(form) for mention in own for form in (mention.emotion.word, mention.lemma)}
        self._telling = {mention.emotion.fact_id for mention in own} | logged | recurring

    def choose(self, day: Day) -> QuoteRef | None:
        """The words to quote for `day`, or None when none of it may be quoted."""
        chains = [list(self._before_any_order(entry.fact_ids)) for entry in day.entries]
        for telling_only in (True, False):
            for facts in chains:
                for first, fact in enumerate(facts):
                    if fact.id not in self._whole or (telling_only and not self._tells(fact)):
                        continue
                    quote = self._quote(facts[first:])
                    if quote:
                        return quote
        return None

    def _before_any_order(self, fact_ids: Sequence[str]) -> Iterator[Fact]:
        """The facts of a message up to the first that gives orders to a program: what follows is part of them."""
        for fact_id in fact_ids:
            fact = self._record.facts_by_id[fact_id]
            if any(breach.rule_id == "SB404" for breach in form_rules.find_breaches(fact.text)):
                return
            yield fact

    def _tells(self, fact: Fact) -> bool:
        return fact.id in self._telling or any(stem(token.text) in self._feelings for token in tokens(fact.text))

    def _are_neighbours(self, fact: Fact, following: Fact) -> bool:
        """Whether nothing was written between them: a record may leave sentences out, a quotation may not."""
        text = self._record.entries_by_message_id[fact.message_id].text
        return not text[fact.end : following.start].strip()

    def _quote(self, facts: Sequence[Fact]) -> QuoteRef | None:
        """The first of `facts`, with those behind it that tell something too and still fit."""
        candidates = [quote for quote in self._growing(facts) if is_quotable(self._record, quote)]
        return candidates[-1] if candidates else None

    def _growing(self, facts: Sequence[Fact]) -> Iterator[QuoteRef]:
        words = sum(1 for _ in tokens(facts[0].text))
        end = _cut(facts[0])
        if end is None:
            return
        yield _quote_of(facts[:1], end)
        for size, fact in enumerate(facts[1:], start=2):
            words += sum(1 for _ in tokens(fact.text))
            if words > JOINED_WORDS or fact.id not in self._whole or not self._tells(fact):
                return
            if not self._are_neighbours(facts[size - 2], fact):
                return
            yield _quote_of(facts[:size], fact.end)


def _quote_of(facts: Sequence[Fact], end: int) -> QuoteRef:
    return QuoteRef(
        message_id=facts[0].message_id,
        fact_ids=tuple(fact.id for fact in facts),
        start=facts[0].start,
        end=end,
    )


def _cut(fact: Fact) -> int | None:
    """Where the quotation of one fact ends: at its end, or at the last word end that fits; None without one."""
    runs = [token.end for token in tokens(fact.text)]
    longest = runs[CUT_LETTER_RUNS - 1] if len(runs) > CUT_LETTER_RUNS else len(fact.text)
    words = [word.end() for word in _WORD.finditer(fact.text)]
    if len(words) <= CUT_WORDS and len(fact.text) <= min(CUT_CHARACTERS, longest):
        return fact.end
    fitting = [end for end in words[:CUT_WORDS] if end <= min(CUT_CHARACTERS, longest)]
    return fact.start + fitting[-1] if fitting else None
