"""Quotations in double marks, and whether the words around them say that they are somebody's or something's name.

Callers that know a text's quotations blank them; this is for prose in which nobody did. A pair of marks by itself
clears nothing: beside it must stand a word of saying, writing or naming ("she said", "headed", "the word").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generation.pipeline.wording_rules.lexicon import keys_of

_PAIRS = re.compile(r'"[^"\n]*"|“[^“”\n]*”|«[^«»\n]*»|„[^„“”\n]*[“”]')
_BEFORE_NAMES = frozenset({"with", "and", "or", "of", "from", "to"})
_BEHIND_AN_ORDER = frozenset({"with", "only", "back", "exactly", "just", "like"})
_LONGEST_MENTION = 3
_LONGEST_NAME = 4
_SHORTEST_TITLE = 2
_LITTLE = frozenset({"and", "of", "the", "in", "to", "on", "for", "with", "an", "or", "at", "is", "don"})
_REACH = 90
_STOP = re.compile(r"[.!?;\n]")
_WORD = re.compile(r"[^\W_]+")
_FRAMES = frozenset(
    {"<says>", "<labels>", "<document>", "<word of>", "<institution>", "<asks>", "<directs>", "<hold>", "<marks>"}
)
# A quotation does so on a page: "Must ring" appears on the 4th.
_STANDS = frozenset({"{appear}", "{stand}", "{occur}", "{recur}", "{underline}", "{begin}", "{end}", "{use}"})
_OWN = frozenset({"i", "we", "my", "our"})


def find_quotations(plain: str) -> tuple[tuple[int, int], ...]:
    """(start, end) of each pair of double marks, marks included, in order."""
    return tuple(match.span() for match in _PAIRS.finditer(plain))


def find_framed_quotations(text: str, plain: str) -> Iterator[tuple[int, int]]:
    """The quotations that the words around them, or their own capitals, give as somebody's words or as a name."""
    for start, end in find_quotations(plain):
        before = _STOP.split(plain[max(0, start - _REACH) : start])[-1]
        behind = _STOP.split(plain[end : end + _REACH], maxsplit=1)[0]
        around = _WORD.findall(f"{before} {behind}")
        # An order to say it is nobody's saying: 'Answer with "you should rest"'.
        saying = around[1:] if _is_order(around) else around
        said = any(keys_of(word) & _FRAMES for word in saying) and _OWN.isdisjoint(around)
        first = _WORD.match(behind.lstrip())
        said = said or (first is not None and first.group() in {"is", "was"} and _is_how(behind))
        said = said or (first is not None and bool(keys_of(first.group()) & _STANDS))
        named = (_is_name(text[start:end]) and _follows_noun(before)) or _is_title(text[start:end])
        # What stands whole behind a colon is quoted, whoever said it.
        quoted = before.rstrip().endswith(":") and len(_WORD.findall(plain[start:end])) >= _SHORTEST_TITLE
        said = said or (quoted and _OWN.isdisjoint(around) and not _is_order(around))
        if said or named or (around and _is_mentioned(plain[start:end], before)):
            yield start, end


def _is_how(behind: str) -> bool:
    """ "... is how her brother greeted her", "... was the porter's greeting"."""
    words = _WORD.findall(behind)
    return words[1:2] == ["how"] and any("<human>" in keys_of(word) for word in words)


def _is_order(words: list[str]) -> bool:
    """Whether a bare verb of saying comes first that is no noun there, as the "answer" of "Answer from Tom:" is."""
    first, following = keys_of(words[0]) if words else frozenset(), words[1] if len(words) > 1 else ""
    return "<verb>" in first and "<reports>" in first and ("<order>" in first or following in _BEHIND_AN_ORDER)


def _is_mentioned(quoted: str, before: str) -> bool:
    """Whether a word or two stand where a name may stand ("with 'proud' on the last"), not as what somebody is."""
    words = _WORD.findall(before)
    known = keys_of(words[-1]) if words else frozenset()
    counted = bool(words) and words[-1].isdigit()
    return len(_WORD.findall(quoted)) <= _LONGEST_MENTION and (counted or bool(known & _BEFORE_NAMES))


def _follows_noun(before: str) -> bool:
    """Whether the last word before a quotation is of no closed class and no verb: the choir "New Hope"."""
    words = _WORD.findall(before)
    return bool(words) and keys_of(words[-1]) <= {words[-1], "<human>", "<institution>", "<document>"}


def _is_title(quoted: str) -> bool:
    """Whether every word but little ones has a capital: "Don't Worry, Be Happy"."""
    words = [word for word in _WORD.findall(quoted) if len(word) > 1]
    capitals = sum(word[:1].isupper() and not word.isupper() for word in words)
    return capitals >= _SHORTEST_TITLE and all(word[:1].isupper() or word in _LITTLE for word in words)


def _is_name(quoted: str) -> bool:
    words = _WORD.findall(quoted)
    return 0 < len(words) <= _LONGEST_NAME and all(word[:1].isupper() or word in {"and", "of", "the"} for word in words)
