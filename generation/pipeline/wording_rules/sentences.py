"""A bullet's words as sentences: plain words with their places, contractions taken apart.

In: the words of one bullet. Out: its sentences. Places are code points of the text as given. Linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from generation.pipeline.reading.skeleton import skeleton
from generation.pipeline.reading.word_set import word_set
from generation.pipeline.wording_rules.lexicon import is_unknown, keys_of, mended, of_name
from generation.pipeline.wording_rules.quotations import find_quotations


class Opening(IntEnum):
    """What a word opens: nothing, a stretch behind a comma or the like, a sentence or one behind a colon or mark."""

    NOTHING = 0
    STRETCH = 1
    SENTENCE = 2


class Token(NamedTuple):
    """A word or half of a contraction: `text[start:end]`, folded as `word`, known by `keys`, behind `marks`.

    `is_capital`: typed with a capital first letter and small ones behind it.
    """

    start: int
    end: int
    word: str
    keys: frozenset[str]
    opening: Opening
    marks: str = ""
    is_capital: bool = False


class Sentence(NamedTuple):
    """Words up to a full stop or the like; the places of its mark of question or exclamation, or None."""

    tokens: tuple[Token, ...]
    question_mark: int | None = None
    exclamation_mark: int | None = None


# What clinicians write short, with a stroke in it, and the words it stands for; "2/2" is "secondary to", or a date.
_WITH_STROKES = {
    "d/t": "due to", "2/2": "due to", "b/c": "because", "r/t": "related to", "s/t": "due to", "f/u": "follow up",
    "r/o": "rule out", "d/o": "disorder", "k/c/o": "case of", "h/o": "history of", "w/o": "without", "w/": "with",
    "c/o": "complains of", "s/p": "after", "y/o": "old", "i/v/o": "because of", "d/w": "discussed with",
    "o/e": "examination shows", "a/w": "associated with", "->": "results in", "=>": "results in", "→": "results in",
}  # fmt: skip
_STROKES = "|".join(map(re.escape, sorted(_WITH_STROKES, key=len, reverse=True)))
_PIECE = re.compile(
    rf"(?P<stroke>(?<![\w/])(?<!on )(?<!by )(?:{_STROKES})(?![/\d]|(?<=[a-z2])\w)(?!\s*\d))|"
    r"(?P<word>\d{1,2}:\d\d(?!\d)|[^\W_]+(?:'[^\W_]+)*'?)"
    r"|(?P<question>\?)"
    r"|(?P<end>[.!\n…]+|[.!\n…])"
    r"|(?P<stretch>[,;:()\[\]{}–—/\"“”«»‹›*•|]|(?<=\s)-+(?=\s))"
)
_TITLES = word_set("dr mr mrs ms prof st vs eg ie etc approx no al")
_WHOLE = {
    "can't": ("can", "not"), "cannot": ("can", "not"), "cant": ("can", "not"), "won't": ("will", "not"),
    "wont": ("will", "not"), "shan't": ("shall", "not"), "ain't": ("is", "not"), "dont": ("do", "not"),
    "doesnt": ("does", "not"), "didnt": ("did", "not"), "isnt": ("is", "not"), "arent": ("are", "not"),
    "wasnt": ("was", "not"), "werent": ("were", "not"), "havent": ("have", "not"), "hasnt": ("has", "not"),
    "wouldnt": ("would", "not"), "shouldnt": ("should", "not"), "couldnt": ("could", "not"),
    "let's": ("let", "us"), "lets": ("lets",), "gonna": ("going", "to"), "wanna": ("want", "to"),
    "gotta": ("got", "to"), "lemme": ("let", "me"), "gimme": ("give", "me"), "oughta": ("ought", "to"),
    "shoulda": ("should", "have"), "coulda": ("could", "have"), "im": ("i", "am"), "ive": ("i", "have"),
    "youre": ("you", "are"), "youve": ("you", "have"), "youll": ("you", "will"), "thats": ("that", "is"),
    "theres": ("there", "is"), "whats": ("what", "is"), "y'all": ("you", "all"), "yall": ("you", "all"),
    "ya'll": ("you", "all"), "u": ("you",), "ya": ("you",), "yourselfs": ("yourselves",),
    "cuz": ("because",), "cos": ("because",), "coz": ("because",), "bc": ("because",), "becuase": ("because",),
    "pls": ("please",), "plz": ("please",), "shd": ("should",), "shld": ("should",),
    "shoud": ("should",), "wud": ("would",), "wld": ("would",), "cud": ("could",), "cld": ("could",), "r": ("are",),
    "abt": ("about",), "def": ("definitely",), "defo": ("definitely",), "prob": ("probably",), "probs": ("probably",),
    "obv": ("obviously",), "ur": ("your",), "rec": ("recommend",), "recs": ("recommends",), "wks": ("weeks",),
    "wk": ("week",), "tmrw": ("tomorrow",), "tmw": ("tomorrow",), "thx": ("thanks",), "shouldve": ("should", "have"),
    "wouldve": ("would", "have"), "couldve": ("could", "have"), "mustve": ("must", "have"),
    "woulda": ("would", "have"), "mighta": ("might", "have"), "musta": ("must", "have"), "hafta": ("have", "to"),
    "needa": ("need", "to"), "bcoz": ("because",), "bcz": ("because",), "bcuz": ("because",),
}  # fmt: skip
_ENDINGS = {"n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'m": "am", "'d": "would"}
_WITH_IS = word_set("it he she that there here what who where how when why this everything something everyone one")


def read_sentences(text: str) -> Iterator[Sentence]:
    """The sentences of `text` that hold a word or a question mark."""
    plain = skeleton(text)
    closing = {end - 1 for _, end in find_quotations(plain)}
    tokens: list[Token] = []
    opening, marks = Opening.SENTENCE, ""
    for match in _PIECE.finditer(plain):
        match match.lastgroup:
            case "word":
                first = match.start()
                is_capital = text[first].isupper() and not text[first : match.end()].isupper()
                tokens.extend(_tokens(first, match.group(), opening, marks, is_capital=is_capital))
                opening, marks = Opening.NOTHING, ""
            case "stroke":
                for number, word in enumerate(_WITH_STROKES[match.group()].split()):
                    known = (Opening.NOTHING, "") if number else (opening, marks)
                    tokens.append(Token(*match.span(), word, keys_of(word), *known))
                opening, marks = Opening.NOTHING, ""
            case "stretch":
                marks = (marks + match.group())[-_MARKS_KEPT:]
                # Behind a quotation its sentence goes on: "Hope" is the name of a horse.
                if match.start() not in closing:
                    opening = max(
                        opening, Opening.SENTENCE if match.group()[0] in _LIKE_A_SENTENCE else Opening.STRETCH
                    )
            case "question":
                yield Sentence(tuple(tokens), match.start())
                tokens, opening, marks = [], Opening.SENTENCE, ""
            case _ if _ends(plain, match, tokens):
                if tokens:
                    exclaims = match.start() if "!" in match.group() else None
                    yield Sentence(tuple(tokens), exclamation_mark=exclaims)
                tokens, opening, marks = [], Opening.SENTENCE, ""
    if tokens:
        yield Sentence(tuple(tokens))


_LIKE_A_SENTENCE = frozenset(":;•|*–—-")
_MARKS_KEPT = 8


def _ends(plain: str, stop: re.Match[str], tokens: list[Token]) -> bool:
    """Whether a stop ends its sentence: not inside "7.0", "e.g." or behind "Dr."."""
    if stop.group() != ".":
        return True
    following = plain[stop.end() : stop.end() + 1]
    if following.isalnum():
        return False
    last = tokens[-1].word if tokens else ""
    return not (last in _TITLES or (len(last) == 1 and last.isalpha() and last != "i"))


def _tokens(start: int, typed: str, opening: Opening, marks: str, *, is_capital: bool) -> Iterator[Token]:
    for number, (first, last, word, keys) in enumerate(_parts(typed)):
        if number:
            yield Token(start + first, start + last, word, keys, Opening.NOTHING)
        else:
            named = is_capital and opening is not Opening.SENTENCE and is_unknown(keys)
            yield Token(start + first, start + last, word, of_name(keys) if named else keys, opening, marks, is_capital)


@lru_cache(maxsize=65536)
def _parts(typed: str) -> tuple[tuple[int, int, str, frozenset[str]], ...]:
    """The words a typed word stands for, each with its place in it: "don't" -> "do", "not"."""
    word = typed.rstrip("'")
    if word in _WHOLE:
        return tuple((0, len(word), part, keys_of(part)) for part in _WHOLE[word])
    for ending, meaning in _ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending):
            cut = len(word) - len(ending)
            return (0, cut, word[:cut], keys_of(word[:cut])), (cut, len(word), meaning, keys_of(meaning))
    if word.endswith("'s"):
        cut = len(word) - 2
        meaning = "is" if word[:cut] in _WITH_IS else "'s"
        return (0, cut, word[:cut], keys_of(word[:cut])), (cut, len(word), meaning, keys_of(meaning))
    meant = mended(word)
    return ((0, len(word), meant, keys_of(meant)),)
