"""Stage A: a text as the words the lists of marks are compared with.

In: the text of a message. Out: its words folded, each with its span in code points of the original, and a
`BREAK` wherever a sentence may end. Nothing is corrected but what people type to be read as the same word:
characters that show nothing, capitals, width, apostrophes, letters drawn out ("dieeee") and letters masked ("su1cide",
"un@live").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice, product
from typing import NamedTuple

from generation.pipeline.reading.words import JOINERS, LETTER_MARKS, fold

BREAK = "."

_INNER = rf"[\w{LETTER_MARKS}{JOINERS}]"
# A number with its inner marks; a word with inner apostrophes or masking signs; "/s"; or what may end a sentence.
# A line break inside a wrapped sentence ends nothing: the next line then goes on in lower case or with a number.
_PIECE = re.compile(
    r"(?:\d+(?:[.,:]\d+)*(?:[^\W\d_]\w*)?"
    rf"|[^\W_]{_INNER}*(?:(?:['’ʼ´`]|\*{{1,6}}|[@$](?=[^\W\d_]{{1,8}}\b))[^\W_]{_INNER}*)*"
    r"|/s(?!\w))"
    r"|(?:[.!?…;]+|\n\s*\n|\n(?=\W{0,3}[^\W\d_a-z])|\n(?=\s*[-*•☐✓]))"
)
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_UNMASKED = str.maketrans("013457@$", "oieastas")
_MAX_MASKED = 2
_SHORTEST_WITHOUT_G = 6
_POSSESSIVES = tuple(f"{mark}{letter}" for mark in "'’ʼ´`" for letter in "sS")
_APOSTROPHES = str.maketrans("´`", "''")


class TypedWords(NamedTuple):
    """Parallel lists: each word folded (or `BREAK`), as typed, and where it starts."""

    words: list[str]
    typed: list[str]
    starts: list[int]

    def start(self, at: int) -> int:
        return self.starts[at]

    def end(self, at: int) -> int:
        """Where the word ends without its possessive: "mum" stands in "mum's", as a reader counts it."""
        typed = self.typed[at]
        return self.starts[at] + len(typed) - (2 if typed[-2:] in _POSSESSIVES else 0)

    def has_capital(self, at: int) -> bool:
        return self.typed[at][0].isupper()


def read_words(text: str, fold_word: Callable[[str], str], start: int = 0, most: int | None = None) -> TypedWords:
    """The words of `text` from `start` on, at most `most` of them; `fold_word` is `fold_typed` with its lists."""
    read = TypedWords([], [], [])
    for match in islice(_PIECE.finditer(text, start), most):
        typed = match[0]
        read.typed.append(typed)
        read.starts.append(match.start())
    read.words.extend(map(fold_word, read.typed))
    return read


def first_word(text: str, start: int) -> str | None:
    """The first of the words of `text` from `start` on, as typed; what ends a sentence is one."""
    match = _PIECE.search(text, start)
    return match and match[0]


def fold_typed(typed: str, is_known: Callable[[str], bool], meant: Callable[[str], str]) -> str:
    """A piece of a text as it is compared. `is_known` says which folded words a list holds, for letters drawn out or
    masked; `meant` which of them a word stands for that no list holds."""
    if not (typed[0].isalnum() or typed[0] == "/"):
        return BREAK
    # "it's" is read as "it" in the lists too.
    word = fold(typed).translate(_APOSTROPHES).removesuffix("'s")
    if is_known(word):
        return word
    spellings = (_DRAWN_OUT.sub(r"\1\1", word), _DRAWN_OUT.sub(r"\1", word), *_unmasked(word), *_with_g(word))
    return next((spelling for spelling in spellings if is_known(spelling)), None) or meant(word)


def _with_g(word: str) -> Iterator[str]:
    """ "hearin" -> "hearing"."""
    if len(word) >= _SHORTEST_WITHOUT_G and word.endswith("in"):
        yield f"{word}g"


def _unmasked(word: str) -> Iterator[str]:
    """ "su1c1de" -> "suicide", "k*ll" -> "kill"; "**" and the like stand in the lists as they are typed."""
    if not word[0].isalpha():
        return
    yield word.translate(_UNMASKED)
    parts = word.split("*")
    if 1 < len(parts) <= _MAX_MASKED + 1:
        for vowels in product("aeiou", repeat=len(parts) - 1):
            yield "".join(map("".join, zip(parts, (*vowels, ""), strict=True)))
