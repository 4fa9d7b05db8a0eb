"""Which matters and terms a plan may list, by what the entries say; how open a term is has tests of its own."""

from __future__ import annotations

import pytest

from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.contracts import Candidates
from generation.pipeline.planner.plan import make_plan
from tests.pipeline.diaries import diary
from tests.pipeline.test_patterns import days


def listed(*texts: str) -> Candidates:
    """The candidates of one entry a day; with what stands on two days more there is room for everything."""
    return make_plan(canonicalize(diary(*days(*texts)))).listed


def matters(*texts: str) -> list[str]:
    return [" / ".join(matter.forms) for matter in listed(*texts).matters]


def terms(*texts: str) -> list[str]:
    return [" / ".join(term.forms) for term in listed(*texts).terms]


def test_a_matter_of_three_days_takes_one_open_sentence() -> None:
    [visa] = listed("My visa is close.", "I am worried about the visa.", "The visa came.").matters
    assert (visa.id, visa.forms, len(visa.days), len(visa.fact_ids)) == ("o1", ("visa",), 3, 3)
    assert visa.open.day.day == 9
    assert visa.last is not None
    assert visa.last.day.day == 10


def test_a_matter_of_two_days_is_open_on_both() -> None:
    assert matters("I am worried about the exam.", "I must still learn for the exam.", "Out.") == ["exam"]
    assert matters("I am worried about my chemo.", "My chemo is over.", "Out.") == []
    assert matters("I am worried about my chemo.", "I must still go to chemo.", "Out.") == ["chemo"]


def test_a_matter_of_one_day_is_none() -> None:
    assert matters("I am worried about the exam. I must still learn for the exam.", "Out.", "In.") == []


def test_a_question_is_neither_open_nor_last() -> None:
    assert matters("The exam?", "I am worried about the exam.", "Still worried about the exam.") == ["exam"]
    assert matters("My exam is close.", "Am I still worried about the exam?", "The exam was fine.") == []
    assert matters("My exam is close.", "I am worried about the exam.", "Will the exam be fine?") == []
    assert matters("My exam is close.", "I am worried about the exam.", 'He said "the exam?" again.') == []


@pytest.mark.parametrize(("end", "found"), [("?", []), ("?!", []), (".", ["exam"]), ("!?", ["exam"]), ("", ["exam"])])
def test_a_piece_of_a_very_long_sentence_asks_what_its_end_asks(end: str, found: list[str]) -> None:
    last = f"I must learn for the exam {'and the house and the dog ' * 20}too{end}"
    assert matters("My exam is close.", "I am worried about the exam.", last) == found


def test_what_is_denied_in_most_of_its_sentences_is_none() -> None:
    assert matters("No visa today.", "No visa now.", "I am worried about the visa.") == []
    assert matters("No visa today.", "The visa came.", "I am worried about the visa.") == ["visa"]
    assert matters("No visa today.", "No visa. The visa.", "I am worried about the visa.") == ["visa"]
    assert matters("No visa today.", "Not one visa.", "I am not worried about the visa.") == []
    assert matters("Not sure about the visa.", "Still not sure about the visa.", "Not sure about a visa.") != []


def test_what_there_is_none_of_is_not_open_there() -> None:
    assert matters("My visa is close.", "The visa.", "I still don't have any visa.") == []
    assert matters("My visa is close.", "The visa.", "I still have a visa, no doubt.") == ["visa"]


def test_what_is_over_or_granted_is_the_last_sentence_and_not_the_open_one() -> None:
    for said in ("The visa is finally sorted, one day left.", "Visa form done!!", "The visa was granted again."):
        [visa] = listed("My visa is close.", "I am worried about the visa.", said).matters
        assert (visa.open.day.day, visa.last and visa.last.day.day) == (9, 10)
    for said in ("The visa is not sorted yet.", "I still need to get the visa sorted.", "Visa almost done, waiting."):
        [visa] = listed("My visa is close.", "I am worried about the visa.", said).matters
        assert (visa.open.day.day, visa.last) == (10, None)


def test_a_matter_whose_name_is_a_word_of_openness_needs_another_one() -> None:
    assert matters("The deadline.", "A deadline on the wall.", "My deadline, I did it.") == []
    assert matters("Worried about the deadline.", "Nervous about the deadline.", "My deadline.") == ["deadline"]


def test_a_matter_of_which_the_open_or_the_last_sentence_may_not_be_quoted_is_not_listed() -> None:
    link = "see www.example.com"
    assert matters("My visa is close.", "I am worried about the visa.", "The visa came, so it did.") == ["visa"]
    assert matters("My visa is close.", "I am worried about the visa.", f"The visa came, {link}.") == []
    assert matters("My visa is close.", f"I am worried about the visa, {link}.", "The visa came.") == []
    assert matters(f"My visa is close, {link}.", "I am worried about the visa.", "The visa came.") == ["visa"]


def test_a_matter_that_stands_behind_its_last_sentence_is_not_listed() -> None:
    said = ("My student visa.", "I am worried about my student visa.", "Still worried about my student visa.")
    assert matters(*said) == ["student visa"]
    assert matters(*said[:2], f"{said[2]} I said student\n\nvisa.") == []
    assert matters(*said, "I said student\n\nvisa.") == []


def test_a_matter_that_stands_in_a_later_entry_of_the_day_is_not_listed() -> None:
    rows = days("My student visa.", "I am worried about my student visa.", "Still worried about my student visa.")
    assert len(make_plan(canonicalize(diary(*rows))).listed.matters) == 1
    later = ("z", "2026-11-10 12:00", "I said student\n\nvisa.")
    assert make_plan(canonicalize(diary(*rows, later))).listed.matters == ()


def test_most_open_days_come_first_then_nouns_then_most_days_then_the_form() -> None:
    said = "I am worried about the {}."
    texts = (
        f"{said.format('visa')} {said.format('exam')} I need to pay the rent.",
        f"{said.format('visa')} I need to pay the rent.",
        f"{said.format('visa')} {said.format('exam')}",
        f"{said.format('chemotherapy')}",
        f"{said.format('chemotherapy')} {said.format('biopsy')}",
        f"A chemotherapy. {said.format('biopsy')}",
    )
    assert matters(*texts) == ["visa", "chemotherapy", "biopsy", "exam", "pay the rent"]
    assert [matter.id for matter in listed(*texts).matters] == ["o1", "o2", "o3", "o4", "o5"]


def test_of_two_that_hold_one_another_one_is_listed() -> None:
    texts = ("Worried about the bar exam.", "I must take the bar exam.", "Still worried about the exam.")
    assert len(matters(*texts)) == 1


def test_a_term_stands_on_three_days() -> None:
    [lamp] = listed("The lamp fell.", "A lamp.", "The lamps.", "Out.").terms
    assert (lamp.id, lamp.forms, len(lamp.days), len(lamp.fact_ids)) == ("t1", ("lamp", "lamps"), 3, 3)
    assert terms("The lamp fell.", "A lamp.", "Out.") == []


def test_only_nouns_are_terms_and_no_place_one_goes_to() -> None:
    assert terms("I painted the fence.", "I painted the fence.", "I painted a fence.") == []
    assert terms("Class today.", "In class.", "At my class again.", "The class.") == []
    assert terms("The school lamp.", "A school lamp.", "My school lamp.") == ["school lamp"]


def test_of_two_terms_that_hold_one_another_one_is_listed() -> None:
    texts = ("The school lamp.", "A school lamp.", "My school lamp.", "The lamp.", "A lamp.", "My lamp.")
    assert terms(*texts) == ["lamp"]


def test_terms_of_most_days_come_first_then_of_the_first_day_then_by_form() -> None:
    texts = (
        "The boat. The lamp.",
        "The boat, a lamp, the door.",
        "The boat. The lamp. A door.",
        "The door and a kite.",
    )
    more = ("The kite. The mill.", "The kite. The mill and the door.", "The mill.")
    assert terms(*texts, *more) == ["door", "boat", "lamp", "kite", "mill"]
    assert [term.id for term in listed(*texts, *more).terms] == ["t1", "t2", "t3", "t4", "t5"]
