"""Which feelings, areas and terms a plan may list, of words put into a record by hand as such: what finds them in an
entry has tests of its own."""

from __future__ import annotations

import re
from datetime import date

import pytest

from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.contracts import (
    Area,
    CanonicalRecord,
    ExplicitEmotion,
    Feeling,
    ListedForm,
    Mark,
    RecurringTerm,
    Term,
    TermMention,
)
from generation.pipeline.planner.areas import areas, shown_areas
from generation.pipeline.planner.feelings import feelings
from generation.pipeline.planner.matters import terms
from generation.pipeline.planner.words_in_entries import FormsListed, WordsInEntries
from tests.pipeline.diaries import diary
from tests.pipeline.test_patterns import days

# "{sad}" is a word that is read, "{sadder|sad}" one of another group than its own letters.
_READ = re.compile(r"\{([^{}|]+)(?:\|([^{}]+))?\}")


def read(*texts: str) -> tuple[CanonicalRecord, list[tuple[int, int, str, str]]]:
    """The record of one entry a day, and of each word read its message, start, letters and group."""
    record = canonicalize(diary(*days(*(_READ.sub(r"\1", text) for text in texts))))
    found = []
    for number, text in enumerate(texts):
        taken_off = 0
        for match in _READ.finditer(text):
            found.append((number, match.start() - taken_off, match[1], match[2] or match[1].lower()))
            taken_off += len(match[0]) - len(match[1])
    return record, found


def fact_at(record: CanonicalRecord, message_id: str, start: int) -> str:
    [fact] = [one for one in record.facts if one.message_id == message_id and one.start <= start < one.end]
    return fact.id


def listed_feelings(*texts: str) -> tuple[Feeling, ...]:
    record, found = read(*texts)
    emotions = tuple(
        ExplicitEmotion(
            fact_id=fact_at(record, f"m{number}", start),
            day=date(2026, 11, 8 + number),
            message_id=f"m{number}",
            word=word,
            lemma=group,
            start=start,
            end=start + len(word),
        )
        for number, start, word, group in found
    )
    record = record.model_copy(update={"explicit_emotions": emotions})
    return feelings(record, WordsInEntries(record))


def said(*texts: str) -> list[tuple[str, list[int], list[int]]]:
    return [
        (" / ".join(one.forms), [day.day for day in one.named], [day.day for day in one.also])
        for one in listed_feelings(*texts)
    ]


def listed_areas(*texts: str) -> tuple[Area, ...]:
    """The group of a word is the heading of its area, "Money" where none is named."""
    record, found = read(*texts)
    marks = tuple(
        Mark(
            fact_id=fact_at(record, f"m{number}", start),
            message_id=f"m{number}",
            list="areas",
            group=group if group[0].isupper() else "Money",
            start=start,
            end=start + len(word),
        )
        for number, start, word, group in found
    )
    record = record.model_copy(update={"marks": marks})
    return areas(record, WordsInEntries(record))


def forms(*texts: str) -> list[tuple[str, list[int]]]:
    """What the one area that is listed holds."""
    return [(form.text, [day.day for day in form.days]) for one in listed_areas(*texts) for form in one.forms]


def listed_terms(*texts: str) -> tuple[Term, ...]:
    """Each group of words is one noun phrase."""
    record, found = read(*texts)
    mentions: dict[str, list[TermMention]] = {}
    for number, start, word, group in found:
        mentions.setdefault(group, []).append(
            TermMention(
                fact_id=fact_at(record, f"m{number}", start),
                day=date(2026, 11, 8 + number),
                message_id=f"m{number}",
                text=word,
                start=start,
                end=start + len(word),
            )
        )
    made = tuple(RecurringTerm(key=key, mentions=tuple(own), is_noun=True) for key, own in mentions.items())
    signals = record.signal_indicators.model_copy(update={"recurring_terms": made})
    record = record.model_copy(update={"signal_indicators": signals})
    return terms(record, WordsInEntries(record))


# --- feelings ---------------------------------------------------------------------------------------


def test_a_form_that_may_not_be_quoted_is_not_listed_and_the_days_of_the_others_are() -> None:
    assert said("So {www.blue.example|blue}.", "So {blue}.", "So {www.blue.example|blue}.") == [("blue", [9], [8, 10])]
    assert said("So {www.blue.example|blue}.", "So {www.blue.example|blue}.") == []


def test_a_form_that_stands_nowhere_as_a_word_by_itself_is_not_listed() -> None:
    assert said("So un{glad}.", "So un{glad}.") == []
    assert said("So un{glad}.", "So {gladder|glad}.") == [("gladder", [9], [])]


def test_a_feeling_is_named_on_no_day_on_which_its_form_is_only_part_of_a_word() -> None:
    assert said("So un{glad}.", "So {glad}.", "Was glad.") == [("glad", [9], [10])]
    assert said("So un{glad}.", "Not glad.") == []


def test_of_two_forms_the_one_that_holds_the_other_is_not_listed() -> None:
    assert said("So {glad indeed|glad}.", "So {glad indeed|glad}.", "So {glad}.") == [("glad", [10], [8, 9])]
    assert said("So {gladly|glad}.", "So {glad}.") == [("gladly / glad", [8, 9], [])]


def test_a_feeling_that_holds_a_form_of_one_before_or_is_held_by_it_is_not_listed_beside_it() -> None:
    assert said("{let down}.", "{down}.", "{let down}.") == [("let down", [8, 10], [])]
    assert said("{down}.", "{let down}.", "{down}.") == [("down", [8, 10], [9])]
    assert said("{let down}.", "{let off}.", "{let down}.") == [("let down", [8, 10], []), ("let off", [9], [])]


def test_what_was_left_out_keeps_no_other_feeling_out() -> None:
    # "let down so" goes for "down"; "so" is held by nothing that is listed.
    assert [form for form, _, _ in said("{down}. {so}.", "{let down so}.", "{down}.")] == ["down", "so"]


def test_a_feeling_with_several_forms_keeps_out_whatever_any_of_them_holds() -> None:
    found = said("{let down|x}.", "{worn out|x}.", "{worn}.", "{so worn out|y}. {worn outside|z}.")
    assert [form for form, _, _ in found] == ["let down / worn out", "worn outside"]


def test_a_feeling_rests_on_the_facts_of_the_forms_that_are_listed() -> None:
    [blue] = listed_feelings("So {www.blue.example|blue}.", "So {blue}. And {blue}. So {blue} and {blue}.")
    assert blue.fact_ids == ("f2", "f3", "f4")


# --- areas ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (("my {rent}", "my {rent}", "he rent it"), [("rent", [8, 9, 10])]),
        (("my {rent}", "he rent it", "my {loan}", "my {loan}"), [("loan", [10, 11])]),
        (("my {rent}", "my {rent}", "he rent it", "he rent it"), []),
        (("my {rent}", "my {rent}", "my {rent}", "he rent it", "he rent it"), []),
        (("my {rent}", "my {rent}", "my {rent}", "my {rent}", "he rent it", "he rent it"), [("rent", [*range(8, 14)])]),
        (("my {rent}. {rent}. {rent}", "he rent it"), []),
        (("my {rent} he rent it", "my {rent}"), [("rent", [8, 9])]),
    ],
)
def test_a_form_is_listed_that_is_meant_on_two_of_three_days_on_which_it_stands(
    texts: tuple[str, ...], found: list[tuple[str, list[int]]]
) -> None:
    assert forms(*texts) == found


def test_a_form_that_stands_nowhere_as_a_word_by_itself_is_in_no_area() -> None:
    assert forms("my un{rent}", "my un{rent}", "my {loan}", "my {loan}") == [("loan", [10, 11])]


def test_a_form_with_a_number_typed_against_it_is_not_listed() -> None:
    assert forms("my {rent5}", "my {rent5}", "my {loan}", "my {loan}") == [("loan", [10, 11])]
    assert forms("my {5rent}", "my {5rent}") == []


def test_an_area_stands_on_two_days_and_one_of_one_day_is_none() -> None:
    assert forms("my {rent} and {loan}") == []
    assert forms("my {rent}", "my {loan}") == [("rent", [8]), ("loan", [9])]


def test_a_form_that_is_held_by_a_longer_one_of_its_area_is_not_listed() -> None:
    assert forms("my {rent due}", "my {rent due}", "my {rent}") == [("rent due", [8, 9])]
    # Nor where it stands alone on most of its days.
    assert forms("my {rent due}", "my {rent due}", *["my {rent}"] * 4) == [("rent due", [8, 9])]
    assert forms("my {rents}", "my {rents}", "my {rent}") == [("rents", [8, 9]), ("rent", [10])]


def test_an_area_has_every_form_its_list_marks_most_days_first() -> None:
    assert forms("{aa} {bb} {cc} {dd} {ee} {ff}", "{ff} {bb}", "{ff}") == [
        ("ff", [8, 9, 10]),
        ("bb", [8, 9]),
        ("aa", [8]),
        ("cc", [8]),
        ("dd", [8]),
        ("ee", [8]),
    ]


def test_a_form_of_more_days_stands_before_one_that_is_typed_more_often() -> None:
    assert forms("{aa} {aa} {aa} {bb}", "{bb}") == [("bb", [8, 9]), ("aa", [8])]


def test_an_area_rests_on_each_fact_with_a_mark_of_it_once() -> None:
    [money] = listed_areas("My {rent} and {loan}. Out. My {rent}.", "My {rent}. A {lamp|Home}.")
    assert money.fact_ids == ("f1", "f3", "f4")


def test_areas_of_most_days_together_come_first() -> None:
    texts = ("{bulb|Home} {lamp|Home} {rent}", "{lamp|Home} {rent}", "{lamp|Home} {rent}", "{loan}")
    assert [(one.id, one.heading) for one in listed_areas(*texts)] == [("a1", "Money"), ("a2", "Home")]


def form(text: str, *on: int) -> ListedForm:
    return ListedForm(text=text, days=tuple(date(2026, 11, day) for day in on))


def test_an_area_shows_its_six_forms_of_most_days() -> None:
    texts = ("aa", "bb", "cc", "dd", "ee", "ff", "gg")
    made = [form(text, *range(8, 8 + number)) for number, text in enumerate(texts, start=1)]
    [(_, shown)] = shown_areas([Area(id="a1", fact_ids=("f1",), heading="Money", forms=tuple(made))], FormsListed())
    assert [one.text for one in shown] == ["gg", "ff", "ee", "dd", "cc", "bb"]


def test_an_area_whose_free_forms_are_of_one_day_is_not_shown_and_takes_no_form_from_the_next() -> None:
    one_day = Area(id="a1", fact_ids=("f1",), heading="Money", forms=(form("rent", 8), form("loan", 8)))
    two_days = Area(id="a2", fact_ids=("f1",), heading="Home", forms=(form("rent", 8), form("lamp", 9)))
    assert [
        (area.heading, [one.text for one in shown]) for area, shown in shown_areas([one_day, two_days], FormsListed())
    ] == [("Home", ["rent", "lamp"])]


# --- terms ------------------------------------------------------------------------------------------


def test_a_form_that_stands_nowhere_as_a_word_by_itself_is_no_form_of_a_term() -> None:
    [lamp] = listed_terms("un{lamp} {lights|lamp}", "un{lamp} {lights|lamp}", "un{lamp} {lights|lamp}")
    assert lamp.forms == ("lights",)


def test_a_form_that_may_not_be_listed_is_no_form_of_a_term() -> None:
    texts = ["my {lamp} `x` {lamp ` light|lamp}"] * 3
    assert [term.forms for term in listed_terms(*texts)] == [("lamp",)]
    assert listed_terms(*["my {lamp ` light|lamp}"] * 3) == ()


def test_the_days_of_a_term_are_all_on_which_one_of_its_forms_stands() -> None:
    [lamp] = listed_terms("a {lamp}", "the lamps", "a lamp", "{lamps|lamp}", "no lights", "{lamp}")
    assert [day.day for day in lamp.days] == [8, 9, 10, 11, 13]
    assert lamp.fact_ids == ("f1", "f4", "f6")


def test_a_term_has_its_four_most_frequent_forms() -> None:
    text = "{aa|x} {bb|x} {cc|x} {dd|x} {ee|x}"
    [one] = listed_terms(text, text, f"{text} {{ee|x}}")
    assert one.forms == ("ee", "aa", "bb", "cc")


def test_a_term_that_holds_another_or_is_held_is_listed_once_by_most_days() -> None:
    texts = ["a {green lamp}"] * 3 + ["a {lamp}"]
    assert [term.forms for term in listed_terms(*texts)] == [("lamp",)]
    assert [term.forms for term in listed_terms("{door} {lamp}", "{lamp} {door}", "{lamp} {door}")] == [
        ("door",),
        ("lamp",),
    ]
