"""The bullets of Section 2, word for word: each sentence of values put together by hand, then the lists of a text."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.contracts import DayValues, Feeling, ListedForm, Series, SlotKind, Term
from generation.pipeline.planner.plan import make_plan
from generation.pipeline.writer import sentences
from generation.pipeline.writer.render import render
from tests.pipeline.diaries import EXAMPLE, diary

WINDOW = [date(2026, 11, 7) + timedelta(days=number) for number in range(15)]


def on(*days: int) -> tuple[date, ...]:
    return tuple(date(2026, 11, day) for day in days)


def feeling(*named: int, also: tuple[int, ...] = (), forms: tuple[str, ...] = ("sad",)) -> Feeling:
    return Feeling(id="p1", fact_ids=("f1",), forms=forms, named=on(*named), also=on(*also))


@pytest.mark.parametrize(
    ("named", "entries", "said"),
    [
        (range(8, 14), range(8, 15), "6 days: 8, 9, 10, 11, 12 and 13 Nov"),
        (range(8, 15), range(8, 16), "7 of 8 days with entries, not on 15 Nov"),
        (range(8, 15), range(8, 15), "7 days: 8, 9, 10, 11, 12, 13 and 14 Nov"),
        (range(7, 14), range(7, 20), "7 of 13 days with entries, not on 14, 15, 16, 17, 18 and 19 Nov"),
        (range(7, 14), range(7, 21), "7 days: 7, 8, 9, 10, 11, 12 and 13 Nov"),
        ([8], range(8, 15), "1 day: 8 Nov"),
    ],
)
def test_a_feeling_names_its_days_or_those_it_lacks_where_they_are_fewer(
    named: range, entries: range, said: str
) -> None:
    assert sentences.feeling(feeling(*named), on(*entries)) == f'"sad" is named as a feeling on {said}.'


def test_a_feeling_has_its_forms_and_where_one_is_also_written() -> None:
    said = sentences.feeling(feeling(8, 9, also=(10,), forms=("sad", "sadder", "saddest")), WINDOW)
    assert said == '"sad", "sadder" or "saddest" is named as a feeling on 2 days: 8 and 9 Nov; also written on 10 Nov.'


def test_further_feelings_stand_in_one_sentence_each_with_its_days() -> None:
    two = [feeling(8, 9, also=(10,)), feeling(11, 12, forms=("calm", "calmer"))]
    listed = '"sad" (8 and 9 Nov; also written on 10 Nov), "calm" or "calmer" (11 and 12 Nov).'
    assert sentences.feelings_of_days(two) == f"Also named as a feeling on 2 days or more: {listed}"
    assert sentences.feelings_of_one_day(two) == f"Named as a feeling on one day and not shown below: {listed}"


def test_a_series_lists_its_values_by_day() -> None:
    values = (DayValues(day=on(8)[0], values=("2", "1")), DayValues(day=on(9)[0], values=("3",)))
    tea = Series(id="n1", fact_ids=("f1",), label="Tea", is_quoted=False, values=values)
    assert sentences.series(tea) == "Tea: 2 and 1 (8 Nov), 3 (9 Nov)."
    assert sentences.series(tea.model_copy(update={"is_quoted": True})) == '"Tea": 2 and 1 (8 Nov), 3 (9 Nov).'


def test_a_long_series_says_how_many_values_of_how_many_days_it_is_of() -> None:
    values = tuple(DayValues(day=day, values=("1", "2")) for day in on(*range(8, 16)))
    ends = {"lowest": DayValues(day=on(8)[0], values=("1",)), "highest": DayValues(day=on(9)[0], values=("2",))}
    tea = Series(id="n1", fact_ids=("f1",), label="Tea", is_quoted=False, values=values, **ends)
    assert sentences.series(tea) == "Tea: 16 values read on 8 days, lowest of these 1 (8 Nov), highest 2 (9 Nov)."


def test_an_area_and_a_term_name_the_days_of_their_forms() -> None:
    forms = [ListedForm(text="work", days=on(8, 9)), ListedForm(text="class", days=on(10))]
    assert sentences.area("Work and study", forms) == 'Work and study: "work" (8 and 9 Nov), "class" (10 Nov).'
    lamp = Term(id="t1", fact_ids=("f1",), forms=("lamp", "lamps"), days=on(8, 9, 10))
    assert sentences.term(lamp) == '"lamp" or "lamps" stands in entries of 3 days: 8, 9 and 10 Nov.'


def test_further_feelings_are_listed_by_whether_they_are_of_one_day_those_in_the_order_of_their_days() -> None:
    record = canonicalize(
        diary(*EXAMPLE, ("m7", "2026-11-20 10:00", "I felt calm."), ("m8", "2026-11-07 10:00", "I was so lonely."))
    )
    plan = make_plan(record)
    further = tuple(one.id for one in plan.listed.feelings)
    composition = plan.choice.model_copy(update={"feelings": (), "further_feelings": further})
    report = render(plan, record, composition)
    bullets = {slot.kind: report.text[slot.start : slot.end] for slot in report.slots}
    assert SlotKind.FEELING not in bullets
    assert bullets[SlotKind.FEELINGS_OF_DAYS] == (
        'Also named as a feeling on 2 days or more: "anxious" (8 and 10 Nov; also written on 15 Nov), '
        '"calm" (19 and 20 Nov).'
    )
    assert bullets[SlotKind.FEELINGS_OF_ONE_DAY] == (
        'Named as a feeling on one day and not shown below: "lonely" (7 Nov), "Relieved" (12 Nov).'
    )
