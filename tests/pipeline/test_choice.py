"""The choice of Section 4 by rules, on days made up of sentences of so many words and such a weight."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import pytest

from generation.pipeline.contracts import DayPlan, EntryPlan, QuoteRef, Sentence
from generation.pipeline.planner.choice import Candidate, candidates, choose_sentences

# More than this is a short entry, which is quoted whole, and no long one, which may have two runs.
MIDDLE = 50
LONG = 61


class S(NamedTuple):
    """A sentence: its id, words and weight; `quoted`: it may be quoted; `led`: it speaks of somebody named before."""

    id: str
    words: int = 10
    weight: float = 0.0
    required: bool = False
    bound: bool = False
    quoted: bool = True
    led: bool = False


def entry(size: int, *sentences: S) -> EntryPlan:
    """An entry of `size` words, whatever its sentences have."""
    made = []
    for at, one in enumerate(sentences):
        quote = QuoteRef(message_id="m", fact_ids=(one.id,), start=at, end=at + 1) if one.quoted else None
        made.append(
            Sentence(
                fact_id=one.id,
                quote=quote,
                words=one.words if one.quoted else 0,
                weight=one.weight,
                is_required=one.required,
                is_bound=one.bound,
                needs_lead=one.led,
            )
        )
    return EntryPlan(message_id="m", words=size, sentences=tuple(made))


def day(budget: int, *entries: EntryPlan, words: int = 1000) -> DayPlan:
    return DayPlan(id="m1", day=date(2026, 11, 8), words=words, budget=budget, entries=entries)


def chosen(budget: int, *entries: EntryPlan, first: Sequence[str] = (), barred: Sequence[str] = ()) -> str:
    """The ids of the sentences chosen, in order."""
    return " ".join(choose_sentences(day(budget, *entries), first, barred))


def apart(*sentences: S) -> list[EntryPlan]:
    """Each in an entry of its own, which is not a short one."""
    return [entry(MIDDLE, one) for one in sentences]


@pytest.mark.parametrize("words", [19, 20])
def test_of_a_day_that_fits_everything_is_chosen_that_may_be_quoted(words: int) -> None:
    whole = day(20, entry(MIDDLE, S("a"), S("b", quoted=False), S("c")), words=words)
    assert choose_sentences(whole) == ("a", "c")


def test_the_heaviest_goes_first_whatever_its_place() -> None:
    assert chosen(10, *apart(S("a", weight=1), S("b", weight=3), S("c", weight=2))) == "b"


def test_of_equals_the_first_is_chosen() -> None:
    assert chosen(10, *apart(S("a"), S("b"), S("c"))) == "a"
    assert chosen(10, entry(MIDDLE, S("a"), S("b"), S("c"))) == "a"


def test_a_day_is_filled_to_its_last_word_and_not_beyond() -> None:
    assert chosen(20, *apart(S("a", weight=2), S("b"))) == "a b"
    assert chosen(19, *apart(S("a", weight=2), S("b"))) == "a"


def test_what_fits_is_chosen_behind_what_does_not() -> None:
    assert chosen(20, *apart(S("a", weight=9), S("b", 11, weight=8), S("c", weight=1))) == "a c"


@pytest.mark.parametrize(("words", "said"), [(40, "a"), (41, "")])
def test_where_nothing_else_is_quoted_a_day_may_go_over_by_thirty_words(words: int, said: str) -> None:
    assert chosen(10, *apart(S("a", words, weight=3))) == said


def test_a_day_of_which_something_is_quoted_goes_over_by_none() -> None:
    assert chosen(10, *apart(S("a", weight=3), S("b", 1))) == "a"
    assert chosen(10, *apart(S("a", 11, required=True), S("b", 1))) == "a"


def test_what_is_required_takes_room_from_the_rest() -> None:
    required = S("a", required=True)
    assert chosen(20, *apart(required, S("b", 11, weight=9), S("c", 10))) == "a c"
    assert chosen(5, *apart(required, S("b", 1))) == "a"


def test_two_sentences_that_tell_more_than_a_long_one_are_chosen_in_its_place() -> None:
    assert chosen(30, *apart(S("a", 30, weight=2), S("b", 15, weight=1.9), S("c", 15, weight=1.9))) == "b c"
    assert chosen(30, *apart(S("a", 30, weight=2), S("b", 15, weight=1.6), S("c", 15, weight=1.6))) == "a"


def test_between_equals_one_more_entry_stands_before_a_longer_run() -> None:
    first = entry(MIDDLE, S("a", weight=1), S("b", 12, weight=1))
    assert chosen(22, first, *apart(S("c", weight=0.99))) == "a c"
    assert chosen(22, first, *apart(S("c", weight=0.9))) == "a b"


@pytest.mark.parametrize(("size", "said"), [(25, "a b"), (26, "b")])
def test_a_short_entry_is_quoted_whole_or_not_at_all(size: int, said: str) -> None:
    assert chosen(7, entry(size, S("a", 5), S("b", 7, weight=2))) == said
    assert chosen(19, entry(25, S("a", 10), S("b", 10)), *apart(S("c", 19, weight=9))) == "c"


def test_a_short_entry_is_whole_with_its_required_sentence() -> None:
    assert chosen(1, entry(25, S("a"), S("b", required=True), S("c"))) == "a b c"
    assert chosen(1, entry(26, S("a"), S("b", required=True), S("c"))) == "b"


def test_what_is_bound_is_quoted_with_what_it_is_bound_to_or_not_at_all() -> None:
    bound = entry(MIDDLE, S("a", 5), S("b", 5, bound=True), S("c", 5, weight=1))
    assert chosen(10, bound, *apart(S("z", 5, weight=9))) == "c z"
    assert chosen(10, entry(MIDDLE, S("a", 5, weight=2), S("b", 5, bound=True), S("c", 5))) == "a b"
    assert chosen(1, entry(MIDDLE, S("a"), S("b", bound=True, required=True), S("c"))) == "a b"


def test_the_first_sentence_is_bound_to_nothing() -> None:
    assert chosen(10, entry(MIDDLE, S("a", bound=True, weight=1), S("b"))) == "a"


def test_bound_sentences_are_as_heavy_as_the_heaviest_of_them() -> None:
    assert chosen(10, entry(MIDDLE, S("a", 5), S("b", 5, weight=3, bound=True)), *apart(S("c", weight=2))) == "a b"


def test_an_entry_keeps_one_run_by_what_stands_between() -> None:
    assert chosen(30, entry(LONG - 1, S("a", weight=3), S("b"), S("c", weight=2))) == "a b c"
    assert chosen(29, entry(LONG - 1, S("a", weight=3), S("b"), S("c", weight=2))) == "a b"
    assert chosen(29, entry(LONG - 1, S("a", weight=2), S("b"), S("c", weight=3))) == "b c"


def test_a_long_entry_may_have_a_second_run_and_no_third() -> None:
    five = [S("a", weight=5), S("b"), S("c", weight=4), S("d"), S("e", weight=3)]
    assert chosen(20, entry(LONG, *five)) == "a c"
    assert chosen(30, entry(LONG, *five)) == "a b c"
    assert chosen(40, entry(LONG, *five)) == "a c d e"


def test_two_runs_are_joined_where_fewer_words_stand_between() -> None:
    apart_ = [S("a", required=True), S("b", 3), S("c", 1, weight=2), S("d", 5), S("e", required=True)]
    assert chosen(24, entry(LONG, *apart_)) == "a b c e"
    assert chosen(23, entry(LONG, *apart_)) == "a b e"
    turned = [S("a", required=True), S("b", 5), S("c", 1, weight=2), S("d", 3), S("e", required=True)]
    assert chosen(24, entry(LONG, *turned)) == "a c d e"


def test_a_sentence_beside_one_that_is_quoted_needs_no_bridge() -> None:
    assert chosen(20, entry(MIDDLE, S("x", 99), S("a", weight=2), S("b", weight=1), S("c"))) == "a b"
    assert chosen(20, entry(MIDDLE, S("x"), S("a", weight=1), S("b", weight=2), S("c", 99))) == "a b"


def test_what_may_not_be_quoted_is_no_choice_and_bridges_for_nothing() -> None:
    assert chosen(20, entry(MIDDLE, S("a", weight=1), S("b", weight=9, quoted=False), S("c", weight=2))) == "a c"
    assert chosen(9, entry(MIDDLE, S("a", quoted=False))) == ""


def test_what_is_wanted_goes_before_what_is_heavier() -> None:
    three = apart(S("a", weight=9), S("b"), S("c", weight=1))
    assert chosen(10, *three, first=("b",)) == "b"
    assert chosen(10, *three, first=("c", "b")) == "c"
    assert chosen(20, *three, first=("nobody", "b")) == "a b"
    assert chosen(10, *three, first=("b",), barred=("b",)) == "b"


def test_what_is_barred_is_chosen_only_where_nothing_else_is_left() -> None:
    assert chosen(20, *apart(S("a", weight=9), S("b")), barred=("a",)) == "b"
    assert chosen(20, *apart(S("a", weight=9), S("b")), barred=("a", "b")) == "a b"
    assert chosen(10, *apart(S("a", weight=9), S("b")), first=("b",), barred=("a", "b")) == "b"


def test_a_block_is_barred_by_any_of_its_sentences() -> None:
    bound = entry(MIDDLE, S("a", 5), S("b", 5, weight=3, bound=True), S("c", 5))
    assert chosen(10, bound, barred=("b",)) == "c"
    assert chosen(10, bound, *apart(S("z", weight=-1)), barred=("c",)) == "a b"


def test_candidates_are_short_entries_whole_and_sentences_with_what_is_bound_to_them() -> None:
    made = day(
        10,
        entry(25, S("a", 3), S("b", 4, required=True)),
        entry(
            26, S("c", 5), S("d", 6, bound=True), S("e", quoted=False, required=True), S("f", 1, bound=True), S("g", 2)
        ),
        entry(25, S("h", 8), S("i", quoted=False)),
        EntryPlan(message_id="copy", words=0, copy_of=date(2026, 11, 7)),
    )
    assert candidates(made) == (
        Candidate("a", ("a", "b"), 7, True),
        Candidate("c", ("c", "d"), 11, False),
        Candidate("g", ("g",), 2, False),
        Candidate("h", ("h",), 8, False),
    )


@pytest.mark.parametrize(("budget", "ids"), [(20, "a b"), (19, "b")])
def test_a_sentence_that_speaks_of_somebody_takes_the_one_that_names_them_where_there_is_room(
    budget: int, ids: str
) -> None:
    assert chosen(budget, entry(MIDDLE, S("a"), S("b", weight=5, led=True), S("c", 11))) == ids


def test_a_lead_in_goes_back_to_whoever_is_named_and_no_further() -> None:
    led = (S("a"), S("b", 5), S("c", 5, led=True), S("d", weight=5, led=True))
    assert chosen(20, entry(MIDDLE, *led, S("e", 21))) == "b c d"


@pytest.mark.parametrize(("words", "ids"), [(25, "a b"), (26, "b c")])
def test_a_long_lead_in_is_none(words: int, ids: str) -> None:
    assert chosen(36, entry(MIDDLE, S("a", words), S("b", weight=5, led=True), S("c", weight=1))) == ids


def test_what_is_listed_already_is_quoted_only_where_nothing_else_of_its_entry_is() -> None:
    assert chosen(30, entry(MIDDLE, S("a", weight=-1), S("b", weight=1), S("c", 61, weight=9))) == "b"
    assert chosen(30, entry(MIDDLE, S("a", weight=-1), S("b", weight=-1)), entry(MIDDLE, S("c"))) == "a c"
