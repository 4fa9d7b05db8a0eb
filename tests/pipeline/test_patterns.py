"""Guards Section 2: which feelings, series, areas and terms are listed, on which days, and never twice."""

from __future__ import annotations

import pytest

from tests.pipeline.diaries import diary, entries_on
from tests.pipeline.runs import bullets_of


def days(*texts: str, first: int = 8) -> list[tuple[str, str, str]]:
    """One entry a day from 8 Nov on."""
    return [(f"m{n}", f"2026-11-{first + n:02} 10:00", text) for n, text in enumerate(texts)]


def patterns(*texts: str) -> list[str]:
    return [bullet for bullet in bullets_of(diary(*days(*texts)), 2) if not bullet.startswith("Limits: ")]


def limits(*texts: str) -> list[str]:
    return [bullet for bullet in bullets_of(diary(*days(*texts)), 2) if bullet.startswith("Limits: ")]


def test_a_feeling_names_every_other_day_on_which_its_form_stands() -> None:
    assert '"nervous" is named as a feeling on 2 days: 8 and 9 Nov; also written on 10 Nov.' in patterns(
        "I'm nervous about the move.", "Still nervous.", "Not nervous today."
    )


def test_somebody_elses_feeling_is_named_on_no_day() -> None:
    assert not any(
        "is named as a feeling" in bullet for bullet in patterns(*["My gf came home and was sad."] * 1, "x", "y")
    )


def test_a_feeling_of_most_days_names_the_days_without_it() -> None:
    texts = [*["I felt calm."] * 4, "Went out.", *["Felt so calm again."] * 2, "I am calm.", "calm, I am."]
    diary_ = diary(*((*row[:2], f"{row[2]} {n}") for n, row in enumerate(days(*texts))))
    assert any("of 9 days with entries, not on 12 Nov" in bullet for bullet in bullets_of(diary_, 2))


def test_a_feeling_of_one_day_that_is_quoted_is_not_listed() -> None:
    assert patterns("I felt jealous.", "Went out.", "Stayed in.") == []


def test_all_other_feelings_of_two_days_are_listed_whether_the_days_below_show_them_or_not() -> None:
    feelings = "I feel calm, happy, sad, angry, anxious, lonely, proud, tired, bored, jealous, nervous and grateful"
    [listed] = [b for b in patterns(f"{feelings}.", f"{feelings} again.", "Went out.") if b.startswith("Also")]
    # Twelve, and the first three have bullets of their own.
    assert listed.count(" (8 and 9 Nov)") == 9


def test_values_stand_as_typed_beside_their_days() -> None:
    assert "Mood: 6/10 (8 Nov), 7/10 (10 Nov)." in patterns("Mood 6/10", "Went out.", "mood 7/10!!")


def test_several_values_of_a_day_stand_together_in_order() -> None:
    inputs = diary(
        ("a", "2026-11-08 08:00", "Coffee: 2"),
        ("b", "2026-11-08 20:00", "Coffee: 1"),
        *days("Coffee: 3", "ok", first=9),
    )
    assert "Coffee: 2 and 1 (8 Nov), 3 (9 Nov)." in bullets_of(inputs, 2)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (
            ("Alcohol 3 units", "Alcohol 0", "Alcohol 1 unit", "Alcohol 0"),
            "3 units (8 Nov), 0 (9 Nov), 1 unit (10 Nov), 0",
        ),
        (
            ("Exercise 25 min", "Exercise 0.", "Exercise: 0", "exercise 40 min"),
            "25 min (8 Nov), 0 (9 Nov), 0 (10 Nov), 40",
        ),
        (
            ("Lunch 310 kcal", "lunch 0", "Lunch 290 kcal", "lunch: 0"),
            "310 kcal (8 Nov), 0 (9 Nov), 290 kcal (10 Nov), 0",
        ),
        (
            ("Sleep 7 hrs", "sleep 6.5", "Sleep 5", "slept 1 hr on the bus"),
            "7 hrs (8 Nov), 6.5 (9 Nov), 5 (10 Nov), 1 hr",
        ),
        (("Run: 0", "Run: 7 km", "Run: 0", "ran 9 km"), "0 (8 Nov), 7 km (9 Nov), 0 (10 Nov), 9 km"),
    ],
)
def test_values_with_a_unit_and_without_are_one_series(texts: tuple[str, ...], said: str) -> None:
    [listed] = [bullet for bullet in patterns(*texts) if said in bullet]
    assert listed.count(" Nov)") == 4


def test_a_changed_dose_is_listed_as_changed_or_the_dose_is_not_listed() -> None:
    assert 'Codeine: 30 mg x2 (8 Nov), 30 mg x3 (9 Nov), "30 mg x2, skipped noon" (10 Nov).' in patterns(
        "Codeine: 30 mg x2", "Codeine: 30 mg x3", "Codeine: 30 mg x2, skipped noon"
    )
    for changed in ("3 tablets of codeine 30 mg", "Codeine 30 mg morning, noon and night but skipped the evening dose"):
        listed = patterns(changed, "Codeine 30 mg", "Codeine 30 mg", "Codeine 30 mg")
        assert not any(bullet.startswith("Codeine") and "8 Nov" not in bullet for bullet in listed), changed


def test_values_of_different_measures_are_no_one_series() -> None:
    assert "Run: 7 km (8 Nov), 9 km (10 Nov)." in patterns("Run 7 km", "Run 40 min", "Run 9 km")
    assert "Headache: 6 (8 Nov), 4 (10 Nov)." in patterns("Headache 6", "Headache 3 h", "Headache 4")


def test_what_one_entry_says_with_a_unit_and_without_is_of_two_kinds() -> None:
    assert "Sleep: 3 (8 Nov), 4 (9 Nov), 2 (10 Nov)." in patterns(
        "Sleep: 3, slept 7 h", "Sleep: 4, slept 6 h", "Sleep: 2"
    )


def test_words_between_two_values_bound_one_of_them() -> None:
    assert "Sleep: 6 h at most and almost 8 h (8 Nov), 5 h (9 Nov)." in patterns(
        "Slept 6 h at most almost 8 h", "Slept 5 h.", "Rain."
    )


def test_a_value_that_is_half_of_a_word_is_not_listed() -> None:
    assert "Mood: 6 (8 Nov), 5 (9 Nov)." in patterns("Mood: six'mood' 6", "Mood: 5", "Rain.")


def test_more_than_fifteen_values_are_stated_by_lowest_and_highest() -> None:
    rows = [(f"m{n}", f"2026-11-{7 + n // 2:02} {8 + n % 2:02}:00", f"Water: 0.{n + 10} l") for n in range(16)]
    listed = bullets_of(diary(*rows), 2)
    assert "Water: 16 values read on 8 days, lowest of these 0.10 l (7 Nov), highest 0.25 l (14 Nov)." in listed


def test_an_area_lists_each_form_with_its_literal_days() -> None:
    listed = patterns("Work was long.", "Dinner with my sister.", "No work today, called my sister.")
    assert 'Work and study: "work" (8 and 10 Nov).' in [bullet.replace('"Work"', '"work"') for bullet in listed]
    assert 'People: "sister" (9 and 10 Nov).' in listed


def test_where_more_areas_stand_than_fit_what_weighs_is_listed() -> None:
    text = "Gym, work, my sister, rent, meds, my apartment, pain and a diet."
    listed = [
        bullet.split(":")[0] for bullet in patterns(*[text] * 2, "Slept.", "Slept in.", "Slept on.", "Slept out.")
    ]
    assert {"Body and illness", "Medication and treatment", "Money"} <= set(listed)
    assert not {"Home", "Food", "Movement"} & set(listed)


def test_under_a_heading_what_is_named_by_name_comes_before_the_rest() -> None:
    sore = [f"My stomach is sore, a headache and a rash, throat too {n}." for n in range(3)]
    listed = patterns(*sore, "My diabetes is bad.")
    [body] = [bullet for bullet in listed if bullet.startswith("Body and illness: ")]
    assert '"diabetes" (11 Nov)' in body


def test_a_form_that_mostly_means_another_thing_is_not_listed() -> None:
    listed = patterns(
        "I dont have friends.", "No friends at all.", "Saw friends.", "My sister came.", "My sister left."
    )
    assert 'People: "sister" (11 and 12 Nov).' in listed


def test_a_form_against_which_a_number_is_typed_is_in_no_area() -> None:
    listed = patterns("Long day at the job5. h", "New job.", "The job was fine, job5. h")
    assert all("job5" not in bullet for bullet in listed)


def test_an_area_of_one_day_is_not_listed() -> None:
    assert not any(bullet.startswith("Work") for bullet in patterns("Work and class.", "Went out.", "Stayed in."))


def test_no_form_stands_in_two_bullets() -> None:
    texts = [f"Waiting for the landlord about the rent {n}." for n in range(5)]
    inputs = diary(*days(*texts))
    assert sum('"landlord"' in bullet for section in (2, 3) for bullet in bullets_of(inputs, section)) <= 1


@pytest.mark.parametrize(("count", "verb"), [(14, "have"), (1, "has")])
def test_the_days_without_entry_are_named(count: int, verb: str) -> None:
    given = range(7, 7 + 15 - count)
    [limit] = [bullet for bullet in bullets_of(entries_on(list(given)), 2) if "of 15 days" in bullet]
    assert limit.startswith(f"Limits: {count} of 15 days {verb} no entry (")


def test_copies_are_counted() -> None:
    assert "Limits: 2 entries repeat an earlier one word for word." in limits("Went out.", "went  OUT.", "Went out.")


def test_words_of_another_language_are_named() -> None:
    said = limits("Ich war heute nicht bei der Arbeit.", "Went out.", "Stayed in.")
    assert any("words of another language stand in 1 entry (" in limit for limit in said)


def test_an_english_list_is_no_other_language() -> None:
    assert not any("another language" in limit for limit in limits("Content, Calm, Relaxed", "n/a", "Stayed in."))


def test_with_nothing_else_to_say_only_what_was_written_is_known() -> None:
    inputs = diary(
        *(
            (f"m{day}", f"2026-11-{day:02} 10:00", f"Entry number {word}.")
            for day, word in zip(range(7, 22), "abcdefghijklmno", strict=True)
        )
    )
    assert bullets_of(inputs, 2)[-1] == "Limits: only what was written is known."


def test_one_or_two_days_list_no_pattern() -> None:
    assert limits("Calm.", "Calm again.")[1] == "Limits: with entries on 2 days, no pattern is listed."


def test_an_empty_window_says_so() -> None:
    assert bullets_of(diary(), 2) == ["Limits: no entry is logged in this window, and nothing is known about it."]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (("10k steps", "1,200 steps"), "lowest of these 1,200 steps (7 Nov), highest 10k steps (7 Nov)."),
        (("Mood 2", "Mood -3"), "lowest of these -3 (7 Nov), highest 2 (7 Nov)."),
        (("Mood 7/10", "Mood 4/10"), "lowest of these 4/10 (7 Nov), highest 7/10 (7 Nov)."),
    ],
)
def test_the_lowest_and_the_highest_are_compared_as_amounts(values: tuple[str, str], said: str) -> None:
    rows = [
        (f"m{day}{hour}", f"2026-11-{day:02} {hour:02}:00", f"{value}.")
        for day in range(7, 17)
        for hour, value in zip((8, 20), values, strict=True)
    ]
    assert any(bullet.endswith(said) for bullet in bullets_of(diary(*rows), 2))
