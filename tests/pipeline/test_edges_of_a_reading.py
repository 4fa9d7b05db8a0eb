"""The second reader at its edges: beside each text with just one fault stands the nearest that has none.

A text here is one section, so only what is held against its bullets counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from generation.pipeline.policy_gate.second_reader import read_again
from generation.pipeline.policy_gate.second_reader.dates import LIST, read_dates, write_dates
from generation.pipeline.policy_gate.second_reader.misreading import Notes
from tests.pipeline.texts import EVERY_DAY, FIVE_DAYS, NO_ENTRY, Written, record_of, report_of

HEADINGS = {2: "2. Observed Patterns & Limits", 3: "3. Open Points for Reflection", 4: "4. Logged Moments"}
LAST_DAY = date(2026, 11, 21)


def held(
    section: int, bullets: Sequence[str], entries: Sequence[tuple[int, str]], last_day: date = LAST_DAY
) -> list[str]:
    """What is held against the bullets of one section, each finding with the words it names; `entries` by day."""
    rows = tuple(
        (f"m{number}", f"{last_day:%Y-%m}-{day:02} {8 + number % 12:02}:00", text)
        for number, (day, text) in enumerate(entries)
    )
    text = "".join(f"{line}\n" for line in (HEADINGS[section], *(f"- {bullet}" for bullet in bullets)))
    found = read_again(report_of(text), record_of(rows, last_day))
    return [f"{one.rule_id} {text[one.start : one.end]}" for one in found if one.slot_id]


def rules(section: int, bullet: str, entries: Sequence[tuple[int, str]]) -> set[str]:
    return {found.partition(" ")[0] for found in held(section, [bullet], entries)}


def each_day(text: str, *days: int) -> list[tuple[int, str]]:
    return [(day, text) for day in days]


# --- dates ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "written"),
    [
        ([], ""),
        ([date(2026, 11, 8)], "8 Nov"),
        ([date(2026, 11, 8), date(2026, 11, 10)], "8 and 10 Nov"),
        ([date(2026, 11, 10), date(2026, 11, 8), date(2026, 11, 8), date(2026, 11, 9)], "8, 9 and 10 Nov"),
        ([date(2026, 10, 31), date(2026, 11, 4)], "31 Oct and 4 Nov"),
        ([date(2026, 10, 30), date(2026, 10, 31), date(2026, 11, 4)], "30, 31 Oct and 4 Nov"),
        ([date(2026, 10, 31), date(2026, 11, 2), date(2026, 11, 4)], "31 Oct, 2 and 4 Nov"),
        ([date(2027, 1, 1), date(2026, 12, 31)], "31 Dec and 1 Jan"),
    ],
)
def test_a_list_of_days_has_one_form(days: list[date], written: str) -> None:
    assert write_dates(days) == written
    if days:
        window = [date.fromordinal(min(days).toordinal() + number) for number in range(15)]
        read = read_dates(f"on {written}.", 3, 3 + len(written), window)
        assert (read.days, read.start, read.end, read.is_exact) == (
            tuple(sorted(set(days))), 3, 3 + len(written), True,
        )  # fmt: skip
        assert LIST.fullmatch(written)


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("8 Nov and 10 Nov", [8, 10]),
        ("8, 10 Nov", [8, 10]),
        ("10 and 8 Nov", [10, 8]),
        ("8, 8 and 10 Nov", [8, 8, 10]),
        ("6 and 8 Nov", [8]),
        ("8 and 22 Nov", [8]),
        ("8 Dec and 10 Nov", [10]),
    ],
)
def test_another_form_is_read_and_is_not_exact(written: str, days: list[int]) -> None:
    window = [date(2026, 11, day) for day in range(7, 22)]
    read = read_dates(written, 0, len(written), window)
    assert ([day.day for day in read.days], read.is_exact) == (days, False)


# --- the lines of a text, and where a finding stands ------------------------------------------------


def test_a_finding_belongs_to_the_bullet_it_begins_in() -> None:
    text = "1. Time Window & Scope\n- one\n- two\n"
    report = report_of(text)
    first, second = report.slots
    notes = Notes(report)
    for at in (first.start - 1, first.start, first.end - 1, first.end, second.start, second.end - 1, second.end):
        notes.add("SB311", at, at + 1)
    notes.add("SB311", first.start, first.start + 1)
    slots = [note.slot_id for note in notes]
    assert slots == [None, first.slot_id, first.slot_id, None, second.slot_id, second.slot_id, None]


def findings(written: Written, old: str, new: str) -> list[tuple[str, str]]:
    """What is held against a right text with one piece said otherwise; long excerpts by their ends."""
    assert old in written.text
    text = written.text.replace(old, new, 1)
    return [
        (one.rule_id, words if len(words) < 60 else f"{words[:20]}|{words[-20:]}")
        for one in read_again(report_of(text), written.record)
        for words in (text[one.start : one.end],)
    ]


_WINDOW = "- Window: 7 Nov 2026 to 21 Nov 2026, 15 calendar days (Europe/Berlin).\n"
_ENTRIES = "- Entries: 6 entries on 5 of 15 days.\n"
_WHOLE = "1. Time Window & Sco|"
_FIVE_ENDS = f'{_WHOLE}.0 h, felt calm." …\n'


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("\n2. Observed", "\n\n2. Observed", [("SB311", "")]),
        ("- Mood: 6", "\n- Mood: 6", [("SB311", "")]),
        ("- Mood: 6", "- \n- Mood: 6", [("SB311", "- ")]),
        ("- Mood: 6", "Calm.\n- Mood: 6", [("SB311", "Calm.")]),
        ("1. Time", "- Calm.\n1. Time", [("SB311", "- Calm.")]),
        ("\n2. Observed", "2. Observed", [("SB320", "2. Observed Patterns & Limits")]),
        ("\n4. Logged Moments\n", "\n3. Open Points for Reflection\n\n4. Logged Moments\n", [
            ("SB320", "3. Open Points for Reflection"), ("SB320", _FIVE_ENDS),
        ]),
        ('felt calm." …\n', 'felt calm." …', [("SB320", '1. Time Window & Sco|7.0 h, felt calm." …')]),
        ('felt calm." …\n', 'felt calm." …\n\n', [("SB311", "")]),
    ],
)  # fmt: skip
def test_a_line_out_of_place_is_named(old: str, new: str, found: list[tuple[str, str]]) -> None:
    assert findings(FIVE_DAYS, old, new) == found


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (
            f"{_WINDOW}{_ENTRIES}",
            f"{_ENTRIES}{_WINDOW}",
            [("SB320", "Entries: 6 entries o|ays (Europe/Berlin).")],
        ),
        (
            _ENTRIES,
            _ENTRIES * 2,
            [("SB320", "Window: 7 Nov 2026 t|ies on 5 of 15 days.")],
        ),
        (_ENTRIES, "", [("SB320", f"{_WHOLE}ays (Europe/Berlin).")]),
        (
            "Entries: 6 entries on 5 of 15 days.",
            "Entries: 6 entries on 5 days.",
            [("SB316", "Entries: 6 entries on 5 days.")],
        ),
        ("to 21 Nov 2026, 15", "to 21 Nov 2026, 14", [("SB316", "Window: 7 Nov 2026 t|ays (Europe/Berlin).")]),
    ],
)
def test_what_is_wrong_with_the_first_section_is_named(old: str, new: str, found: list[tuple[str, str]]) -> None:
    assert findings(FIVE_DAYS, old, new) == found


def test_a_text_without_a_first_section_lacks_both_of_its_sentences() -> None:
    text = FIVE_DAYS.text.partition("\n\n")[2]
    found = [*read_again(report_of(text), FIVE_DAYS.record)]
    assert {(one.rule_id, one.start, one.end) for one in found} == {("SB320", 0, 0), ("SB320", 0, len(text))}


def test_one_entry_is_no_entries() -> None:
    text = "1. Time Window & Scope\n- Window: 7 Nov 2026 to 21 Nov 2026, 15 calendar days (Europe/Berlin).\n- {}\n"
    record = record_of((("m", "2026-11-08 08:00", "Ate."),), LAST_DAY)

    def said(entries: str) -> list[str]:
        report = report_of(text.format(entries))
        return [one.rule_id for one in read_again(report, record) if one.slot_id]

    assert said("Entries: 1 entry on 1 of 15 days.") == []
    assert said("Entries: 1 entries on 1 of 15 days.") == ["SB316"]


def test_only_a_diary_without_entries_says_so_alone() -> None:
    nothing = "- No entry is logged in this window.\n"
    assert findings(NO_ENTRY, nothing, nothing * 2) != []
    assert findings(NO_ENTRY, nothing, "- 8 Nov: not quoted.\n") == [("SB303", "8 Nov")]
    moments = EVERY_DAY.text.partition("4. Logged Moments\n")[2]
    assert ("SB311", nothing[2:-1]) in findings(EVERY_DAY, moments, nothing)


# --- feelings ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("named", "others", "said", "is_right"),
    [
        (range(8, 14), range(14, 15), "6 days: 8, 9, 10, 11, 12 and 13 Nov", True),
        (range(8, 14), range(14, 15), "6 of 7 days with entries, not on 14 Nov", False),
        (range(8, 15), range(15, 16), "7 days: 8, 9, 10, 11, 12, 13 and 14 Nov", False),
        (range(8, 15), range(15, 16), "7 of 8 days with entries, not on 15 Nov", True),
        (range(7, 14), range(14, 20), "7 of 13 days with entries, not on 14, 15, 16, 17, 18 and 19 Nov", True),
        (range(7, 14), range(14, 21), "7 of 14 days with entries, not on 14, 15, 16, 17, 18, 19 and 20 Nov", False),
        (range(7, 14), range(14, 21), "7 days: 7, 8, 9, 10, 11, 12 and 13 Nov", True),
        (range(8, 15), (), "7 days: 8, 9, 10, 11, 12, 13 and 14 Nov", True),
        (range(8, 15), (), "7 of 7 days with entries", True),
        (range(8, 14), (), "6 of 6 days with entries", False),
    ],
)
def test_days_that_lack_a_feeling_are_named_where_they_are_fewer_than_seven_that_have_it(
    named: Sequence[int], others: Sequence[int], said: str, is_right: bool
) -> None:
    bullet = f'"sad" is named as a feeling on {said}.'
    found = held(2, [bullet], [*each_day("Sad.", *named), *each_day("Ate.", *others)])
    assert found == ([] if is_right else [f"SB313 {bullet}"])


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("7 of 8 days with entries, not on 16 Nov", "SB316"),
        ("7 of 9 days with entries, not on 15 Nov", "SB316"),
        ("8 of 8 days with entries, not on 15 Nov", "SB316"),
        ("7 of 8 days with entries, not on 15 and 16 Nov", "SB316"),
        ("8 of 8 days with entries", "SB303"),
    ],
)
def test_days_that_lack_a_feeling_are_days_with_entries(said: str, found: str) -> None:
    bullet = f'"sad" is named as a feeling on {said}.'
    assert f"{found} {bullet}" in held(2, [bullet], [*each_day("Sad.", *range(8, 15)), (15, "Ate.")])


@pytest.mark.parametrize(
    ("bullet", "found"),
    [
        ('"sad" is named as a feeling on 2 days: 8 and 9 Nov; also written on 10 and 11 Nov.', []),
        ('"sad" is named as a feeling on 3 days: 8, 9 and 10 Nov; also written on 11 Nov.', []),
        ('"sad" is named as a feeling on 2 days: 8 and 9 Nov; also written on 9, 10 and 11 Nov.', ["SB313 9, 10 and 11 Nov"]),  # noqa: E501
        ('"sad" is named as a feeling on 2 days: 8 and 9 Nov; also written on 10, 11 and 12 Nov.', ["SB303 10, 11 and 12 Nov"]),  # noqa: E501
        ('"sad" or "low" is named as a feeling on 2 days: 8 and 9 Nov; also written on 10, 11, 12 and 13 Nov.', ["SB303 low"]),  # noqa: E501
        ('"low" or "sad" is named as a feeling on 2 days: 8 and 12 Nov; also written on 9, 10, 11 and 13 Nov.', []),
        ('"sad" or "low" is named as a feeling on 3 days: 8, 12 and 13 Nov; also written on 9, 10 and 11 Nov.', []),
        ('"sad" is named as a feeling on 3 days: 8, 9 and 12 Nov; also written on 10 and 11 Nov.', ["SB303 8, 9 and 12 Nov"]),  # noqa: E501
        ('"sad" is named as a feeling on 2 days: 8 and 9 Nov; also written on 11 and 10 Nov.', ["SB312 11 and 10 Nov"]),
        ('Also named as a feeling on 2 days or more: "sad" (8 and 9 Nov; also written on 10 and 11 Nov), "low" (12 and 13 Nov).', []),  # noqa: E501
        ('Also named as a feeling on 2 days or more: "sad" (8 and 9 Nov; also written on 10 Nov), "low" (12 and 13 Nov).', ['SB313 "sad" (8 and 9 Nov']),  # noqa: E501
        ('Also named as a feeling on 2 days or more: "low" (12 and 13 Nov), "sad" (8 and 9 Nov; also written on 10 and 11 Nov).', ['SB320 *']),  # noqa: E501
        ('Also named as a feeling on 2 days or more: "low" (12 and 13 Nov), "sad" (8, 9 and 10 Nov; also written on 11 Nov).', ['SB320 *']),  # noqa: E501
        ('Also named as a feeling on 2 days or more: "sad" (8, 9 and 10 Nov; also written on 11 Nov), "low" (12 and 13 Nov).', []),  # noqa: E501
        ('Also named as a feeling on 2 days or more: "sad" (8 Nov; also written on 9, 10 and 11 Nov).', ['SB313 "sad" (8 Nov']),  # noqa: E501
        ('Also named as a feeling on 2 days or more: "sad" (9 and 8 Nov), "low" (12 and 13 Nov).', ["SB312 9 and 8 Nov"]),  # noqa: E501
        ('Named as a feeling on one day and not shown below: "sad" (8 Nov), "low" (12 Nov).', []),
        ('Named as a feeling on one day and not shown below: "low" (12 Nov), "sad" (8 Nov).', ["SB320 *"]),
        ('Named as a feeling on one day and not shown below: "sad" (8 and 9 Nov).', ['SB313 "sad" (8 and 9 Nov']),
        ('Named as a feeling on one day and not shown below: "sad" or "low" (8 Nov).', ["SB303 low"]),
        ('Named as a feeling on one day and not shown below: "sad" (8 Nov; also written on 9, 10 and 11 Nov).', []),
        ('Named as a feeling on one day and not shown below: "sad" (8 Nov; also written on 9 and 10 Nov).', ['SB313 "sad" (8 Nov']),  # noqa: E501
    ],
)  # fmt: skip
def test_days_of_a_feeling_are_all_of_its_forms_and_no_other(bullet: str, found: list[str]) -> None:
    entries = [*each_day("Sad.", 8, 9, 10, 11), (12, "Low."), (13, "Low.")]
    assert held(2, [bullet], entries) == [one.replace("*", bullet) for one in found]


# --- areas, terms and forms ---------------------------------------------------------------------------

HOME = "Bed bath door lamp roof wall path"


@pytest.mark.parametrize(
    ("bullet", "found"),
    [
        ('Home: "bed" (8 and 9 Nov), "bath" (8 and 9 Nov), "door" (8 and 9 Nov), "lamp" (8 and 9 Nov), "roof" (8 and 9 Nov), "wall" (8 and 9 Nov).', []),  # noqa: E501
        ('Home: "bed" (8 and 9 Nov), "bath" (8 and 9 Nov), "door" (8 and 9 Nov), "lamp" (8 and 9 Nov), "roof" (8 and 9 Nov), "wall" (8 and 9 Nov), "path" (8 and 9 Nov).', ["SB320 *"]),  # noqa: E501
        ('Home: "bed" (8 and 9 Nov), "sofa" (10 Nov).', []),
        ('Home: "sofa" (10 Nov), "rug" (11 Nov).', []),
        ('Home: "sofa" (10 Nov), "bed" (8 and 9 Nov).', ["SB320 *"]),
        ('Home: "sofa" (10 Nov).', ["SB317 *"]),
        ('Home: "bed" (8 Nov), "sofa" (10 Nov).', ['SB317 "bed" (8 Nov']),
        ('Home: "bed" or "bath" (8 and 9 Nov).', ['SB317 bed" or "bath" (8 and 9 Nov']),
        ('Home: "bed" (8 and 9 Nov; also written on 10 Nov).', ['SB317 bed" (8 and 9 Nov']),
        ('Home: "bed" (8, 9 and 10 Nov).', ["SB303 8, 9 and 10 Nov"]),
        ('"bed" stands in entries of 2 days: 8 and 9 Nov.', ["SB317 *"]),
        ('"cup" stands in entries of 3 days: 8, 9 and 10 Nov.', []),
        ('"cup" or "bed" stands in entries of 3 days: 8, 9 and 10 Nov.', []),
        ('"cup" or "rug" stands in entries of 3 days: 8, 9 and 10 Nov.', ["SB303 rug", "SB317 *"]),
        ('"cup", "bed", "bath" or "door" stands in entries of 3 days: 8, 9 and 10 Nov.', []),
        ('"cup", "bed", "bath", "door" or "lamp" stands in entries of 3 days: 8, 9 and 10 Nov.', ["SB311 *"]),
        ('"cup", "bed" stands in entries of 3 days: 8, 9 and 10 Nov.', ["SB311 *"]),
        ('"cup" or "bed" or "bath" stands in entries of 3 days: 8, 9 and 10 Nov.', ["SB311 *"]),
        ('"" stands in entries of 3 days: 8, 9 and 10 Nov.', ["SB311 *"]),
        ('"cup stands in entries of 3 days: 8, 9 and 10 Nov.', ["SB311 *"]),
        ('"cup" stands in entries of some days: 8, 9 and 10 Nov.', ["SB311 *"]),
        ('"cup" stands in entries of 3 days: 8, 9 and 10 Nov. So.', ["SB311 *"]),
        ('"cup" or "bed": 8 (8 Nov), 9 (9 Nov).', ["SB311 *"]),
    ],
)  # fmt: skip
def test_days_of_a_word_are_all_of_its_form_and_no_other(bullet: str, found: list[str]) -> None:
    entries = [*each_day(f"{HOME} cup 8 9", 8, 9), (10, "Sofa cup"), (11, "Rug"), *each_day("Ate.", 18, 19, 20)]
    assert held(2, [bullet], entries) == [one.replace("*", bullet) for one in found]


# --- series -------------------------------------------------------------------------------------------


def series(bullet: str, *entries: str) -> set[str]:
    """What is held against a series for these entries from 8 Nov on, with three days more on which one is listed."""
    typed = [(8 + number, text) for number, text in enumerate(entries)]
    return rules(2, bullet, [*typed, *each_day("Ate.", 18, 19, 20)])


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("Pain 4", "4"), ("Pain:4", "4"), ("Pain -4", "-4"), ("Pain 4.", "4"), ("Pain 4, 5", "4"), ("Pain 4/x", "4"),
        ("Pain maybe4", "maybe4"), ("Pain about 4", "about 4"), ("Pain 14, then 4", "4"), ("a b4 pain 4", "4"),
        ("Pain 4 - 5", "4"), ("pain unabout 4", "4"), ("Pain about 5, or 4", "4"), ("Pain ~ 4", "~ 4"), ("x. 4", "4"),
    ],
)  # fmt: skip
def test_a_value_that_stands_whole_is_a_value(typed: str, value: str) -> None:
    assert series(f"Pain: {value} (8 Nov), 9 (9 Nov).", typed, "Pain 9") == set()


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("Pain 14", "4"), ("Pain 41", "4"), ("Pain 4.5", "4"), ("Pain 3.4", "4"), ("Pain 4/10", "4"), ("Pain 1,4", "4"),
        ("Pain 4–5", "4"), ("Pain 3-4", "4"), ("Pain 4:30", "4"), ("Pain b4", "4"), ("Pain 4b", "4"),
        ("Pain about 4", "4"), ("Pain maybe 4", "4"), ("Pain almost 4", "4"), ("Pain at least 4", "4"),
        ("Pain ~4", "4"), ("Pain ~ 4", "4"), ("Pain until 4", "4"), ("14", "4"),
        ("about 4", "4"), ("ABOUT 4", "4"), ("Pain 5", "4"),
    ],
)  # fmt: skip
def test_a_piece_of_a_longer_number_and_one_without_its_bound_is_no_value(typed: str, value: str) -> None:
    assert series(f"Pain: {value} (8 Nov), 9 (9 Nov).", typed, "Pain 9") == {"SB314"}


@pytest.mark.parametrize(
    ("said", "entries", "found"),
    [
        ("Pain: 1 and 2 (8 Nov).", ["Pain 1 2"], set()),
        ("Pain: 1 (8 Nov).", ["Pain 1 2"], {"SB314"}),
        ("Pain: 1, 2 and 3 (8 Nov).", ["Pain 1 2 3"], set()),
        ("Pain: 1, 2, 3 (8 Nov).", ["Pain 1 2 3"], {"SB314"}),
        ("Pain: 1 and 2 and 3 (8 Nov).", ["Pain 1 2 3"], {"SB314"}),
        ("Pain: 1, 2 and 3 (8 Nov).", ["Pain 1, 2 3"], set()),
        ("Pain: 1 and 2 (8 Nov), 3 (9 Nov).", ["1 2", "3"], set()),
        ("Pain: 3 (9 Nov), 1 and 2 (8 Nov).", ["1 2", "3"], {"SB320"}),
        ("Pain: 1 (8 Nov), 2 (8 Nov).", ["1 2", "3"], {"SB320"}),
        ("Pain: (8 Nov), 2 (9 Nov).", ["1", "2"], {"SB314"}),
        ("Pain: 1 (8 Nov), 2 (9 Nov)", ["1", "2"], {"SB311"}),
        ('Pain: "1 @ 2" (8 Nov), 2 (9 Nov).', ["1 @ 2", "2"], set()),
        ('Pain: "" (8 Nov), 2 (9 Nov).', ["1", "2"], {"SB314"}),
        ('"aches": 1 (8 Nov), 2 (9 Nov).', ["aches 1", "Aches 2"], set()),
        ('"aches": 1 (8 Nov), 2 (9 Nov).', ["aches 1", "2"], {"SB314"}),
        ("Aches: 1 (8 Nov), 2 (9 Nov).", ["aches 1", "Aches 2"], set()),
        ("Aches: 1 (8 Nov), 2 (9 Nov).", ["1 ache", "aches 2"], set()),
        ("Cherry: 1 (8 Nov), 2 (9 Nov).", ["1 cherry", "2 cherries"], set()),
        ("Boxes: 1 (8 Nov), 2 (9 Nov).", ["1 box", "2 boxes"], set()),
        ("Aches: 1 (8 Nov), 2 (9 Nov).", ["aching 1", "aches 2"], {"SB314"}),
        ('"Pain": 1 (8 Nov), 2 (9 Nov).', ["1", "2"], {"SB314"}),
        ("Pain: 1 (8 Nov), 2 (9 Nov).", ["1", "2"], set()),
        ('Sleep: "6" (8 Nov), "7" (9 Nov).', ["6", "7"], set()),
        ('Sleep: "half an hour" (8 Nov), "two" (9 Nov).', ["half an hour", "two"], set()),
        ("Pain: 1 (8 Nov), 2 (10 Nov).", ["1", "2"], {"SB303"}),
    ],
)  # fmt: skip
def test_a_series_lists_two_values_or_more_each_typed_on_its_day(
    said: str, entries: list[str], found: set[str]
) -> None:
    assert series(said, *entries) == found


@pytest.mark.parametrize(("number", "found"), [(15, set()), (16, {"SB314"})])
def test_fifteen_values_are_listed_and_no_more(number: int, found: set[str]) -> None:
    values = [str(value) for value in range(1, number + 1)]
    said = f"{', '.join(values[:-1])} and {values[-1]}"
    assert series(f"Pain: {said} (8 Nov).", " ".join(values)) == found


def test_a_value_may_hold_the_words_that_join_values() -> None:
    typed = "2, 3 and 4"
    assert series(f"Pain: {typed} and 5 (8 Nov), 9 (9 Nov).", f"Pain {typed}; 5", "9") == set()
    assert series("Pain: 1 and a half and 2 (8 Nov), 9 (9 Nov).", "1 and a half; 2", "9") == set()


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("16 values read on 2 days, lowest of these 1 (8 Nov), highest 8 (9 Nov)", set()),
        ("15 values read on 2 days, lowest of these 1 (8 Nov), highest 8 (9 Nov)", {"SB316"}),
        ("17 values read on 2 days, lowest of these 1 (8 Nov), highest 8 (9 Nov)", {"SB316"}),
        ("16 values read on 1 day, lowest of these 1 (8 Nov), highest 8 (9 Nov)", {"SB316"}),
        ("16 values read on 1 day, lowest of these 1 (8 Nov), highest 8 (8 Nov)", set()),
        ("16 values read on 2 days, lowest of these 1 (8 Nov), highest 8 (8 Nov)", set()),
        ("16 values read on 3 days, lowest of these 1 (8 Nov), highest 8 (9 Nov)", {"SB316"}),
        ("16 values read on 2 days, lowest of these 8 (8 Nov), highest 8 (9 Nov)", set()),
        ("16 values read on 2 days, lowest of these 8 (8 Nov), highest 7 (9 Nov)", {"SB314"}),
        ("16 values read on 2 days, lowest of these 1 and 2 (8 Nov), highest 8 (9 Nov)", {"SB314"}),
        ("16 values read on 2 days, lowest of these 1 (8 Nov), highest 8 (9 Nov), mean 4 (9 Nov)", {"SB311"}),
    ],
)
def test_a_long_series_counts_no_more_than_was_written(said: str, found: set[str]) -> None:
    typed = "1 2 3 4 5 6 7 8"
    assert series(f'"aches": {said}.', f"aches {typed}", f"aches {typed}", "Ate.") == found


def test_a_long_series_of_a_fixed_label_is_of_days_with_entries() -> None:
    typed = "1 2 3 4 5 6 7 8"
    said = "16 values read on {} days, lowest of these 1 (8 Nov), highest 8 (9 Nov)."
    assert series(f"Pain: {said.format(6)}", typed, typed, "Ate.") == set()
    assert series(f"Pain: {said.format(7)}", typed, typed, "Ate.") == {"SB316"}


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        ("1k", "999", {"SB314"}),
        ("1k", "1,001", set()),
        ("1 kg", "900 g", set()),
        ("2 kg", "1 kg", {"SB314"}),
        ("2/10", "1/10", {"SB314"}),
        ("2/10", "1/5", set()),
        ("10.5 h", "9 h", {"SB314"}),
        ("about 5", "4", set()),
        ("about 5", "about 4", {"SB314"}),
        ("6-7", "5", set()),
        ("1,200,000", "2,000", {"SB314"}),
        ("12,00", "9", set()),
        ("+3", "2", set()),
        ("−2", "−3", {"SB314"}),
        ("5 to 6", "4", set()),
    ],
)
def test_ends_of_a_long_series_are_compared_where_they_are_written_plainly(
    low: str, high: str, found: set[str]
) -> None:
    said = f"Pain: 16 values read on 2 days, lowest of these {low} (8 Nov), highest {high} (9 Nov)."
    assert series(said, f"Pain {low}; 1 2 3 4 5 6 7 8 9", f"Pain {high}; 1 2 3 4 5 6 7 8 9") == found


@pytest.mark.parametrize(("number", "is_read"), [(60, True), (61, False)])
def test_a_value_of_very_many_pieces_is_read_as_none(number: int, is_read: bool) -> None:
    """Joined by commas they may be one value of the person's own."""
    value = ", ".join(["1"] * number)
    assert (series(f"Pain: {value} (8 Nov), 9 (9 Nov).", f"Pain {value}.", "9") == set()) is is_read


@pytest.mark.parametrize(
    ("bullet", "is_read"),
    [
        ('Sleep: "bed" (8 and 9 Nov).', True),
        ('Rest: "bed" (8 and 9 Nov).', False),
        ('Sleep "bed" (8 and 9 Nov).', False),
        ('Home: "bed" (8 and 9 Nov), .', False),
        ('Home: "bed" 8 and 9 Nov.', False),
        ('Home: "bed" (8 and 9 Nov', False),
        ('Home: "bed" (8 and 9 Nov)', False),
        (': "bed" (8 and 9 Nov).', False),
        ('"sad" is named as a feeling on 8 and 9 Nov.', False),
        ('"sad" is named as a feeling on two days: 8 and 9 Nov.', False),
        ('"sad" is named as a feeling on 2 days: none.', False),
        ('"sad" is named as a feeling on 2 of 2 days.', False),
        ('Also named as a feeling on 2 days or more: .', False),
        ('Also named as a feeling on 2 days or more: "sad" (8 and 9 Nov)', False),
    ],
)  # fmt: skip
def test_what_is_near_a_sentence_is_none(bullet: str, is_read: bool) -> None:
    entries = [*each_day("Bed, six, sad.", 8, 9), *each_day("Ate.", 18, 19, 20)]
    assert (f"SB311 {bullet}" not in held(2, [bullet], entries)) is is_read
