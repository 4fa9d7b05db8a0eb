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
from generation.pipeline.wording_rules.shorthand import WHOLE, WITH_STROKES


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


_STROKES = "|".join(map(re.escape, sorted(WITH_STROKES, key=len, reverse=True)))
_PIECE = re.compile(
    rf"(?P<stroke>(?<![\w/])(?<!on )(?<!by )(?:{_STROKES})(?![/\d]|(?<=[a-z2])\w)(?!\s*\d))|"
    r"(?P<word>\d{1,2}:\d\d(?!\d)|[^\W_]+(?:'[^\W_]+)*'?)"
    # A clinician's "?depression" asks nobody.
    r"|(?P<question>\?(?!(?<=[\s(]\?)[a-z]))"
    r"|(?P<end>[.!\n…]+|[.!\n…])"
    r"|(?P<stretch>[,;:()\[\]{}–—/\"“”«»‹›*•|]|(?<=\s)-+(?=\s)|(?<=[\s(])\?(?=[a-z]))"
)
_GOES_ON = re.compile(r"['\"’”»]\s+[a-z]")
_ARTICLES = word_set("a an the every each no his its their my your our")
_TITLES = word_set("dr mr mrs ms prof st vs eg ie etc approx no al acc")
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
                found = _tokens(first, match.group(), opening, marks, is_capital=is_capital)
                tokens.extend(_beside(found, tokens[-1] if tokens else None, plain[first - 1 : first]))
                opening, marks = Opening.NOTHING, ""
            case "stroke":
                tokens.extend(_written_out(match, opening, marks))
                opening, marks = Opening.NOTHING, ""
            case "stretch":
                marks = (marks + match.group())[-_MARKS_KEPT:]
                # Behind a quotation its sentence goes on: "Hope" is the name of a horse.
                opening = max(opening, _opened_by(match.group()) if match.start() not in closing else Opening.NOTHING)
            case "question" | "end" if _goes_on_behind_quotation(text, match.end()):
                opening, marks = max(opening, Opening.STRETCH), marks + '"'
            case "question":
                yield Sentence(tuple(tokens), match.start())
                tokens, opening, marks = [], Opening.SENTENCE, ""
            case _ if _ends(plain, match, tokens):
                if tokens:
                    yield Sentence(tuple(tokens), exclamation_mark=_exclaims_at(match))
                tokens, opening, marks = [], Opening.SENTENCE, ""
    if tokens:
        yield Sentence(tuple(tokens))


def _goes_on_behind_quotation(text: str, at: int) -> bool:
    """Whether a stop stands within a quotation whose sentence goes on: "'Burnt out, me?' he answered"."""
    return _GOES_ON.match(text, at) is not None


def _beside(found: Iterator[Token], before: Token | None, mark: str) -> Iterator[Token]:
    """Words as the one before makes the first: joined by a hyphen, or behind an article and so no verb of change."""
    for token in found:
        if before is None or token.opening is not Opening.NOTHING:
            yield token
        elif mark == "-":
            yield token._replace(keys=token.keys | {"<joined>"})
        elif "<change>" in token.keys and before.word in _ARTICLES and "<past>" not in token.keys:
            yield token._replace(keys=token.keys - {"<change>", "<upheaval>"})
        else:
            yield token
        before = None


def _written_out(match: re.Match[str], opening: Opening, marks: str) -> Iterator[Token]:
    """The words that a short form with a stroke stands for."""
    for number, word in enumerate(WITH_STROKES[match.group()].split()):
        known = (Opening.NOTHING, "") if number else (opening, marks)
        yield Token(*match.span(), word, keys_of(word), *known)


def _exclaims_at(stop: re.Match[str]) -> int | None:
    return stop.start() if "!" in stop.group() else None


def _opened_by(mark: str) -> Opening:
    return Opening.SENTENCE if mark[0] in _LIKE_A_SENTENCE else Opening.STRETCH


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
    if word in WHOLE:
        return tuple((0, len(word), part, keys_of(part)) for part in WHOLE[word])
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
