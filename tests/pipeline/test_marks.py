"""The reviewed lists of marks: how their phrases are read, and what each list marks."""

from __future__ import annotations

import re
from functools import partial

import pytest

from generation.pipeline.canonicalizer.marks.finder import find_marks
from generation.pipeline.canonicalizer.marks.mark_lists import LISTS, groups_by_name, mark_lists
from generation.pipeline.canonicalizer.marks.phrases import parse_phrase
from generation.pipeline.canonicalizer.marks.typed_words import BREAK, fold_typed, read_words
from tests.pipeline.growth import grows_with_length


def marked(text: str, name: str) -> list[tuple[str, str]]:
    return [(mark.group, text[mark.start : mark.end]) for mark in find_marks(text) if mark.list == name]


def test_every_list_has_a_version_of_its_own_and_a_reason_per_group() -> None:
    assert all(re.fullmatch(rf"{name}-[1-9]\d*", mark_lists()[name].version) for name in LISTS)
    groups = [group for held in mark_lists().values() for group in (*held.groups, *held.exempt)]
    assert all(group.reason.endswith(".") and group.phrases for group in groups)


def test_every_word_of_a_list_is_one_word_of_a_text() -> None:
    words = {
        word
        for held in mark_lists().values()
        for group in held.groups
        for phrase in group.phrases
        for one in (phrase, *phrase.beside)
        for choice in (
            one.anchor,
            *(element.words for element in (*one.before, *one.after)),
            one.without,
            group.unless,
        )
        for word in choice
        if word != BREAK
    }
    fold_word = partial(fold_typed, is_known=words.__contains__, meant=str)
    assert sorted(word for word in words if read_words(word, fold_word).words != [word] and "**" not in word) == []


def test_spans_are_code_points_of_the_text_as_typed() -> None:
    text = "İ 🙂 ﬁne. Took ALL the pills"
    assert ("pills taken or counted", "Took ALL the pills") in marked(text, "safety")


@pytest.mark.parametrize(
    "text",
    [
        "I don’t want to be alive anymore",
        "i dont want to be alive anymore",
        "I DON'T WANT TO BE ALIVE ANYMORE",
        "I don't want to be aliiiiive anymore",
        "su1cidal",
        "su*cidal",
        "un@live",
    ],
)
def test_words_are_read_as_people_type_them(text: str) -> None:
    assert marked(text, "safety")


def test_a_phrase_does_not_reach_over_the_end_of_a_sentence() -> None:
    assert not marked("Nothing I want. To die is for plants", "safety")
    assert not marked("I skipped.\n\nMeds are on the table", "safety")


def test_a_line_break_inside_a_sentence_ends_nothing() -> None:
    assert marked("Did not take\n20 mg sertraline", "safety")


def test_what_stands_beside_a_phrase_can_excuse_it() -> None:
    assert marked("I cut myself", "safety")
    assert not marked("I cut myself some slack", "safety")


def test_a_word_far_off_in_a_long_sentence_excuses_nothing() -> None:
    assert marked("cut my arm in the bathroom after all of them had gone to bed and then made some soup", "safety")


def test_phrases_near_one_another_are_found_in_any_order() -> None:
    assert marked("deliberately pressed my hand on the hob", "safety")
    assert marked("pressed my hand on the hob deliberately", "safety")
    assert not marked("Pressed my hand on the dough. Deliberately slow", "safety")


def test_words_that_excuse_phrases_near_one_another_are_read_from_the_line() -> None:
    phrase = parse_phrase("hand & iron & -shirt|shirts", {})
    assert len(phrase.beside) == 1
    assert phrase.without == {"shirt", "shirts"}


@pytest.mark.parametrize(
    "line", ["~3", "#", "x?", "^", "@nobody word", "word !not word", "self-harm", "Name & #", "word & -#"]
)
def test_a_phrase_written_wrongly_is_refused(line: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        parse_phrase(line, {})


def test_a_phrase_of_classes_gaps_and_neighbours_is_read() -> None:
    classes = {"med": frozenset({"meds", "pills"})}
    phrase = parse_phrase("!never skip ~2 @med !box", classes)
    assert phrase.anchor in ({"skip"}, {"meds", "pills"})
    assert (phrase.not_before, phrase.not_after) == ({"never"}, {"box"})


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("Grandma died on Sunday", 1),
        ("We broke up last night", 1),
        ("My neck pain is back", 1),
        ("Saw my therapist", 1),
        ("Could not fall asleep until 4", 2),
        ("Fight with my boss, he yelled", 2),
        ("The rent is overdue", 2),
        ("It is taking a toll on me", 2),
        ("I am reaching my limit", 2),
        ("I was incarcerated then", 1),
        ("Long shift, two meetings", 3),
    ],
)
def test_events_have_tiers(text: str, tier: int) -> None:
    assert min(groups_by_name()["events", group].tier for group, _ in marked(text, "events")) == tier


@pytest.mark.parametrize(
    "text",
    [
        "The talk is on Thursday",
        "Still waiting for the landlord",
        "I don't know whether to go",
        "He hasnt called back",
        "I have to see the doctor",
        "Worried about the rent",
        "It hurts again",
        "Seeing her next week",
        "The exam is tomorrow",
    ],
)
def test_openness_is_said_in_words(text: str) -> None:
    assert marked(text, "openness")


@pytest.mark.parametrize("text", ["We talked on Thursday", "Talk with my manager done.", "Lease signed."])
def test_what_is_past_or_done_is_not_open(text: str) -> None:
    assert not marked(text, "openness")


def test_the_areas_are_the_ten_fixed_headings() -> None:
    assert [group.name for group in mark_lists()["areas"].groups] == [
        "Sleep",
        "Body and illness",
        "Medication and treatment",
        "Alcohol and drugs",
        "Food",
        "Work and study",
        "People",
        "Money",
        "Home",
        "Movement",
    ]


@pytest.mark.parametrize(
    "word", ["back", "high", "moving", "baby", "cold", "ex", "run", "flat", "drink", "home", "date", "foot", "football"]
)
def test_a_word_that_may_mean_another_thing_is_in_no_area(word: str) -> None:
    assert not marked(f"so {word} it is", "areas")


@pytest.mark.parametrize("word", ["woke", "ate", "dinner", "house", "kitchen", "groceries", "laundry"])
def test_what_fills_every_day_is_in_no_area(word: str) -> None:
    assert not marked(f"so {word} it is", "areas")


@pytest.mark.parametrize(
    "text",
    [
        "I dont have friends",
        "No friends here",
        "Hi friend, long day",
        "My boy friend called",
        "I am a single mother",
        "As a parent one worries",
        "His mum is here",
        "A movie marathon",
        "He's sick",
        "My son is sick again",
        "Maybe like da-- during the day",
        "Ich war nicht da",
    ],
)
def test_what_means_another_or_nobody_is_in_no_area(text: str) -> None:
    others = {"People", "Movement", "Body and illness"}
    assert not others & {group for group, form in marked(text, "areas") if form != "son"}


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("My depression is back", "Body and illness"),
        ("Diabetes check", "Body and illness"),
        ("Lost my bets again", "Money"),
        ("Gambling all night", "Money"),
        ("I had a relapse", "Alcohol and drugs"),
        ("I was sick all day", "Body and illness"),
        ("Met a friend", "People"),
    ],
)
def test_what_weighs_has_a_heading(text: str, heading: str) -> None:
    assert heading in {group for group, _ in marked(text, "areas")}


def test_areas_count_literal_forms() -> None:
    assert marked("Mum's pain, walked", "areas") == [
        ("People", "Mum"),
        ("Body and illness", "pain"),
        ("Movement", "walked"),
    ]


def test_no_form_of_an_area_stands_in_two_headings_or_in_another_form() -> None:
    forms = [
        (group.name, " ".join(sorted(phrase.anchor)) + "".join(f" {sorted(e.words)}" for e in phrase.after))
        for group in mark_lists()["areas"].groups
        for phrase in group.phrases
    ]
    single = [word for _, form in forms for word in form.split() if "[" not in form]
    assert len(single) == len(set(single))


@pytest.mark.parametrize(
    "text", ["Rang Tom", "gave her the tablets", "He's got my keys", "I went to bed", "I'd never", "it frightened me"]
)
def test_what_is_done_about_danger_is_marked(text: str) -> None:
    assert marked(text, "kept_safe")


@pytest.mark.parametrize("text", ["Ring binders at the shop", "The bus was late", "Coffee and a walk", "Never on time"])
def test_what_has_nothing_to_do_with_it_is_not(text: str) -> None:
    assert not marked(text, "kept_safe")


@pytest.mark.parametrize("text", ["The test is over", "Deadline done!!", "My boss agreed", "We posted the forms"])
def test_what_is_over_or_granted_is_marked(text: str) -> None:
    assert marked(text, "closed")


@pytest.mark.parametrize(
    "text",
    ["The test is not over", "Over at my aunt's", "I need to get it done", "We agreed to meet", "Nearly finished"],
)
def test_what_is_not_over_is_not(text: str) -> None:
    assert not marked(text, "closed")


@pytest.mark.parametrize("text", ["Having coffee", "Getting ready for bed", "About to eat lunch", "Just woke up"])
def test_routine_is_marked(text: str) -> None:
    assert marked(text, "routine")


@pytest.mark.parametrize(
    "unit",
    ["I want to die. ", "to not kill myself and ", "k*", "'", "9", "\n ", "o", "Slept 6 h. Still anxious about work. "],
)
def test_time_grows_with_the_text_and_no_faster(unit: str) -> None:
    assert grows_with_length(find_marks, unit)
