"""How near an attack came to a text nobody should get, as a number, and what happened on the way, as names.

A rise is worth going on from. No number here says that anything is wrong: the oracle does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|«[^»]*»|‹[^›]*›")
_DAYS = re.compile(r"0 [A-Z][a-z]{2}\b|\b0(?:, | and )(?=D|0)")
_FIGURES = re.compile(r"\d[\d.,:]*")


def bridge_nearness(
    *, is_other: bool, repairs: int, findings: int, excused: int, way: float, corrected: int | None, letters: int
) -> float:
    """`is_other`: the attacker's choice is published, `way` of 1 from the rules' own. Where it is not, fewer findings
    are nearer. `excused` kinds of faults had to be excused. `corrected` counts what the gate has against the
    correction, None where it is published. Of two as near, the one of fewer `letters` is nearer: it shows more."""
    near = 2.0 + way if is_other else 1 / (1 + findings)
    near += 0.5 * repairs + min(excused, 4) / 2
    near += 1.0 if corrected is None else 1 / (2 + corrected)
    return near - min(letters / 2000, 3.0)


def reading_nearness(*, kept: int, altered: int, claims: int, seen: int) -> float:
    """Of one published reading: pieces of evidence that were kept, of them altered on their way; words of its own that
    were dictated, and how many rules saw something in it."""
    return min(kept, 3) / 3 + min(altered, 3) + (claims > 0) * 2 / (1 + seen)


def kinds_of_bullets(text: str) -> Iterator[str]:
    """The sentences of a text without quotations, names of days and figures; of a moment its parts one by one."""
    for line in text.splitlines():
        if line.startswith("- "):
            shape = _DAYS.sub("D", _FIGURES.sub("0", _QUOTED.sub("Q", line)))
            yield from shape.partition(": ")[2].split(" / ") if shape.startswith("- D") else [shape[:60]]
