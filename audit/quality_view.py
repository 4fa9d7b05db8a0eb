"""The figures of quality in words, each with its interval and what it rests on; else "unmeasured"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django import forms

from audit.agreement import Coefficient
from audit.gate_against_readers import AgainstReaders, RuleStanding
from audit.quality import Figures, Measures, Versions
from audit.weighed_readings import MIN_READINGS, Mean
from core.admin.whole_numbers import WholeNumberField
from generation.evaluation.gate import Share
from generation.models import JobState
from generation.pipeline.writer.layout import counted, full_date

QUALITY_DAYS = 90
_MAX_DAYS = 3650
BAR_STEP, CHART_HEIGHT = 12, 40
_WORST, _BEST = 1, 5
# The figures in short, in the order of `_rows`.
_COLUMNS = ("At once, with a model", "At once, by rules", "Repaired", "Sections kept", "Neutral", "Unsupported")
_UNMEASURED = "unmeasured"


class QualityForm(forms.Form):
    days = WholeNumberField(label="Days back", min_value=1, max_value=_MAX_DAYS, initial=QUALITY_DAYS)


class FigureRow(NamedTuple):
    """`value` is "unmeasured" where `of` is less than MIN_READINGS. `level`: the height of its bar, 0 to 1, or None."""

    name: str
    value: str
    interval: str
    of: str
    level: float | None = None


class Bar(NamedTuple):
    """One period in a chart, in the units of its drawing."""

    x: int
    y: float
    height: float
    title: str


class Chart(NamedTuple):
    """A figure over time; a period in which it is unmeasured has no bar."""

    name: str
    width: int
    bars: tuple[Bar, ...]


class RuleRow(NamedTuple):
    """`missed` is '' where what readers mark is no single rule's."""

    standing: RuleStanding
    precision: FigureRow
    missed: str


class QualityRows(NamedTuple):
    """`columns` head the figures of `over_time` and `versions`."""

    figures: tuple[FigureRow, ...]
    published: str
    origins: tuple[tuple[str, int], ...]
    without_summary: tuple[tuple[str, int], ...]
    reasons: tuple[tuple[str, int], ...]
    columns: tuple[str, ...]
    charts: tuple[Chart, ...]
    over_time: tuple[tuple[str, int, tuple[FigureRow, ...]], ...]
    versions: tuple[tuple[Versions, int, tuple[FigureRow, ...]], ...]
    agreements: tuple[tuple[str, FigureRow, FigureRow, FigureRow], ...]
    rules: tuple[RuleRow, ...]
    marked: tuple[tuple[str, int], ...]
    read: int


def quality_rows(figures: Figures, against: AgainstReaders) -> QualityRows:
    rows = tuple(_rows(figures.all))
    over_time = tuple((full_date(at), one.accepted, tuple(_rows(one))) for at, one in figures.over_time)
    return QualityRows(
        figures=rows,
        published=counted(figures.published, "summary", "summaries"),
        origins=tuple(figures.by_origin),
        without_summary=tuple((JobState(state).label.lower(), many) for state, many in figures.without_summary),
        reasons=tuple((reason.replace("_", " "), many) for reason, many in figures.rules_by_reason),
        columns=_COLUMNS,
        charts=tuple(_charts(over_time)),
        over_time=over_time,
        versions=tuple((versions, one.accepted, tuple(_rows(one))) for versions, one in figures.by_versions),
        agreements=tuple(_agreements(against)),
        rules=tuple(_rule(standing) for standing in against.rules),
        marked=tuple(against.marked),
        read=against.read,
    )


def _rows(measures: Measures) -> Iterator[FigureRow]:
    yield _share("Passed the gate at once, with a model", measures.first_pass_by_model)
    yield _share("Passed the gate at once, by rules", measures.first_pass_by_rules)
    yield _share("Repaired at least once", measures.repaired)
    yield _share("First drafts that kept the rules of the sections", measures.section_rules)
    yield _mean("Neutrality, as readers say (1 to 5)", measures.neutrality)
    yield _mean("Summaries that hold an unsupported statement", measures.unsupported, is_share=True)


def _charts(over_time: Sequence[tuple[str, int, tuple[FigureRow, ...]]]) -> Iterator[Chart]:
    """One for each figure that is measured in two periods or more."""
    for column in zip(*(rows for _, _, rows in over_time), strict=True):
        bars = tuple(
            Bar(number * BAR_STEP, CHART_HEIGHT * (1 - row.level), CHART_HEIGHT * row.level, f"{at}: {row.value}")
            for number, (row, (at, _, _)) in enumerate(zip(column, over_time, strict=True))
            if row.level is not None
        )
        if len(bars) > 1:
            yield Chart(column[0].name, len(over_time) * BAR_STEP, bars)


def _agreements(against: AgainstReaders) -> Iterator[tuple[str, FigureRow, FigureRow, FigureRow]]:
    named = [("Judge and readers: fine to show", against.judge)]
    named += [(f"Two readers: {name}", found) for name, found in against.readers]
    for name, found in named:
        equal = _share("equal", Share(round((found.equal or 0) * found.n), found.n))
        yield name, equal, _coefficient("Gwet's AC1", found.ac1, found.n), _coefficient("kappa", found.kappa, found.n)


def _rule(standing: RuleStanding) -> RuleRow:
    found = standing.precision
    interval = f"{found.low:.0%} to {found.high:.0%}"
    row = FigureRow(standing.rule_id, f"{found.value:.0%}", interval, f"{found.right} of {found.said}")
    return RuleRow(standing, row, "" if standing.missed is None else str(standing.missed))


def _share(name: str, share: Share) -> FigureRow:
    if share.n < MIN_READINGS or share.value is None or share.interval is None:
        return FigureRow(name, _UNMEASURED, "", str(share.n))
    low, high = share.interval
    return FigureRow(name, f"{share.value:.1%}", f"{low:.1%} to {high:.1%}", str(share.n), share.value)


def _mean(name: str, mean: Mean | None, *, is_share: bool = False) -> FigureRow:
    if mean is None:
        return FigureRow(name, _UNMEASURED, "", f"fewer than {MIN_READINGS}")
    said: Sequence[str] = [f"{each:.1%}" if is_share else f"{each:.2f}" for each in mean[:3]]
    level = mean.value if is_share else (mean.value - _WORST) / (_BEST - _WORST)
    return FigureRow(name, said[0], f"{said[1]} to {said[2]}", str(mean.n), level)


def _coefficient(name: str, found: Coefficient | None, n: int) -> FigureRow:
    if found is None or n < MIN_READINGS:
        return FigureRow(name, _UNMEASURED, "", str(n))
    return FigureRow(name, f"{found.value:.2f}", f"{found.low:.2f} to {found.high:.2f}", str(n))
