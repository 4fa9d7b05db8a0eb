"""The outer form of a summary: numbered sections, their titles, their bullets, the blank lines between them."""

from __future__ import annotations

import unicodedata

from .diary import Fault

TITLES = {
    1: "Time Window & Scope",
    2: "Observed Patterns & Limits",
    3: "Open Points for Reflection",
    4: "Logged Moments",
}
HEADS = {f"{number}. {title}": number for number, title in TITLES.items()}


def check_characters(text: str) -> list[Fault]:
    """No control or bidirectional character stands in a summary."""
    faults = []
    for line in text.split("\n"):
        odd = {
            char
            for char in line
            if unicodedata.category(char) == "Cc" or char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        }
        if odd:
            faults.append(
                Fault("characters", line, f"Holds {', '.join(f'U+{ord(char):04X}' for char in sorted(odd))}.")
            )
    return faults


def read_sections(text: str) -> tuple[dict[int, tuple[str, ...]], list[Fault]]:
    """The bullets of each section, without their "- ", and what is wrong with the form. One line end at the end of the
    text is allowed, as the contract does not speak of it."""
    faults: list[Fault] = []
    sections: dict[int, tuple[str, ...]] = {}
    for block in text.removesuffix("\n").split("\n\n"):
        head, *lines = block.split("\n")
        number = HEADS.get(head)
        if number is None:
            faults.append(Fault("layout", head, "This is no title of a section with one blank line before it."))
            continue
        if number in sections or any(other > number for other in sections):
            faults.append(Fault("layout", head, "The section stands twice or out of order."))
        if not lines:
            faults.append(Fault("layout", head, "The section has no bullet."))
        for line in lines:
            if not line.startswith("- ") or line != line.rstrip() or line[2:] != line[2:].lstrip():
                faults.append(
                    Fault("layout", line, 'A line of a section is "- " and one sentence, without spare white space.')
                )
        sections[number] = tuple(line[2:] for line in lines if line.startswith("- "))
    for number in (1, 2, 4):
        if number not in sections:
            faults.append(Fault("layout", TITLES[number], f"Section {number} is missing."))
    return sections, faults
