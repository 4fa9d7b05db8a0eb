"""What of an entry is something and what is nothing: white space, tags, Markdown marks, a last full stop.

An entry is cut into units. A unit that may be passed over (`skippable`) need not stand in a quotation. Its weight says
what leaving it out means: `something` asks for `…`, `nothing` forbids it, `either` leaves it free, because the contract
does not say (list numbers, boxes, link targets, invisible characters).
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import NamedTuple

from .characters import is_invisible, is_word_char
from .diary import fold_space

# What goes on for longer is no tag and no comment, but two signs far apart.
# A comment may be closed at once: <!-->, <!--->.
TAG = re.compile(r"<!---?>|<!--.{0,400}?-->|</?[A-Za-z][^<>]{0,200}>", re.DOTALL)
_INLINE_TAG = re.compile(
    r"</?(?a:b|i|em|strong|u|s|del|ins|strike|span|a|mark|small|big|code|font|sub|sup|abbr|q|tt)\b[^<>]*>",
    re.IGNORECASE,
)
# Three tildes and more are a fence or a line drawn.
_STRUCK = re.compile(
    r"(?<!~)~~(?=[^\s~])(.+?)(?<!~)~~(?!~)|<((?a:s|del|strike))(?:\s[^<>]*)?>(.*?)(?a:</\2)\s*>"
    r"|<(?a:span)[^<>]*line-through[^<>]*>(.*?)</(?a:span)\s*>",
    re.DOTALL | re.IGNORECASE,
)
_LINE_MARK = re.compile(
    r"(?P<drawn>(?:-[ \t]*){3,}$|(?:\*[ \t]*){3,}$|(?:_[ \t]*){3,}$|={3,}[ \t]*$)"
    r"|(?P<first>(?:#{1,6}|>(?:[ \t]?>)*|[-*+])(?=\s))|•(?=\s)",
    re.MULTILINE,
)
_FIRST_OF_A_LINE = frozenset("-*_=#>+• \t0123456789")
_LIST_NUMBER = re.compile(r"[ \t]*\d{1,3}[.)](?=\s)")
_BOX = re.compile(r"\[[ xX]\](?=\s)")
_LINK = re.compile(r"!?\[(?=[^\[\]\n]*\]\([^()\s]*\))|\]\([^()\s]*\)")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,10});")
_BLANK = "&nbsp;"
_MARKS = "*_~`"
_FENCE = re.compile(r"```[A-Za-z]*|`+|~{3,}")
_MIN_FENCE = 3
_EMPHASIS = re.compile(r"\*+|_+|~~")
_IN_WORD = re.compile(r"[^\W_]+")


class Unit(NamedTuple):
    """One piece of an entry: `char`, `space` (a run of white space) or `mark`; start and end are code points."""

    kind: str
    text: str
    start: int
    end: int
    weight: str
    skippable: bool
    breaks: bool = False
    """A tag that ends a line, so that a space may stand for it."""
    also: str = ""
    """What may stand for it besides: the character of an entity."""

    @property
    def is_plain(self) -> bool:
        """It can be read in one way only."""
        return self.kind == "char" and not self.also


def _is_emphasis(text: str, start: int, end: int) -> bool:
    # Beside a tag, a blank written as one or other marks alone it touches no word.
    first, last = start, end
    while first and text[first - 1] in _MARKS:
        first -= 1
    while last < len(text) and text[last] in _MARKS:
        last += 1
    before, after = text[first - 1 : first].replace(">", " "), text[last : last + 1].replace("<", " ")
    before = " " if text.endswith(_BLANK, 0, first) else before
    after = " " if text.startswith(_BLANK, last) else after
    if text[start] == "_":
        return not (is_word_char(before) and is_word_char(after)) and bool(before.strip() or after.strip())
    return bool(before.strip() or after.strip())


def _read_unit(text: str, at: int) -> Unit:  # noqa: C901, PLR0911, PLR0912 - one kind of mark a line
    if text[at] in _FIRST_OF_A_LINE and not text[text.rfind("\n", 0, at) + 1 : at].strip():
        if found := _LINE_MARK.match(text, at):
            if found["drawn"]:
                return Unit("char", text[at], at, at + 1, "something", False)
            return Unit(
                "mark", fold_space(found.group()), at, found.end(), "nothing" if found["first"] else "either", True
            )
        if found := _LIST_NUMBER.match(text, at):
            return Unit("mark", fold_space(found.group()), at, found.end(), "either", False)
    if found := TAG.match(text, at):
        breaks = not _INLINE_TAG.match(text, at)
        return Unit("mark", fold_space(found.group()), at, found.end(), "nothing", True, breaks)
    if text[at].isspace():
        end = at + 1
        while end < len(text) and text[end].isspace():
            end += 1
        return Unit("space", " ", at, end, "nothing", False)
    if text.startswith(_BLANK, at):
        return Unit("space", _BLANK, at, at + len(_BLANK), "nothing", False)
    if found := _ENTITY.match(text, at):
        return Unit("char", found.group(), at, found.end(), "something", False, also=html.unescape(found.group()))
    if found := _BOX.match(text, at):
        return Unit("mark", found.group(), at, found.end(), "either", False)
    if found := _LINK.match(text, at):
        return Unit("mark", found.group(), at, found.end(), "either", True)
    if found := _FENCE.match(text, at):
        # A fence may be something to the person who typed it.
        weight = "nothing" if len(found.group()) < _MIN_FENCE else "either"
        return Unit("mark", found.group(), at, found.end(), weight, True)
    if found := _EMPHASIS.match(text, at):
        if _is_emphasis(text, at, found.end()):
            return Unit("mark", found.group(), at, found.end(), "nothing", True)
        if {text[at - 1 : at], text[found.end() : found.end() + 1]} & {*_MARKS}:
            return Unit("mark", found.group(), at, found.end(), "either", True)
    if text[at] in "|\\" or is_invisible(text[at]):
        return Unit("mark", text[at], at, at + 1, "either", True)
    return Unit("char", text[at], at, at + 1, "something", False)


@lru_cache(maxsize=10_000)
def read_units(text: str) -> tuple[Unit, ...]:
    """The units of an entry, one after the other without a gap. A last full stop weighs nothing."""
    units: list[Unit] = []
    at = 0
    while at < len(text):
        units.append(_read_unit(text, at))
        at = units[-1].end
        # No mark begins inside a word.
        if text[at - 1].isalnum() and (rest := _IN_WORD.match(text, at)):
            units += (Unit("char", text[on], on, on + 1, "something", False) for on in range(at, rest.end()))
            at = rest.end()
    last = next((i for i in range(len(units) - 1, -1, -1) if units[i].weight == "something"), None)
    if last is not None and units[last].text in ".。।":
        stop = units[last]
        weight = "nothing" if stop.text == "." else "either"
        units[last] = Unit("char", stop.text, stop.start, stop.end, weight, False)
    return tuple(units)


@lru_cache(maxsize=10_000)
def plain_text(text: str) -> str:
    """The entry without its tags and marks, white space folded."""
    kept = []
    for unit in read_units(text):
        if unit.kind == "space" or unit.breaks:
            kept.append(" ")
        elif not unit.skippable and not (len(unit.also) == 1 and is_invisible(unit.also)):
            kept.append(unit.also or unit.text)
    return fold_space("".join(kept))


@lru_cache(maxsize=10_000)
def struck_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where struck-out words stand, without the marks that strike them; marks alone are no words."""
    spans = (
        next(found.span(group) for group in (1, 3, 4) if found.group(group) is not None)
        for found in _STRUCK.finditer(text)
    )
    return tuple(span for span in spans if text[slice(*span)].strip(" \t\r\n*_~`>#-"))


def has_struck(text: str, start: int, end: int) -> bool:
    """Struck-out words stand in this stretch."""
    return any(start < struck_end and struck_start < end for struck_start, struck_end in struck_spans(text))
