"""Stage A: a text as the words the lists of marks are compared with.

In: the text of a message. Out: its words folded, each with its span in code points of the original, and a
`BREAK` wherever a sentence may end. Nothing is corrected but what people type to be read as the same word:
capitals, width, apostrophes, letters drawn out ("dieeee") and letters masked ("su1cide", "un@live").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import NamedTuple

from generation.pipeline.reading.words import fold

BREAK = "."

# A number with its inner marks; a word with inner apostrophes or masking signs; "/s"; or what may end a sentence.
# A line break inside a wrapped sentence ends nothing: the next line then goes on in lower case or with a number.
_PIECE = re.compile(
    r"(?P<word>\d+(?:[.,:]\d+)*(?:[^\W\d_]\w*)?"
    r"|[^\W_][\w\u0300-\u036f]*(?:(?:['’ʼ´`]|\*{1,6}|[@$](?=[^\W\d_]{1,8}\b))[^\W_][\w\u0300-\u036f]*)*"
    r"|/s(?!\w))"
    r"|(?P<stop>[.!?…;]+|\n\s*\n|\n(?=\W{0,3}[^\W\d_a-z])|\n(?=\s*[-*•☐✓]))"
)
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_UNMASKED = str.maketrans("013457@$", "oieastas")
_MOST_MASKED = 2
_SHORTEST_WITHOUT_G = 6
_POSSESSIVES = tuple(f"{mark}{letter}" for mark in "'’ʼ´`" for letter in "sS")
_APOSTROPHES = str.maketrans("´`", "''")


class TypedWords(NamedTuple):
    """Parallel tuples: each word folded (or `BREAK`), where it starts and ends, whether it opens with a capital."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    capitals: list[bool]


def read_words(text: str, is_known: Callable[[str], bool], meant: Callable[[str], str] = str) -> TypedWords:
    """The words of `text`. `is_known` says which folded words a list holds, for letters drawn out or masked; `meant`
    which of them a word stands for that no list holds."""
    folded: dict[str, str] = {}
    read = TypedWords([], [], [], [])
    for match in _PIECE.finditer(text):
        typed = match[0]
        word = folded.get(typed)
        if word is None:
            word = folded[typed] = BREAK if match.lastgroup == "stop" else _fold(typed, is_known, meant)
        read.words.append(word)
        read.starts.append(match.start())
        read.ends.append(match.end() - 2 if typed[-2:] in _POSSESSIVES else match.end())
        read.capitals.append(typed[0].isupper())
    return read


def _fold(typed: str, is_known: Callable[[str], bool], meant: Callable[[str], str]) -> str:
    # "mum" stands in "mum's", as a reader counts it; "it's" is read as "it" in the lists too.
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
    if 1 < len(parts) <= _MOST_MASKED + 1:
        for vowels in product("aeiou", repeat=len(parts) - 1):
            yield "".join(map("".join, zip(parts, (*vowels, ""), strict=True)))
