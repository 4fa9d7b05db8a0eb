"""The figures of quality in words, each with its interval and what it rests on; else "unmeasured"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django import forms

from audit.agreement import Coefficient
from audit.quality import LEAST, Figures, Mean, Versions
from generation.evaluation.gate import Share
from generation.pipeline.writer.layout import counted

QUALITY_DAYS = 90
_MOST_DAYS = 3650


class QualityForm(forms.Form):
    days = forms.IntegerField(label="Days back", min_value=1, max_value=_MOST_DAYS, initial=QUALITY_DAYS)


class FigureRow(NamedTuple):
    """`value` is "unmeasured" where `of` is less than LEAST."""

    name: str
    value: str
    interval: str
    of: str


class QualityRows(NamedTuple):
    figures: tuple[FigureRow, ...]
    made: str
    origins: tuple[tuple[str, int], ...]
    reasons: tuple[tuple[str, int], ...]
    versions: tuple[tuple[Versions, FigureRow], ...]


def quality_rows(figures: Figures) -> QualityRows:
    return QualityRows(
        figures=tuple(_rows(figures)),
        made=counted(figures.made, "summary", "summaries"),
        origins=tuple(figures.by_origin),
        reasons=tuple(figures.rules_by_reason),
        versions=tuple((versions, _share("first pass", share)) for versions, share in figures.by_versions),
    )


def _rows(figures: Figures) -> Iterator[FigureRow]:
    yield _share("Passed the gate at once, with a model", figures.first_pass_by_model)
    yield _share("Passed the gate at once, by rules", figures.first_pass_by_rules)
    yield _share("Repaired at least once", figures.repaired)
    yield _share("First drafts that broke no rule of form", figures.section_rules)
    yield _mean("Neutrality, as readers say (1 to 5)", figures.neutrality)
    yield _share("Summaries read that hold an unsupported statement", figures.unsupported)
    readers = figures.readers
    yield _coefficient("Two readers agree: Gwet's AC1", readers.ac1, readers.n)
    yield _coefficient("Two readers agree: Cohen's kappa", readers.kappa, readers.n)


def _share(name: str, share: Share) -> FigureRow:
    if share.n < LEAST or share.value is None or share.interval is None:
        return FigureRow(name, "unmeasured", "", str(share.n))
    low, high = share.interval
    return FigureRow(name, f"{share.value:.1%}", f"{low:.1%} to {high:.1%}", str(share.n))


def _mean(name: str, mean: Mean | None) -> FigureRow:
    if mean is None:
        return FigureRow(name, "unmeasured", "", f"fewer than {LEAST}")
    return FigureRow(name, f"{mean.value:.2f}", f"{mean.low:.2f} to {mean.high:.2f}", str(mean.n))


def _coefficient(name: str, found: Coefficient | None, n: int) -> FigureRow:
    if found is None or n < LEAST:
        return FigureRow(name, "unmeasured", "", str(n))
    return FigureRow(name, f"{found.value:.2f}", f"{found.low:.2f} to {found.high:.2f}", str(n))
