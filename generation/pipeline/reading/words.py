"""Words and their stems: the one way the canonicalizer, the planner and the gate compare words.

Spans are always of the text as given; folding happens on the pieces cut from it, because `str.lower()` can
change a text's length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

from generation.pipeline.reading import lexicon
from generation.pipeline.reading.form_tables import IRREGULAR


def _ranges(codes: Iterable[int]) -> Iterator[str]:
    """The code points as they stand in a character class, runs of neighbours as one range."""
    first = last = -2
    for code in (*codes, 0):
        if code == last + 1:
            last = code
            continue
        if first >= 0:
            yield f"\\U{first:08x}-\\U{last:08x}"
        first = last = code


# Signs that belong to the letter before them: accents, the vowel signs of Indic scripts, Hebrew and Arabic points.
# `\\w` holds none of them. Scripts lie below this code point.
_END_OF_SCRIPTS = 0x1F000
LETTER_MARKS = "".join(
    _ranges(code for code in range(0x300, _END_OF_SCRIPTS) if unicodedata.category(chr(code))[0] == "M")
)
# Characters that show nothing stand inside words and are read as nothing: soft hyphens, joiners, spaces of no width,
# marks of direction, selectors of a letter's look, tags. The letters among Unicode's ignorable ones show a blank.
_SHOWN_AS_NOTHING = (
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F),
    (0x202A, 0x202E), (0x2060, 0x206F), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFF0, 0xFFF8),
    (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip
JOINERS = "".join(f"{chr(first)}-{chr(last)}" for first, last in _SHOWN_AS_NOTHING)
_INNER = rf"[\w{LETTER_MARKS}{JOINERS}]"
# Runs of letters, marks and digits, joined by single inner apostrophes ("couldn't", "6h30", "café").
_WORD = re.compile(rf"[^\W_]{_INNER}*(?:['’ʼ][^\W_]{_INNER}*)*")
# The same in a text of ASCII alone, which has no marks: found in half the time.
_ASCII_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]*+(?:'[A-Za-z0-9][A-Za-z0-9_]*+)*")
_NOTHING = dict.fromkeys(code for first, last in _SHOWN_AS_NOTHING for code in range(first, last + 1))
_GLUED = re.compile(rf"[{LETTER_MARKS}{JOINERS}]")
# Marks that stand inside a number or a word: "08/11", "22:14", "9.870", "well-being", "don't".
_JOINING = frozenset(".,:/'’-")
_JOINED = re.compile(r"\d[.,:/]\d|[^\W\d_]['’-][^\W\d_]")

# Forms the stemmer cannot bring together, for words diaries are full of; labels besides take "weigh" for "weight".
_IRREGULAR = IRREGULAR | {
    form: base
    for base, forms in {
        "be": "being",
        "cut": "cutting",
        "lie": "lay",
        "weight": "weigh weighs weighed weighing",
    }.items()
    for form in forms.split()
}


class Token(NamedTuple):
    """A word or number run: where it stands in the text, and the text there."""

    start: int
    end: int
    text: str


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """Yield the words of `text[start:end]` in order, where they stand in `text`. Linear in its length."""
    for match in word_matches(text, start, end):
        yield Token(*match.span(), match.group())


def word_matches(text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
    """The matches behind `tokens`, where every word of a diary is looked at."""
    pattern = _ASCII_WORD if text.isascii() else _WORD
    return pattern.finditer(text, start, len(text) if end is None else end)


def words_in(text: str) -> list[str]:
    """The words of `text` in order, where it does not matter where they stand."""
    return (_ASCII_WORD if text.isascii() else _WORD).findall(text)


def fold(word: str) -> str:
    """Case, width and apostrophes folded away; for comparing, never for spans. Letter by letter: nobody finds the "ss"
    that another would write for "ß"."""
    if word.isascii():
        return word.lower()
    small = unicodedata.normalize("NFKC", word.translate(_NOTHING)).lower().replace("ς", "σ")
    return small.replace("’", "'").replace("ʼ", "'")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem by which two forms of an English word are the same ("Slept", "sleeping" -> "sleep")."""
    folded = fold(word)
    folded = folded.removesuffix("'s").removesuffix("'")
    return _stem_folded(_IRREGULAR.get(folded, folded))


def _stem_folded(word: str) -> str:
    # A stemmer keeps its word in itself while it works: one per call, so threads never share one.
    return str(snowballstemmer.stemmer("english").stemWord(word))


def shows_nothing(character: str) -> bool:
    """Whether a reader sees nothing of this character, not even a blank."""
    return len(character) == 1 and ord(character) in _NOTHING


def fold_white_space(text: str) -> str:
    """Every run of white space, line breaks included, as one plain space; none at the ends."""
    return " ".join(text.split())


def cuts_between_words(text: str, position: int) -> bool:
    """True unless `position` lies inside a word or a number of `text` or parts a letter from its marks; its ends cut
    nothing."""
    before, after = text[max(position - 1, 0) : position], text[position : position + 1]
    if not before or not after:
        return True
    if (before in _JOINING or after in _JOINING) and _JOINED.search(text, max(position - 2, 0), position + 2):
        return False
    if before.isascii() and after.isascii():
        return not (before.isalnum() and after.isalnum())
    if _GLUED.match(after):
        return not (before.isalnum() or _GLUED.match(before))
    if _GLUED.match(before):
        return not after.isalnum()
    return not (before.isalnum() and after.isalnum())


# What turns a statement around, as `plain_words` gives it.
NEGATIONS = lexicon.NEGATORS - {"cannot", "rarely", "seldom"} | {"nope", "nah", "zero"}
_NOT_AT_THE_END = {"can't": "can", "cannot": "can", "won't": "will", "shan't": "shall", "ain't": "be"} | {
    f"{word}nt": word
    for word in ("do", "does", "did", "is", "was", "were", "have", "has", "had", "would", "should", "could", "are")
}


@lru_cache(maxsize=65536)
def plain_words(word: str) -> tuple[str, ...]:
    """The stems a typed word stands for, a "not" joined to it apart ("Didn't" -> "do", "not")."""
    folded = fold(word)
    if folded in _NOT_AT_THE_END:
        return stem(_NOT_AT_THE_END[folded]), "not"
    if folded.endswith("n't") and len(folded) > len("n't"):
        return stem(folded[: -len("n't")]), "not"
    return (stem(folded),) if folded not in NEGATIONS else (folded,)


def holds_negation(text: str) -> bool:
    """Whether some word of `text` denies."""
    return any(not NEGATIONS.isdisjoint(plain_words(word)) for word in words_in(text))
