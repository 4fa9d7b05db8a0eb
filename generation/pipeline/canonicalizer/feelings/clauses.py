"""Stage A: one sentence as the pieces `feelings` reasons over.

Input: the text and a span of it. Output: words and marks with their offsets in the text; contractions are
expanded ("didn't" -> "did", "not"), runs of words that work as one are one piece ("a bit" -> "_soft").
Quotations are found over the whole text. Nothing is judged here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from generation.pipeline.canonicalizer.feelings.clause_words import (
    DETERMINERS,
    INTENSIFIERS,
    NEGATORS,
    OTHER_PRONOUNS,
    PEOPLE,
    PRONOUNS,
)
from generation.pipeline.canonicalizer.feelings.fixed_phrases import LONGEST_PHRASE, PHRASES
from generation.pipeline.canonicalizer.feelings.words import feeling_forms
from generation.pipeline.reading.words import JOINERS, LETTER_MARKS, fold

_LETTERS = rf"[^\W\d_](?:[^\W\d_]|[{LETTER_MARKS}{JOINERS}])*"
_PIECE = re.compile(
    # Words, numbers, dots, marks. Stars and tildes only stress a word; a line break inside a sentence only wraps it.
    rf"{_LETTERS}(?:['’ʼ`´-]{_LETTERS})*|\d+(?:[.,:/]\d+)*|\.{{2,}}|…"
    rf"|[^\w\s*~{LETTER_MARKS}{JOINERS}]"
)
_ENDINGS = {
    "n't": "not",
    "'m": "am",
    "'re": "are",
    "'ve": "'ve",
    "'ll": "will",
    "'d": "'d",
    "'s": "is",
}
_SPELLED_TOGETHER = {
    "im": ("i", "am"),
    "iam": ("i", "am"),
    "ive": ("i", "'ve"),
    "id": ("i", "would"),
    "dont": ("do", "not"),
    "didnt": ("did", "not"),
    "doesnt": ("does", "not"),
    "isnt": ("is", "not"),
    "wasnt": ("was", "not"),
    "arent": ("are", "not"),
    "werent": ("were", "not"),
    "cant": ("can", "not"),
    "cannot": ("can", "not"),
    "can't": ("can", "not"),
    "couldnt": ("could", "not"),
    "wont": ("will", "not"),
    "won't": ("will", "not"),
    "shan't": ("shall", "not"),
    "wouldnt": ("would", "not"),
    "shouldnt": ("should", "not"),
    "havent": ("have", "not"),
    "hasnt": ("has", "not"),
    "hadnt": ("had", "not"),
    "aint": ("am", "not"),
    "ain't": ("am", "not"),
    "ya'll": ("you",),
    "thats": ("that", "is"),
    "hes": ("he", "is"),
    "shes": ("she", "is"),
    "theyre": ("they", "are"),
    "youre": ("you", "are"),
    "gonna": ("going", "to"),
    "wanna": ("want", "to"),
    "gotta": ("got", "to"),
    "u": ("you",),
    "r": ("are",),
    "m": ("am",),
    "w": ("with",),
    "b": ("be",),
}
_DOUBLE = re.compile(r"[\"“”„«»]+")
_SINGLE = re.compile(r"(?:(?<=[\s(:,])|^)['‘](?=\w)[^'‘’\n]{0,300}(?:['’]\w[^'‘’\n]{0,300}){0,8}['’](?!\w)")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_QUOTED_LINE = re.compile(r"^[ \t]*>[^\n]*", re.MULTILINE)
_LONGEST_QUOTE = 600
_NAMES_LIKE_MODALS = frozenset({"Will", "May"})
# Stands for a name that would be read as a modal.
_A_NAME = "thom"
_ASKED_ABOUT = PRONOUNS | OTHER_PRONOUNS | DETERMINERS
_LETTERS_ONLY = re.compile(r"\s+([^\W\d_]+)")
_MARKS_INSIDE = frozenset({",", "&", "/", "+", "'", "…"})


class Piece(NamedTuple):
    """A word or mark, folded for comparing, and where it stands in the text."""

    word: str
    start: int
    end: int


def read_pieces(text: str, start: int, end: int) -> list[Piece]:
    """The pieces of `text[start:end]` in order. Linear in its length."""
    return list(_merge_phrases(list(_split(text, start, end))))


def find_quoted(text: str) -> Sequence[tuple[int, int]]:
    """Spans between quotation marks and lines quoted from a mail, in order. Marks round the whole text are not
    speech but a leftover of an export, and a mark without a partner quotes nothing."""
    spans = [*_paired_marks(text)]
    spans += [match.span() for match in _SINGLE.finditer(text)]
    spans += [match.span() for match in _QUOTED_LINE.finditer(text)]
    return joined_spans(spans)


def is_inside(spans: Sequence[tuple[int, int]], offset: int) -> bool:
    """Whether `offset` lies in one of the ordered, disjoint `spans`."""
    at = bisect_right(spans, (offset, len(spans) and spans[-1][1] + 1)) - 1
    return at >= 0 and spans[at][0] <= offset < spans[at][1]


def word_at(words: Sequence[str], at: int) -> str:
    """The word at `at`, or an empty string outside the sentence."""
    return words[at] if 0 <= at < len(words) else ""


def is_break(word: str) -> bool:
    """Whether a clause ends at `word`: a mark, an emoji, or the edge of the sentence."""
    return not word or (not word[0].isalnum() and word[0] not in "_'" and word not in _MARKS_INSIDE)


def is_rated(words: Sequence[str], at: int) -> bool:
    """Whether a rating follows: "Anxiety: 0/10", "calm 3". It may be nought, so it states no feeling."""
    if word_at(words, at + 1) in {":", "-", "=", "("}:
        at += 1
    number = word_at(words, at + 1)
    return number[:1].isdigit() and ("/" in number or is_break(word_at(words, at + 2)) or word_at(words, at + 2) == ",")


def is_passed_over(word: str) -> bool:
    """Whether `word` may stand between a verb and its complement without changing whose feeling it is."""
    if word in INTENSIFIERS:
        return True
    return len(word) > 4 and word.endswith("ly") and word not in PEOPLE and word not in NEGATORS


def _split(text: str, start: int, end: int) -> Iterator[Piece]:
    for match in _PIECE.finditer(text, start, end):
        typed = match[0]
        first, last = match.span()
        if typed in _NAMES_LIKE_MODALS and _is_name(text, first, last, start):
            yield Piece(_A_NAME, first, last)
        elif "-" in typed and _is_pair(fold(typed)):
            cut = first + typed.index("-")
            yield Piece(fold(text[first:cut]), first, cut)
            yield Piece("/", cut, cut + 1)
            yield Piece(fold(text[cut + 1 : last]), cut + 1, last)
        else:
            for part in _expand(typed):
                yield Piece(part, first, last)


def _is_pair(word: str) -> bool:
    """ "Happy-sad": two feelings joined by a hyphen."""
    first, _, second = word.partition("-")
    return word not in feeling_forms() and first in feeling_forms() and second in feeling_forms()


def _is_name(text: str, first: int, last: int, start: int) -> bool:
    """Whether "Will" or "May" is no modal: inside a sentence, or before anything but a subject it could ask about."""
    if text[start:first].strip(" \t\"'(-*"):
        return True
    following = _LETTERS_ONLY.match(text, last)
    return not (following and following[1].casefold() in _ASKED_ABOUT)


def _drawn_in(word: str) -> str:
    """ "Soooo", "happyyy": letters typed three times or more stand for one, or for two."""
    if not _DRAWN_OUT.search(word):
        return word
    single, double = _DRAWN_OUT.sub(r"\1", word), _DRAWN_OUT.sub(r"\1\1", word)
    return double if double in feeling_forms() else single


@lru_cache(maxsize=65536)
def _expand(typed: str) -> tuple[str, ...]:
    """The word folded, in the spelling of `clause_words`, as the words it is contracted from."""
    word = _drawn_in(fold(typed)).replace("`", "'").replace("´", "'")
    known = _SPELLED_TOGETHER.get(word)
    if known:
        return known
    if "'" in word:
        for ending, meaning in _ENDINGS.items():
            if word.endswith(ending) and len(word) > len(ending):
                return (word.removesuffix(ending), meaning)
    if "-" in word and word not in feeling_forms():
        first, _, second = word.partition("-")
        return (first if first and first == second else word.removesuffix("-ish"),)  # "I-I feel"
    return (word,)


def _merge_phrases(pieces: list[Piece]) -> Iterator[Piece]:
    at = 0
    words = [piece.word for piece in pieces]
    starts = _phrase_starts()
    while at < len(pieces):
        size, merged = _phrase_at(words, at) if words[at] in starts else (1, ())
        for word in merged:
            yield Piece(word, pieces[at].start, pieces[at + size - 1].end)
        if not merged:
            yield pieces[at]
        at += size


def _phrase_at(words: list[str], at: int) -> tuple[int, tuple[str, ...]]:
    """How many words from `at` on are one, and what stands for them; one word and nothing if none are."""
    following = words[at + 1] if at + 1 < len(words) else ""
    if following == "not" and words[at + 2 : at + 3] == ["be"] and _is_comparative(words[at + 3 : at + 4]):
        return 3, ("am",)  # "could not be happier"
    if following.partition("-")[0] in _phrase_starts()[words[at]]:
        for size in range(min(LONGEST_PHRASE, len(words) - at), 1, -1):
            run = tuple(words[at : at + size])
            merged = PHRASES.get(run)
            if merged:
                return size, merged
            joined = "-".join(run)
            if joined in _joined_feelings():
                return size, (joined,)
    return 1, PHRASES.get((words[at],), ())


def _is_comparative(word: list[str]) -> bool:
    return bool(word) and word[0].endswith("er") and word[0] in feeling_forms()


def _paired_marks(text: str) -> Iterator[tuple[int, int]]:
    marks = [match.span() for match in _DOUBLE.finditer(text)]
    if _wrap_everything(text, marks):
        marks = marks[1:-1]
    opened: int | None = None
    for start, end in marks:
        if opened is None or start - opened > _LONGEST_QUOTE or "\n\n" in text[opened:start]:
            opened = start
        else:
            yield opened, end
            opened = None


def _wrap_everything(text: str, marks: Sequence[tuple[int, int]]) -> bool:
    """Whether the first and last mark stand round the whole text: alone, or with the inner ones doubled."""
    if len(marks) < 2:
        return False
    (first, _), (_, last) = marks[0], marks[-1]
    at_the_ends = not text[:first].strip() and not text[last:].strip()
    return at_the_ends and all(end - start == 2 for start, end in marks[1:-1])


def joined_spans(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


@cache
def _joined_feelings() -> frozenset[str]:
    return frozenset(form for form in feeling_forms() if "-" in form)


@cache
def _phrase_starts() -> dict[str, frozenset[str]]:
    """The first word of each phrase with those that may be second; of a second word with a hyphen its first part."""
    seconds: dict[str, set[str]] = defaultdict(set)
    for first, *others in (*PHRASES, *(form.split("-") for form in _joined_feelings())):
        seconds[first].update(word.partition("-")[0] for word in others[:1])
    return {first: frozenset(words) for first, words in seconds.items()}
