"""How a transcript becomes turns: forms of labels, line ends, and however much of nothing stands in it."""

from __future__ import annotations

import pytest

from generation.generators.waves.said_words import count_words
from generation.generators.waves.transcript import LABEL_MAX, read_turns

HELLO = [("Therapist", "How was the week?"), ("Client", "Quiet.")]


def said(transcript: str) -> list[tuple[str, str]]:
    """Every turn stands in the transcript where it says."""
    turns = read_turns(transcript)
    assert all(transcript[turn.start : turn.end] == turn.text for turn in turns)
    return [(turn.speaker, turn.text) for turn in turns]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028", "\u2029"])
def test_label_on_a_line_of_its_own_begins_a_turn(end: str) -> None:
    lines = ("Therapist:", "How was the week?", "Client:", "Quiet.")
    assert said(end.join(lines)) == HELLO


@pytest.mark.parametrize(
    "form",
    [
        "{}: {}",
        "{}:{}",
        "{} : {}",
        "{}\u00a0:\u00a0{}",
        "\u00a0{}: {}",
        "\ufeff{}: {}",
        "{}：{}",
        "{} ： {}",
        "**{}:** {}",
        "**{}**: {}",
        "*{}*: {}",
        "__{}__: {}",
        "***{}:***{}",
        "[{}]: {}",
        "({}): {}",
        "00:12:30 {}: {}",
        "[00:12:30.250] {}: {}",
        "12:30 PM {}: {}",
        "[12:30 p.m.] {}: {}",
        "(9:05am) - {}: {}",
        "12:30\u202fPM {}: {}",
        "2025-11-21 12:30 {}: {}",
        "12：30 {}：{}",
        "{} [00:12:30]: {}",
    ],
)
def test_label_is_known_in_every_form(form: str) -> None:
    assert said("\n".join(form.format(*turn) for turn in HELLO)) == HELLO


def test_marks_behind_a_label_that_is_not_bold_belong_to_the_words() -> None:
    assert said("Client: *laughs* Yes.\n**Therapist**: *nods*") == [
        ("Client", "*laughs* Yes."),
        ("Therapist", "*nods*"),
    ]


@pytest.mark.parametrize("label", ["Jose\u0301 Nun\u0303ez", "ดร.วิภา", "Зоя", "नेहा", "李医生", "O’Brien-Mary"])
def test_label_has_letters_of_any_script(label: str) -> None:
    assert [words for _, words in said(f"{label}: one\n{label}: two")] == ["one", "two"]


@pytest.mark.parametrize("other", ["Jos\u00e9 M", "Jose\u0301\u00a0M", "Jose\u0301 M"])
def test_one_name_stored_in_two_ways_is_one_speaker(other: str) -> None:
    assert said(f"Jos\u00e9 M: one\n{other}: two") == [("Jos\u00e9 M", "one"), ("Jos\u00e9 M", "two")]


@pytest.mark.parametrize("line", ["https://example.org/a", "At 12:30 we ate", "C:\\notes", "Ratio 3:1 it is"])
def test_colon_inside_something_opens_no_turn(line: str) -> None:
    assert said(f"{line}\n{line}") == [("", f"{line}\n{line}")]


def test_line_with_a_word_and_a_colon_alone_is_no_speaker() -> None:
    assert said("Note: bring the form\nClient: Yes.") == [("", "Note: bring the form"), ("Client", "Yes.")]


def test_label_longer_than_a_name_goes_on_with_the_turn() -> None:
    longest, longer = "A" * LABEL_MAX, "A" * (LABEL_MAX + 1)
    assert [speaker for speaker, _ in said(f"{longest}: a\n{longest}: b")] == [longest, longest]
    assert [speaker for speaker, _ in said(f"{longer}: a\n{longer}: b")] == [""]


def test_byte_order_mark_alone_is_no_turn() -> None:
    assert said("\ufeff\nClient: Yes.\u200b") == [("Client", "Yes.")]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("before", ["00:12:30", "[00:12:30]", "00:12:30 -", "", "Client", "**", "**Client", "12:30 PM"])
@pytest.mark.parametrize("filler", [" ", "*", "\u00a0", "\u0301", "\r", "a ", "12:30 "])
def test_a_megabyte_of_nothing_holds_nobody_up(before: str, filler: str) -> None:
    """Squared, it would be hours."""
    assert said(f"{before}{filler * (1_000_000 // len(filler))}pause\nClient: Yes.")[-1] == ("Client", "Yes.")


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("I don't know, 7 days.", 5, 5),
        ("Re\u0301sume\u0301 – déjà vu", 3, 3),
        ("--- *** ...", 0, 0),
        ("어제 잠을 못 잤어요", 4, 4),
        ("नींद नहीं आई", 3, 3),
        # As dictionaries part them: 13, 14 and 9.
        ("我昨天晚上没有睡好，因为我一直在想工作上的事情。", 10, 16),
        ("昨日は眠れませんでした。仕事のことを考えていました。", 10, 17),
        ("เมื่อคืนฉันนอนไม่หลับเพราะคิดเรื่องงาน", 7, 12),
        ("我用iPhone打电话", 4, 6),
    ],
)
def test_words_of_any_script_are_counted(text: str, least: int, most: int) -> None:
    assert least <= count_words(text) <= most
