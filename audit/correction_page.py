"""Where a reviewer corrects a summary: other sentences, or a listed thing left out; never a word of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from generation.admin.wording import weekday_words
from generation.corrections import REASON_MAX_LENGTH, Correctable, Preview
from generation.pipeline.contracts import Area, Feeling, Listed, Matter, Series, Term

_KINDS = {Feeling: "feeling", Series: "series", Area: "area", Term: "term", Matter: "open point"}


@dataclass(frozen=True)
class SentenceRow:
    fact_id: str
    words: str
    count: int
    is_quoted: bool
    is_required: bool


@dataclass(frozen=True)
class DayRows:
    """A day's candidates; `budget` in words. A day that fits is quoted whole and offers nothing."""

    name: str
    is_whole: bool
    budget: int
    sentences: tuple[SentenceRow, ...]


@dataclass(frozen=True)
class ListedRow:
    id: str
    words: str
    is_dropped: bool


class CorrectionForm(forms.Form):
    """Ids of the plan's candidates, and why. What is no candidate is refused by name."""

    reason = forms.CharField(required=False, max_length=REASON_MAX_LENGTH)

    def __init__(self, *args: Any, of: Correctable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._of = of
        offered = {"quote": of.plan.sentences, "drop": of.plan.listed.by_id}
        for name, ids in offered.items():
            self.fields[name] = forms.MultipleChoiceField(required=False, choices=[(id_, id_) for id_ in ids])

    def quoted(self) -> frozenset[str]:
        """What shall be quoted: what is ticked, what must be, and every day that fits whole."""
        return frozenset({*self.cleaned_data["quote"], *fixed_quotations(self._of)})

    def dropped(self) -> frozenset[str]:
        return frozenset(self.cleaned_data["drop"])


def fixed_quotations(of: Correctable) -> Iterator[str]:
    """The facts a reviewer cannot leave out: required ones, and those of days that are quoted whole."""
    for day in of.plan.days:
        for entry in day.entries:
            yield from (s.fact_id for s in entry.sentences if s.quote and (s.is_required or day.is_whole))


def day_rows(of: Correctable, quoted: frozenset[str]) -> tuple[DayRows, ...]:
    return tuple(
        DayRows(
            weekday_words(day.day),
            day.is_whole,
            day.budget,
            tuple(
                SentenceRow(
                    sentence.fact_id,
                    of.record.facts_by_id[sentence.fact_id].text,
                    sentence.words,
                    sentence.fact_id in quoted,
                    sentence.is_required,
                )
                for entry in day.entries
                for sentence in entry.sentences
                if sentence.quote
            ),
        )
        for day in of.plan.days
    )


def listed_rows(of: Correctable, dropped: frozenset[str]) -> tuple[ListedRow, ...]:
    """What the published text lists, and what was dropped before."""
    composition = of.composition
    listed = {
        *composition.feelings, *composition.further_feelings, *composition.series, *composition.areas,
        *composition.terms, *composition.matters, *dropped,
    }  # fmt: skip
    return tuple(
        ListedRow(id_, f"{_KINDS[type(item)]}: {_name(item)}", id_ in dropped)
        for id_, item in of.plan.listed.by_id.items()
        if id_ in listed
    )


def finding_words(preview: Preview) -> Sequence[str]:
    """What the gate has against the text, a sentence each, without doubles."""
    named = (f"{finding.rule_id}, {finding.excerpt}: {finding.hint}" for finding in preview.findings)
    return tuple(dict.fromkeys(named))


def _name(item: Listed) -> str:
    if isinstance(item, Series):
        return item.label
    if isinstance(item, Area):
        return item.heading
    forms_of_item: tuple[str, ...] = getattr(item, "forms", ())
    return " or ".join(forms_of_item)
