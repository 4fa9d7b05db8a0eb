"""How many of a kind a text lists, and in which order."""

from __future__ import annotations

from collections.abc import Sequence

from generation.pipeline.policy_gate.second_reader.bullets import (
    AreaSays,
    FeelingSays,
    FeelingsSay,
    PointSays,
    Says,
    SeriesSays,
    TermSays,
)
from generation.pipeline.policy_gate.second_reader.misreading import Notes

_KINDS = (FeelingSays, FeelingsSay, SeriesSays, AreaSays, TermSays)
# Days with entries up to which nothing, and up to which little is listed.
_LOW, _MEDIUM = 2, 5
_MAX_MEDIUM = {FeelingSays: 3, FeelingsSay: 2, SeriesSays: 3, AreaSays: 3, TermSays: 0}
_MAX_HIGH = {FeelingSays: 6, FeelingsSay: 2, SeriesSays: 6, AreaSays: 6, TermSays: 3}
_MAX_POINTS_MEDIUM, _MAX_POINTS_HIGH = 1, 3
_MAX_OF_SEVERAL_MEDIUM, _MAX_IN_A_LIST, _MAX_OF_ONE_DAY = 24, 36, 24


def check_order(patterns: Sequence[Says], days: int, notes: Notes) -> None:
    """SB320: feelings, the two lists, series, areas, terms; of a kind the ones with most days first, and no more than
    the days with entries allow."""
    most = _MAX_MEDIUM if days <= _MEDIUM else _MAX_HIGH
    for kind in _KINDS:
        own = [says for says in patterns if isinstance(says, kind)]
        allowed = 0 if days <= _LOW else most[kind]
        for says in own[allowed:]:
            notes.add("SB320", says.start, says.end)
        ranks = [rank for says in own if (rank := _rank(says)) is not None]
        if ranks != sorted(ranks):
            notes.add("SB320", own[0].start, own[-1].end)
    kinds = [_KINDS.index(type(says)) for says in patterns]
    if kinds != sorted(kinds):
        notes.add("SB320", patterns[0].start, patterns[-1].end)
    for says in patterns:
        if isinstance(says, FeelingsSay) and len(says.items) > _most_items(says, days):
            notes.add("SB320", says.start, says.end)


def check_points(points: Sequence[PointSays], days: int, notes: Notes) -> None:
    """SB320: no more matters than the days with entries allow."""
    most = 0 if days <= _LOW else _MAX_POINTS_MEDIUM if days <= _MEDIUM else _MAX_POINTS_HIGH
    for says in points[most:]:
        notes.add("SB320", says.start, says.end)


def _most_items(says: FeelingsSay, days: int) -> int:
    if says.is_of_one_day:
        return _MAX_OF_ONE_DAY
    return _MAX_OF_SEVERAL_MEDIUM if days <= _MEDIUM else _MAX_IN_A_LIST


def _rank(says: Says) -> tuple[int, ...] | None:
    """What its kind is ordered by, less first; None where its dates cannot be read."""
    match says:
        case FeelingSays():
            first = says.named.days[0].toordinal() if says.named and says.named.days else 0
            return (-says.said, first)
        case FeelingsSay():
            return (int(says.is_of_one_day),)
        case SeriesSays():
            return (-(says.days or len(says.values)),)
        case AreaSays():
            return (-len({day for item in says.items for day in item.days.days}),)
        case TermSays():
            return None
