"""What a plan may hold by how many days have entries, and how weights, feelings and areas are found for it."""

from __future__ import annotations

import pytest

from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.contracts import Bucket, Candidates, ReportPlan
from generation.pipeline.planner.areas import days_of, shown_areas
from generation.pipeline.planner.features import Weighing
from generation.pipeline.planner.plan import MAX_LISTED, bucket_of, make_plan
from generation.pipeline.planner.words_in_entries import FormsListed
from tests.pipeline.diaries import diary, entries_on
from tests.pipeline.test_patterns import days


def planned(*texts: str) -> ReportPlan:
    return make_plan(canonicalize(diary(*days(*texts))))


@pytest.mark.parametrize(
    ("number", "bucket"),
    [(0, Bucket.LOW), (2, Bucket.LOW), (3, Bucket.MEDIUM), (5, Bucket.MEDIUM), (6, Bucket.HIGH), (15, Bucket.HIGH)],
)
def test_the_bucket_goes_by_days_with_entries(number: int, bucket: Bucket) -> None:
    assert bucket_of(number) is bucket
    assert make_plan(canonicalize(entries_on(range(7, 7 + number)))).bucket is bucket


def test_two_entries_of_a_day_are_one_day() -> None:
    rows = [(f"m{n}", f"2026-11-0{8 + n // 2} 1{n % 2}:00", f"Out {n}.") for n in range(4)]
    assert make_plan(canonicalize(diary(*rows))).bucket is Bucket.LOW


def test_on_few_days_nothing_is_listed() -> None:
    assert planned("I am sad.", "I am sad.").listed == Candidates()
    assert set(MAX_LISTED[Bucket.LOW].model_dump().values()) == {0}


@pytest.mark.parametrize(
    ("bucket", "most"), [(Bucket.MEDIUM, (3, 24, 24, 3, 3, 0, 1)), (Bucket.HIGH, (3, 36, 24, 6, 4, 3, 3))]
)
def test_a_bucket_lists_so_many_of_a_kind(bucket: Bucket, most: tuple[int, ...]) -> None:
    number = 5 if bucket is Bucket.MEDIUM else 6
    assert tuple(make_plan(canonicalize(entries_on(range(7, 7 + number)))).most.model_dump().values()) == most


# --- feelings ---------------------------------------------------------------------------------------


def feelings(*texts: str) -> list[tuple[str, list[int], list[int]]]:
    return [
        (" / ".join(one.forms), [day.day for day in one.named], [day.day for day in one.also])
        for one in planned(*texts).listed.feelings
    ]


def test_a_feeling_names_its_own_days_and_all_others_of_its_forms() -> None:
    found = feelings("I am sad.", "He was sad.", "I am sad and calm.", "Nothing.")
    assert found == [("sad", [8, 10], [9]), ("calm", [10], [])]


def test_feelings_of_most_days_come_first_then_of_the_first_day_then_by_form() -> None:
    found = feelings("I am numb.", "I am calm and angry.", "I am calm.", "I am angry and numb.", "I am sad.")
    assert [form for form, _, _ in found] == ["numb", "angry", "calm", "sad"]
    assert [one.id for one in planned("I am sad.", "I am calm.", "Out.").listed.feelings] == ["p1", "p2"]


def test_of_two_forms_one_of_which_holds_the_other_the_shorter_says_it_all() -> None:
    found = feelings("I hate it.", "I hated it.", "I am hating it.", "I hate it.")
    assert [form for form, _, _ in found] == ["hate / hated / hating"]


def test_a_feeling_has_four_forms_at_most() -> None:
    typed = ("delighted", "deligted", "delihted", "delighetd", "deligthed")
    [(forms, *_)] = feelings(*(f"I feel {word}." for word in typed))
    assert forms == " / ".join(typed[:4])


def test_a_feeling_rests_on_the_facts_that_name_it() -> None:
    [sad] = planned("I am sad. I am so sad.", "He was sad.", "I am sad.").listed.feelings
    assert sad.fact_ids == ("f1", "f2", "f4")


# --- areas ------------------------------------------------------------------------------------------


def areas(*texts: str) -> list[tuple[str, list[tuple[str, list[int]]]]]:
    return [
        (area.heading, [(form.text, [day.day for day in form.days]) for form in area.forms])
        for area in planned(*texts).listed.areas
    ]


def test_an_area_lists_its_forms_most_days_first_on_two_days_or_more() -> None:
    assert areas("My rent.", "The rent, a loan.", "A loan.", "The loan. My sister.") == [
        ("Money", [("loan", [9, 10, 11]), ("rent", [8, 9])])
    ]


def test_areas_of_most_days_come_first_then_of_the_first_day_then_by_heading() -> None:
    found = areas("My sister.", "My landlord. My rent.", "My sister. A landlord.", "My rent. The landlord.")
    assert [heading for heading, _ in found] == ["Home", "People", "Money"]
    assert [area.id for area in planned("My sister.", "My landlord.", "My sister. My landlord.").listed.areas] == [
        "a1",
        "a2",
    ]


def test_a_form_that_another_holds_is_not_listed_beside_it() -> None:
    found = dict(areas("My step sister.", "My step-sister and my sister.", "My sister."))
    assert [form for form, _ in found["People"]].count("sister") <= 1


def test_an_area_shows_six_forms_and_those_named_by_name_before_others() -> None:
    aches = "Stomach, headache, rash, throat, fever and cough are back"
    plan = planned(f"{aches}, asthma too.", f"{aches}.", f"{aches}.")
    [(area, forms)] = shown_areas(plan.listed.areas, FormsListed())
    assert area.heading == "Body and illness"
    assert "asthma" in {form.text for form in forms}
    assert [len(form.days) for form in forms] == [3, 3, 3, 3, 3, 1]


def test_areas_are_shown_beside_what_is_listed_already_and_what_the_areas_before_show() -> None:
    listed = planned("My rent and loan.", "The rent, my landlord.", "A loan. My landlord.").listed.areas
    assert [area.heading for area, _ in shown_areas(listed, FormsListed())] == ["Money", "Home"]
    assert [area.heading for area, _ in shown_areas(listed, FormsListed(["my landlord"]))] == ["Money"]
    [(_, forms), _] = shown_areas(listed, FormsListed(["rent"]))
    assert [form.text for form in forms] == ["loan"]
    taken = FormsListed(["x"])
    shown_areas(listed, taken)
    assert "rent" not in taken


def test_days_of_forms_are_those_of_all_together_in_order() -> None:
    [money] = planned("My rent.", "A loan.", "The rent.").listed.areas
    assert [day.day for day in days_of(money.forms)] == [8, 9, 10]


# --- weights ----------------------------------------------------------------------------------------


def weights(*texts: str) -> list[float]:
    """The weights of the sentences of entries, one a day."""
    record = canonicalize(diary(*days(*texts)))
    weighing = Weighing(record)
    return [round(weighing.weight(fact), 6) for fact in record.facts]


def heavier(*texts: str) -> list[float]:
    """By how much each is heavier than the first."""
    first, *others = weights(*texts)
    return [round(weight - first, 2) for weight in others]


@pytest.mark.parametrize(
    ("plain", "other", "more"),
    [
        ("The lamp was calm there now.", "The lamp was odd there now.", 0.0),
        ("The lamp was odd there now.", "I felt calm in there now.", 1.9),
        ("The lamp was odd there now.", "I felt sad in there now.", 2.7),
        ("The lamp was odd there now.", "My lamp was odd there now.", 0.9),
        ("The lamp was odd there now.", "The funeral was odd there now.", 1.5),
        ("The lamp was odd there now.", "The mood was 6/10 there now.", 0.5),
        # Without "about to", which is routine, and with a word of openness.
        ("The lamp was odd there now.", "The lamp was odd there again.", 0.5),
        ("The lamp was odd there now.", "The sister was odd there now.", 1.1),
    ],
)
def test_what_a_sentence_tells_makes_it_heavier(plain: str, other: str, more: float) -> None:
    # Each word stands on two days: none is new.
    assert heavier(plain, other, plain, other)[0] == pytest.approx(more, abs=0.01)


def test_words_that_stand_on_no_other_day_are_new() -> None:
    found = weights("The lamp fell there now.", "The lamp fell there now.", "The boat fell there now.")
    assert found[2] - found[0] == pytest.approx(0.8 / 6, abs=0.001)
    assert found[0] == found[1]


def test_a_bare_list_of_feelings_is_not_told_in_a_sentence() -> None:
    bare, told = weights("Sad, lonely, tired.", "I feel so sad and lonely and tired of it.")
    assert told - bare > 0.8
    three = weights("So very sad.", "So very, very sad.")
    assert three[1] - three[0] > 0.8
