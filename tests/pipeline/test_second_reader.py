"""The second reader: right texts written by hand pass it whole, and each way of saying something false is found.

Every row is a right text with one piece said otherwise, and the rule that must be held against it.
"""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest

from generation.pipeline.policy_gate import second_reader
from generation.pipeline.policy_gate.second_reader import read_again
from generation.pipeline.policy_gate.second_reader.diary import Passage
from tests.pipeline.growth import grows_with_length
from tests.pipeline.texts import (
    EVERY_DAY,
    FIVE_DAYS,
    MANY_VALUES,
    NINE_DAYS,
    NO_ENTRY,
    RIGHT_TEXTS,
    Written,
    record_of,
    report_of,
)


def misread(written: Written) -> set[str]:
    return {found.rule_id for found in read_again(report_of(written.text), written.record)}


def test_text_whose_last_line_does_not_end_is_refused() -> None:
    assert misread(FIVE_DAYS._replace(text=FIVE_DAYS.text.removesuffix("\n"))) == {"SB320"}


def said_otherwise(written: Written, old: str, new: str) -> Written:
    assert old in written.text
    return written._replace(text=written.text.replace(old, new, 1))


@pytest.mark.parametrize("name", RIGHT_TEXTS)
def test_right_text_is_read_without_objection(name: str) -> None:
    assert misread(RIGHT_TEXTS[name]) == set()


ONE_MORE_POINT = (
    '- "talk" stands in entries of 2 days: 8 and 10 Nov; open, 10 Nov: "The talk with my manager is on Thursday."\n'
)


def named_on_one_day(number: int) -> str:
    words = (f'"w{chr(97 + n)}" (8 Nov)' for n in range(number))
    return f"- Named as a feeling on one day and not shown below: {', '.join(words)}.\n"


_HEDGED = (
    ("m1", "2026-11-08 20:00", "Slept maybe <b>6 h</b>."),
    ("m2", "2026-11-09 20:00", "Slept **7 h**."),
    ("m3", "2026-11-10 20:00", "Walked."),
)
_HEDGED_TEXT = """\
1. Time Window & Scope
- Window: 7 Nov 2026 to 21 Nov 2026, 15 calendar days (Europe/Berlin).
- Entries: 3 entries on 3 of 15 days.

2. Observed Patterns & Limits
- Sleep: maybe 6 h (8 Nov), 7 h (9 Nov).
- Limits: 12 of 15 days have no entry (7, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 and 21 Nov), and nothing is known \
about them.
- Limits: 3 days with entries are few; counts over them say little about the whole window.

4. Logged Moments
- 8 Nov: "Slept maybe 6 h."
- 9 Nov: "Slept 7 h."
- 10 Nov: "Walked."
"""

FALSE = [
    # A day that the entries do not carry.
    ("SB303", FIVE_DAYS, "on 2 days: 8 and 10 Nov; also", "on 3 days: 8, 10 and 12 Nov; also"),
    ("SB303", FIVE_DAYS, "also written on 15 Nov", "also written on 15 and 19 Nov"),
    ("SB303", FIVE_DAYS, '"anxious" is', '"anxious" or "afraid" is'),
    ("SB303", FIVE_DAYS, "7/10 (15 Nov)", "7/10 (16 Nov)"),
    ("SB303", FIVE_DAYS, "- 19 Nov: ", "- 18 Nov: "),
    ("SB303", NINE_DAYS, '"work" (31 Oct and 4 Nov)', '"work" (31 Oct, 1 and 4 Nov)'),
    ("SB303", NINE_DAYS, "of 3 days: 2, 3 and 4 Nov", "of 4 days: 1, 2, 3 and 4 Nov"),
    ("SB303", NINE_DAYS, '"numb" (8 Nov)', '"numb" (9 Nov)'),
    # A line that is none of the sentences.
    ("SB311", FIVE_DAYS, "also written on 15 Nov.", "also written on 15 Nov, a good sign."),
    ("SB311", FIVE_DAYS, "Mood: 6/10 (12 Nov), 7/10 (15 Nov).", "Mood: 6/10 (12 Nov), then 7/10 on 15 Nov."),
    ("SB311", FIVE_DAYS, "4. Logged Moments\n", "4. Logged Moments\nTake care.\n"),
    ("SB311", FIVE_DAYS, "4. Logged Moments", "4. Moments"),
    ("SB311", FIVE_DAYS, "; last, 12 Nov", "; done, 12 Nov"),
    ("SB311", FIVE_DAYS, "- 19 Nov: ", "- 19 Nov, morning: "),
    ("SB311", FIVE_DAYS, "- Window: ", "- The window: "),
    ("SB311", FIVE_DAYS, "- 8 Nov: ", "- 8 Nov (1 entries): "),
    ("SB311", FIVE_DAYS, '"Slept 7.0 h, felt calm." …', '"Slept 7.0 h, felt calm." … …'),
    ("SB311", NINE_DAYS, "feelings are read in English only.", "feelings are read in English."),
    ("SB311", NINE_DAYS, '"hate" or "hating"', '"hate" and "hating"'),
    ("SB311", NINE_DAYS, "(3 entries)", "(all 3 entries)"),
    ("SB311", EVERY_DAY, "Limits: only what was written is known.", "Limits: much is not known."),
    # The form of dates.
    ("SB312", FIVE_DAYS, "8 and 10 Nov; also", "8 Nov and 10 Nov; also"),
    ("SB312", FIVE_DAYS, "8 and 10 Nov; also", "10 and 8 Nov; also"),
    ("SB312", FIVE_DAYS, "days: 8 and 10 Nov; also", "days: 8 and 10 Dec; also"),
    ("SB312", FIVE_DAYS, "6 h (10 Nov)", "6 h (22 Nov)"),
    ("SB312", FIVE_DAYS, "- 8 Nov: ", "- 6 Nov: "),
    ("SB312", NINE_DAYS, "31 Oct and 4 Nov", "31 Oct, 4 Nov"),
    ("SB312", NINE_DAYS, "as on 6 Nov", "as on 30 Oct"),
    ("SB312", NINE_DAYS, "open, 9 Nov", "open, 29 Nov"),
    ("SB312", NINE_DAYS, "days: 8, 9 and 10 Nov; open", "days: 8 and 9, 10 Nov; open"),
    # Days of a feeling.
    ("SB313", FIVE_DAYS, "; also written on 15 Nov", ""),
    ("SB313", FIVE_DAYS, "8 and 10 Nov; also written on 15 Nov", "8 and 10 Nov; also written on 10 and 15 Nov"),
    ("SB313", FIVE_DAYS, "on 2 days: 8 and 10 Nov; also", "on 1 days: 8 Nov; also"),
    # Section 4 leaves this word out, and the open point quotes it.
    ("SB313", NINE_DAYS, '"numb" (8 Nov).', '"numb" (8 Nov), "yet" (9 Nov).'),
    ("SB313", NINE_DAYS, "; also written on 9 Nov", ""),
    ("SB313", NINE_DAYS, "on 7 of 9 days with entries, not on 9 and 10 Nov", "on 7 days: 31 Oct, 1, 2, 3, 4, 6 and 8 Nov"),  # noqa: E501
    ("SB313", NINE_DAYS, "on 2 days: 3 and 4 Nov", "on 2 of 9 days with entries, not on 31 Oct, 1, 2, 6, 8, 9 and 10 Nov"),  # noqa: E501
    ("SB313", NINE_DAYS, '"calm" (9 and 10 Nov)', '"calm" (9 Nov; also written on 10 Nov)'),
    ("SB313", NINE_DAYS, '"numb" (8 Nov)', '"numb" (8 Nov), "calm" (9 Nov)'),
    ("SB313", NINE_DAYS, '/ … "Still', '/ "Felt numb. Still'),
    # Values.
    ("SB314", FIVE_DAYS, "6 h (10 Nov)", "6.0 h (10 Nov)"),
    ("SB314", FIVE_DAYS, "7.0 h (19 Nov)", "7 h (19 Nov)"),
    ("SB314", FIVE_DAYS, "Maybe 5.5 h (8 Nov)", "5.5 h (8 Nov)"),
    ("SB314", FIVE_DAYS, "6/10 (12 Nov)", "6 (12 Nov)"),
    ("SB314", FIVE_DAYS, "6/10 (12 Nov)", "0 (12 Nov)"),
    ("SB314", FIVE_DAYS, "Mood: 6/10 (12 Nov), 7/10 (15 Nov)", "Mood: 6/10 (12 Nov)"),
    ("SB314", FIVE_DAYS, "Mood: ", "Energetic: "),
    ("SB314", FIVE_DAYS, "Mood: ", "Mood is better: "),
    ("SB314", FIVE_DAYS, "Mood: ", '"morale": '),
    ("SB314", NINE_DAYS, "about 5/10", "5/10"),
    ("SB314", NINE_DAYS, "2 l and 1 l (31 Oct)", "2 l and 3 l (31 Oct)"),
    ("SB314", NINE_DAYS, "2 l and 1 l (31 Oct)", "1 l, 2 l (31 Oct)"),
    ("SB314", MANY_VALUES, "lowest of these 0.25 l (8 Nov), highest 9 l (9 Nov)", "lowest of these 9 l (9 Nov), highest 0.25 l (8 Nov)"),  # noqa: E501
    ("SB314", MANY_VALUES, "highest 9 l", "highest 19 l"),
    # Quotations.
    ("SB315", FIVE_DAYS, "she was upset", "she is upset"),
    ("SB315", FIVE_DAYS, '"Slept 6 h. Still anxious. The', '"Slept 6 h. The'),
    ("SB315", FIVE_DAYS, '"Slept 7.0 h, felt calm." …', '"Slept 7.0 h, felt calm."'),
    ("SB315", FIVE_DAYS, '"Mood 6/10"', '"Mood 6/10" …'),
    ("SB315", FIVE_DAYS, '"Mood 6/10"', "“Mood 6/10”"),
    ("SB315", FIVE_DAYS, '"Not anxious today. Called', '"anxious today. Called'),
    ("SB315", FIVE_DAYS, '"Slept 7.0 h, felt calm." …', '"lept 7.0 h, felt calm." …'),
    ("SB315", FIVE_DAYS, '"Slept 7.0 h, felt calm." …', '"Slept 7.0 h" "felt calm." …'),
    ("SB315", FIVE_DAYS, "open, 10 Nov: \"The talk", "open, 10 Nov: \"A talk"),
    ("SB315", FIVE_DAYS, "manager is on Thursday.\"; last", "manager is on Thursday.\" …; last"),
    ("SB315", FIVE_DAYS, "with my manager is on Thursday.\"; last", "with my manager\"; last"),
    ("SB315", NINE_DAYS, "as on 6 Nov", "as on 4 Nov"),
    ("SB315", NINE_DAYS, "as before", "as on 9 Nov"),
    ("SB315", NINE_DAYS, '"Tired, and hating the noise." / …', "as before / …"),
    ("SB315", NINE_DAYS, '"Not tired today." … "calm"', '"calm" … "Not tired today."'),
    # Counts.
    ("SB316", FIVE_DAYS, "Entries: 6 entries on 5", "Entries: 7 entries on 5"),
    ("SB316", FIVE_DAYS, "15 calendar days (Europe/Berlin)", "15 calendar days (UTC)"),
    ("SB316", FIVE_DAYS, "named as a feeling on 2 days", "named as a feeling on 3 days"),
    ("SB316", FIVE_DAYS, "(2 entries)", "(3 entries)"),
    ("SB316", NINE_DAYS, "- 2 Nov: not quoted.", "- 2 Nov (2 entries): not quoted."),
    ("SB316", FIVE_DAYS, '. Walked 4.2 km after." / "Mood', '. Walked 4.2 km after." / … / "Mood'),
    ("SB316", NINE_DAYS, "on 7 of 9 days with entries", "on 7 of 10 days with entries"),
    ("SB316", NINE_DAYS, "stands in entries of 3 days: 2", "stands in entries of 4 days: 2"),
    ("SB316", NINE_DAYS, "stands in entries of 3 days: 8", "stands in entries of 2 days: 8"),
    ("SB316", MANY_VALUES, "18 values", "28 values"),
    ("SB316", MANY_VALUES, "on 3 days, lowest", "on 4 days, lowest"),
    # Days of a word.
    ("SB317", NINE_DAYS, '"work" (31 Oct and 4 Nov)', '"work" (4 Nov), "Mum" (1 Nov)'),
    ("SB317", NINE_DAYS, '"work" (31 Oct and 4 Nov)', '"night" (2 Nov)'),
    ("SB317", NINE_DAYS, "of 3 days: 2, 3 and 4 Nov", "of 2 days: 2 and 3 Nov"),
    # Limits.
    ("SB318", FIVE_DAYS, "10 of 15 days have no entry (7, 9", "11 of 15 days have no entry (7, 8, 9"),
    ("SB318", FIVE_DAYS, "5 days with entries are few", "4 days with entries are few"),
    ("SB318", FIVE_DAYS, "5 are quoted whole, 1 in part", "6 are quoted whole, 0 in part"),
    ("SB318", FIVE_DAYS, "1 in part and 0 not at all.", "1 in part and 0 not at all.\n- Limits: not shown: 1 of 9 numbers in digits."),  # noqa: E501
    ("SB318", FIVE_DAYS, "1 in part and 0 not at all.", "1 in part and 0 not at all.\n- Limits: only what was written is known."),  # noqa: E501
    ("SB318", FIVE_DAYS, "- Limits: of 6 entries 5 are quoted whole, 1 in part and 0 not at all.\n", ""),
    ("SB318", NINE_DAYS, "- Limits: words are counted wherever they stand, whatever they mean there.\n", ""),
    ("SB318", NINE_DAYS, "- Limits: not shown: 2 of 8 numbers in digits.\n", ""),
    ("SB318", NINE_DAYS, "- Limits: 2 entries repeat an earlier one word for word.\n", ""),
    ("SB318", NINE_DAYS, "2 entries repeat", "3 entries repeat"),
    ("SB318", NINE_DAYS, "2 of 8 numbers", "2 of 9 numbers"),
    ("SB318", NINE_DAYS, "2 of 8 numbers", "5 of 8 numbers"),
    ("SB318", NINE_DAYS, 'stand in 1 entry ("Ich"', 'stand in 2 entries ("Ich"'),
    ("SB318", NINE_DAYS, '("Ich", "nicht")', '("Ich", "aber")'),
    ("SB318", NO_ENTRY, "no entry is logged in this window, and nothing is known about it", "only what was written is known"),  # noqa: E501
    # Open points.
    ("SB319", FIVE_DAYS, "of 3 days: 8, 10 and 12 Nov; open", "of 2 days: 8 and 10 Nov; open"),
    ("SB319", FIVE_DAYS, '; last, 12 Nov: "Talk with my manager done."', ""),
    ("SB319", FIVE_DAYS, 'open, 10 Nov: "The talk with my manager is on Thursday."', 'open, 10 Nov: "Still anxious."'),
    ("SB319", NINE_DAYS, '10 Nov: "felt calm after the letter from the landlord."', '9 Nov: "No letter from the landlord yet."'),  # noqa: E501
    ("SB319", NINE_DAYS, "of 3 days: 8, 9 and 10 Nov; open", "of 2 days: 8 and 9 Nov; open"),
    # Order, and how many there are.
    ("SB320", FIVE_DAYS, "\n4. Logged Moments", "4. Logged Moments"),
    ("SB320", FIVE_DAYS, "2. Observed Patterns & Limits\n", "2. Observed Patterns & Limits\n\n4. Logged Moments\n"),
    ("SB320", FIVE_DAYS, "- Entries: 6 entries on 5 of 15 days.\n", ""),
    ("SB320", NINE_DAYS, '- Pain: 3/10 (1 Nov), 4/10 (2 Nov), about 5/10 (4 Nov).\n- Water: 2 l and 1 l (31 Oct), 1.5 l (1 Nov).\n', '- Water: 2 l and 1 l (31 Oct), 1.5 l (1 Nov).\n- Pain: 3/10 (1 Nov), 4/10 (2 Nov), about 5/10 (4 Nov).\n'),  # noqa: E501
    ("SB320", NINE_DAYS, '- 6 Nov: "tired"\n', '- 6 Nov: "tired"\n- 6 Nov: "tired"\n'),
    ("SB320", NINE_DAYS, "- Limits: 2 entries repeat an earlier one word for word.\n", "- Limits: 2 entries repeat an earlier one word for word.\n" * 2),  # noqa: E501
    ("SB320", FIVE_DAYS, "- Sleep: ", '- "manager" stands in entries of 3 days: 8, 10 and 12 Nov.\n- Sleep: '),
    ("SB320", FIVE_DAYS, "3. Open Points for Reflection\n", "3. Open Points for Reflection\n" + ONE_MORE_POINT),
    ("SB320", FIVE_DAYS, "- Sleep: ", f"{named_on_one_day(25)}- Sleep: "),
    # Completeness that the text alone shows.
    ("SB501", FIVE_DAYS, '- 19 Nov: "Slept 7.0 h, felt calm." …\n', ""),
    ("SB504", FIVE_DAYS, "- Sleep: ", '- "manager" stands in entries of 3 days: 8, 10 and 12 Nov.\n- Sleep: '),
    ("SB504", NINE_DAYS, '"noise" stands', '"work" stands'),
    ("SB504", FIVE_DAYS, "- Limits: 10 of", '- Sleep: "sleep" (8 Nov), "Slept" (10 and 19 Nov).\n- Limits: 10 of'),
    ("SB504", NINE_DAYS, '"noise" stands in entries of 3 days: 2, 3 and 4 Nov', '"pain" stands in entries of 3 days: 1, 2 and 4 Nov'),  # noqa: E501
    ("SB505", FIVE_DAYS, "; also written on 15 Nov", ""),
    ("SB505", NINE_DAYS, "of 3 days: 2, 3 and 4 Nov", "of 2 days: 2 and 3 Nov"),
]  # fmt: skip


@pytest.mark.parametrize(("rule_id", "written", "old", "new"), FALSE)
def test_false_text_is_found(rule_id: str, written: Written, old: str, new: str) -> None:
    false = said_otherwise(written, old, new)
    found = [*read_again(report_of(false.text), false.record)]
    assert rule_id in {one.rule_id for one in found}
    assert all(0 <= one.start <= one.end <= len(false.text) for one in found)


def test_no_tag_hides_a_word_that_bounds_a_value() -> None:
    right = Written(record_of(_HEDGED, date(2026, 11, 21)), _HEDGED_TEXT)
    assert misread(right) == set()
    assert misread(said_otherwise(right, "Sleep: maybe 6 h", "Sleep: 6 h")) == {"SB314"}


@pytest.mark.parametrize("typed", ["50 mg x2.", "50 mg (×2)", "50 mg, 3x", "50 mg twice."])
def test_how_often_a_dose_was_taken_is_part_of_its_value(typed: str) -> None:
    rows = [(f"t{day}", f"2026-11-{day:02} 20:00", f"Codeine {typed}") for day in (8, 9)]

    def held_against(said: str) -> set[str]:
        text = f"2. Observed Patterns & Limits\n- Codeine: {said} (8 Nov), {said} (9 Nov).\n"
        found = read_again(report_of(text), record_of(tuple(rows), date(2026, 11, 21)))
        return {one.rule_id for one in found} & {"SB314"}

    assert held_against(typed.rstrip(".") if "(" not in typed and "," not in typed else f'"{typed}"') == set()
    assert held_against("50 mg") == {"SB314"}


def ends_misread(lowest: str, highest: str) -> set[str]:
    """What is held against the values of a series of sixteen that is stated by these two."""
    values = {8: lowest, 9: highest}
    rows = tuple((f"w{day}", f"2026-11-{day:02} 20:00", f"walked {value} " * 8) for day, value in values.items())
    said = f"lowest of these {lowest} (8 Nov), highest {highest} (9 Nov)"
    text = f'2. Observed Patterns & Limits\n- "walked": 16 values read on 2 days, {said}.\n'
    return {one.rule_id for one in read_again(report_of(text), record_of(rows, date(2026, 11, 21)))} & {
        "SB314",
        "SB316",
    }


@pytest.mark.parametrize(
    ("lower", "higher"),
    [
        ("9", "10"),
        ("1,200", "2k"),
        ("999", "1k"),
        ("−3", "2"),
        ("-3", "-2"),
        ("1 200", "1201"),
        ("2.5 km", "2.6 km"),
        ("0", "3 km"),
    ],
)
def test_the_lowest_value_must_be_lower_than_the_highest(lower: str, higher: str) -> None:
    assert ends_misread(lower, higher) == set()
    assert ends_misread(higher, lower) == {"SB314"}


def test_values_of_other_units_are_not_compared() -> None:
    assert ends_misread("9 km", "3 miles") == set()


def test_finding_names_the_bullet_and_the_place() -> None:
    written = said_otherwise(FIVE_DAYS, "6 h (10 Nov)", "6.0 h (10 Nov)")
    [found] = read_again(report_of(written.text), written.record)
    assert (found.rule_id, written.text[found.start : found.end], found.slot_id) == ("SB314", "6.0 h", "line 7")


def about(entry: str, bullet: str, *, last: str = "2026-11-21 20:00") -> set[str]:
    """What is held against a bullet of Section 4 for an entry of 21 Nov, the limits aside."""
    record = record_of((("a", last, entry),), date(2026, 11, 21))
    text = f"{EVERY_DAY.text.partition('- 7 Nov')[0]}- 21 Nov: {bullet}\n"
    found = read_again(report_of(text), record)
    return {one.rule_id for one in found if one.rule_id not in {"SB316", "SB318"}}


@pytest.mark.parametrize(
    ("entry", "bullet"),
    [
        ("I slept.\n\nThen I  ate.", '"I slept. Then I ate."'),
        ("I slept. Then I ate.", '"I slept. Then I ate"'),
        ("**Slept** badly", '"Slept badly"'),
        ("<p>Slept <b>badly</b> &amp; woke</p>", '"Slept badly & woke"'),
        ("# Monday\nSlept", '"# Monday Slept"'),
        ("- Slept\n- ate", '"Slept - ate"'),
        ("# Slept\n> ate\n* woke", '"Slept" "ate" "woke"'),
        ("Slept\n---\nate", '"Slept" … "ate"'),
        ("~~Slept~~ ate", '… "ate"'),
        ('He said "no". Left.', '“He said "no". Left.”'),
        ("ha ha ha. No.", '… "ha. No."'),
        ("a b a c a", '"a" … "a" … "a"'),
        ("Slept 😀", '"Slept" …'),
        ("2 <b and then 3> 1", '"2" … "3> 1"'),
        ("Slept <İ>well", '"Slept <İ>well"'),
    ],
)
def test_dots_stand_where_something_is_left_out(entry: str, bullet: str) -> None:
    assert about(entry, bullet) == set()


@pytest.mark.parametrize(
    ("entry", "bullet"),
    [
        ("Slept. 😀", '"Slept."'),
        ("~~Slept~~ ate", '"ate"'),
        ("Slept. Ate.", '"Slept."'),
        ("Slept. Ate.", '… "Ate." …'),
        ("**Slept**", '"Slept" …'),
        ("# Slept", '… "Slept"'),
        ("Slept\n- ate", '"Slept" … "ate"'),
        ("Slept\n---\nate", '"Slept" "ate"'),
        ("Slept - ate", '"Slept" "ate"'),
        ("a b a c a", '"a" … "b" "c" … "a"'),
        ("Slept badly", '"Slept bad" …'),
        ("Slept", '"slept"'),
    ],
)
def test_dots_that_say_too_much_or_too_little_are_found(entry: str, bullet: str) -> None:
    assert about(entry, bullet) == {"SB315"}


def stands(form: str, entry: str, *, listed: bool) -> set[str]:
    """What is held against a term of three days that names a fourth or does not, on which `entry` was written."""
    days = ("2026-11-08", "2026-11-09", "2026-11-10")
    rows = tuple((day, f"{day} 20:00", form) for day in days)
    record = record_of((*rows, ("z", "2026-11-11 20:00", entry)), date(2026, 11, 21))
    named = "4 days: 8, 9, 10 and 11 Nov" if listed else "3 days: 8, 9 and 10 Nov"
    text = f'2. Observed Patterns & Limits\n- "{form}" stands in entries of {named}.\n'
    return {one.rule_id for one in read_again(report_of(text), record)} & {"SB303", "SB317"}


@pytest.mark.parametrize(
    ("form", "entry"),
    [
        ("mum", "MUM was here"),
        ("mum", "my mum's house"),
        ("mum", "mum-in-law"),
        ("mum", "(mum)"),
        ("bus stop", "at the bus\n  stop"),
        ("isn't", "it ISN’T"),
        ("work", "<b>work</b>"),
    ],
)
def test_day_on_which_a_form_stands_must_be_listed(form: str, entry: str) -> None:
    assert stands(form, entry, listed=True) == set()
    assert stands(form, entry, listed=False) == {"SB317"}


@pytest.mark.parametrize(("form", "entry"), [("mum", "mummy"), ("won", "a wonder"), ("bus stop", "bus, stop")])
def test_day_on_which_a_form_does_not_stand_must_not_be_listed(form: str, entry: str) -> None:
    assert stands(form, entry, listed=True) == {"SB303"}
    assert stands(form, entry, listed=False) == set()


@pytest.mark.parametrize(
    ("form", "entry"),
    [("won", "I won't"), ("work", "at https://work.example"), ("deep", "deep_work"), ("fine", "ｆine")],
)
def test_day_on_which_readers_may_differ_is_held_against_nobody(form: str, entry: str) -> None:
    assert stands(form, entry, listed=True) == stands(form, entry, listed=False) == set()


def test_no_form_runs_from_one_quotation_or_entry_into_the_next() -> None:
    apart, together = Passage.of(("the bus", "stop it")), Passage.of(("the bus\nstop it",))
    assert (apart.holds("bus stop"), apart.may_hold("bus stop")) == (False, False)
    assert (together.holds("bus stop"), together.may_hold("bus stop")) == (True, True)


def test_reader_shares_nothing_with_what_made_the_text() -> None:
    allowed = ("generation.pipeline.contracts", "generation.pipeline.policy_gate.second_reader")
    for module in Path(second_reader.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("generation", "core")):
                assert node.module is not None
                assert node.module.startswith(allowed), module.name


@pytest.mark.parametrize("piece", ["ha ", "ha. ", "6 ", "<a ", "a@", "it's ", "**", "x" * 50, "é́", "\n", "_ "])
def test_time_grows_with_the_entries_and_not_faster(piece: str) -> None:
    quoted = piece.strip() or "a"
    assert grows_with_length(lambda text: about(text, f'"{quoted}" … "{quoted}" …'), piece)
