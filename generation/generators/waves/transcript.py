"""A transcript as turns. In: its text. Out: who speaks, and where their words stand in it.

A turn begins with a line that opens with a label and a colon: `Therapist: ...`, `Dr Hall: ...`, `SPEAKER_01: ...`, with
or without a time in front (`00:12:30 Client: ...`, `[12:30] Client: ...`). Lines without one go on with the turn. A
label is at most four words, and counts only where it opens two turns or more or names a part (therapist, client and
such like), so that "Note: bring the form" is no speaker. Where nothing counts, everything is one turn of nobody named.
"""

from __future__ import annotations

import re
from collections import Counter

from generation.pipeline.contracts import Value

_LABEL = re.compile(
    r"^[ \t]*(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?(?:[ \t]*[-–])?[ \t]*)?"
    r"(?P<label>[^\W\d_][\w.'’-]*(?:[ \t][\w.'’-]+){0,3})[ \t]*:(?:[ \t]+|\r?$)",
    re.MULTILINE,
)
_PARTS = frozenset({"therapist", "client", "patient", "clinician", "counsellor", "counselor", "coach", "psychologist"})
_WORD = re.compile(r"\w+")


class Turn(Value):
    """What one speaker says until the next does. `start` and `end` count code points of the transcript, without the
    label and the white space around; `speaker` is the label as it stands there, '' where there is none."""

    id: str
    speaker: str
    start: int
    end: int
    text: str


def read_turns(transcript: str) -> tuple[Turn, ...]:
    """The turns in order; blank ones are left out. Linear in the transcript."""
    found = list(_LABEL.finditer(transcript))
    times = Counter(match["label"].casefold() for match in found)
    labels = [m for m in found if times[m["label"].casefold()] > 1 or m["label"].casefold() in _PARTS]
    starts = [("", 0, 0), *((match["label"], match.start(), match.end()) for match in labels)]
    ends = [*(begin for _, begin, _ in starts[1:]), len(transcript)]
    spans = [(label, *_trimmed(transcript, start, end)) for (label, _, start), end in zip(starts, ends, strict=True)]
    said = [span for span in spans if span[1] < span[2]]
    return tuple(
        Turn(id=f"t{number}", speaker=label, start=start, end=end, text=transcript[start:end])
        for number, (label, start, end) in enumerate(said, start=1)
    )


def count_words(text: str) -> int:
    return len(_WORD.findall(text))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
