"""A transcript as turns. In: its text. Out: who speaks, and where their words stand in it.

A turn begins with a line that opens with a label and a colon, also a full-width one: `Therapist: ...`, `Dr Hall:...`,
`SPEAKER_01: ...`. Round the label may stand the marks of bold and italic text (`**Therapist:**`) or brackets
(`[Therapist]:`), in front of it a time (`00:12:30 Client: ...`, `[12:30 PM] Client: ...`), behind it one in brackets.
Lines without a label go on with the turn; any line end will do. A label is at most four words and 100 characters, and
counts only where it opens two turns or more or names a part (therapist, client and such like), so that "Note: bring
the form" is no speaker. Where nothing counts, everything is one turn of nobody named.
"""

from __future__ import annotations

import re
from collections import Counter
from unicodedata import normalize

from generation.pipeline.contracts import Value
from generation.pipeline.reading.words import LETTER_MARKS, fold, fold_white_space

LABEL_MAX = 100
_LINE_END = "\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
# Shown as nothing: a byte order mark, marks of direction, spaces without width.
_UNSEEN = "\u200b\u200e\u200f\u2060\ufeff"
_SPACE = rf"[ \t\x1f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000{_UNSEEN}]"
_COLON = "[:\uff1a\ufe55]"
_TIME = (
    rf"(?:\d{{4}}-\d\d-\d\d[T,]?{_SPACE}{{0,2}})?\d{{1,2}}{_COLON}\d\d(?:{_COLON}\d\d)?(?:[.,]\d{{1,3}})?"
    rf"(?:{_SPACE}?[AaPp]\.?[Mm](?![^\W_])\.?)?"
)
_IN_WORD = rf"[\w.'’\-\u200c\u200d{LETTER_MARKS}]"
# Quantifiers and groups that give nothing back, so that no line is gone through twice.
_LABEL = re.compile(
    rf"(?:\A|(?<=[{_LINE_END}])){_SPACE}*+"
    rf"(?>(?:[\[(]?{_TIME}[\])]?{_SPACE}*+(?:[-–—|]{_SPACE}*+)?)?)"
    rf"(?>(?P<bold>[*_]{{1,3}}+)?)(?>(?P<bracket>[\[(<])?)"
    rf"(?P<label>(?>[^\W\d_]{_IN_WORD}{{0,{LABEL_MAX}}}+(?:{_SPACE}{{1,2}}+{_IN_WORD}{{1,{LABEL_MAX}}}+){{0,3}}))"
    rf"(?(bracket)[\])>])(?>(?:{_SPACE}*+[\[(]{_TIME}[\])])?)"
    rf"{_SPACE}*+(?>(?P<closed>(?(bold)[*_]{{1,3}}|(?!)))?){_SPACE}*+{_COLON}"
    # Neither an address, nor the middle of a time or a ratio.
    rf"(?!//|\\)(?:(?<!\d{_COLON})|(?!\d))"
    rf"(?(closed)|(?(bold)[*_]{{0,3}}))"
)
_PARTS = frozenset({"therapist", "client", "patient", "clinician", "counsellor", "counselor", "coach", "psychologist"})
_BLANK = "".join(filter(str.isspace, map(chr, range(0x3001)))) + _UNSEEN
_UNSEEN_AS_NOTHING = dict.fromkeys(map(ord, _UNSEEN))


class Turn(Value):
    """What one speaker says until the next does. `start` and `end` count code points of the transcript, without the
    label and the white space around; `speaker` is the label, as `label_of` gives it, '' where there is none."""

    id: str
    speaker: str
    start: int
    end: int
    text: str


def read_turns(transcript: str) -> tuple[Turn, ...]:
    """The turns in order; blank ones are left out. Linear in the transcript."""
    found = [(label_of(match["label"]), match) for match in _LABEL.finditer(transcript)]
    found = [(label, match) for label, match in found if len(label) <= LABEL_MAX]
    times = Counter(label_key(label) for label, _ in found)
    counting = [one for one in found if times[label_key(one[0])] > 1 or label_key(one[0]) in _PARTS]
    starts = [("", 0, 0), *((label, match.start(), match.end()) for label, match in counting)]
    ends = [*(begin for _, begin, _ in starts[1:]), len(transcript)]
    spans = [(label, *_trimmed(transcript, start, end)) for (label, _, start), end in zip(starts, ends, strict=True)]
    said = [span for span in spans if span[1] < span[2]]
    return tuple(
        Turn(id=f"t{number}", speaker=label, start=start, end=end, text=transcript[start:end])
        for number, (label, start, end) in enumerate(said, start=1)
    )


def label_of(written: str) -> str:
    """A label as it is written, with its accents in one letter each and its spaces plain: ways of storing one name."""
    return fold_white_space(normalize("NFC", written.rstrip("_")).translate(_UNSEEN_AS_NOTHING))


def label_key(label: str) -> str:
    """Equal for labels that name one speaker, capitals and width aside."""
    return fold_white_space(fold(label))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip(_BLANK)), end - len(piece) + len(piece.rstrip(_BLANK))
