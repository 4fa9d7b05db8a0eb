"""How open a term is, by marks and mentions put into a record by hand, and what an open point quotes of a sentence."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.contracts import CanonicalRecord, Mark, RecurringTerm, TermMention
from generation.pipeline.planner.openness import Openness
from generation.pipeline.planner.point_quotes import point_quote
from tests.pipeline.diaries import diary
from tests.pipeline.test_patterns import days

OPEN = ("openness", "waits", "still")
FEARED = ("openness", "feared", "still")


def marked(
    texts: Sequence[str], marks: Sequence[Sequence[tuple[str, str, str]]], term: str, *, is_noun: bool
) -> tuple[Openness, RecurringTerm]:
    """Openness over entries, one a day, of which each holds the term and has these marks: list, group, words."""
    record = canonicalize(diary(*days(*texts)))
    made, mentions = [], []
    for fact, own in zip(record.facts, marks, strict=True):
        for name, group, words in own:
            start = fact.text.index(words)
            made.append(
                Mark(
                    fact_id=fact.id,
                    message_id=fact.message_id,
                    list=name,
                    group=group,
                    start=start,
                    end=start + len(words),
                )
            )
        start = fact.text.index(term)
        mentions.append(
            TermMention(
                fact_id=fact.id,
                day=fact.day,
                message_id=fact.message_id,
                text=term,
                start=start,
                end=start + len(term),
            )
        )
    record = record.model_copy(update={"marks": tuple(made)})
    return Openness(record), RecurringTerm(key=term, mentions=tuple(mentions), is_noun=is_noun)


def may_be_open(
    *marks: tuple[str, str, str], open_on: int = 2, how: tuple[str, str, str] = OPEN, term: str = "lamp", is_noun: bool
) -> bool:
    """Whether a term of three days may be, that is open on so many of them."""
    texts = [f"{word} still a {term} here" for word in ("One", "Two", "Three")]
    openness, made = marked(texts, [[*marks, *([how] if n < open_on else [])] for n in range(3)], term, is_noun=is_noun)
    return openness.may_be_open(made)


def over(name: str, group: str, words: str = "lamp") -> tuple[str, str, str]:
    return name, group, words


@pytest.mark.parametrize(("apart", "count"), [(1, 1), (70, 1), (71, 0)])
@pytest.mark.parametrize("text", ["still{}lamp", "lamp{}still"])
def test_a_word_of_openness_is_near_within_seventy_characters(text: str, apart: int, count: int) -> None:
    between = " " * apart
    openness, lamp = marked([text.format(between)], [[OPEN]], "lamp", is_noun=True)
    assert openness.open_days(lamp) == count


def test_days_are_counted_on_which_openness_is_near_and_no_other_mark() -> None:
    texts = ["still a lamp", "still my lamp", "the lamp", "still one lamp"]
    marks = [[OPEN, FEARED], [OPEN], [over("areas", "Home")], [over("routine", "chores", "still")]]
    openness, lamp = marked(texts, marks, "lamp", is_noun=True)
    assert openness.open_days(lamp) == 2


@pytest.mark.parametrize(
    ("group", "is_noun", "open_on", "is_open"),
    [
        ("loss", True, 1, True),
        ("loss", True, 0, False),
        ("loss", False, 1, True),
        ("money", True, 2, True),
        ("money", True, 1, False),
        ("money", False, 2, False),
        ("exams", True, 2, True),
        ("exams", True, 1, False),
        ("exams", False, 2, False),
    ],
)
def test_an_event_may_be_open_by_its_tier(group: str, is_noun: bool, open_on: int, is_open: bool) -> None:
    assert may_be_open(over("events", group), open_on=open_on, is_noun=is_noun) is is_open


@pytest.mark.parametrize(
    ("area", "is_open"),
    [("Work and study", True), ("Home", True), ("Sleep", True), ("Food", False), ("People", False)],
)
@pytest.mark.parametrize("is_noun", [True, False])
def test_what_an_area_is_about_may_be_open(area: str, is_noun: bool, is_open: bool) -> None:
    assert may_be_open(over("areas", area), is_noun=is_noun) is is_open


def test_people_are_no_matter_whatever_event_they_stand_in() -> None:
    assert may_be_open(over("areas", "People"), over("events", "loss"), is_noun=True) is False


def test_a_verb_of_money_alone_is_no_matter_and_with_its_object_it_is() -> None:
    assert may_be_open(over("areas", "Money", "pay"), term="pay", is_noun=False) is False
    assert may_be_open(over("events", "money", "pay"), term="pay", is_noun=False) is False
    assert may_be_open(over("areas", "Money", "pay"), term="pay the rent", is_noun=False) is True
    assert may_be_open(over("areas", "Money", "pay"), term="pay", is_noun=True) is True


@pytest.mark.parametrize("term", ["paperwork", "bank statements", "mediation", "tax form"])
def test_papers_and_proceedings_may_be_open_on_one_day(term: str) -> None:
    assert may_be_open(open_on=1, term=term, is_noun=True) is True
    assert may_be_open(open_on=0, term=term, is_noun=True) is False
    assert may_be_open(open_on=1, term=term, is_noun=False) is False


def test_a_word_of_openness_inside_the_term_is_its_name() -> None:
    texts = ["the deadline here", "my deadline there"]
    openness, deadline = marked(texts, [[over("openness", "owed", "deadline")]] * 2, "deadline", is_noun=True)
    assert openness.open_days(deadline) == 0


def test_of_an_event_and_an_area_either_makes_a_verb_a_matter() -> None:
    assert may_be_open(over("events", "exams"), over("areas", "Work and study"), is_noun=False) is True


def test_anything_else_may_be_open_only_where_it_is_feared_on_two_days() -> None:
    assert may_be_open(how=FEARED, is_noun=True) is True
    assert may_be_open(how=FEARED, open_on=1, is_noun=True) is False
    assert may_be_open(how=FEARED, is_noun=False) is False
    assert may_be_open(how=OPEN, open_on=3, is_noun=True) is False


def test_strain_and_people_name_nothing_that_can_be_open() -> None:
    assert may_be_open(over("events", "strain"), is_noun=True) is False
    assert may_be_open(over("events", "people"), is_noun=True) is False


def test_how_somebody_is_is_no_matter_and_what_hurts_is() -> None:
    assert may_be_open(over("events", "illness and pain"), over("areas", "Body and illness"), is_noun=False) is False
    assert may_be_open(over("events", "illness and pain"), is_noun=True) is True


def test_a_mark_beside_a_term_is_not_over_it() -> None:
    assert may_be_open(over("events", "loss", " a "), is_noun=True) is False
    assert may_be_open(over("events", "loss", " here"), is_noun=True) is False
    assert may_be_open(over("events", "loss", " a l"), is_noun=True) is True
    assert may_be_open(over("events", "loss", "p here"), is_noun=True) is True


@pytest.mark.parametrize(("term", "is_open"), [("class", False), ("go to class", True), ("lamp class", True)])
def test_a_class_or_a_school_is_one_of_many_and_to_go_there_may_be_open(term: str, is_open: bool) -> None:
    assert may_be_open(over("areas", "Work and study", "class"), term=term, is_noun=" to " not in term) is is_open


def test_having_no_money_leaves_it_open() -> None:
    for area, is_needed in (("Money", True), ("Home", False)):
        openness, lamp = marked(["the lamp"], [[over("areas", area)]], "lamp", is_noun=True)
        assert openness.is_needed(lamp) is is_needed


# --- what is quoted of a sentence -------------------------------------------------------------------


def numbered(count: int, **said: str) -> str:
    return " ".join(said.get(f"w{n}", f"w{n}e") for n in range(count))


def point(text: str, *forms: str, fact: int = 0) -> tuple[str, bool, bool] | None:
    """What is quoted of one of the sentences of an entry, and whether it is cut before and behind."""
    record: CanonicalRecord = canonicalize(diary(("a", "2026-11-08 10:00", text)))
    made = point_quote(record, record.facts[fact], forms)
    return made and (text[made.quote.start : made.quote.end], made.cut_before, made.cut_behind)


def test_a_sentence_of_forty_words_is_quoted_whole() -> None:
    text = f"{numbered(39)} lamp."
    assert point(text, "lamp") == (text, False, False)


@pytest.mark.parametrize(
    ("at", "first", "last", "before", "behind"),
    [
        (0, 0, 39, False, True),
        (20, 0, 39, False, True),
        (21, 1, 40, True, True),
        (30, 10, 49, True, True),
        (40, 20, 59, True, False),
        (58, 20, 59, True, False),
    ],
)
def test_a_longer_one_is_cut_to_forty_words_around_the_form(
    at: int, first: int, last: int, before: bool, behind: bool
) -> None:
    words = numbered(60, **{f"w{at}": "bus", f"w{at + 1}": "stop"}).split()
    text = f"{' '.join(words)}."
    quoted = " ".join(words[first : last + 1]) + ("." if last == 59 else "")
    assert point(text, "Bus  stop") == (quoted, before, behind)


def test_the_first_place_of_any_form_counts() -> None:
    text = numbered(60, w30="lamp", w45="light") + "."
    quoted = point(text, "light", "lamp")
    assert quoted is not None
    assert quoted[0].startswith("w10e ")


def test_a_cut_stands_before_no_object() -> None:
    for said, last in ({"w48": "to", "w49": "the"}, "w47e"), ({"w49": "and"}, "w48e"):
        quoted = point(f"{numbered(60, w30='lamp', **said)}.", "lamp")
        assert quoted is not None
        assert quoted[0].endswith(f" {last}")


def test_an_end_that_leads_nowhere_is_quoted_where_it_is_the_persons_own() -> None:
    text = numbered(60, w45="lamp", w58="and", w59="to")
    assert point(text, "lamp") == (" ".join(text.split()[20:]), True, False)


def test_a_sentence_cut_by_the_end_of_a_line_is_not_said_to_be_cut() -> None:
    text = "Went out\nthe lamp fell\nand so on"
    assert point(text, "lamp", fact=1) == ("the lamp fell", False, False)


def test_what_ends_a_sentence_cuts_nothing() -> None:
    assert point("Out. The lamp fell! Then soup.", "lamp", fact=1) == ("The lamp fell!", False, False)
    assert point("Out. The lamp fell… Then soup.", "lamp", fact=1) == ("The lamp fell…", False, False)


def test_a_piece_of_a_very_long_sentence_is_cut_on_both_sides() -> None:
    word = "understandable "
    text = f"{word * 40}lamp {word * 60}end."
    quoted = point(text, "lamp", fact=1)
    assert quoted is not None
    assert quoted[1:] == (True, True)


def test_what_may_not_be_quoted_or_holds_no_form_is_no_point() -> None:
    assert point("See www.example.com lamp.", "lamp") is None
    assert point("The lamp fell.", "light") is None
    assert point("The la<b>mp</b> fell.", "lamp") == ("The la<b>mp</b> fell.", False, False)
