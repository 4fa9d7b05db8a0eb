"""The choice of Section 4 by rules: which sentences of each day are quoted.

Part of stage B. In: the day's candidates. Out: ids of facts. The heaviest goes first; none wins for being
earliest. What is required is always there, what is bound is there together or not at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate
from math import exp, log
from typing import NamedTuple

from generation.pipeline.contracts import DayPlan, EntryPlan, Sentence

# An entry of at most this many words is quoted whole or not at all.
SHORT_ENTRY = 25
# An entry longer than this may have a second run.
LONG_ENTRY = 60
# How much the words of a sentence count against its weight. A day is filled once by each, as a long sentence may tell
# less than two that would fit in its place; the filling that tells most is taken.
THRIFT = (0.0, 0.5, 1.0)
# How much likelier a reader is to take a sentence for what matters if it is heavier by one; fitted with the weights.
SHARPNESS = 2.0
# What an entry adds if something of it is quoted: of equals, one more entry goes before a longer run of another.
SPREAD = 0.03
# A lead-in of at most so many words is quoted with what speaks of somebody it names, where there is room.
LONGEST_LEAD = 25
# By how many words sentences bound together may exceed the budget if nothing else of the day is quoted.
OVER_TOGETHER = 30


class Block(NamedTuple):
    """Sentences that are quoted together or not at all, neighbours of one entry."""

    entry: int
    first: int
    last: int
    words: int
    weight: float


def choose_sentences(day: DayPlan, first: Sequence[str] = (), barred: Collection[str] = ()) -> tuple[str, ...]:
    """The facts quoted of `day`, in the order written. Blocks whose first fact is in `first` go before everything that
    is not required. The rest of the budget is filled by weight without what is `barred`, unless that left the day
    without a word."""
    chosen = _DayChoice(day)
    if not day.is_whole:
        chosen.fill(first, barred)
    fact_ids = tuple(chosen.fact_ids())
    # An objection may bar all there is of a day. Better that it is raised again than that the day has no words.
    return fact_ids if fact_ids or not barred else choose_sentences(day, first)


class Candidate(NamedTuple):
    """A block as it is offered: its id is its first fact's."""

    id: str
    fact_ids: tuple[str, ...]
    words: int
    is_required: bool


def candidates(day: DayPlan) -> tuple[Candidate, ...]:
    """What may be chosen of a day: short entries whole, sentences with what is bound to them."""
    offered = []
    for number, entry in enumerate(day.entries):
        for block in _blocks(number, entry):
            own = entry.sentences[block.first : block.last + 1]
            if block.words:
                ids = tuple(sentence.fact_id for sentence in own if sentence.quote)
                offered.append(Candidate(own[0].fact_id, ids, block.words, any(s.is_required for s in own)))
    return tuple(offered)


class _DayChoice:
    def __init__(self, day: DayPlan) -> None:
        self._entries = day.entries
        self._budget = day.budget
        self._taken: list[set[int]] = [set() for _ in day.entries]
        self._words_before = [
            tuple(accumulate((sentence.words for sentence in entry.sentences), initial=0)) for entry in day.entries
        ]
        self._blocks = [_blocks(number, entry) for number, entry in enumerate(day.entries)]
        for number, entry in enumerate(day.entries):
            for at, sentence in enumerate(entry.sentences):
                if sentence.quote and (day.is_whole or sentence.is_required):
                    self._taken[number].add(at)
        for blocks in self._blocks:
            for block in blocks:
                # A short entry is whole with its required sentence, a bound one with what it is bound to.
                if self._holds(block):
                    self._take(block.entry, block.first, block.last)

    def fact_ids(self) -> Iterator[str]:
        for entry, taken in zip(self._entries, self._taken, strict=True):
            for at in sorted(taken):
                yield entry.sentences[at].fact_id

    def fill(self, wanted: Sequence[str], barred: Collection[str]) -> None:
        """Take what is wanted, then, of the ways to fill the rest of the day, the one that tells most."""
        required = [set(taken) for taken in self._taken]
        free = [block for blocks in self._blocks for block in blocks if block.words and not self._holds(block)]
        told = _shares(free)
        fillings = []
        for thrift in THRIFT:
            self._taken = [set(taken) for taken in required]
            self._used = sum(self._words(number, at) for number, taken in enumerate(self._taken) for at in taken)
            self._fill_by(thrift, free, wanted, barred)
            worth = sum(share for block, share in zip(free, told, strict=True) if self._holds(block))
            fillings.append((worth + SPREAD * sum(map(bool, self._taken)), self._taken))
        # Of equals the first.
        self._taken = max(fillings, key=lambda filling: filling[0])[1]

    def _fill_by(self, thrift: float, free: Sequence[Block], wanted: Sequence[str], barred: Collection[str]) -> None:
        """Take what is wanted, then the heaviest block that fits, again and again."""
        by_id = {self._entries[block.entry].sentences[block.first].fact_id: block for block in free}
        for fact_id in wanted:
            if fact_id in by_id:
                self._try(by_id[fact_id])
        for block in sorted(free, key=lambda one: (_gives_way(one), thrift * log(one.words) - one.weight, *one[:2])):
            own = self._entries[block.entry].sentences[block.first : block.last + 1]
            if _gives_way(block) and self._taken[block.entry]:
                continue
            if not any(sentence.fact_id in barred for sentence in own):
                self._try(block)

    def _holds(self, block: Block) -> bool:
        """Whether something of the block is taken."""
        return any(at in self._taken[block.entry] for at in range(block.first, block.last + 1))

    def _try(self, block: Block) -> None:
        # Its first sentence may be one that cannot be quoted.
        if self._holds(block):
            return
        left = self._budget - self._used + (0 if any(self._taken) else OVER_TOGETHER)
        # Most blocks of a day with much to tell are too long even alone.
        if block.words > left:
            return
        first, last = self._with_bridge(block)
        lead = self._lead(block.entry, first)
        # Nothing between is taken yet.
        for start, most in ((lead, self._budget - self._used), (first, left)):
            words = self._between(block.entry, start, last)
            if words <= most:
                self._take(block.entry, start, last)
                self._used += words
                return

    def _lead(self, entry: int, first: int) -> int:
        """Where a short lead-in begins that names whom the sentence at `first` speaks of, or `first` itself."""
        sentences, taken = self._entries[entry].sentences, self._taken[entry]
        start, used = first, 0
        while start and (sentences[start].needs_lead or sentences[start].is_bound) and start - 1 not in taken:
            start -= 1
            used += sentences[start].words
            if used > LONGEST_LEAD or not sentences[start].quote:
                return first
        return start

    def _with_bridge(self, block: Block) -> tuple[int, int]:
        """The sentences to take so that the entry keeps one run, or the block alone where a second may stand."""
        taken = self._taken[block.entry]
        if not taken:
            return block.first, block.last
        below = max((at for at in taken if at < block.first), default=None)
        above = min((at for at in taken if at > block.last), default=None)
        bridges = [
            b
            for b in (
                (below + 1, block.last) if below is not None else None,
                (block.first, above - 1) if above is not None else None,
            )
            if b
        ]
        first, last = min(bridges, key=lambda b: self._between(block.entry, *b))
        is_apart = (first, last) != (block.first, block.last)
        if is_apart and self._runs(block.entry) < 2 and self._entries[block.entry].words > LONG_ENTRY:
            return block.first, block.last
        return first, last

    def _runs(self, entry: int) -> int:
        taken = self._taken[entry]
        return sum(at - 1 not in taken for at in taken)

    def _take(self, entry: int, first: int, last: int) -> None:
        sentences = self._entries[entry].sentences
        self._taken[entry] |= {at for at in range(first, last + 1) if sentences[at].quote}

    def _words(self, entry: int, at: int) -> int:
        return self._entries[entry].sentences[at].words

    def _between(self, entry: int, first: int, last: int) -> int:
        """The words of the sentences from `first` to `last` together."""
        return self._words_before[entry][last + 1] - self._words_before[entry][first]


def _gives_way(block: Block) -> bool:
    """Whether it tells nothing that is not listed, and is quoted only where else nothing of its entry would be."""
    return block.weight < 0


def _shares(blocks: Sequence[Block]) -> list[float]:
    """How likely it is of each block that a reader would least want to miss it; together 1."""
    heaviest = max((block.weight for block in blocks), default=0.0)
    odds = [exp(SHARPNESS * (block.weight - heaviest)) for block in blocks]
    together = sum(odds)
    return [one / together for one in odds]


def _blocks(number: int, entry: EntryPlan) -> list[Block]:
    sentences = entry.sentences
    if not sentences:
        return []
    if entry.words <= SHORT_ENTRY:
        return [_block(number, sentences, 0, len(sentences) - 1)]
    starts = [at for at, sentence in enumerate(sentences) if at == 0 or not sentence.is_bound]
    ends = [*(start - 1 for start in starts[1:]), len(sentences) - 1]
    return [_block(number, sentences, first, last) for first, last in zip(starts, ends, strict=True)]


def _block(number: int, sentences: Sequence[Sentence], first: int, last: int) -> Block:
    own = sentences[first : last + 1]
    is_quotable = all(sentence.quote for sentence in own) or len(own) == len(sentences)
    words = sum(sentence.words for sentence in own) if is_quotable else 0
    return Block(number, first, last, words, max(sentence.weight for sentence in own))
