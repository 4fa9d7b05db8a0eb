"""The second reader at the edges of what is quoted and of what is said to be missing: open points, moments, limits."""

from __future__ import annotations

from datetime import date

import pytest

from generation.pipeline.policy_gate.second_reader import read_again
from generation.pipeline.policy_gate.second_reader.bullets import PointQuote, PointSays, SeriesSays, Values
from generation.pipeline.policy_gate.second_reader.claims import Claim, Label, check_listed_once, check_not_contradicted
from generation.pipeline.policy_gate.second_reader.dates import Dates
from generation.pipeline.policy_gate.second_reader.diary import DiaryRead, Passage, words_of
from generation.pipeline.policy_gate.second_reader.entry_parts import places_of
from generation.pipeline.policy_gate.second_reader.misreading import Notes
from generation.pipeline.policy_gate.second_reader.numbers_shown import Hidden, count_hidden
from generation.pipeline.policy_gate.second_reader.quoted_days import Quotations
from generation.pipeline.policy_gate.second_reader.scanner import Quoted
from tests.pipeline.test_edges_of_a_reading import LAST_DAY, each_day, held, rules
from tests.pipeline.texts import record_of, report_of

# --- open points ------------------------------------------------------------------------------------


def point(*entries: str, said: str, days: str = "3 days: 8, 9 and 10 Nov", on: int = 8) -> list[str]:
    """What is held against an open point of "the bill" of these entries, from 8 Nov on."""
    bullet = f'"bill" stands in entries of {days}; {said}'
    typed = [(on + number, text) for number, text in enumerate(entries)]
    return [one.replace(bullet, "*") for one in held(3, [bullet], [*typed, *each_day("Ate.", 18, 19, 20)])]


BILL = ("The bill came.", "Still no bill paid.", "Paid the bill.")


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ('open, 9 Nov: "Still no bill paid."; last, 10 Nov: "Paid the bill."', []),
        ('open, 10 Nov: "Paid the bill."', []),
        ('open, 10 Nov: "Paid the bill."; last, 10 Nov: "Paid the bill."', ['SB319 10 Nov: "Paid the bill."']),
        ('open, 10 Nov: "Paid the bill."; last, 9 Nov: "Still no bill paid."', [
            'SB319 9 Nov: "Still no bill paid.', "SB319 9 Nov",
        ]),
        ('open, 9 Nov: "Still no bill paid."', ['SB319 9 Nov: "Still no bill paid.']),
        ('open, 8 Nov: "The bill came."; last, 9 Nov: "Still no bill paid."', ['SB319 9 Nov: "Still no bill paid.']),
        ('open, 9 Nov: "Still no bill paid."; last, 10 Nov: "Paid."', ["SB315 Paid."]),
        ('open, 9 Nov: "No bill."; last, 10 Nov: "Paid the bill."', ["SB315 No bill."]),
        ('open, 9 Nov: “Still no bill paid.”; last, 10 Nov: "Paid the bill."', ["SB315 Still no bill paid."]),
        ('open, 6 Nov: "Still no bill paid."; last, 10 Nov: "Paid the bill."', ["SB312 6 Nov"]),
        ('open, 9 Nov: "Still no bill paid."; last, 22 Nov: "Paid the bill."', ["SB312 22 Nov"]),
        ('open, 9 Nov: "Still no" …; last, 10 Nov: "Paid the bill."', ["SB319 Still no"]),
        ('open, 9 Nov: … "no bill paid."; last, 10 Nov: "Paid the bill."', []),
        ('open, 9 Nov: "no bill paid."; last, 10 Nov: "Paid the bill."', ["SB315 no bill paid."]),
        ('open, 9 Nov: … "Still no bill paid."; last, 10 Nov: "Paid the bill."', ["SB315 Still no bill paid."]),
        ('open, 9 Nov: "Still no bill" …; last, 10 Nov: "Paid the bill."', []),
        ('open, 9 Nov: "Still no bill"; last, 10 Nov: "Paid the bill."', ["SB315 Still no bill"]),
        ('open, 9 Nov: "Still no bill paid"; last, 10 Nov: "Paid the bill."', []),
        ('open, 9 Nov: "Still no bill paid" …; last, 10 Nov: "Paid the bill."', ["SB315 Still no bill paid"]),
        ('open, 9 and 10 Nov: "Still no bill paid."; last, 10 Nov: "Paid the bill."', ["SB311 *"]),
        ('open, 9 Nov: "Still no bill paid."; last, 10 Nov: "Paid the bill." So.', ["SB311 *"]),
    ],
)  # fmt: skip
def test_an_open_point_quotes_the_open_sentence_and_the_last(said: str, found: list[str]) -> None:
    assert point(*BILL, said=said) == found


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ("3 days: 8, 9 and 10 Nov", []),
        ("4 days: 8, 9 and 10 Nov", ["SB316 *"]),
        ("2 days: 9 and 10 Nov", ["SB319 *"]),
        ("4 days: 8, 9, 10 and 11 Nov", ["SB303 8, 9, 10 and 11 Nov"]),
        ("3 days: 9, 8 and 10 Nov", ["SB312 9, 8 and 10 Nov"]),
    ],
)
def test_an_open_point_lists_the_days_of_its_matter(days: str, found: list[str]) -> None:
    assert point(*BILL, days=days, said='open, 10 Nov: "Paid the bill."') == found


def test_an_open_point_is_of_two_days_or_more() -> None:
    assert point(*BILL[:2], days="2 days: 8 and 9 Nov", said='open, 9 Nov: "Still no bill paid."') == []
    assert point(BILL[0], days="1 days: 8 Nov", said='open, 8 Nov: "The bill came."') == ["SB319 *"]


@pytest.mark.parametrize(
    ("entry", "quoted", "found"),
    [
        ("Still, the bill. Ate.", '"Still, the bill."', []),
        ("Ate. Still the bill.", '"Still the bill."', []),
        ("Ate, still the bill.", '"still the bill."', ["SB315"]),
        ("Ate, still the bill.", '… "still the bill."', []),
        ("Ate\nstill the bill.", '"still the bill."', []),
        ("Ate still the bill.", '"still the bill."', ["SB315"]),
        ("Ate Still the bill.", '"Still the bill."', []),
        ("Still the bill, ate.", '"Still the bill"', ["SB315"]),
        ("Still the bill, ate.", '"Still the bill" …', []),
        ("Still the bill Ate.", '"Still the bill"', []),
        ("Still the bill\nate.", '"Still the bill"', []),
        ("Still the bill ate.", '"Still the bill"', ["SB315"]),
        ("Still the bill (ate.", '"Still the bill"', []),
        ("Still the bill; ate.", '"Still the bill;"', []),
        ("Still the bill. bill.", '"Still the bill."', ["SB319"]),
        ("Still the bill so, ate. No bill.", '"Still the bill" …', ["SB319"]),
        ("Still the bill so the bill. Ate.", '"Still the bill" …', []),
        ("Still the bill so the bill\nAte.", '"Still the bill" …', []),
        ("Still the bill so\nthe bill. Ate.", '"Still the bill" …', ["SB319"]),
        ("Still the bill so! the bill. Ate.", '"Still the bill" …', ["SB319"]),
        ("Still the bill so? the bill. Ate.", '"Still the bill" …', ["SB319"]),
        ("Still the bill so the bill", '"Still the bill" …', []),
        ("No bill. No bill.", '"No bill."', []),
        ("No bill. No bill. Bill.", '"No bill."', ["SB319"]),
        ("The bills. Still the bill.", '"Still the bill."', []),
    ],
)
def test_a_sentence_is_cut_as_said_and_no_later_one_holds_the_matter(entry: str, quoted: str, found: list[str]) -> None:
    said = point("The bill came.", entry, days="2 days: 8 and 9 Nov", said=f"open, 9 Nov: {quoted}")
    assert [one.partition(" ")[0] for one in said] == found


def test_a_later_entry_of_the_same_day_may_hold_the_last_sentence() -> None:
    bullet = '"bill" stands in entries of 2 days: 8 and 9 Nov; open, 9 Nov: "Still the bill."'
    filler = each_day("Ate.", 18, 19, 20)
    first, second = (8, "The bill."), (9, "Still the bill.")
    assert held(3, [bullet], [first, (9, "No bill."), second, *filler]) == []
    assert held(3, [bullet], [first, second, (9, "Ate."), *filler]) == []
    assert held(3, [bullet], [first, second, (9, "No bill."), *filler]) == ['SB319 9 Nov: "Still the bill.']
    assert held(3, [bullet], [first, second, (9, "Ate."), (9, "No bill."), *filler]) == [
        'SB319 9 Nov: "Still the bill.'
    ]


# --- moments ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "bullet", "is_right"),
    [
        ("Slept badly", '… "Slept badly"', False),
        ("Slept badly", '"Slept badly" …', False),
        ("Slept badly", '… "badly"', True),
        ("Slept badly", '… "adly"', False),
        ("Slept badly", '"Slept bad" …', False),
        ("Slept badly", '"Slept" …', True),
        ("so-so day", '… "so day"', True),
        ("Slept.", '"Slept"', True),
        ("Slept.", '"Slept" …', False),
        ("Slept. .", '"Slept."', True),
        ("Slept.😀", '"Slept"', False),
        ("Slept.😀", '"Slept" …', True),
        ("Slept😀.", '"Slept"', False),
        ("Slept😀.", '"Slept" …', True),
        ("Slept. Ate", '"Slept" "Ate"', True),
        ("Slept. Ate", '"Slept" … "Ate"', True),
        ("Slept <b>well</b>", '"Slept" … "well"', False),
        ("Slept <b>well</b>", '"Slept" "well"', True),
        ("Slept <b>", '"Slept"', True),
        ("Slept <b>", '"Slept" …', False),
        ("1. Slept", '"Slept"', True),
        ("1. Slept", '… "Slept"', True),
        ("Ate\n####### Slept", '"Ate" "Slept"', False),
        ("Ate\n###### Slept", '"Ate" "Slept"', True),
        ("Ate\n+ Slept", '"Ate" "Slept"', True),
        ("Ate\n>> Slept", '"Ate" "Slept"', True),
        ("<b>- Slept</b>", '"Slept"', False),
        ("<b>- Slept</b>", '… "Slept"', True),
        ("- <b>Slept</b>", '"Slept"', True),
        ("Ate\n<b>- Slept</b>", '"Ate" "Slept"', False),
        ("**Ate** b\n<b>- Slept</b>", '"Ate b" "Slept"', False),
        ("Ate <b>x</b>\n- Slept", '"Ate x" "Slept"', True),
        ("Ate <b>x</b>\n  - Slept", '"Ate x" "Slept"', True),
        ("Ate\n\n- <i>Slept</i>", '"Ate" "Slept"', True),
        ("Ate ###### Slept", '"Ate" "Slept"', False),
        ("ha. ha. ha.", '"ha." "ha." "ha."', True),
        ("ha. ha. ha.", '"ha." … "ha."', True),
        ("ha. ha. ha.", '"ha." "ha."', False),
        ("ha. ha. ha.", '"ha." "ha." …', True),
        ("ha. ha. ha.", '… "ha." … "ha." … "ha."', False),
        ("ha. ha. ha.", '… "ha." …', True),
        ("One. Two. Three.", '"One." "Three."', False),
        ("One. Two. Three.", '"Two." …', False),
        ("One. Two. Three.", '… "Two."', False),
        ("One. Two. Three.", '… "Two." …', True),
    ],
)
def test_words_are_quoted_whole_and_dots_stand_where_some_are_missing(entry: str, bullet: str, is_right: bool) -> None:
    assert rules(4, f"8 Nov: {bullet}", [(8, entry)]) == (set() if is_right else {"SB315"})


@pytest.mark.parametrize(
    ("words", "text", "places"),
    [
        ("ha", "ha haha ha", [0, 8]),
        ("ha", "aha", []),
        ("ha", "hat", []),
        ("ha-", "ha-ha", [0]),
        (" ha", "a ha", [1]),
        ("a a", "a a a", [0, 2]),
        ("a", "", []),
    ],
)
def test_words_stand_where_they_part_no_word(words: str, text: str, places: list[int]) -> None:
    assert places_of(words, text) == places


@pytest.mark.parametrize(
    ("bullet", "found"),
    [
        ('8 Nov (2 entries): "One." / "Two."', []),
        ('8 Nov (2 entries): … / "Two."', []),
        ('8 Nov (2 entries): "One." / …', []),
        ("8 Nov (2 entries): not quoted.", []),
        ("8 Nov (2 entries): not quoted. So.", ["SB311 *"]),
        ("8 Nov (2 entries): … / …", ["SB311 *"]),
        ('8 Nov (2 entries): … … "One." / "Two."', ["SB311 *"]),
        ('8 Nov (2 entries): "One."/ "Two."', ["SB311 *"]),
        ('8 Nov (1 entries): "One."', ["SB311 *"]),
        ('8 Nov (2 entries) "One." / "Two."', ["SB311 *"]),
        ('8 Nov: "One." / "Two."', ["SB316 *"]),
        ('8 Nov (3 entries): "One." / "Two."', ["SB316 *"]),
        ('8 Nov (2 entries): "One."', ["SB316 *"]),
        ('8 Nov (2 entries): "Two." / "One."', ["SB315 Two.", "SB315 One."]),
        ('8 Nov (2 entries): "One." / as before', ["SB315 as before"]),
        ('8 Nov (2 entries): "One." / as on 8 Nov', ["SB315 as on 8 Nov"]),
        ('8 Nov (2 entries): "One." / as on 9 Nov', ["SB315 as on 9 Nov"]),
        ('8 Nov (2 entries): "One." / as on 6 Nov', ["SB312 6 Nov"]),
        ('9 Nov: "One."', ["SB303 9 Nov"]),
        ('6 Nov: "One."', ["SB312 6 Nov"]),
    ],
)
def test_a_day_has_a_part_for_each_entry(bullet: str, found: list[str]) -> None:
    entries = [(8, "One."), (8, "Two.")]
    assert held(4, [bullet], entries) == [one.replace("*", bullet) for one in found]


def test_days_stand_in_order_and_each_once() -> None:
    entries = [(8, "One."), (9, "Two.")]
    one, two = '8 Nov: "One."', '9 Nov: "Two."'
    assert held(4, [one, two], entries) == []
    assert held(4, [two, one], entries) == [f"SB320 {one}"]
    assert held(4, [one, two, two], entries) == [f"SB320 {two}"]


@pytest.mark.parametrize(
    ("second", "third", "found"),
    [
        ("as on 8 Nov", "as before", []),
        ("as on 8 Nov", "as on 8 Nov", []),
        ("as on 8 Nov", "as on 9 Nov", ["SB315 as on 9 Nov"]),
        ("as before", "as before", ["SB315 as before"]),
        ('"One."', '"one."', []),
        ('"one."', '"one."', ["SB315 one."]),
    ],
)
def test_a_copy_is_of_a_day_on_which_the_same_was_written(second: str, third: str, found: list[str]) -> None:
    entries = [(8, "One."), (9, "One."), (9, "one.")]
    assert held(4, ['8 Nov: "One."', f"9 Nov (2 entries): {second} / {third}"], entries) == found


# --- limits -----------------------------------------------------------------------------------------


def limits(said: list[str], entries: list[tuple[int, str]], *, moments: list[str] | None = None) -> list[str]:
    """What is held against these limits, beside a Section 4 that quotes every day whole; "-" for one that lacks."""
    rows = tuple((f"m{n}", f"2026-11-{day:02} {8 + n % 12:02}:00", text) for n, (day, text) in enumerate(entries))
    quoted = [f'{day} Nov: "{text}"' for day, text in entries] if moments is None else moments
    lines = ["2. Observed Patterns & Limits", *(f"- {one}" for one in said), "", "4. Logged Moments"]
    text = "".join(f"{line}\n" for line in (*lines, *(f"- {one}" for one in quoted)))
    record = record_of(rows, LAST_DAY)
    section = text.partition("\n\n")[0]
    return [
        f"{one.rule_id} {text[one.start : one.end] if one.slot_id else '-'}"
        for one in read_again(report_of(text), record)
        if 0 < one.end <= len(section) + 2 and one.rule_id in {"SB311", "SB318", "SB320"}
    ]


def lacking(days: int, number: int) -> str:
    """The limit on the days without an entry, where the first `days` from 7 Nov on have one."""
    named = [*range(7 + days, 22)]
    listed = f"{', '.join(map(str, named[:-1]))} and {named[-1]}" if len(named) > 1 else f"{named[0]}"
    verb, them = ("has", "it") if len(named) == 1 else ("have", "them")
    return f"Limits: {number} of 15 days {verb} no entry ({listed} Nov), and nothing is known about {them}."


def first(days: int) -> list[tuple[int, str]]:
    return [(7 + number, f"Ate {'abcdefghijklmnop'[number]}.") for number in range(days)]


NO_PATTERN = "Limits: with entries on {}, no pattern is listed."
FEW = "Limits: {} days with entries are few; counts over them say little about the whole window."
TERM = '"Ate" stands in entries of {} days: {} Nov.'


@pytest.mark.parametrize(
    ("days", "said", "found"),
    [
        (1, [NO_PATTERN.format("1 day")], []),
        (1, [NO_PATTERN.format("1 days")], [f"SB318 {NO_PATTERN.format('1 days')}"]),
        (1, [], ["SB318 -"]),
        (2, [NO_PATTERN.format("2 days")], []),
        (2, [FEW.format(2)], [f"SB318 {FEW.format(2)}", "SB318 -"]),
        (3, [NO_PATTERN.format("3 days")], [f"SB318 {NO_PATTERN.format('3 days')}"]),
        (3, [FEW.format(3)], []),
        (3, [], []),
        (5, [FEW.format(5)], []),
        (5, [], []),
        (6, [FEW.format(6)], [f"SB318 {FEW.format(6)}"]),
        (6, [], []),
        (14, [], []),
    ],
)
def test_few_days_are_said_to_be_few(days: int, said: list[str], found: list[str]) -> None:
    there = [lacking(days, 15 - days), *said]
    assert limits(there, first(days)) == found


def test_days_without_an_entry_are_named() -> None:
    assert limits([lacking(14, 1)], first(14)) == []
    assert limits([lacking(14, 2)], first(14)) == [f"SB318 {lacking(14, 2)}"]
    assert limits([lacking(13, 2)], first(14)) == [f"SB318 {lacking(13, 2)}"]
    assert limits(["Limits: only what was written is known."], first(14)) == ["SB318 -"]


def test_only_what_was_written_is_said_where_no_limit_applies() -> None:
    only = "Limits: only what was written is known."
    assert limits([only], first(15)) == []
    assert limits([], first(15)) == ["SB318 -"]
    assert f"SB318 {only}" in limits([only, FEW.format(15)], first(15))
    term = TERM.format(15, "7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 and 21")
    counted = "Limits: words are counted wherever they stand, whatever they mean there."
    assert limits([term, counted], first(15)) == []
    assert limits([term, only], first(15)) == ["SB318 -"]
    assert limits([counted], first(15)) == [f"SB318 {counted}"]


def test_few_days_are_said_to_be_few_where_anything_is_counted() -> None:
    pain = "Pain: 1 (7 Nov), 2 (8 Nov)."
    entries = [(7, "Pain 1"), (8, "Pain 2"), (9, "Ate.")]
    assert limits([pain, lacking(3, 12), FEW.format(3)], entries) == []
    assert limits([pain, lacking(3, 12)], entries) == ["SB318 -"]


@pytest.mark.parametrize(
    ("said", "is_right"),
    [
        ("2 entries repeat", True), ("1 entry repeats", True), ("", False), ("3 entries repeat", False),
        ("1 entries repeat", False), ("2 entry repeats", False),
    ],
)  # fmt: skip
def test_copies_are_counted_those_of_another_look_or_not(said: str, is_right: bool) -> None:
    entries = [*first(13), (20, "ATE a."), (21, "Ａte a.")]
    there = [f"Limits: {said} an earlier one word for word."] if said else []
    quoted = [*(f'{day} Nov: "{text}"' for day, text in entries[:13]), "20 Nov: as on 7 Nov", "21 Nov: as on 7 Nov"]
    assert (limits(there, entries, moments=quoted) == []) is is_right


def test_a_copy_that_some_readers_see_need_not_be_counted() -> None:
    entries = [*first(14), (21, "Ａte a.")]
    copies = "Limits: 1 entry repeats an earlier one word for word."
    only = "Limits: only what was written is known."
    assert limits([copies], entries) == limits([only], entries) == []
    entries = [*first(14), (21, "ATE a.")]
    assert limits([copies], entries) == []
    assert limits([only], entries) == ["SB318 -"]


@pytest.mark.parametrize(
    ("moments", "said", "is_right"),
    [
        (['7 Nov: "One." …', '8 Nov: "Two."'], "2 entries 1 is quoted whole, 1 in part and 0 not at all.", True),
        (['7 Nov: "One." …', '8 Nov: "Two."'], "2 entries 1 are quoted whole, 1 in part and 0 not at all.", True),
        (['7 Nov: "One." …', '8 Nov: "Two."'], "2 entry 1 is quoted whole, 1 in part and 0 not at all.", False),
        (['7 Nov: "One." …', "8 Nov: not quoted."], "2 entries 0 are quoted whole, 1 in part and 1 not at all.", True),
        (['7 Nov: "One." …', "8 Nov: not quoted."], "2 entries 0 is quoted whole, 1 in part and 1 not at all.", False),
        (['7 Nov: "One." …', "8 Nov: not quoted."], "2 entries 0 are quoted whole, 2 in part and 0 not at all.", False),
        (['7 Nov: "One. Then."', '8 Nov: "Two."'], "2 entries 2 are quoted whole, 0 in part and 0 not at all.", False),
        (['7 Nov: "One. Then."', '8 Nov: "Two."'], "", True),
        (['7 Nov: "One." …', '8 Nov: "Two."'], "", False),
    ],
)  # fmt: skip
def test_how_much_is_quoted_is_said_where_not_all_is(moments: list[str], said: str, is_right: bool) -> None:
    there = [lacking(2, 13), NO_PATTERN.format("2 days"), *([f"Limits: of {said}"] if said else [])]
    found = limits(there, [(7, "One. Then."), (8, "Two.")], moments=moments)
    assert (found == []) is is_right


def test_where_a_moment_cannot_be_read_nothing_is_counted_over_them() -> None:
    there = [lacking(2, 13), NO_PATTERN.format("2 days")]
    entries = [(7, "One. 5."), (8, "Two.")]
    unread = ['7 Nov: "One" and more', '8 Nov: "Two."']
    quoted = "Limits: of 2 entries 2 are quoted whole, 0 in part and 0 not at all."
    assert limits(there, entries, moments=unread) == []
    assert limits([*there, quoted], entries, moments=unread) == []


@pytest.mark.parametrize(
    ("said", "is_right"),
    [
        ("1 of 3 numbers in digits.", True),
        ("1 of 3 number in digits.", True),
        ("2 of 3 numbers in digits.", False),
        ("0 of 3 numbers in digits.", False),
        ("1 of 2 numbers in digits.", False),
        ("1 of 4 numbers in digits.", False),
        ("1 word read as a feeling, 1 of 3 numbers in digits.", True),
        ("2 words read as feelings, 1 of 3 numbers in digits.", True),
        ("0 words read as feelings, 1 of 3 numbers in digits.", False),
        ("2 words read as feelings.", False),
        ("", False),
    ],
)
def test_numbers_that_stand_nowhere_are_counted(said: str, is_right: bool) -> None:
    there = [lacking(2, 13), NO_PATTERN.format("2 days")]
    there += ["Limits: of 2 entries 1 is quoted whole, 1 in part and 0 not at all."]
    there += [f"Limits: not shown: {said}"] if said else []
    found = limits(there, [(7, "One 5. Then 6."), (8, "Two 7.")], moments=['7 Nov: "One 5." …', '8 Nov: "Two 7."'])
    assert (found == []) is is_right


@pytest.mark.parametrize(("hidden", "is_right"), [(0, False), (1, True), (2, False)])
def test_of_a_number_that_stands_twice_and_is_quoted_once_one_is_hidden(hidden: int, is_right: bool) -> None:
    there = [lacking(1, 14), NO_PATTERN.format("1 day")]
    there += ["Limits: of 1 entries 0 are quoted whole, 1 in part and 0 not at all."]
    there += [f"Limits: not shown: {hidden} of 2 numbers in digits."] if hidden else []
    assert (limits(there, [(7, "One 5. Then 5.")], moments=['7 Nov: "One 5." …']) == []) is is_right


@pytest.mark.parametrize(
    ("said", "is_right"),
    [
        ("1 of 2 numbers in digits.", True),
        ("1 of 1 numbers in digits.", True),
        ("2 of 2 numbers in digits.", True),
        ("2 of 3 numbers in digits.", False),
        ("3 of 2 numbers in digits.", False),
    ],
)
def test_numbers_of_copies_count_or_do_not(said: str, is_right: bool) -> None:
    there = [lacking(2, 13), NO_PATTERN.format("2 days"), "Limits: 1 entry repeats an earlier one word for word."]
    there += ["Limits: of 2 entries 0 are quoted whole, 2 in part and 0 not at all.", f"Limits: not shown: {said}"]
    moments = ['7 Nov: "One." …', "8 Nov: as on 7 Nov"]
    assert (limits(there, [(7, "One. Then 5."), (8, "one. then 5.")], moments=moments) == []) is is_right


def test_a_number_that_a_series_or_a_point_shows_is_shown() -> None:
    entries = [(7, "Ate. Pain 5."), (8, "Ate. Pain 6."), (9, "Ate. Pain 8.")]
    moments = ['7 Nov: "Ate." …', '8 Nov: "Ate." …', '9 Nov: "Ate." …']
    there = [lacking(3, 12), FEW.format(3), "Limits: of 3 entries 0 are quoted whole, 3 in part and 0 not at all."]
    hidden = "Limits: not shown: {} of 3 numbers in digits."
    two, three = "Pain: 5 (7 Nov), 6 (8 Nov).", "Pain: 5 (7 Nov), 6 (8 Nov), 8 (9 Nov)."
    assert limits([three, *there], entries, moments=moments) == []
    assert limits([two, *there, hidden.format(1)], entries, moments=moments) == []
    assert limits([two, *there], entries, moments=moments) == ["SB318 -"]
    assert limits([two, *there, hidden.format(2)], entries, moments=moments) == [f"SB318 {hidden.format(2)}"]


@pytest.mark.parametrize(
    ("said", "is_right"),
    [
        ('2 entries ("ich", "nicht")', True),
        ('1 entry ("ich", "nicht")', True),
        ('3 entries ("ich", "nicht")', False),
        ('0 entries ("ich", "nicht")', False),
        ('2 entries ("ich", "kein")', False),
        ('2 entries ("ich")', True),
        ('2 entries ("nicht")', False),
        ('3 entries ("ich", "nicht", "da", "war", "gut", "so")', True),
        ('4 entries ("ich", "nicht", "da", "war", "gut", "so")', False),
        ('3 entries ("ich", "nicht", "da", "war", "gut")', False),
    ],
)
def test_words_of_another_language_stand_in_entries(said: str, is_right: bool) -> None:
    entries = [(7, "Ich war nicht da."), (8, "So gut, ICH."), (9, "Ate.")]
    limit = f"Limits: words of another language stand in {said}; feelings are read in English only."
    found = limits([lacking(3, 12), limit], entries)
    assert found == ([] if is_right else [f"SB318 {limit}"])


@pytest.mark.parametrize(
    "said",
    [
        "not shown: ", "not shown: .", "not shown: 1 word read as a feeling", "5 days with entries are few.",
        'words of another language stand in 1 entry ("Ich"', "words of another language stand in 1 entry ().",
        "words are counted wherever they stand, whatever they mean there. So.", "no pattern is listed.",
    ],
)  # fmt: skip
def test_a_limit_that_is_none_is_no_sentence(said: str) -> None:
    assert f"SB311 Limits: {said}" in limits([lacking(3, 12), f"Limits: {said}"], first(3))


def test_limits_stand_in_one_order_each_once() -> None:
    right = [lacking(3, 12), FEW.format(3)]
    assert limits(right, first(3)) == []
    assert limits(right[::-1], first(3)) == [f"SB320 {right[1]}\n- {right[0]}"]
    assert limits([*right, right[1]], first(3)) == [f"SB320 {right[0]}\n- {right[1]}\n- {right[1]}"]


NUMBERS = DiaryRead(
    record_of(
        (("a", "2026-11-08 08:00", "5 5 6"), ("b", "2026-11-08 09:00", "No 7"), ("c", "2026-11-09 08:00", "no 7")),
        LAST_DAY,
    )
)


def hidden(quoted: dict[int, list[str]], values: str = "", said: int | None = None, point_says: str = "") -> Hidden:
    """How many numbers are hidden where these words are quoted, a series has `values` and a point quotes of 8 Nov."""
    bullets = f"{values} {point_says}"
    eighth = Dates((date(2026, 11, 8),), 0, 0, is_exact=True)
    series = [SeriesSays(0, 9, "Pain", is_quoted=False, values=(Values(0, len(values), eighth),), said=said)]
    quote = PointQuote(eighth, Quoted(point_says, 0, 0), cut_before=False, cut_behind=False)
    points = [PointSays(0, 9, (), 2, eighth, open=quote, last=None)] if point_says else []
    words = {date(2026, 11, day): own for day, own in quoted.items()}
    return count_hidden(NUMBERS, Quotations(words=words), series if values else [], points, bullets)


def test_numbers_are_hidden_between_a_least_and_a_most() -> None:
    """Of four of its own and one of a copy."""
    assert hidden({}) == (4, 5, 4, 5)
    assert hidden({8: ["5"]}) == (3, 4, 4, 5)
    assert hidden({8: ["5", "and 5"]}) == (2, 3, 4, 5)
    assert hidden({8: ["5 5 5"]}) == (2, 3, 4, 5)
    assert hidden({8: ["5 6 7"], 9: ["7"]}) == (1, 1, 4, 5)
    assert hidden({9: ["7 5 6"]}) == (4, 4, 4, 5)
    assert hidden({8: ["57"]}) == (4, 5, 4, 5)


def test_numbers_of_a_series_and_a_point_are_shown_of_their_day() -> None:
    assert hidden({}, "6") == (3, 4, 4, 5)
    assert hidden({}, "5 and 5") == (2, 3, 4, 5)
    assert hidden({8: ["5"]}, "5") == (2, 4, 4, 5)
    assert hidden({}, point_says="Still 7, 6.") == (2, 3, 4, 5)
    assert hidden({}, "6", point_says="Still 6.") == (3, 4, 4, 5)


def test_of_a_long_series_any_number_may_be_shown() -> None:
    assert hidden({}, "6", said=2) == (1, 4, 4, 5)
    assert hidden({}, "6", said=3) == (0, 4, 4, 5)
    assert hidden({}, "6", said=16) == (0, 4, 4, 5)


def test_a_point_that_quotes_a_word_contradicts_a_count_without_its_day() -> None:
    rows = [*each_day("Noise.", 8, 9, 10), (11, "Bill, noise."), (12, "Bill."), (13, "Ate.")]
    text = "".join(
        f"{line}\n"
        for line in (
            "2. Observed Patterns & Limits",
            '- "noise" stands in entries of 3 days: 8, 9 and 10 Nov.',
            "",
            "3. Open Points for Reflection",
            '- "bill" stands in entries of 2 days: 11 and 12 Nov; open, 11 Nov: "Bill, noise."; last, 12 Nov: "Bill."',
        )
    )
    record = record_of(tuple((f"m{day}", f"2026-11-{day:02} 20:00", entry) for day, entry in rows), LAST_DAY)

    def said(old: str, new: str) -> set[tuple[str, str | None]]:
        found = read_again(report_of(text.replace(old, new)), record)
        return {(one.rule_id, one.slot_id) for one in found if one.slot_id}

    assert said("", "") == {("SB317", "line 2"), ("SB505", "line 2")}
    assert said("3 days: 8, 9 and 10 Nov", "4 days: 8, 9, 10 and 11 Nov") == set()


# --- forms and labels that are listed ------------------------------------------------------------------


def claim(form: str, at: int, *days: int) -> Claim:
    return Claim(tuple(form.split(" or ")), frozenset(date(2026, 11, day) for day in days), at, at + 5)


def twice(claims: list[Claim], labels: list[Label]) -> list[tuple[int, int]]:
    notes = Notes(report_of(""))
    check_listed_once(claims, labels, notes)
    assert {note.rule_id for note in notes} <= {"SB504"}
    return [(note.start, note.end) for note in notes]


@pytest.mark.parametrize(
    ("claims", "labels", "found"),
    [
        (["bus", "stop"], [], []),
        (["bus", "Bus"], [], [(10, 15)]),
        (["bus or stop", "tram or stop"], [], [(10, 15)]),
        (["bus or buses"], [], []),
        (["bus or bus"], [], []),
        (["…", "bus"], [], []),
        (["bus", "bus stop"], [], [(0, 5)]),
        (["bus stop", "bus"], [], [(10, 15)]),
        (["bus stop", "stop"], [], [(10, 15)]),
        (["the bus stop", "bus stop"], [], [(10, 15)]),
        (["the bus stop", "the stop"], [], []),
        (["bus stop or bus"], [], []),
        (["bus"], ["Pain"], []),
        (["pain"], ["Pain"], [(100, 103)]),
        (["bus"], ["Pain", "pain"], [(100, 103)]),
        (["sleep"], ["-Sleep"], []),
        (["bus"], ["Sleep", "-Sleep"], [(100, 103)]),
        (["my pain"], ["Pain"], []),
    ],
)
def test_a_form_is_listed_once_and_of_two_the_longer(
    claims: list[str], labels: list[str], found: list[tuple[int, int]]
) -> None:
    listed = [claim(form, 10 * number, 8) for number, form in enumerate(claims)]
    named = [
        Label(name.removeprefix("-"), 100 + 10 * number, 103 + 10 * number, is_heading=name.startswith("-"))
        for number, name in enumerate(labels)
    ]
    assert twice(listed, named) == found


def test_a_quotation_contradicts_a_bullet_that_leaves_its_day_out() -> None:
    quoted = {date(2026, 11, 8): Passage("a bus"), date(2026, 11, 9): Passage("the Stop")}

    def contradicted(one: Claim) -> list[tuple[int, int]]:
        notes = Notes(report_of(""))
        check_not_contradicted([one], quoted, notes)
        assert {note.rule_id for note in notes} <= {"SB505"}
        return [(note.start, note.end) for note in notes]

    assert contradicted(claim("bus", 3, 8)) == []
    assert contradicted(claim("bus", 3, 10)) == [(3, 8)]
    assert contradicted(claim("bus or stop", 3, 8)) == [(3, 8)]
    assert contradicted(claim("bus or stop", 3, 8, 9)) == []
    assert contradicted(claim("bus", 3)._replace(days=None)) == []


# --- entries as they are read ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "text", "holds", "may_hold"),
    [
        ("mum", "my mum's", True, True),
        ("mum", "MUM", True, True),
        ("mum", "mums", False, False),
        ("mum", "amum", False, False),
        ("mum", "mum_", False, True),
        ("won", "won't", False, True),
        ("won", "won's", True, True),
        ("won", "won'sy", False, True),
        ("t", "won't", False, True),
        ("t", "won' t", True, True),
        ("isn't", "ISN’T", True, True),
        ("bus stop", "the bus\n stop.", True, True),
        ("bus stop", "bus stops", False, False),
        ("bus stop", "abus stop", False, False),
        ("bus stop", "bus, stop", False, False),
        ("bus stop", "bus stop't", False, True),
        ("bus stop", "a'bus stop", False, True),
        ("work", "www.work.example", False, True),
        ("work", "me@work.example", False, True),
        ("work", "https://work", False, True),
        ("work", "<i work>", False, True),
        ("work", "< work", True, True),
        ("fine", "ｆine", False, True),
        ("fine", "fi\u200bne", False, True),
        ("fine", "fine\u0301", False, False),
        ("café", "cafe\u0301", False, True),
        ("σας", "ΣΑΣ", True, True),
        ("maß", "mass", False, False),
        ("7", "17", False, False),
        ("7", "7.5", True, True),
    ],
)
def test_a_form_stands_where_its_letters_do(form: str, text: str, holds: bool, may_hold: bool) -> None:
    passage = Passage(text)
    assert (passage.holds(form), passage.may_hold(form)) == (holds, may_hold)


@pytest.mark.parametrize("before", ["buses stops ", "bus stops ", "xbus stop "])
@pytest.mark.parametrize("times", [0, 1, 199, 200, 201, 300])
def test_a_form_stands_behind_any_number_of_words_that_hold_its_letters(before: str, times: int) -> None:
    assert Passage(f"{before * times}bus stop").holds("bus stop")
    assert Passage(f"{before * times}bus stop").may_hold("bus stop")
    assert not Passage(before * times).may_hold("bus stop")


def test_words_of_a_form_are_its_letters_apart() -> None:
    assert words_of("Mum's bus-stop, 2 km") == ("mum", "s", "bus", "stop", "2", "km")


@pytest.mark.parametrize(
    ("first_text", "second", "is_copy", "is_copied"),
    [
        ("Ate a.", "ATE  a.", True, True),
        ("Maß", "MASS", True, True),
        ("Ate a.", "Ａte a.", False, True),
        ("Ate a.", "A\u200bte a.", False, True),
        ("Ate a.", "Ate b.", False, False),
        ("Ate a.", "Ate a", False, False),
    ],
)
def test_an_entry_is_a_copy_where_it_says_the_same(
    first_text: str, second: str, is_copy: bool, is_copied: bool
) -> None:
    diary = DiaryRead(record_of((("a", "2026-11-08 20:00", first_text), ("b", "2026-11-09 20:00", second)), LAST_DAY))
    one, other = diary
    assert (one.is_copy, one.copied) == (False, None)
    assert (other.is_copy, other.copied is one) == (is_copy, is_copied)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("**Slept** well", "Slept well"),
        ("*Slept* well", "Slept well"),
        ("_Slept_ __well__", "Slept well"),
        ("Slept <b>well</b>", "Slept well"),
        ("a<br>b", "a b"),
        ("a &amp; b", "a & b"),
        ("a &#38; b &#x26; c", "a & b & c"),
        ("a <!-- b --> c", "a c"),
        ("a < b", "a < b"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("snake_case", "snake_case"),
        ("\\*Slept*", "\\*Slept"),
        ("****Slept", "****Slept"),
        ("a &amp b", "a &amp b"),
    ],
)
def test_a_reader_sees_a_text_without_its_markup(text: str, seen: str) -> None:
    [entry] = DiaryRead(record_of((("a", "2026-11-08 20:00", text),), LAST_DAY))
    assert entry.readings == tuple(dict.fromkeys((text, seen)))
