"""Stage A, sentences: where the sentences of a message stand, in code points of the stored text.

In: the text of one message. Out: spans in order, without overlap, without white space at their ends, that
together hold every character that is not white space. `lines` says which line breaks end a sentence; a tag
belongs to the sentence it opens or closes; a span never holds more than MAX_SENTENCE code points. The text is only
cut, never changed, and the work is linear in its length: no look back or ahead is longer than a fixed number of
characters, apart from runs that are read once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generation.pipeline.reading.abbreviations import (
    JOINING,
    LETTERED_NOUNS,
    MAY_END,
    MONTHS_AND_WEEKDAYS,
    MONTHS_WITH_ORDINALS,
    ORDINAL_DETERMINERS,
    SHORT_UNITS,
    STARTERS,
    WITH_DIGITS,
)
from generation.pipeline.reading.lines import joined_lines
from generation.pipeline.reading.markup import without_tags
from generation.pipeline.reading.words import cuts_between_words

Span = tuple[int, int]

MAX_SENTENCE = 400
_MIN_PIECE = 160

_CLOSERS = r"\"'”’»›)\]}）」』】〉》"
_OPENERS = r"\"'“‘„‚«‹([{（「『【〈《¿¡*_-"
_EMOJI = "\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2300-\u23ff\u200d\ufe0e\ufe0f\u20e3\U000e0020-\U000e007f"
_EMOTICON = r"(?:[:;=8][-o^']{0,2}[)(\]\[dDpP/\\|oO3*]{1,8}|<[/\\]?3|[xX][dD]+|\^_{0,3}\^|[oO]_[oO]|T_T)(?!(?<=\[) \])"
_CANDIDATE = re.compile(
    # Stops of scripts that put no space after them.
    rf"(?P<hard>[。！？｡।॥؟۔።။។։།\u037e]++[.!?…。！？]*+[{_CLOSERS}]*+)"
    # Stops that need a space after them; "! !" and ". . ." are one. No possessive group: before Python 3.11.5 one
    # that fails half-way keeps what its last round had taken.
    rf"|(?P<soft>[.!?…‼⁇⁈⁉‽．]++(?:[ \t\xa0]++[.!?…]++(?!\w))*[{_CLOSERS}]*+)"
    rf"|(?P<mark>[{_EMOJI}]++|(?<=\s){_EMOTICON}(?=\s|$))"
    r"|(?P<bullet>(?<=\s)[•‣▪◦●](?=\s))"
)
# Emoji and emoticons that follow a stop belong to the sentence it ends.
_TRAIL = re.compile(rf"(?:\s*+(?:[{_EMOJI}]++|{_EMOTICON}(?=\s|$)))+(?=\s|$)")
_SPACE = re.compile(r"\s*+")
_NEXT = re.compile(rf"\s*+[{_OPENERS}]*+([^\W_][\w'’]{{0,20}})?")
_WORD_BEFORE = re.compile(r"[^\W_](?:[\w'’-]|\.(?=\w))*$")
_LIST_MARKER = re.compile(r"[^\w]{0,6}(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})$")
_DATE_HEAD = re.compile(r"\b\d{1,2}\. $")
_DATE_TAIL = re.compile(r"\s\d{1,2}\.")
_WORD = re.compile(r"[^\W_]+")
_CLOSING_TAGS = re.compile(r"(?:\s*(?:</[^<>]{1,40}>|<[bh]r\s*/?>|&nbsp;))*")
_CLAUSE_END = re.compile(r"[;:,–—、，；](?=\s)|[、，；](?=\S)")
_URL_SIGNS = ("://", "www.", "@", "/")

_LOOK_BACK = 24
_LOOK_BACK_TOKEN = 64


def split_sentences(text: str) -> tuple[Span, ...]:
    """The sentences of `text` as (start, end) in code points; () for white space alone."""
    seen = without_tags(text)
    spans = [span for first, last in joined_lines(seen) for span in _line_sentences(seen, first, last)]
    if seen is not text:
        spans = list(_with_tags(text, spans))
    return tuple(piece for start, end in spans for piece in _pieces(text, start, end))


def _with_tags(text: str, spans: list[Span]) -> Iterator[Span]:
    """The spans with the tags between them: one that closes stays with what it closes, any other opens the next."""
    opened = _skip_space(text, 0, len(text))
    for at, (_, end) in enumerate(spans):
        following = spans[at + 1][0] if at + 1 < len(spans) else len(text)
        closed = following if following == len(text) else _CLOSING_TAGS.match(text, end, following)
        stop = closed if isinstance(closed, int) else (closed.end() if closed else end)
        stop = _trim_end(text, opened, stop)
        yield opened, stop
        opened = _skip_space(text, stop, len(text))
    if not spans and text.strip():
        yield opened, _trim_end(text, opened, len(text))


def _line_sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """The trimmed sentences of one line."""
    opened = start = _skip_space(text, start, end)
    for match in _CANDIDATE.finditer(text, start, end):
        if match.start() < start:
            continue
        cut = _boundary(text, match, start, end, opened)
        if cut is None:
            continue
        stop = _trim_end(text, start, cut)
        if stop > start:
            yield start, stop
        start = _skip_space(text, cut, end)
    stop = _trim_end(text, start, end)
    if stop > start:
        yield start, stop


def _boundary(text: str, match: re.Match[str], start: int, end: int, opened: int) -> int | None:
    """Where the sentence that began at `start` ends, when `match` ends it."""
    kind, after = match.lastgroup, match.end()
    if kind == "bullet":
        return match.start() if match.start() > start else None
    if kind == "mark":
        return after if _mark_ends(text, match, start, end) else None
    if kind == "hard":
        closed = text[after - 1] in "」』）”’\"')"
        ends = after == end or text[after].isspace() or not (closed and text[after].isalpha())
    else:
        ends = _stop_ends(text, match, start, end, opened)
    if not ends:
        return None
    trail = _TRAIL.match(text, after, end)
    return trail.end() if trail else after


def _mark_ends(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Whether an emoji ends a sentence without a stop: words before it, a capital after it."""
    following = _NEXT.match(text, match.end(), end)
    word = following and following[1]
    if not word or not text[match.end() : match.end() + 1].isspace() or not word[0].isupper():
        return False
    before = text[max(start, match.start() - _LOOK_BACK_TOKEN) : match.start()]
    return len(_WORD.findall(before)) >= 2


def _stop_ends(text: str, match: re.Match[str], start: int, end: int, opened: int) -> bool:
    """Whether a Latin-style stop ends the sentence."""
    after = match.end()
    if after == end:
        return True
    run = match["soft"]
    stops = run.rstrip("\"'”’»›)]}）」』】〉》")
    if not text[after].isspace():
        return _ends_without_space(text, match, stops, end)
    following = _NEXT.match(text, after, end)
    word = (following and following[1]) or ""
    lower = word[:1].islower()
    if len(stops) < len(run) and lower:
        return False  # "Stop!" he said. (at last!) went home
    if stops in {"…", "．．．"} or (len(stops) > 1 and set(stops) <= set(". …\t\xa0")):
        return not lower
    if stops != ".":
        return True
    return _period_ends(text, match.start(), start, opened, after, word)


def _ends_without_space(text: str, match: re.Match[str], stops: str, end: int) -> bool:
    """ "I slept.Then", "Great!Then", "done.😀": a space forgotten, but no address and no decimal."""
    after = match.end()
    following = text[after]
    if _TRAIL.match(text, after, end):
        return True
    if not following.isalpha() or match.end() - match.start() > len(stops) > 1:
        return False
    token = text[max(0, match.start() - _LOOK_BACK_TOKEN) : after + 1].rsplit(None, 1)[-1]
    if any(sign in token for sign in _URL_SIGNS):
        return False
    if set(stops) <= {"!", "?"}:
        return match.start() > 0 and text[match.start() - 1].isalpha()
    before = text[max(0, match.start() - 2) : match.start()]
    return (
        stops == "."
        and len(before) == 2
        and before.isalpha()
        and before[1].islower()
        and following.isupper()
        and not text[after + 1 : after + 2].isupper()
    )


def _period_ends(text: str, dot: int, start: int, opened: int, after: int, word: str) -> bool:
    """Whether a single "." with white space after it ends the sentence; `word` stands next."""
    found = _WORD_BEFORE.search(text[max(start, dot - _LOOK_BACK) : dot])
    if found is None:
        return True
    before = found[0]
    folded = before.casefold()
    lower, digit = word[:1].islower(), word[:1].isdigit()
    if start == opened and dot - start <= 10 and _LIST_MARKER.match(text[start:dot]):
        return False  # "1. milk", "- a. bread"
    if before.isdigit():
        return _number_ends(text, dot - len(before), len(before), start, after, word)
    if folded in JOINING:
        return False
    if folded in WITH_DIGITS and digit:
        return False
    if folded in SHORT_UNITS and text[dot - len(before) - 1 : dot - len(before)].strip() in _DIGITS:
        return not lower or text[start].islower()
    if folded in MAY_END:
        return bool(word) and not lower and not digit and word.casefold() not in MONTHS_AND_WEEKDAYS
    if len(before) == 1 and before.isalpha():
        return _letter_ends(text, dot, before, start, after, word)
    if _is_dotted_letters(before):
        return word.casefold() in STARTERS and not lower
    return True


_DIGITS = frozenset(["", *"0123456789½¼¾"])


def _number_ends(text: str, at: int, digits: int, start: int, after: int, word: str) -> bool:
    """ "3. Mai" and "3. 5. 2026" are dates; "Mood 6. Slept ok" ends."""
    if digits > 2:
        return True
    if word.casefold() in MONTHS_WITH_ORDINALS or _DATE_TAIL.match(text, after):
        return False
    if len(word) == 4 and word.isdigit() and _DATE_HEAD.search(text[max(start, at - 5) : at]):
        return False
    determiner = _WORD_BEFORE.search(text[max(start, at - _LOOK_BACK) : at].rstrip())
    return not (determiner and determiner[0].casefold() in ORDINAL_DETERMINERS)


def _letter_ends(text: str, dot: int, letter: str, start: int, after: int, word: str) -> bool:
    """One letter and a stop: an initial ("J. Smith"), half of "z. B.", or a name's letter."""
    if len(word) == 1 and text[after + 1 : after + 3] == f"{word}." and word != "I":
        return False
    if letter == "I" or not letter.isupper() or text[max(start, dot - 3) : dot - 1].rstrip()[-1:].isdigit():
        return True  # "and I.", "5 h.", "drank 2 L."
    previous = _WORD_BEFORE.search(text[max(start, dot - _LOOK_BACK) : dot - 1].rstrip())
    if previous and previous[0].casefold() in LETTERED_NOUNS:
        return True
    return word.casefold() in STARTERS and not word[:1].islower()


def _is_dotted_letters(word: str) -> bool:
    parts = word.split(".")
    return len(parts) > 1 and all(part.isalpha() and len(part) <= 2 for part in parts)


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """A sentence as it is, or an over-long one cut at a clause, a word, or anywhere."""
    while end - start > MAX_SENTENCE:
        cut = _cut(text, start)
        stop = _trim_end(text, start, cut)
        yield start, stop
        start = _skip_space(text, cut, end)
    if end > start:
        yield start, end


def _cut(text: str, start: int) -> int:
    low, high = start + _MIN_PIECE, start + MAX_SENTENCE
    clause_ends = [match.end() for match in _CLAUSE_END.finditer(text, low, high)]
    if clause_ends:
        return clause_ends[-1]
    for at in range(high, low, -1):
        if text[at].isspace():
            return at
    at = high
    while at > high - 32 and (not cuts_between_words(text, at) or text[at] in "\u200d\ufe0f"):
        at -= 1
    return at


def _skip_space(text: str, start: int, end: int) -> int:
    match = _SPACE.match(text, start, end)
    return match.end() if match else start


def _trim_end(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
