"""What is countable in a record: feeling words, numeric series and recurring terms, ranked.

Part of stage B. In: the record. Out: the same list for the same record, byte for byte. A pattern is a count of
what was written; it has no direction, no cause and no meaning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from generation.pipeline.canonicalizer.feelings.words import is_feeling_word
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
from generation.pipeline.planner.recount import LoggedValue, Recount
from generation.pipeline.policy_gate import wording_rules
from generation.pipeline.reading import form_rules
from generation.pipeline.reading.quotations import is_quotable
from generation.pipeline.reading.words import fold, fold_white_space, stem, tokens

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


def feelings(recount: Recount) -> list[Pattern]:
    """The person's own feeling words that stand on at least two days."""
    patterns = []
    for lemma, group in recount.feelings.items():
        emotions = [mention.emotion for mention in group]
        quote = _common_form(recount.record, [(emotion, emotion.word) for emotion in emotions])
        days = _days(emotions)
        if quote and len(days) >= MIN_DAYS:
            patterns.append(
                Pattern(
                    name=lemma,
                    days=days,
                    count=len(group),
                    fact_ids=_fact_ids(recount.record, (emotion.fact_id for emotion in emotions)),
                    quote=quote,
                )
            )
    return _ranked(patterns)


def series(recount: Recount) -> list[Pattern]:
    """Numbers logged under the same label, in the same kind of unit, on at least two days."""
    record = recount.record
    patterns = []
    for (label, dimension), group in recount.series.items():
        days = _days([value.log for value in group])
        if len(days) < MIN_DAYS or not all(_is_listable(value) for value in group):
            continue
        quote = None if _is_plain(label) else _label_quote(record, label, group)
        if quote is None and not _is_plain(label):
            continue
        patterns.append(
            Pattern(
                name=f"{label}/{dimension}",
                days=days,
                count=len(group),
                fact_ids=_fact_ids(record, (i for value in group for i in (value.label_fact_id, value.log.fact_id))),
                quote=quote,
                label=None if quote else label,
                values=_values(group, days) if len(group) <= MOST_VALUES else (),
            )
        )
    return _ranked(patterns)


def terms(recount: Recount) -> list[Pattern]:
    """Recurring content words and phrases."""
    patterns = []
    for key, mentions in recount.terms.items():
        quote = _common_form(recount.record, [(mention, mention.text) for mention in mentions])
        days = _days(mentions)
        if quote and len(days) >= MIN_DAYS:
            patterns.append(
                Pattern(
                    name=key,
                    days=days,
                    count=len(mentions),
                    fact_ids=_fact_ids(recount.record, (mention.fact_id for mention in mentions)),
                    quote=quote,
                )
            )
    return _ranked(patterns)


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
        # In its frame, where "Advice" becomes "Advice is logged".
        and not any(wording_rules.find_breaches(f"{label} is logged on 2 days", NOTHING_ALLOWED))
        and not _breaks_form(label)
    )


def _values(logged: Sequence[LoggedValue], days: Sequence[date]) -> tuple[DayValues, ...]:
    return tuple(
        DayValues(day=day, values=tuple(value.text for value in logged if value.log.day == day)) for day in days
    )


def _is_listable(value: LoggedValue) -> bool:
    return len(value.text) <= MAX_VALUE_CHARACTERS and not _breaks_form(value.text)


def _breaks_form(text: str) -> bool:
    return any(form_rules.find_breaches(fold_white_space(text)))


def _label_quote(record: CanonicalRecord, label: str, logged: Sequence[LoggedValue]) -> QuoteRef | None:
    """The label as the person typed it, in the first fact that says it."""
    wanted = [stem(token.text) for token in tokens(label)]
    for value in logged:
        fact = record.facts_by_id[value.label_fact_id]
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
