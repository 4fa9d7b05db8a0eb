"""Names of people, where a sentence uses them as names."""

from __future__ import annotations

import pytest

from generation.pipeline.canonicalizer.marks.names import find_names


def names(text: str) -> list[str]:
    return [text[start:end] for start, end in find_names(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Walked with Leo's dog", ["Leo"]),
        ("Tom came over", ["Tom"]),
        ("lunch with Zuri", ["Zuri"]),
        ("met Hope today, May called too", ["Hope", "May"]),
        ("Will said no", ["Will"]),
        ("called Mrs Olsen", ["Olsen"]),
        ("Frau Weber rang, and then Frau Weber's son", ["Weber", "Weber"]),
        ("Rang Ms. Alvarez, went to see Dr. Weiss, dr. Li waited", ["Alvarez", "Weiss", "Li"]),
        ("dinner for Kasia and Thandi", ["Kasia", "Thandi"]),
        ("Ollie is off, saw Katrin", ["Ollie", "Katrin"]),
        ("lunch with Fern and Poppy, Devon was with Chad, then Devon laughed", ["Fern", "Poppy", "Chad", "Devon"]),
        ("then Brix texted, and Zubs laughed", ["Brix", "Zubs"]),
    ],
)
def test_names_used_as_names_are_found(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "In May we went to Paris",
        "I hope so. Hope is all I have.",
        "Will I sleep? Will see.",
        "Joy, Calm, Grace",
        "Met with Mum on Monday",
        "watched Netflix with Google on",
        "CALLED TOM AND WILL",
        "A Day With Will",
        "walked with Pride along Oxford Street",
        "Art was good",
        "then Nobody called and the Guardian said so",
        "And Said is a verb, Una noche",
        "St. Albans was closed",
        "drove to Devon, read of Chad and Odessa, a pilgrimage to Lourdes",
        "Nadir of my week. Clinton was on the news",
        "Rang the Dr. Blood pressure is fine. Saw dr. She was kind. Feeling MS. Tired",
        "Saw Dr Today and waited for Dr. Then home",
        "then Bluetooth stopped and my Roomba died, until Dienstag came and our Volvo started",
        "Poppy seed bagel. Fern needs water, Ebony shelf arrived",
    ],
)
def test_other_capitals_are_not(text: str) -> None:
    assert names(text) == []
