"""Series of logged numbers, as the planner lists them, of values put into a record by hand: what reads numbers out of
an entry has tests of its own."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pytest

from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.contracts import NumericLog, Series
from generation.pipeline.planner.series import listable, series
from generation.pipeline.planner.words_in_entries import WordsInEntries
from tests.pipeline.diaries import diary


class V(NamedTuple):
    """An entry and the value in it: the whole value as typed stands in `bounded`, its number in `value`."""

    text: str
    value: str
    label: str = "tea"
    bounded: str = ""
    unit: str = ""
    dimension: str = ""
    day: int = 0


def listed(*values: V, first: int = 8, also: str = "") -> tuple[Series, ...]:
    """What is listed of these values, one a day from 8 Nov on where no day is named; `also` is written on 21 Nov."""
    rows = [
        (f"m{n}", f"2026-11-{one.day or first + n:02} {8 + n % 12:02}:{n:02}", one.text) for n, one in enumerate(values)
    ]
    record = canonicalize(diary(*rows, *([("z", "2026-11-21 23:00", also)] if also else [])))
    logs = []
    for n, one in enumerate(values):
        bounded = one.bounded or one.value
        bound_start = one.text.index(bounded)
        start = one.text.index(one.value, bound_start)
        bound_end, end = bound_start + len(bounded), start + len(one.value)
        [fact] = [f for f in record.facts if f.message_id == f"m{n}" and f.start <= start < f.end]
        logs.append(
            NumericLog(
                fact_id=fact.id,
                day=fact.day,
                message_id=fact.message_id,
                text=one.value,
                value=one.value,
                unit=one.unit or None,
                label=one.label,
                label_fact_id=fact.id,
                dimension=one.dimension or None,
                start=start,
                end=end,
                bound_start=bound_start if bound_start < start else None,
                bound_end=bound_end if bound_end > end else None,
            )
        )
    record = record.model_copy(update={"numeric_logs": tuple(logs)})
    return series(record, WordsInEntries(record))


def said(found: tuple[Series, ...]) -> list[str]:
    return [f"{one.label}: {', '.join(' '.join(day.values) for day in one.values)}" for one in found]


def ends(found: tuple[Series, ...]) -> list[tuple[str, str]]:
    return [(one.lowest.values[0], one.highest.values[0]) for one in found if one.lowest and one.highest]


def test_two_values_are_a_series_and_one_is_none() -> None:
    assert said(listed(V("tea 2", "2"), V("tea 3", "3"))) == ["Tea: 2, 3"]
    assert listed(V("tea 2", "2")) == ()


def test_two_values_of_one_day_are_a_series_in_the_order_written() -> None:
    assert said(listed(V("tea 2", "2", day=9), V("tea 1", "1", day=9))) == ["Tea: 2 1"]


def test_a_series_names_the_facts_it_rests_on_and_has_a_number() -> None:
    [tea] = listed(V("tea 2", "2"), V("tea 3", "3"))
    assert (tea.id, tea.fact_ids, tea.is_quoted) == ("n1", ("f1", "f2"), False)


def test_a_value_stands_with_the_words_that_bound_it_white_space_folded() -> None:
    assert said(listed(V("tea  about \n 2", "2", bounded="about \n 2"), V("tea 3", "3"))) == ["Tea: about 2, 3"]


@pytest.mark.parametrize(("words", "count"), [(39, 1), (40, 0)])
def test_a_value_of_more_than_forty_characters_is_not_listed(words: int, count: int) -> None:
    bounded = f"{'o' * (words - 1)} 2"
    found = listed(V(f"tea {bounded}", "2", bounded=bounded), V("tea 3", "3"))
    assert len(found) == count


@pytest.mark.parametrize(("length", "count"), [(40, 1), (41, 0)])
def test_a_label_of_more_than_forty_characters_is_not_listed(length: int, count: int) -> None:
    label = f"tea {'o' * (length - 4)}"
    assert len(listed(V(f"{label} 2", "2", label), V(f"{label} 3", "3", label))) == count


@pytest.mark.parametrize(
    ("label", "shown", "is_quoted"),
    [
        ("tea", "Tea", False),
        ("green tea", "green tea", True),
        ("anger", "anger", True),
        ("limits", "limits", True),
        ("B6", "B6", True),
        ("thé", "thé", True),
    ],
)
def test_a_label_that_is_no_plain_word_is_quoted_as_typed(label: str, shown: str, is_quoted: bool) -> None:
    [one] = listed(V(f"{label}: 2", "2", label), V(f"{label}: 3", "3", label))
    assert (one.label, one.is_quoted) == (shown, is_quoted)


def test_a_label_that_may_not_be_quoted_is_not_listed() -> None:
    label = "https://tea.example/x"
    assert listed(V(f"{label} 2", "2", label), V(f"{label} 3", "3", label)) == ()


def test_only_days_on_which_the_label_stands_are_listed() -> None:
    three = (V("tea 2", "2"), V("tea 3", "3"), V("cups 4", "4"))
    assert said(listed(*three)) == ["Tea: 2, 3"]
    assert listed(V("tea 2", "2"), V("cups 3", "3")) == ()


def test_a_fixed_label_stands_though_the_entries_say_it_otherwise() -> None:
    assert said(listed(V("in bed 6", "6", "sleep"), V("in bed 7", "7", "sleep"))) == ["Sleep: 6, 7"]
    assert said(listed(V("felt 6", "6", "Mood"), V("felt 7", "7", "mood"))) == ["Mood: 6, 7"]


def test_the_label_that_stands_on_most_days_is_taken() -> None:
    values = (V("teas 2", "2", "tea"), V("teas 3", "3", "teas"), V("a tea 4", "4", "tea"), V("teas 5", "5", "teas"))
    assert said(listed(*values)) == ["Teas: 2, 3, 4, 5"]


@pytest.mark.parametrize(
    ("typed", "label", "shown"),
    [
        (("Panic attacks: 0", "Panic attacks: 1", "Panic attacks: 2"), "panic attack", "Panic attacks: 0, 1, 2"),
        (("Calories 1850", "calories 1900", "calories 2100"), "calorie", "Calories: 1850, 1900, 2100"),
        (("had 2 beers", "had 1 beer", "had 3 beers"), "beer", "Beers: 2, 1, 3"),
        (("1 cherry", "1 cherry", "2 cherries"), "cherry", "Cherry: 1, 1, 2"),
        (("2 boxes", "1 box", "3 boxes"), "box", "Boxes: 2, 1, 3"),
        (("Urge SH 2", "Urge SH 0", "urge sh 1"), "urge sh", "Urge SH: 2, 0, 1"),
    ],
)
def test_a_label_stands_in_the_number_typed_most_and_over_the_values_of_both(
    typed: tuple[str, ...], label: str, shown: str
) -> None:
    values = [V(text, next(word for word in text.split() if word.isdigit()), label) for text in typed]
    assert said(listed(*values)) == [shown]


def test_counts_in_words_alone_are_no_log_of_a_thing_typed_in_the_plural() -> None:
    assert listed(V("two books", "two", "book"), V("two books", "two", "book")) == ()
    assert said(listed(V("two books", "two", "book"), V("3 books", "3", "book"))) == ["Books: two, 3"]


def test_of_labels_that_stand_on_as_many_days_the_one_read_most_often_is_taken() -> None:
    values = (V("tea teas 2", "2", "teas"), V("tea teas 3", "3", "teas"), V("tea teas 4", "4", "tea"))
    assert said(listed(*values)) == ["Teas: 2, 3, 4"]


def test_what_shows_as_the_label_and_is_typed_otherwise_is_not_listed() -> None:
    assert listed(V("ﬁgs 2", "2", "figs"), V("ﬁgs 3", "3", "figs")) == ()


def litres(*numbers: str) -> list[V]:
    return [V(f"tea {n} l", n, bounded=f"{n} l", unit="l", dimension="volume") for n in numbers]


def minutes(*numbers: str) -> list[V]:
    return [V(f"tea {n} min", n, bounded=f"{n} min", unit="min", dimension="duration") for n in numbers]


def bare(*numbers: str) -> list[V]:
    return [V(f"tea {n}", n) for n in numbers]


def test_one_label_has_one_bullet_that_of_the_measure_of_most_days() -> None:
    assert said(listed(*litres("2", "3"), *minutes("4", "5", "6"))) == ["Tea: 4 min, 5 min, 6 min"]


def test_of_two_measures_of_as_many_days_the_one_with_most_values_is_taken() -> None:
    two_a_day = [one._replace(day=day) for one, day in zip(minutes("4", "5", "6"), (11, 11, 12), strict=True)]
    assert said(listed(*litres("2", "3"), *two_a_day)) == ["Tea: 4 min 5 min, 6 min"]


def test_values_without_a_unit_are_listed_with_those_that_have_one() -> None:
    assert said(listed(*litres("2"), *bare("3"), *litres("1"), *bare("4", "5"))) == ["Tea: 2 l, 3, 1 l, 4, 5"]


def test_nothing_is_listed_beside_any_unit() -> None:
    assert said(listed(*litres("2"), *bare("0", "0", "0"), *litres("1"))) == ["Tea: 2 l, 0, 0, 0, 1 l"]
    assert said(listed(*litres("2", "3"), *bare("0"), *minutes("4", "5", "6"))) == ["Tea: 0, 4 min, 5 min, 6 min"]
    assert said(listed(*bare("0", "0"))) == ["Tea: 0, 0"]


def test_a_value_that_may_be_of_either_of_two_measures_is_listed_with_neither() -> None:
    values = (*litres("2", "3"), *bare("4"), *minutes("5"))
    assert said(listed(*values)) == ["Tea: 2 l, 3 l"]
    assert said(listed(*litres("2"), *minutes("5"), *bare("4", "6"))) == ["Tea: 4, 6"]


def test_bare_values_go_with_things_counted_and_with_vessels() -> None:
    glasses = [V("tea 3 glasses", "3", bounded="3 glasses", unit="glasses", dimension="volume")]
    counted = [V("tea: 2 teas", "2", bounded="2 teas", unit="teas", dimension="count")]
    plain = [V("tea 4", "4", dimension="count"), V("tea 0", "0", dimension="count")]
    assert said(listed(*plain, *glasses, *counted, *litres("5"))) == ["Tea: 4, 0, 3 glasses, 2 teas"]


def test_most_days_come_first_then_the_first_day_then_the_label() -> None:
    values = [
        *(V(f"nuts {n}", str(n), "nuts", day=9 + n) for n in (1, 2)),
        *(V(f"figs {n}", str(n), "figs", day=9 + n) for n in (1, 2)),
        *(V(f"jam {n}", str(n), "jam", day=8 + n) for n in (1, 3)),
        *(V(f"tea {n}", str(n), "tea", day=12 + n) for n in (1, 2, 3)),
    ]
    assert [(one.id, one.label) for one in listed(*values)] == [
        ("n1", "Tea"),
        ("n2", "Jam"),
        ("n3", "Figs"),
        ("n4", "Nuts"),
    ]


def test_of_series_with_as_many_days_the_urges_come_first() -> None:
    days = (1, 2)
    values = [
        *(V(f"nuts {n}", str(n), "nuts", day=8 + n) for n in days),
        *(V(f"urge to call {n}", str(n), "urge to call", day=9 + n) for n in days),
        *(V(f"tea {n}", str(n), "tea", day=8 + n) for n in (1, 2, 3)),
    ]
    assert [one.label for one in listed(*values)] == ["Tea", "urge to call", "Nuts"]


@pytest.mark.parametrize(
    ("text", "bounded"),
    [
        ("tea 7/10", "10"),
        ("tea 7/10", "7"),
        ("tea 1.5", "1"),
        ("tea 2-4", "4"),
        ("tea X02", "02"),
        ("tea 5️⃣", "5"),
        ("tea six'er", "six"),
        ("tea 6h'er", "6h"),
        ("7/2 tea", "2"),
        ("tea o'six", "six"),
        ("tea ~ 6", "6"),
        ("tea ~6", "6"),
        ("tea ~\n 6", "6"),
        ("tea ~ \n\t \n6", "6"),
        ("tea ~ <b>6</b>", "6"),
        ("tea a<b>7</b>", "7"),
        ("tea <b>7</b>a b", "7"),
        ("tea 7.<b>5</b>", "7."),
        ("tea <b>2</b>.5", ".5"),
        ("tea <b>7</b>.5", "7"),
        ("tea <b>six</b>'er", "six"),
        ("tea ~~4~~ 6", "6"),
        ("tea 7\u200b", "7"),
        ("tea 7\u200b now", "7"),
        ("tea \u200b7", "7"),
        ("\u200b7 tea", "7"),
        ("tea \u200b~7", "~7"),
        ("tea 7%\u200b", "7%"),
    ],
)
def test_a_piece_of_a_word_or_of_a_longer_number_is_no_value(text: str, bounded: str) -> None:
    assert listed(V(text, bounded), V("tea 3", "3")) == ()


@pytest.mark.parametrize(
    ("text", "bounded"),
    [
        ("tea 7/x", "7"),
        ("tea, 7.", "7"),
        ("tea '7'", "7"),
        ("tea six'", "six"),
        ("tea - 7", "7"),
        ("7 tea", "7"),
        ("tea 3 7", "7"),
    ],
)
def test_a_value_that_stands_by_itself_is_listed_whatever_mark_is_beside_it(text: str, bounded: str) -> None:
    assert said(listed(V(text, bounded), V("tea 3", "3"))) == [f"Tea: {bounded}, 3"]


@pytest.mark.parametrize(
    ("value", "stands"),
    [
        ("5.5 h", "5.5 h"),
        ("1,200", "1,200"),
        ("7/10", "7/10"),
        ("5 → 6", "5 → 6"),
        ("½", "½"),
        ("2, maybe", '"2, maybe"'),
        ("2 and 3", '"2 and 3"'),
        ("2 ☕", '"2 ☕"'),
        ('2"', '“2"”'),
    ],
)
def test_a_value_whose_end_nobody_could_tell_stands_in_marks(value: str, stands: str) -> None:
    assert listable(value) == stands


def test_a_value_that_may_not_be_quoted_is_left_out() -> None:
    bad = "2 www.tea.example"
    values = (V(f"tea {bad}", "2", bounded=bad), V("tea 3", "3"), V("tea 4", "4"))
    assert said(listed(*values)) == ["Tea: 3, 4"]
    assert listed(*values[:2]) == ()


def many(*numbers: str, also: str = "") -> tuple[Series, ...]:
    """So many values, three a day from 7 Nov on."""
    return listed(*(V(f"tea {number}", number, day=7 + n // 3) for n, number in enumerate(numbers)), also=also)


def test_fifteen_values_are_listed_and_sixteen_stated_by_their_ends() -> None:
    fifteen = [str(n) for n in range(11, 26)]
    assert ends(many(*fifteen)) == []
    [tea] = many(*fifteen, "10")
    assert (tea.label, tea.is_quoted, len(tea.fact_ids)) == ("Tea", False, 16)
    assert sum(len(day.values) for day in tea.values) == 16
    assert tea.lowest is not None
    assert tea.highest is not None
    assert (tea.lowest.day, tea.lowest.values) == (date(2026, 11, 12), ("10",))
    assert (tea.highest.day, tea.highest.values) == (date(2026, 11, 11), ("25",))


def test_values_that_are_all_the_same_have_no_ends() -> None:
    assert many(*["2"] * 16) == ()
    assert ends(many(*["2"] * 15, "3")) == [("2", "3")]


def test_what_cannot_be_compared_may_be_the_lowest_or_the_highest_so_neither_is_stated() -> None:
    assert many(*["2"] * 15, "3", "six") == ()
    assert many(*["2"] * 15, "3", "1-4") == ()


@pytest.mark.parametrize(
    ("lowest", "highest"),
    [
        ("9", "10"),
        ("-3", "2"),
        ("2,5", "2.6"),
        ("1,200", "10k"),
        ("1 200", "1201"),
        ("~2", "3+"),
        ("999", "1k"),
    ],
)
def test_numbers_are_compared_as_amounts(lowest: str, highest: str) -> None:
    assert ends(many(*[lowest, highest] * 8)) == [(lowest, highest)]
    assert ends(many(*[highest, lowest] * 8)) == [(lowest, highest)]


def test_numbers_out_of_different_scales_are_not_compared() -> None:
    assert ends(many(*["4/10", "6/10"] * 8)) == [("4/10", "6/10")]
    assert many(*["4/10", "6/10"] * 8, "3/5") == ()
    assert many(*["4/10", "6/10"] * 8, "9") == ()


def cups(*numbers: int) -> list[V]:
    return [
        V(f"tea {n} cups", str(n), bounded=f"{n} cups", unit="cups", day=7 + at // 3) for at, n in enumerate(numbers)
    ]


def test_numbers_of_different_units_are_not_compared() -> None:
    pots = V("tea 9 pots", "9", bounded="9 pots", unit="pots", day=14)
    assert ends(listed(*cups(*range(1, 17)))) == [("1 cups", "16 cups")]
    assert listed(*cups(*range(1, 17)), pots) == ()
    assert listed(*cups(*range(1, 17)), V("tea 9", "9", day=14)) == ()


def test_one_of_a_thing_and_none_are_compared_with_more() -> None:
    one = V("tea 1 cup", "1", bounded="1 cup", unit="cup", day=14)
    assert ends(listed(*cups(*range(2, 18)), one)) == [("1 cup", "17 cups")]
    assert ends(listed(*cups(*range(2, 18)), one, V("tea 0", "0", day=14))) == [("0", "17 cups")]
