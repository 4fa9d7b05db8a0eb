"""Stage A, markup: what of an entry is its dress and not the person's statement, read before any sense.

In: the text of one message. Out: texts of the same length, so that every span stays one of the original.
`without_tags` blanks HTML and lets entities stand for their characters; sentences are cut by it. `masked` blanks
besides what is written down but not said: struck-out words, unticked and crossed-out items, tags, quoted lines,
addresses, Markdown's own marks. Nothing is judged here, and the work is linear in the text's length.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from generation.pipeline.reading.word_set import word_set
from generation.pipeline.reading.words import JOINERS, LETTER_MARKS

Span = tuple[int, int]

# Stands where a tag or an entity was taken out of the middle of a word: read as nothing, so the word stays whole.
JOINER = "\u00ad"
_LONGEST = 400

_BLOCKS = word_set(
    "p div br li ul ol h1 h2 h3 h4 h5 h6 hr tr td th table tbody thead blockquote section article header footer pre "
    "body html head title"
)
_INLINE = word_set("b i u em strong small big span font a s del strike ins mark code sub sup img label input abbr q tt")
# Names of tags are ASCII: without it a long s, a dotted capital I and the sign of Kelvin stand for s, i and k.
_NAMES = f"(?a:{'|'.join(sorted(_BLOCKS | _INLINE, key=len, reverse=True))})"
_TAG = re.compile(rf"<(?P<close>/?)(?P<name>{_NAMES})(?:\s[^<>]{{0,300}})?/?>", re.IGNORECASE)
_UNSEEN = re.compile(
    rf"<!--(?:-?>|.{{0,{_LONGEST}}}?-->)|(?a:<(script|style)\b[^>]{{0,200}}>.{{0,1000}}?</\1>)",
    re.IGNORECASE | re.DOTALL,
)
# What a reader of a page does not see, whatever its name.
_LONGEST_TAG = 204
_ANY_TAG = re.compile(r"<[A-Za-z/!][^<>\n]{0,202}>")
_BLANK = re.compile(rf"[ \t\u00a0\u2009\u202f{JOINERS}]")
_MORE_THAN_SHOWN = re.compile(rf"(?:{_ANY_TAG.pattern}|{_BLANK.pattern}){{2,}}|{_ANY_TAG.pattern}|[{JOINERS}]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,10});")

_STRUCK = re.compile(
    # Two tildes, not more: a line of them is drawn or a fence.
    r"(?P<tildes>(?<!~)~~(?=[^\s~]))"
    r"|<(?P<tag>(?a:s|del|strike))(?:\s[^<>]{0,200})?>"
    r"|(?P<span>(?a:<span[^<>]{0,200}line-through)[^<>]{0,200}>)"
    # Letters with a stroke through each.
    r"|(?:[^\W_][\u0335\u0336]+)+(?:\s(?:[^\W_][\u0335\u0336]+)+)*",
    re.IGNORECASE,
)
_STRUCK_UNTIL = {
    "~~": re.compile(r"(?<!~)~~(?!~)"),
    **{tag: re.compile(rf"</(?a:{tag})\s*>", re.IGNORECASE) for tag in ("s", "del", "strike", "span")},
}
# "> 8 h" is a bound and no quotation.
_QUOTED_LINE = re.compile(r"^[ \t]*>(?![ \t>]*\d)[^\n]*", re.MULTILINE)
_TAG_LINE = re.compile(r"^[ \t]*(?:tags?|labels?|keywords)[ \t]*:[^\n]*", re.MULTILINE | re.IGNORECASE)
_HASHTAG = re.compile(r"(?<![\w&])#[^\W\d_][\w-]*")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>]{1,2000}|!\[[^\]\n]{0,200}\]\([^)\s]{0,2000}\)")
_LINK_TARGET = re.compile(r"(?<=\])\([^)\s]{1,2000}\)")
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}(?=[ \t])", re.MULTILINE)
# Not "3*20" and not "deep_work"; stars inside a word leave it whole.
_EMPHASIS = re.compile(
    rf"(?<![\w{LETTER_MARKS}])_{{1,3}}(?=\w)|(?<=[\w{LETTER_MARKS}.!?,])_{{1,3}}(?!\w)"
    rf"|(?<![\w{LETTER_MARKS}])\*{{1,3}}(?=\S)|(?<=\S)\*{{1,3}}(?!\w)"
    r"|`{1,3}|~~|\\(?=[^\w\s])"
)
_STARS_INSIDE = re.compile(r"(?<=[^\W\d_])\*{2,3}(?=[^\W\d_])")
_LINK_TEXT = re.compile(r"\[(?=[^\[\]\n]{1,200}\](?: |$))|(?<=\w)\](?= |$)")

_OPEN_BOX = r"\[[ \u00a0_-]?\]|\([ \u00a0]\)|[☐◻◽⬜▢□]\ufe0f?"
_CROSS = r"[❌❎✗✘✖⛔🚫]\ufe0f?"
_TICKED = r"\[[xX✓✔]\]|\([xX✓✔]\)|[☑☒✅✓✔]\ufe0f?"
_ANY_BOX = re.compile(rf"(?P<open>{_OPEN_BOX})|(?P<cross>{_CROSS})|(?P<ticked>{_TICKED})")
_TICKED_ANSWER = re.compile(rf"(?<=[^\W_])[ \t]?[:=][ \t]*(?P<tick>{_TICKED})(?![ \t]*(?:yes|no|y|n)\b)", re.IGNORECASE)
_BEFORE_ITEM = re.compile(r"[ \t]*(?:[-*+•][ \t]*)?|[^\n]*:[ \t]*")
_WORD = re.compile(r"[^\W_]+")
_LONGEST_ITEM = 4
# What parts one field of a line from the next: "Sleep 8 h. Lamp 30 min ❌".
_FIELD_END = re.compile(r"[.,;](?=\s)|\s[|/•·–—-](?=\s)|\||[ \t]{2,}")


@lru_cache(maxsize=256)
def without_tags(text: str) -> str:
    """`text` without HTML: block tags are line breaks, others nothing; entities are their characters. Same length."""
    if "<" not in text and "&" not in text:
        return text
    seen = list(text)
    for match in _UNSEEN.finditer(text):
        _blank(seen, *match.span())
    for match in _TAG.finditer(text):
        if match["name"].lower() in _BLOCKS:
            _blank(seen, *match.span())
            seen[match.start()] = "\n"
        else:
            _take_out(seen, text, *match.span())
    for match in _ENTITY.finditer(text):
        character = html.unescape(match[0])
        if len(character) == 1:
            _take_out(seen, text, match.start() + 1, match.end(), joined=not character.isspace())
            seen[match.start()] = character
    return "".join(seen)


@lru_cache(maxsize=256)
def masked(text: str) -> str:
    """`text` with everything blanked that is not the person's statement. Same length."""
    if not _MAY_HOLD_MARKUP.search(text):
        return text
    seen = list(without_tags(text))
    for start, end in struck_out(text):
        _blank(seen, start, end)
    plain = "".join(seen)
    for find in _UNSAID:
        for start, end in find(plain):
            _blank(seen, start, end)
    for match in _STARS_INSIDE.finditer(plain):
        _take_out(seen, plain, *match.span())
    return "".join(seen)


def with_ticks(text: str, seen: str) -> str:
    """`seen`, the masked `text`, with the ticks of "Sad: ✓" and "Sad = [x]" in letters: "y"."""
    ticks = [match.start("tick") for match in _TICKED_ANSWER.finditer(without_tags(text))]
    if not ticks:
        return seen
    letters = list(seen)
    for at in ticks:
        letters[at] = "y"
    return "".join(letters)


@lru_cache(maxsize=256)
def struck_out(text: str) -> tuple[Span, ...]:
    """Where words stand that the person struck out, their marks included, over however many lines."""
    return tuple(_struck_out(text))


def _struck_out(text: str) -> Iterator[Span]:
    at = 0
    # What is closed nowhere behind one mark is so behind the next: each is looked for once in vain.
    unclosed: set[str] = set()
    while match := _STRUCK.search(text, at):
        at = match.end()
        mark = "~~" if match["tildes"] else "span" if match["span"] else (match["tag"] or "").lower()
        if not mark:
            yield match.span()
        elif mark not in unclosed:
            if closed := _STRUCK_UNTIL[mark].search(text, at):
                at = closed.end()
                yield match.start(), at
            else:
                unclosed.add(mark)


def seen_before(text: str, at: int, low: int = 0) -> int:
    """Where what is seen before `at` ends: blanks, tags and what joins words passed over, not beyond `low`."""
    while at > low:
        if _BLANK.match(text, at - 1):
            at -= 1
            continue
        opened = text.rfind("<", max(low, at - _LONGEST_TAG), at) if text[at - 1] == ">" else -1
        if opened < 0 or not _ANY_TAG.fullmatch(text, opened, at):
            return at
        at = opened
    return at


def shown(text: str, start: int, end: int) -> tuple[str, Sequence[int]]:
    """`text[start:end]` without tags and with one blank for several, and where each of its characters stands."""
    if not _MORE_THAN_SHOWN.search(text, start, end):
        return text[start:end], range(start, end)
    seen: list[str] = []
    places: list[int] = []
    at = start
    for match in _MORE_THAN_SHOWN.finditer(text, start, end):
        seen += text[at : match.start()]
        places += range(at, match.start())
        if any(map(str.isspace, match.group())):
            seen.append(" ")
            places.append(match.start())
        at = match.end()
    return "".join(seen) + text[at:end], [*places, *range(at, end)]


def _boxes(text: str) -> Iterator[Span]:
    """Boxes, and with those that are not ticked what they stand for: behind them, or before them where the line
    does not begin with a box ("gym ✅ sad ❌")."""
    boxes = list(_ANY_BOX.finditer(text))
    line_end, leading, done = -1, True, 0
    for number, match in enumerate(boxes):
        if match.start() > line_end:
            done = text.rfind("\n", 0, match.start()) + 1
            line_end = text.find("\n", match.end())
            line_end = len(text) if line_end < 0 else line_end
            leading = _BEFORE_ITEM.fullmatch(text, done, match.start()) is not None
        yield match.span()
        following = boxes[number + 1].start() if number + 1 < len(boxes) else line_end
        if not match["ticked"]:
            if leading:
                yield match.end(), min(following, line_end)
            elif _is_item(text, done, match.start()):
                yield done, match.start()
            elif (field := _last_field(text, done, match.start())) is not None:
                yield field, match.start()
        done = match.end()


def _is_item(text: str, start: int, end: int) -> bool:
    """Whether a crossed-out stretch is a short item and no sentence that ends in a cross."""
    words = [word.lower() for word in _WORD.findall(text[start:end])]
    return len(words) <= _LONGEST_ITEM and not {"i", "my", "me"} & set(words)


def _last_field(text: str, start: int, end: int) -> int | None:
    """Where the last field of a stretch begins, if it is a short item with a value in it; None otherwise."""
    # Behind what is longer than two items no field ends.
    low = max(start, end - _LONGEST_FIELD)
    field = max(
        (match.end() for match in _FIELD_END.finditer(text, low, end) if text[match.end() : end].strip()), default=start
    )
    if field == start or not any(map(str.isdigit, text[field:end])):
        return None
    return field if _is_item(text, field, end) else None


_LONGEST_FIELD = 80


def _spans_of(pattern: re.Pattern[str]) -> Callable[[str], Iterator[Span]]:
    return lambda text: (match.span() for match in pattern.finditer(text))


_UNSAID: tuple[Callable[[str], Iterator[Span]], ...] = (
    *map(_spans_of, (_QUOTED_LINE, _TAG_LINE, _ADDRESS, _LINK_TARGET, _HASHTAG, _HEADING, _EMPHASIS, _LINK_TEXT)),
    _boxes,
)
_MAY_HOLD_MARKUP = re.compile(
    r"[<&>#~*_`\[\\]|\([ xX✓✔\u00a0]\)|://|www\.|^[ \t]*(?:tags?|labels?|keywords)[ \t]*:"
    r"|[☐◻◽⬜▢□❌❎✗✘✖⛔🚫☑☒✅✓✔\u0335\u0336]",
    re.MULTILINE | re.IGNORECASE,
)


def _blank(seen: list[str], start: int, end: int) -> None:
    """Blank a stretch; its line breaks stay."""
    for at in range(start, end):
        if seen[at] != "\n":
            seen[at] = " "


def _take_out(seen: list[str], text: str, start: int, end: int, *, joined: bool = False) -> None:
    """Blank a stretch of markup, so that a word it stands in the middle of stays whole."""
    inside = text[start - 1 : start].isalnum() and text[end : end + 1].isalnum()
    seen[start:end] = (JOINER if joined or inside else " ") * (end - start)
