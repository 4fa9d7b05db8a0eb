"""How a transcript becomes turns, whatever its lines end with and however much of nothing stands in it."""

from __future__ import annotations

import pytest

from generation.generators.waves.transcript import read_turns


def said(transcript: str) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in read_turns(transcript)]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_label_on_a_line_of_its_own_begins_a_turn(end: str) -> None:
    lines = ("Therapist:", "How was the week?", "Client:", "Quiet.")
    assert said(end.join(lines)) == [("Therapist", "How was the week?"), ("Client", "Quiet.")]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("before", ["00:12:30", "[00:12:30]", "00:12:30 -", "", "Client"])
def test_a_megabyte_of_spaces_holds_nobody_up(before: str) -> None:
    """Squared, it would be hours."""
    assert said(f"{before}{' ' * 1_000_000}pause\nClient: Yes.")[-1] == ("Client", "Yes.")
