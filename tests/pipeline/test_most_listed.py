"""How many of a kind the second reader lets a text list, by the number of days with entries, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from generation.pipeline.policy_gate.second_reader.bullets import (
    AreaSays,
    FeelingSays,
    FeelingsSay,
    Item,
    PointQuote,
    PointSays,
    Says,
    SeriesSays,
    TermSays,
    Values,
)
from generation.pipeline.policy_gate.second_reader.dates import Dates
from generation.pipeline.policy_gate.second_reader.misreading import Notes
from generation.pipeline.policy_gate.second_reader.order import check_order, check_points
from generation.pipeline.policy_gate.second_reader.scanner import Quoted
from tests.pipeline.texts import report_of

FORM = (Quoted("w", 0, 3),)


def on(*days: int) -> Dates:
    return Dates(tuple(date(2026, 11, day) for day in days), 0, 1, is_exact=True)


def feeling(*days: int) -> FeelingSays:
    return FeelingSays(0, 10, FORM, said=len(days), named=on(*days), of=None, not_on=None, also=None)


def series(*days: int) -> SeriesSays:
    return SeriesSays(10, 20, "Pain", is_quoted=False, values=tuple(Values(10, 11, on(day)) for day in days))


def area(*days: int) -> AreaSays:
    return AreaSays(20, 30, "Home", (Item(FORM, on(*days), None),))


def term(*days: int) -> TermSays:
    return TermSays(30, 40, FORM, said=len(days), days=on(*days))


def point(*days: int) -> PointSays:
    quoted = PointQuote(on(days[0]), FORM[0], cut_before=False, cut_behind=False)
    return PointSays(40, 50, FORM, said=len(days), days=on(*days), open=quoted, last=None)


def also_named(number: int) -> FeelingsSay:
    return FeelingsSay(5, 9, is_of_one_day=False, items=(Item(FORM, on(8, 9), None),) * number)


def named_on_one_day(number: int) -> FeelingsSay:
    return FeelingsSay(6, 10, is_of_one_day=True, items=(Item(FORM, on(8), None),) * number)


def places(*patterns: Says, days: int = 9) -> list[tuple[int, int]]:
    """Where the order of these bullets of Section 2 is found wrong."""
    notes = Notes(report_of(""))
    check_order(patterns, days, notes)
    assert {note.rule_id for note in notes} <= {"SB320"}
    return [(note.start, note.end) for note in notes]


@pytest.mark.parametrize(
    ("says", "little", "much"),
    [(feeling(8, 9), 3, 6), (series(8, 9), 3, 6), (area(8, 9), 3, 6), (term(8, 9, 10), 0, 3)],
)
@pytest.mark.parametrize(("days", "amount"), [(2, 0), (3, 1), (5, 1), (6, 2)])
def test_of_a_kind_no_more_is_listed_than_the_days_allow(
    says: Says, little: int, much: int, days: int, amount: int
) -> None:
    most = (0, little, much)[amount]
    assert places(*[says] * most, days=days) == []
    assert places(*[says] * (most + 1), days=days) == [(says.start, says.end)]


@pytest.mark.parametrize(("days", "most"), [(5, 24), (6, 36)])
def test_the_list_of_several_days_holds_no_more_feelings_than_the_days_allow(days: int, most: int) -> None:
    assert places(also_named(most), days=days) == []
    assert places(also_named(most + 1), days=days) == [(5, 9)]


@pytest.mark.parametrize("days", [5, 6])
def test_the_list_of_one_day_holds_twenty_four_feelings(days: int) -> None:
    assert places(named_on_one_day(24), days=days) == []
    assert places(named_on_one_day(25), days=days) == [(6, 10)]


def test_there_is_one_list_of_each_sort_that_of_several_days_first() -> None:
    assert places(also_named(1), named_on_one_day(1)) == []
    assert places(named_on_one_day(1), also_named(1)) == [(6, 9)]


@pytest.mark.parametrize(("days", "most"), [(2, 0), (3, 1), (5, 1), (6, 3)])
def test_no_more_matters_are_listed_than_the_days_allow(days: int, most: int) -> None:
    for number, expected in ((most, []), (most + 1, [(40, 50)])):
        notes = Notes(report_of(""))
        check_points([point(8, 9)] * number, days, notes)
        assert [(note.start, note.end) for note in notes] == expected


def test_kinds_stand_in_their_order() -> None:
    in_order = (feeling(8, 9), also_named(1), series(8, 9), area(8, 9), term(8, 9, 10))
    assert places(*in_order) == []
    assert places(series(8, 9), feeling(8, 9)) == [(10, 10)]


@pytest.mark.parametrize("says", [feeling, series, area])
def test_of_a_kind_the_one_of_most_days_comes_first(says: Callable[..., FeelingSays | SeriesSays | AreaSays]) -> None:
    few, many = says(8, 9), says(8, 9, 10)
    assert places(many, few) == places(few, few) == []
    assert places(few, many) == [(few.start, few.end)]


def test_of_feelings_of_as_many_days_the_one_named_first_comes_first() -> None:
    assert places(feeling(8, 10), feeling(9, 10)) == []
    assert places(feeling(9, 10), feeling(8, 10)) == [(0, 10)]


def test_a_series_stated_by_its_ends_ranks_by_the_days_it_says() -> None:
    stated = series(8, 9)._replace(said=18, days=5)
    assert places(stated, series(8, 9, 10)) == []
    assert places(series(8, 9, 10), stated) == [(10, 20)]


def test_terms_of_as_many_days_may_stand_in_any_order() -> None:
    assert places(term(8, 9, 10), term(8, 9, 10, 11)) == []
