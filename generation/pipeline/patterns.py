"""What is countable in a record: feeling words, numeric series and recurring terms, ranked.

Part of stage B. In: the record. Out: the same list for the same record, byte for byte. A pattern is a count of
what was written; it has no direction, no cause and no meaning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import TypeVar

from generation.pipeline.canonicalizer.feeling_words import is_feeling_word
from generation.pipeline.contracts import (
    AllowedWording,
    CanonicalRecord,
    DayValues,
    ExplicitEmotion,
    Fact,
    NumericLog,
    QuoteRef,
    TermMention,
    Value,
)
from generation.pipeline.policy_gate import form_rules, wording_rules
from generation.pipeline.quotations import is_quotable
from generation.pipeline.words import fold, fold_white_space, stem, tokens

Mention = TypeVar("Mention", ExplicitEmotion, NumericLog)

MIN_DAYS = 2
# A series of more values is counted, not listed.
MOST_VALUES = 45
MAX_LABEL_CHARACTERS = 40
MAX_VALUE_CHARACTERS = 40
NOTHING_ALLOWED = AllowedWording(quantifiers=(), hedges=())


class Pattern(Value):
    """Something written on at least two days.

    `quote` are the words that name it, or None where `label` may stand without quotation marks; `count` is the
    number of mentions or values, `values` the logged values of a series short enough to list.
    """

    name: str
    days: tuple[date, ...]
    count: int
    fact_ids: tuple[str, ...]
    quote: QuoteRef | None
    label: str | None = None
    values: tuple[DayValues, ...] = ()


def feelings(record: CanonicalRecord) -> list[Pattern]:
    """The person's own feeling words that stand on at least two days."""
    patterns = []
    for (lemma,), group in _grouped(record.explicit_emotions, key=lambda mention: (mention.lemma,)):
        quote = _common_form(record, [(emotion, emotion.word) for emotion in group])
        days = _days(group)
        if quote and len(days) >= MIN_DAYS:
            patterns.append(
                Pattern(
                    name=lemma,
                    days=days,
                    count=len(group),
                    fact_ids=_fact_ids(record, (emotion.fact_id for emotion in group)),
                    quote=quote,
                )
            )
    return _ranked(patterns)


def series(record: CanonicalRecord) -> list[Pattern]:
    """Numbers logged under the same label, in the same kind of unit, on at least two days."""
    labelled = [log for log in record.numeric_logs if log.label and log.label_fact_id]
    patterns = []
    for (label, dimension), group in _grouped(labelled, key=lambda log: (log.label or "", log.dimension or "")):
        days = _days(group)
        if len(days) < MIN_DAYS or not all(_is_listable(log) for log in group):
            continue
        quote = None if _is_plain(label) else _label_quote(record, label, group)
        if quote is None and not _is_plain(label):
            continue
        fact_ids = [i for log in group for i in (log.label_fact_id or log.fact_id, log.fact_id)]
        patterns.append(
            Pattern(
                name=f"{label}/{dimension}",
                days=days,
                count=len(group),
                fact_ids=_fact_ids(record, fact_ids),
                quote=quote,
                label=None if quote else label,
                values=_values(group, days) if len(group) <= MOST_VALUES else (),
            )
        )
    return _ranked(patterns)


def terms(record: CanonicalRecord) -> list[Pattern]:
    """Recurring content words and phrases."""
    patterns = []
    for term in record.signal_indicators.recurring_terms:
        quote = _common_form(record, [(mention, mention.text) for mention in term.mentions])
        if quote and len(term.days) >= MIN_DAYS:
            patterns.append(
                Pattern(
                    name=term.key,
                    days=term.days,
                    count=len(term.mentions),
                    fact_ids=_fact_ids(record, (mention.fact_id for mention in term.mentions)),
                    quote=quote,
                )
            )
    return _ranked(patterns)


def _grouped(
    items: Iterable[Mention], key: Callable[[Mention], tuple[str, ...]]
) -> list[tuple[tuple[str, ...], list[Mention]]]:
    return [(name, list(group)) for name, group in groupby(sorted(items, key=key), key=key)]


def _ranked(patterns: Iterable[Pattern]) -> list[Pattern]:
    return sorted(patterns, key=lambda p: (-len(p.days), -p.count, p.name))


def _days(mentions: Sequence[ExplicitEmotion | NumericLog | TermMention]) -> tuple[date, ...]:
    return tuple(sorted({mention.day for mention in mentions}))


def _fact_ids(record: CanonicalRecord, wanted: Iterable[str]) -> tuple[str, ...]:
    chosen = set(wanted)
    return tuple(fact.id for fact in record.facts if fact.id in chosen)


def _common_form(
    record: CanonicalRecord, mentions: Sequence[tuple[ExplicitEmotion | TermMention, str]]
) -> QuoteRef | None:
    """The form typed most often, capitals aside, where it first stands; None when no form may be quoted."""
    counts = Counter(fold(fold_white_space(typed)) for _, typed in mentions)
    ordered = sorted(mentions, key=lambda pair: -counts[fold(fold_white_space(pair[1]))])
    quotes = (
        QuoteRef(
            message_id=mention.message_id,
            fact_ids=(mention.fact_id,),
            start=mention.start,
            end=mention.end,
        )
        for mention, _ in ordered
    )
    return next((quote for quote in quotes if is_quotable(record, quote)), None)


def _is_plain(label: str) -> bool:
    """Whether a label may stand as a word of the report: no feeling word, nothing a rule would stop."""
    return (
        label.isascii()
        and len(label) <= MAX_LABEL_CHARACTERS
        and not any(is_feeling_word(token.text) for token in tokens(label))
        and not any(wording_rules.find_breaches(label, NOTHING_ALLOWED))
        and not _breaks_form(label)
    )


def _values(logs: Sequence[NumericLog], days: Sequence[date]) -> tuple[DayValues, ...]:
    return tuple(
        DayValues(day=day, values=tuple(fold_white_space(log.text) for log in logs if log.day == day)) for day in days
    )


def _is_listable(log: NumericLog) -> bool:
    return len(log.text) <= MAX_VALUE_CHARACTERS and not _breaks_form(log.text)


def _breaks_form(text: str) -> bool:
    return any(form_rules.find_breaches(fold_white_space(text)))


def _label_quote(record: CanonicalRecord, label: str, logs: Sequence[NumericLog]) -> QuoteRef | None:
    """The label as the person typed it, in the first fact that says it."""
    wanted = [stem(token.text) for token in tokens(label)]
    for log in logs:
        fact = record.facts_by_id[log.label_fact_id or log.fact_id]
        quote = _find_words(fact, wanted)
        if quote and is_quotable(record, quote):
            return quote
    return None


def _find_words(fact: Fact, wanted: Sequence[str]) -> QuoteRef | None:
    typed = list(tokens(fact.text))
    for first in range(len(typed) - len(wanted) + 1):
        run = typed[first : first + len(wanted)]
        if [stem(token.text) for token in run] == list(wanted):
            return QuoteRef(
                message_id=fact.message_id,
                fact_ids=(fact.id,),
                start=fact.start + run[0].start,
                end=fact.start + run[-1].end,
            )
    return None
