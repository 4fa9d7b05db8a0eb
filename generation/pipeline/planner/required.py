"""What must be quoted of a day because of safety words: their sentences and what makes sense of them.

Part of stage B. In: the sentences of a day by entry. Out: ids of facts. Each short neighbour belongs to it, what is
bound to it, what the person did about it right behind, and the few words between two such sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generation.pipeline.contracts import Sentence
from generation.pipeline.planner.features import Weighing

LONGEST_NEIGHBOUR = 25
LONGEST_DONE = 45
# So many sentences about what was done, and one other among them, are followed.
MOST_BEHIND = 3
# A message of so few words goes on with the one before: "I keep counting them", "34 left".
GOES_ON = 5
# Fewer words than these are not worth a gap between two sentences that must be quoted.
SMALL_GAP = 10


def required_by_safety(entries: Sequence[Sequence[Sentence]], weighing: Weighing) -> frozenset[str]:
    """The sentences of a day that safety words require, of those that can be quoted."""
    wanted: list[set[int]] = [_around_safety(sentences, weighing) for sentences in entries]
    for number, sentences in enumerate(entries):
        if wanted[number]:
            for at in _ends(wanted[number]):
                wanted[number] |= _done_about_it(sentences, at + 1, weighing)
            if max(wanted[number]) == len(sentences) - 1 and number + 1 < len(entries):
                wanted[number + 1] |= _of_next_message(sentences[-1], entries[number + 1], weighing)
    return frozenset(
        sentences[at].fact_id
        for sentences, own in zip(entries, wanted, strict=True)
        for at in _without_small_gaps(sentences, own)
        if sentences[at].quote
    )


def _around_safety(sentences: Sequence[Sentence], weighing: Weighing) -> set[int]:
    wanted: set[int] = set()
    for at, sentence in enumerate(sentences):
        if weighing.is_safety_id(sentence.fact_id):
            near = (n for n in (at - 1, at + 1) if 0 <= n < len(sentences))
            wanted |= {at, *(n for n in near if sentences[n].words <= LONGEST_NEIGHBOUR)}
    return _with_bound(sentences, wanted)


def _with_bound(sentences: Sequence[Sentence], wanted: set[int]) -> set[int]:
    bound = set(wanted)
    for at in wanted:
        first, last = at, at
        # The first of an entry is bound to nothing.
        while sentences[first].is_bound:
            first -= 1
        while last + 1 < len(sentences) and sentences[last + 1].is_bound:
            last += 1
        bound |= set(range(first, last + 1))
    return bound


def _ends(wanted: set[int]) -> list[int]:
    return [at for at in sorted(wanted) if at + 1 not in wanted]


def _done_about_it(sentences: Sequence[Sentence], start: int, weighing: Weighing) -> set[int]:
    """What somebody did about danger, from `start` on, with at most one other sentence among it."""
    wanted: set[int] = set()
    found, other = 0, None
    for at in range(start, len(sentences)):
        is_done = weighing.keeps_safe_id(sentences[at].fact_id)
        if sentences[at].words > (LONGEST_DONE if is_done else LONGEST_NEIGHBOUR):
            break
        if is_done:
            wanted |= {at} if other is None else {other, at}
            found += 1
        elif other is None:
            other = at
        else:
            break
        if found == MOST_BEHIND:
            break
    return _with_bound(sentences, wanted)


def _of_next_message(last: Sentence, sentences: Sequence[Sentence], weighing: Weighing) -> set[int]:
    """What the next message of the day has of it: what was done, or a few words that only go on."""
    is_short = sum(sentence.words for sentence in sentences) <= GOES_ON
    if is_short and weighing.is_safety_id(last.fact_id):
        return set(range(len(sentences)))
    if sentences and weighing.keeps_safe_id(sentences[0].fact_id):
        return _done_about_it(sentences, 0, weighing)
    return set()


def _without_small_gaps(sentences: Sequence[Sentence], wanted: set[int]) -> Iterator[int]:
    """The places wanted, and those between two of them that hold few words together."""
    before: int | None = None
    for at in sorted(wanted):
        if before is not None and sum(s.words for s in sentences[before + 1 : at]) <= SMALL_GAP:
            yield from range(before + 1, at)
        yield at
        before = at
