"""Quoting: the person's words, verbatim but for white space and marks of markup, in marks they cannot close early."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from generation.pipeline.contracts import CanonicalRecord, ExplicitEmotion, Mark, QuoteRef
from generation.pipeline.reading import form_rules
from generation.pipeline.reading.words import LETTER_MARKS, cuts_between_words, fold_white_space, shows_nothing

# A quotation gets the first pair of marks of which its words hold neither, so no diary can close it early.
QUOTATION_MARKS = (('"', '"'), ("“", "”"), ("«", "»"), ("‹", "›"))

# A word somebody held a key down for, in code points: nobody reads it, so it is never quoted.
LONGEST_WORD = 200
# No form rule reads further back than this many code points.
_NEAR = 260
# This many of one mark beside a cut, and one more on its other side, are one word of a key held down.
HELD_DOWN = 20
_HELD_DOWN = re.compile(rf"(\S)\1{{{HELD_DOWN - 1}}}")
_TOO_LONG = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
# A comment that is not closed is none.
_TAG = r"<(?:/?[A-Za-z]|![A-Za-z])[^<>]{0,200}>|<!--(?:-?>|(?s:.){0,400}?-->)"
# Tags inside a line; any other parts the words around it.
_INLINE = (
    r"</?(?ai:b|i|u|em|strong|small|big|span|font|a|s|del|strike|ins|mark|code|sub|sup|abbr|q|tt)(?![\w-])[^<>]{0,200}>"
)
_ENTITY = r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,10});"
_NEEDS_READING = re.compile(rf"{_TAG}|\*\*\S|__\S|{_ENTITY}|(?<!\w)([*_])(?=[^\W_])[^*_\n]{{1,200}}\1(?!\w)")
# A run of stars or underscores is taken off whole or not at all, only beside a word, and not behind a backslash. A word
# may end in an accent that is a sign of its own.
_MARKS = re.compile(
    rf"{_INLINE}|(?P<parting>{_TAG})|(?P<entity>{_ENTITY})"
    rf"|(?<![*\\])\*{{2,3}}(?=[\w\"'“‘«(])|(?<=[\w{LETTER_MARKS}\"'”’»).!?…,:;])(?<!&nbsp;)\*{{2,3}}(?!\*)"
    rf"|(?<![\w{LETTER_MARKS}*\\])\*(?=\w)|(?<=[\w{LETTER_MARKS}])\*(?![\w*])"
    rf"|(?<![\w{LETTER_MARKS}])_{{1,3}}(?=[^\W_])|(?<=[^\W_]|[{LETTER_MARKS}])_{{1,3}}(?![\w{LETTER_MARKS}])"
)
# What parts words and is no letter of one, as the star of "k*ll" is.
_PARTED = re.compile(r"[`~<>\[\]|\\#]|(?<!\w)[*_]|[*_](?!\w)")


class _Mark(NamedTuple):
    """A mark of markup in an entry, and what stands for it where the entry is quoted."""

    start: int
    end: int
    words: str


@lru_cache(maxsize=1024)
def _marks_of(text: str) -> tuple[_Mark, ...]:
    """The marks of an entry, in order; () where it is not marked up. They are looked for once in the entry as typed: a
    tag that would stand only where another was taken out is none, so a piece is read as it is in the whole."""
    if not _NEEDS_READING.search(text):
        return ()
    return tuple(_Mark(*mark.span(), _instead(mark)) for mark in _MARKS.finditer(text))


def _instead(mark: re.Match[str]) -> str:
    if mark["entity"]:
        return html.unescape(mark["entity"])
    return " " if mark["parting"] else ""


def without_marks(text: str, start: int, end: int) -> str:
    """The words of `text[start:end]`, white space folded. Where the entry is marked up, HTML tags and Markdown's marks
    of emphasis are no words of it, and entities are their characters; elsewhere nothing else is touched. A mark that
    begins or ends elsewhere stays as typed."""
    marks = _marks_of(text)
    words, at = "", start
    for mark in islice(marks, bisect_left(marks, start, key=_start_of), None):
        if mark.end > end:
            break
        words += text[at : mark.start] + mark.words
        at = mark.end
    return fold_white_space(words + text[at:end])


def is_shown(text: str, quote: tuple[int, int], start: int, end: int) -> bool:
    """Whether a quotation of `text` shows what stands between `start` and `end`, and not in a mark it leaves out."""
    if not (quote[0] <= start and end <= quote[1]):
        return False
    return not any(
        mark.start <= start and end <= mark.end and quote[0] <= mark.start and mark.end <= quote[1]
        for mark in _marks_of(text)
    )


def shown_beside(text: str, start: int, end: int, most: int) -> tuple[str, str]:
    """So many characters as they are shown before `start`, the nearest first, and behind `end`."""
    marks = _marks_of(text)
    ending, beginning = {mark.end: mark for mark in marks}, {mark.start: mark for mark in marks}
    before = behind = ""
    while len(before) < most and start > 0:
        mark = ending.get(start)
        before += mark.words[::-1] if mark else _seen(text[start - 1])
        start = mark.start if mark else start - 1
    while len(behind) < most and end < len(text):
        mark = beginning.get(end)
        behind += mark.words if mark else _seen(text[end])
        end = mark.end if mark else end + 1
    return before[:most], behind[:most]


def _seen(character: str) -> str:
    return "" if shows_nothing(character) else character


def _start_of(mark: _Mark) -> int:
    return mark.start


def quoted_words(record: CanonicalRecord, quote: QuoteRef) -> str:
    """The words of a quotation as they stand between its marks."""
    return quoted_span(record, quote)


def quoted_span(record: CanonicalRecord, span: ExplicitEmotion | Mark | QuoteRef) -> str:
    """Words of an entry as they stand where they are quoted."""
    return without_marks(record.entries_by_message_id[span.message_id].text, span.start, span.end)


def quotation_marks(words: str) -> tuple[str, str] | None:
    """The pair of marks that can hold `words`, or None when they hold one of every pair."""
    return next((pair for pair in QUOTATION_MARKS if not any(mark in words for mark in pair)), None)


def require_quotation_marks(words: str) -> tuple[str, str]:
    """The pair of marks that can hold `words`. Raises ValueError where none can: such words may not be quoted."""
    marks = quotation_marks(words)
    if marks is None:
        raise ValueError("words that hold a mark of every pair cannot be quoted")
    return marks


def in_marks(words: str) -> str:
    """`words` between marks that can hold them. Raises ValueError where none can."""
    opening, closing = require_quotation_marks(words)
    return f"{opening}{words}{closing}"


def breaks_form(words: str) -> bool:
    """Whether `words` may not stand in a quotation: a link, markup, hidden characters, an order to a program, a word
    nobody can read, or no marks left for them."""
    return quotation_marks(words) is None or _breaks_rules(words)


def is_listable(form: str) -> bool:
    """Whether a form of several words may be listed: it breaks no form rule, and no mark of markup parts its words."""
    return _PARTED.search(form) is None and not breaks_form(form)


def _breaks_rules(words: str) -> bool:
    # Behind a word, as they will stand: a heading's mark opens no line of the report.
    return _TOO_LONG.search(words) is not None or any(form_rules.find_form_breaches(f": {words}"))


class QuotedText:
    """An entry whose pieces are quoted, looked at once: where nothing of it could break a form rule, no piece does."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.breaks_nothing = not (
            quotation_marks(text) is None or _TOO_LONG.search(text) or _marks_of(text) or form_rules.may_break(text)
        )
        # No cut parts a mark of markup or a key held down.
        self._is_even = not _marks_of(text) and _HELD_DOWN.search(text) is None

    def is_quotable(self, start: int, end: int) -> bool:
        """Whether this piece may be quoted: cut between words, not blank, no form rule broken."""
        text = self.text
        if not (cuts_between_words(text, start) and cuts_between_words(text, end)):
            return False
        if not self._is_even and any(_is_held_down(text, cut) or _parts_marks(text, cut) for cut in (start, end)):
            return False
        if self.breaks_nothing:
            return bool(text[start:end].strip())
        words = without_marks(text, start, end)
        return bool(words) and not breaks_form(words)

    def joins(self, first: int, start: int, end: int) -> bool:
        """Whether the piece that begins at `start` breaks no form rule behind what is quoted from `first` on; where
        no pair of marks can hold both, they stand in two."""
        return self.breaks_nothing or not _breaks_rules(without_marks(self.text, max(first, start - _NEAR), end))


def is_quotable(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` may be quoted: cut between words, not blank, no form rule broken."""
    return QuotedText(text).is_quotable(start, end)


def _parts_marks(text: str, position: int) -> bool:
    """Whether a cut here parts one mark of markup, or a word in which marks stand that are nothing where it is
    quoted."""
    marks = _marks_of(text)
    behind = bisect_left(marks, position, key=_start_of)
    before = behind - 1
    if before >= 0 and position < marks[before].end:
        return True
    start = end = position
    while before >= 0 and marks[before].end == start and not marks[before].words:
        start, before = marks[before].start, before - 1
    while behind < len(marks) and marks[behind].start == end and not marks[behind].words:
        end, behind = marks[behind].end, behind + 1
    left = marks[before].words if before >= 0 and marks[before].end == start else text[max(start - 1, 0) : start]
    right = marks[behind].words if behind < len(marks) and marks[behind].start == end else text[end : end + 1]
    return left[-1:].isalnum() and right[:1].isalnum()


def _is_held_down(text: str, position: int) -> bool:
    """Whether a cut here parts a long run of one mark, as of a key held down."""
    before, behind = text[max(position - HELD_DOWN, 0) : position], text[position : position + HELD_DOWN]
    is_one = bool(before and behind) and len({*before, *behind}) == 1 and not before.isspace()
    return is_one and max(len(before), len(behind)) == HELD_DOWN
