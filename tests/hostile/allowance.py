"""Which faults of the oracle are excused, and why.

docs/report.md keeps sentences that break a form rule out of a quotation and does not list the rules, so the oracle
guesses at them: where it sees none it asks for the whole entry. It is right to ask, unless the product's own form rules,
or strokes through the words, really forbid a sentence of that very entry. Then, and only then, these three faults are
excused, and only if every sentence the text leaves out is such a one, or is bound to one ("quoted together or not at
all"). Nothing else is excused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generation.pipeline.canonicalizer.marks.bindings import find_bound
from generation.pipeline.contracts import CanonicalRecord, Fact
from generation.pipeline.reading.markup import struck_out
from generation.pipeline.reading.quotations import breaks_form, without_marks
from tests import oracle
from tests.oracle.diary import make_record
from tests.oracle.logged_days import read_moments
from tests.oracle.moments import Shown
from tests.oracle.summary import read_summary

EXCUSED = {"moment-whole", "moment-short", "moment-not-quoted"}


def faults_beyond(
    diary: oracle.Diary, text: str, faults: Iterable[oracle.Fault], record: CanonicalRecord
) -> Iterator[oracle.Fault]:
    """The faults that no form rule excuses."""
    faults = list(faults)
    if not any(fault.rule in EXCUSED for fault in faults):
        yield from faults
        return
    of_entries = make_record(diary)
    shown = read_moments(of_entries, read_summary(of_entries, text)).shown.values()
    for fault in faults:
        hidden = [one for one in shown if one.line == fault.line and one.status != "whole" and not one.entry.is_copy]
        if fault.rule not in EXCUSED or not hidden or not all(_is_forbidden(one, record) for one in hidden):
            yield fault


def _is_forbidden(shown: Shown, record: CanonicalRecord) -> bool:
    """Whether form rules forbid every sentence of the entry that is left out, or one it is bound to."""
    entry = record.entries_by_message_id[shown.entry.message_id]
    facts = [record.facts_by_id[fact_id] for fact_id in entry.fact_ids]
    left_out = {fact.id for fact in facts if not shown.covers(*_spoken(fact))}
    return all(
        any(_breaks(fact, before, entry.text) for before, fact in zip([None, *block], block, strict=False))
        for block in _blocks(facts)
        if left_out & {fact.id for fact in block}
    )


def _spoken(fact: Fact) -> tuple[int, int]:
    """Where the sentence's letters and digits stand; marks alone may be nothing."""
    places = [at for at, sign in enumerate(fact.text) if sign.isalnum()] or [0, len(fact.text) - 1]
    return fact.start + places[0], fact.start + places[-1] + 1


def _blocks(facts: list[Fact]) -> list[list[Fact]]:
    blocks: list[list[Fact]] = []
    for fact, is_bound in zip(facts, find_bound([fact.text for fact in facts]), strict=True):
        if is_bound:
            blocks[-1].append(fact)
        else:
            blocks.append([fact])
    return blocks


def _breaks(fact: Fact, before: Fact | None, text: str) -> bool:
    """Whether the sentence may not be quoted by itself, or not together with the one before."""
    first = fact if before is None else before
    return (
        breaks_form(without_marks(text, fact.start, fact.end))
        or breaks_form(without_marks(text, first.start, fact.end))
        or any(start < fact.end and fact.start < end for start, end in struck_out(text))
    )
