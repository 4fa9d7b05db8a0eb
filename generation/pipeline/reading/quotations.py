"""Quoting: the person's words, verbatim but for white space and marks of markup, in marks they cannot close early."""

from __future__ import annotations

import html
import re
from functools import lru_cache

from generation.pipeline.contracts import CanonicalRecord, ExplicitEmotion, Mark, QuoteRef
from generation.pipeline.reading import form_rules
from generation.pipeline.reading.words import cuts_between_words, fold_white_space

# A quotation gets the first pair of marks of which its words hold neither, so no diary can close it early.
QUOTATION_MARKS = (('"', '"'), ("“", "”"), ("«", "»"), ("‹", "›"))

# A word somebody held a key down for, in code points: nobody reads it, so it is never quoted.
LONGEST_WORD = 200
# No form rule reads further back than so many code points.
_NEAR = 260
# So many of one mark beside a cut, and one more on its other side, are one word of a key held down.
HELD_DOWN = 20
_HELD_DOWN = re.compile(rf"(\S)\1{{{HELD_DOWN - 1}}}")
_TOO_LONG = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_TAG = r"<(?:/?[A-Za-z]|!--|![A-Za-z])[^<>]{0,200}>"
_ONE_TAG = re.compile(_TAG)
_LONGEST_TAG = 210
# Tags inside a line; any other parts the words around it.
_INLINE = (
    r"</?(?i:b|i|u|em|strong|small|big|span|font|a|s|del|strike|ins|mark|code|sub|sup|abbr|q|tt)(?![\w-])[^<>]{0,200}>"
)
_PARTING = re.compile(rf"(?!{_INLINE}){_TAG}")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,10});")
_NEEDS_READING = re.compile(rf"{_TAG}|\*\*\S|__\S|{_ENTITY.pattern}|(?<!\w)([*_])(?=[^\W_])[^*_\n]{{1,200}}\1(?!\w)")
# A run of stars or underscores is taken off whole or not at all, only beside a word, and not behind a backslash.
_MARKS = re.compile(
    rf"{_TAG}|(?<![*\\])\*{{2,3}}(?=[\w\"'“‘«(])|(?<=[\w\"'”’»).!?…,:;])\*{{2,3}}(?!\*)|(?<![\w*\\])\*(?=\w)|(?<=\w)\*(?![\w*])"
    r"|(?<!\w)_{1,3}(?=[^\W_])|(?<=[^\W_])_{1,3}(?!\w)"
)


@lru_cache(maxsize=1024)
def _is_marked_up(text: str) -> bool:
    return _NEEDS_READING.search(text) is not None


def without_marks(text: str, start: int, end: int) -> str:
    """The words of `text[start:end]`, white space folded. Where the entry is marked up, HTML tags and Markdown's marks
    of emphasis are no words of it, and entities are their characters; elsewhere nothing else is touched."""
    words = text[start:end]
    if _is_marked_up(text):
        words = _ENTITY.sub(lambda entity: html.unescape(entity.group()), _MARKS.sub("", _PARTING.sub(" ", words)))
    return fold_white_space(words)


def quoted_words(record: CanonicalRecord, quote: QuoteRef) -> str:
    """The words of a quotation as they stand between its marks."""
    return quoted_span(record, quote)


def quoted_span(record: CanonicalRecord, span: ExplicitEmotion | Mark | QuoteRef) -> str:
    """Words of an entry as they stand where they are quoted."""
    return without_marks(record.entries_by_message_id[span.message_id].text, span.start, span.end)


def quotation_marks(words: str) -> tuple[str, str] | None:
    """The pair of marks that can hold `words`, or None when they hold one of every pair."""
    return next((pair for pair in QUOTATION_MARKS if not any(mark in words for mark in pair)), None)


def in_marks(words: str) -> str:
    """`words` between marks that can hold them. Raises ValueError where none can."""
    marks = quotation_marks(words)
    if marks is None:
        raise ValueError("words that hold a mark of every pair cannot be quoted")
    return f"{marks[0]}{words}{marks[1]}"


def breaks_form(words: str) -> bool:
    """Whether `words` may not stand in a quotation: a link, markup, hidden characters, an order to a program, a word
    nobody can read, or no marks left for them."""
    return quotation_marks(words) is None or _breaks_rules(words)


def _breaks_rules(words: str) -> bool:
    # Behind a word, as they will stand: a heading's mark opens no line of the report.
    return _TOO_LONG.search(words) is not None or any(form_rules.find_breaches(f": {words}"))


class QuotedText:
    """An entry whose pieces are quoted, looked at once: where nothing of it could break a form rule, no piece does."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.breaks_nothing = not (
            quotation_marks(text) is None or _TOO_LONG.search(text) or _is_marked_up(text) or form_rules.may_break(text)
        )
        # No cut parts a tag or a key held down.
        self._is_even = "<" not in text and _HELD_DOWN.search(text) is None

    def is_quotable(self, start: int, end: int) -> bool:
        """Whether this piece may be quoted: cut between words, not blank, no form rule broken."""
        text = self.text
        if not (cuts_between_words(text, start) and cuts_between_words(text, end)):
            return False
        if not self._is_even and any(_is_held_down(text, cut) or _is_inside_tag(text, cut) for cut in (start, end)):
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


def _is_inside_tag(text: str, position: int) -> bool:
    """Whether a cut here parts what is read as a tag where the entry is read whole."""
    near = text.rfind("<", max(position - _LONGEST_TAG, 0), position)
    tag = _ONE_TAG.match(text, near) if near >= 0 else None
    return tag is not None and position < tag.end()


def _is_held_down(text: str, position: int) -> bool:
    """Whether a cut here parts a long run of one mark, as of a key held down."""
    before, behind = text[max(position - HELD_DOWN, 0) : position], text[position : position + HELD_DOWN]
    is_one = bool(before and behind) and len({*before, *behind}) == 1 and not before.isspace()
    return is_one and max(len(before), len(behind)) == HELD_DOWN
