"""Which runs of an entry are quoted, and where something of it is left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.contracts import CanonicalRecord, DayPlan
from generation.pipeline.planner.features import Weighing
from generation.pipeline.planner.moments import day_plans
from generation.pipeline.planner.shown import is_nothing, shown_entries, shown_words
from tests.pipeline.diaries import diary


def first_day(*texts: str) -> tuple[CanonicalRecord, DayPlan]:
    record = canonicalize(diary(*((f"m{n}", f"2026-11-08 {10 + n}:00", text) for n, text in enumerate(texts))))
    return record, day_plans(record, Weighing(record))[0]


def shown(text: str, quoted: Sequence[int]) -> tuple[list[str], tuple[bool, ...]]:
    """The runs and gaps of an entry of which the sentences at these places are quoted."""
    record, day = first_day(text)
    ids = [day.entries[0].sentences[at].fact_id for at in quoted]
    [entry] = shown_entries(record, day, ids)
    return [text[run.start : run.end] for run in entry.runs], entry.gaps


def test_neighbours_are_one_run_and_others_are_apart() -> None:
    text = "One went. Two went. Three went. Four went."
    assert shown(text, [0, 1]) == (["One went. Two went."], (False, True))
    assert shown(text, [1, 3]) == (["Two went.", "Four went."], (True, True, False))
    assert shown(text, [0, 1, 2, 3]) == ([text], (False, False))
    assert shown(text, []) == ([], (True,))


def test_a_single_character_before_or_behind_a_run_is_left_out_too() -> None:
    assert shown("B\nTwo went.", [1]) == (["Two went."], (True, False))
    assert shown("Two went.\nB", [0]) == (["Two went."], (False, True))
    assert shown("Two went.\nB\nThree went.", [0, 2]) == (["Two went.", "Three went."], (False, True, False))


def test_a_run_names_the_facts_of_all_its_sentences() -> None:
    record, day = first_day("One went. Two went. Three went.")
    [entry] = shown_entries(record, day, ["f1", "f2"])
    assert [run.fact_ids for run in entry.runs] == [("f1", "f2")]
    assert entry.is_whole is False


def test_an_entry_is_whole_where_something_is_quoted_and_nothing_left_out() -> None:
    record, day = first_day("One went. Two went.", "Three went.")
    whole, empty = shown_entries(record, day, ["f1", "f2"])
    assert (whole.is_whole, empty.is_whole, empty.runs) == (True, False, ())


def test_sentences_that_hold_every_mark_together_are_two_runs() -> None:
    text = 'A "b" and “c” went. Then «d» and ‹e› went.'
    assert shown(text, [0, 1]) == (['A "b" and “c” went.', "Then «d» and ‹e› went."], (False, False, False))


def test_a_run_is_apart_from_the_marks_of_the_runs_before_it() -> None:
    text = 'A "b" and “c” went. Then home. Then «d» went. And ‹e› went.'
    assert shown(text, [0, 2, 3])[0] == ['A "b" and “c” went.', "Then «d» went. And ‹e› went."]


def test_what_entities_stand_for_counts_as_a_mark() -> None:
    text = "A &quot;b&quot; and “c” went. Then «d» and ‹e› went."
    assert len(shown(text, [0, 1])[0]) == 2
    assert len(shown(text.replace("‹e›", "e &amp; f"), [0, 1])[0]) == 1


@pytest.mark.parametrize(
    "between",
    [
        "",
        " \n\t\u00a0",
        ".",
        " . ",
        "<b>",
        "*`*",
        "\n## ",
        "\n###### ",
        "\n> ",
        "\n> > ",
        "\n>> ",
        "\n- ",
        "\n* ",
        "\n  + ",
        "\n- \n# ",
        "\n.\n- ",
    ],
)
def test_nothing_is_left_out_where_only_marks_are(between: str) -> None:
    text = f"Ate{between}slept"
    assert is_nothing(text, 3, 3 + len(between)) is True


@pytest.mark.parametrize(
    "between",
    [
        "```",
        "..",
        "!",
        "a",
        "- ",
        " - ",
        "*",
        "~~",
        "\n-",
        "\n-a ",
        "\n####### ",
        "\n---\n",
        "\n- a",
        "\n- - ",
        "\n1. ",
        "…",
    ],
)
def test_something_is_left_out_where_more_is(between: str) -> None:
    text = f"Ate{between}slept"
    assert is_nothing(text, 3, 3 + len(between)) is False


def test_a_fence_with_which_an_entry_begins_is_left_out() -> None:
    assert is_nothing("```\nAte", 0, 4) is False


def test_a_mark_opens_a_line_only_at_its_start() -> None:
    assert is_nothing("# Ate", 0, 2) is True
    assert is_nothing("  - Ate", 0, 4) is True
    assert is_nothing("x - Ate", 1, 4) is False
    assert is_nothing("x\n- Ate", 1, 4) is True


def test_words_shown_of_a_day_are_folded_each_run_on_a_line() -> None:
    record, day = first_day("One  WENT. Two went. <b>Three</b> went.", "Four went.")
    words = shown_words(record, [day], ["f1", "f3", "f4"], matters=())
    assert words == {date(2026, 11, 8): "one went.\nthree went.\nfour went."}
    assert shown_words(record, [day], [], matters=()) == {}
