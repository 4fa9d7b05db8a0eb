"""What is listed beside what: each kind keeps its limit, no form stands twice, and what is wanted comes first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.contracts import (
    Area,
    Candidates,
    Composition,
    DayValues,
    Feeling,
    ListedForm,
    Matter,
    Most,
    PointQuote,
    QuoteRef,
    Series,
    Term,
)
from generation.pipeline.planner.features import Weighing
from generation.pipeline.planner.moments import day_plans
from generation.pipeline.planner.selection import select, taken_before_areas
from tests.pipeline.diaries import diary

FIRST = date(2026, 11, 7)
MAX = Most(feelings=2, feelings_of_days=2, feelings_of_one_day=2, series=2, areas=2, terms=2, matters=2)


def on(*days: int) -> tuple[date, ...]:
    return tuple(FIRST + timedelta(days=day) for day in days)


def feeling(number: int, form: str, *days: int) -> Feeling:
    return Feeling(id=f"p{number}", fact_ids=("f1",), forms=(form,), named=on(*days))


def one_series(number: int, label: str) -> Series:
    values = tuple(DayValues(day=day, values=("1",)) for day in on(0, 1))
    return Series(id=f"n{number}", fact_ids=("f1",), label=label, is_quoted=False, values=values)


def area(number: int, heading: str, *forms: tuple[str, Sequence[int]]) -> Area:
    made = tuple(ListedForm(text=text, days=on(*days)) for text, days in forms)
    return Area(id=f"a{number}", fact_ids=("f1",), heading=heading, forms=made)


def term(number: int, *forms: str) -> Term:
    return Term(id=f"t{number}", fact_ids=("f1",), forms=forms, days=on(0, 1, 2))


def matter(number: int, form: str) -> Matter:
    quote = QuoteRef(message_id="m", fact_ids=("f1",), start=0, end=1)
    return Matter(
        id=f"o{number}", fact_ids=("f1",), forms=(form,), days=on(0, 1, 2), open=PointQuote(day=FIRST, quote=quote)
    )


def selected(
    most: Most = MAX, shown: Sequence[tuple[int, str]] = (), wanted: Sequence[str] = (), **kinds: Any
) -> Composition:
    """What is listed beside `shown`, quoted sentences of days. Of entry m, on the first day, nothing is quoted."""
    rows = [(f"s{n}", f"{on(day)[0]} 10:00", text) for n, (day, text) in enumerate(shown)]
    record = canonicalize(diary(("m", f"{FIRST} 09:00", "So nothing went on."), *rows))
    quoted = [fact.id for fact in record.facts if fact.message_id != "m"]
    days = day_plans(record, Weighing(record))
    listed = Candidates(**kinds)
    return select(listed, most, record, days, quoted, composer_version="rules-0", wanted=wanted)


def test_what_is_quoted_and_who_chose_are_kept() -> None:
    chosen = selected(shown=[(0, "One went. Two went.")])
    assert (chosen.quoted, chosen.composer_version) == (("f2", "f3"), "rules-0")


def test_each_kind_keeps_its_limit_in_the_plans_order() -> None:
    chosen = selected(
        matters=tuple(matter(n, word) for n, word in enumerate(("exam", "rent", "visa"), 1)),
        series=tuple(one_series(n, word) for n, word in enumerate(("Tea", "Figs", "Jam"), 1)),
        terms=tuple(term(n, word) for n, word in enumerate(("lamp", "boat", "door"), 1)),
    )
    assert (chosen.matters, chosen.series, chosen.terms) == (("o1", "o2"), ("n1", "n2"), ("t1", "t2"))


def test_what_is_wanted_comes_first_and_stands_in_the_plans_order() -> None:
    chosen = selected(
        wanted=("o3", "n2", "n3"),
        matters=tuple(matter(n, word) for n, word in enumerate(("exam", "rent", "visa"), 1)),
        series=tuple(one_series(n, word) for n, word in enumerate(("Tea", "Figs", "Jam"), 1)),
    )
    assert (chosen.matters, chosen.series) == (("o1", "o3"), ("n2", "n3"))


def test_feelings_of_several_days_have_bullets_and_then_a_list_and_those_of_one_day_another() -> None:
    words = ("sad", "calm", "proud", "numb", "lost", "fine", "glad", "mad", "shy")
    counts = (3, 2, 2, 2, 2, 1, 1, 1, 1)
    made = [feeling(n, word, *range(count)) for n, (word, count) in enumerate(zip(words, counts, strict=True), start=1)]
    chosen = selected(feelings=tuple(made))
    assert (chosen.feelings, chosen.further_feelings) == (("p1", "p2"), ("p3", "p4", "p6", "p7"))


def test_a_feeling_of_one_day_that_is_shown_on_it_is_not_listed() -> None:
    shown = [(0, "I felt numb."), (1, "So shy today.")]
    feelings = (feeling(1, "Numb", 0), feeling(2, "shy", 0), feeling(3, "calm", 0, 1))
    assert selected(shown=shown, feelings=feelings).further_feelings == ("p2",)


def quote_of_m(start: int, end: int) -> PointQuote:
    return PointQuote(day=FIRST, quote=QuoteRef(message_id="m", fact_ids=("f1",), start=start, end=end))


@pytest.mark.parametrize(
    ("quotes", "listed"),
    [
        ({"open": quote_of_m(0, len("So nothing"))}, ("p2", "p3")),
        ({"open": quote_of_m(0, len("So")), "last": quote_of_m(3, len("So nothing went"))}, ("p2",)),
    ],
)
def test_a_feeling_of_one_day_that_an_open_point_quotes_of_it_is_not_listed(
    quotes: dict[str, PointQuote], listed: tuple[str, ...]
) -> None:
    point = Matter(id="o1", fact_ids=("f1",), forms=("exam",), days=on(0, 1, 2), **quotes)
    feelings = (feeling(1, "nothing", 0), feeling(2, "so", 1), feeling(3, "went", 0))
    assert selected(matters=(point,), feelings=feelings).further_feelings == listed


def test_a_feeling_one_of_whose_forms_is_shown_or_listed_before_is_not_listed() -> None:
    two = Feeling(id="p1", fact_ids=("f1",), forms=("numb", "number"), named=on(0))
    assert selected(feelings=(two,)).further_feelings == ("p1",)
    assert selected(feelings=(two,), shown=[(0, "So numb.")]).further_feelings == ()
    assert selected(feelings=(two,), matters=(matter(1, "numb"),)).further_feelings == ()


def test_no_area_and_no_term_repeats_the_label_of_a_series() -> None:
    figs, tea = one_series(1, "Figs"), area(1, "Food", ("figs", (0, 1)), ("tea", (0, 1)))
    assert selected(series=(figs,), terms=(term(1, "figs"), term(2, "lamp"))).terms == ("t2",)
    assert selected(series=(figs,), areas=(tea.model_copy(update={"forms": tea.forms[:1]}),)).areas == ()
    assert selected(series=(figs,), areas=(tea,)).areas == ("a1",)


def test_a_form_stands_in_the_first_of_matter_feeling_series_area_and_term() -> None:
    chosen = selected(
        matters=(matter(1, "work meeting"),),
        feelings=(feeling(1, "meeting", 0, 1), feeling(2, "sad", 0, 1)),
        series=(one_series(1, "sad"), one_series(2, "Sad day")),
        areas=(area(1, "Work and study", ("work", (0, 1)), ("sad day", (0, 1))),),
        terms=(term(1, "lamp", "meeting"), term(2, "green lamp"), term(3, "work")),
    )
    assert (chosen.matters, chosen.feelings, chosen.series) == (("o1",), ("p2",), ("n2",))
    assert (chosen.areas, chosen.terms) == ((), ("t2",))


def test_an_area_whose_heading_is_a_series_is_not_listed() -> None:
    areas = (area(1, "Sleep", ("bed", (0, 1))), area(2, "Food", ("figs", (0, 1))))
    assert selected(series=(one_series(1, "sleep"),), areas=areas).areas == ("a2",)


def test_where_more_areas_stand_than_fit_the_weightiest_are_listed() -> None:
    areas = (
        area(1, "Home", ("flat", (0, 1, 2))),
        area(2, "Medication and treatment", ("pills", (0, 1))),
        area(3, "Body and illness", ("flu", (0, 1))),
    )
    assert selected(areas=areas).areas == ("a2", "a3")
    assert selected(areas=areas, wanted=("a1",)).areas == ("a1", "a2")


def test_an_area_of_which_one_day_is_left_makes_room_for_the_next() -> None:
    areas = (area(1, "Medication and treatment", ("pills", (0,)), ("dose", (1,))), area(2, "Home", ("flat", (0, 1))))
    one = MAX.model_copy(update={"areas": 1})
    assert selected(one, areas=areas, matters=(matter(1, "pills"),)).areas == ("a2",)
    assert selected(one, areas=areas).areas == ("a1",)


def test_no_term_repeats_what_an_area_lists() -> None:
    areas = (area(1, "Home", ("flat", (0, 1))),)
    assert selected(areas=areas, terms=(term(1, "flat"), term(2, "lamp"))).terms == ("t2",)
    assert selected(areas=areas, terms=(term(1, "new flat"), term(2, "lamp"))).terms == ("t2",)


def test_what_stands_before_the_areas_are_forms_and_labels() -> None:
    listed = Candidates(
        matters=(matter(1, "exam"),),
        feelings=(feeling(1, "sad", 0, 1), feeling(2, "calm", 0)),
        series=(one_series(1, "Tea"), one_series(2, "Figs")),
    )
    chosen = selected(MAX.model_copy(update={"series": 1}), **dict(listed))
    assert taken_before_areas(listed, chosen) == ["exam", "sad", "calm", "Tea"]
