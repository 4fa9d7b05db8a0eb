"""Stage A: names of people, where a sentence uses them as names.

In: the text of a message. Out: spans of single names ("Leo" in "with Leo's dog"). Conservative: a word that is also
another ("Will", "May", "Hope"), and a capital no list knows, count only inside a sentence and beside a word that goes
with people; days, places, makers and what stands in capitals throughout never. Time linear in the text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from generation.pipeline.canonicalizer.feelings.words import is_feeling_word
from generation.pipeline.canonicalizer.marks.mark_lists import mark_lists
from generation.pipeline.canonicalizer.terms.words import EMPTY_WORDS, INNER_WORDS, WEAK_WORDS
from generation.pipeline.reading.word_set import word_set
from generation.pipeline.reading.words import fold

_LISTS = tomllib.loads(files(__package__).joinpath("lists", "names.toml").read_text(encoding="utf-8"))
VERSION: str = _LISTS["version"]
_GIVEN, _BOTH, _NOT_NAMES, _VERBS, _THINGS_TOO, _CUES, _WEAK_CUES, _FOLLOWED = (
    word_set(_LISTS[name])
    for name in ("given", "both", "not_names", "verbs", "things_too", "cues", "weak_cues", "followed")
)
_TITLES = word_set("mr mrs ms dr frau herr mme")
_MONTHS = word_set("april may june august summer autumn")
_GRAMMAR = EMPTY_WORDS | INNER_WORDS
_COMMON = _GRAMMAR | WEAK_WORDS
_WHOSE = word_set("the a an my our your his her their")
_PIECE = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|[.!?…:;•\n\"“”]+|[,)]|\d+")
_POSSESSIVE = re.compile(r"['’][sS]$")
_ENDS = frozenset('.!?…:;•\n"“”')
_LONGEST_NAME = 15


def find_names(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of names in `text`, the possessive 's left out, in order."""
    if text.islower():
        return ()
    pieces = list(_PIECE.finditer(text))
    typed = [match[0] for match in pieces]
    return tuple(
        (pieces[at].start(), pieces[at].start() + len(_POSSESSIVE.sub("", word)))
        for at, word in enumerate(typed)
        if word[0].isupper() and _looks_like_name(word) and _is_name(typed, at)
    )


def _bare(typed: str) -> str:
    return fold(_POSSESSIVE.sub("", typed) if typed[-1] in "sS" else typed)


def _looks_like_name(typed: str) -> bool:
    """A capital and small letters after it: no word in capitals throughout, no "iPhone"."""
    bare = _POSSESSIVE.sub("", typed)
    return 1 < len(bare) <= _LONGEST_NAME and bare[0].isupper() and bare[1:].islower()


def _is_name(typed: Sequence[str], at: int) -> bool:
    word = _bare(typed[at])
    if word in _NOT_NAMES or word in _kin():
        return False
    before = _bare(typed[at - 1]) if at else "."
    if before == "." and _is_after_short_title(typed, at):
        before = _bare(typed[at - 2])
    after = _bare(typed[at + 1]) if at + 1 < len(typed) else "."
    if after in _FOLLOWED or before in {"the", "a", "an"}:
        return False
    if word in _GIVEN or (before in _TITLES and word not in _GRAMMAR):
        return True
    if before[0] in _ENDS:
        return word in _BOTH and after in _VERBS and _in_small_letters(typed, at)
    if not _in_small_letters(typed, at):
        return False
    is_used = before in _CUES or after in _VERBS
    if word not in _BOTH:
        return (
            is_used
            and (before in _CUES or after not in _THINGS_TOO)
            and word not in _COMMON
            and not is_feeling_word(word)
        )
    return is_used or (word not in _MONTHS and (before in _WEAK_CUES or _POSSESSIVE.search(typed[at]) is not None))


def _is_after_short_title(typed: Sequence[str], at: int) -> bool:
    """As in "Ms. Alvarez"; "rang the Dr. Blood pressure is fine" are two sentences."""
    if at < 2 or typed[at - 2].isupper() or _bare(typed[at - 2]) not in _TITLES:
        return False
    return at < 3 or _bare(typed[at - 3]) not in _WHOSE


@cache
def _kin() -> frozenset[str]:
    """Who speaks of a family writes "Mum": kin words are no names, and a list of its own counts them."""
    people = (group for group in mark_lists()["areas"].groups if group.name == "People")
    return frozenset(word for group in people for phrase in group.phrases for word in phrase.anchor)


def _in_small_letters(typed: Sequence[str], at: int) -> bool:
    """Whether the words beside it are typed small, so that a capital tells something ("A Day With Will" does not)."""
    beside = [typed[place] for place in (at - 1, at + 1) if 0 <= place < len(typed)]
    words = [word for word in beside if word[0].isalpha() and fold(word) not in {"i", "i'm", "i've", "i'd", "i'll"}]
    return bool(words) and any(word[0].islower() for word in words)
