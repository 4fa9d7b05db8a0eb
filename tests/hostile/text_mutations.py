"""What an attacker does to a text, whoever wrote it: cut, double, strew, disguise, splice in what worked elsewhere."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from tests.hostile import attacks, notations
from tests.hostile.vectors import VECTORS

TextMutation = Callable[[str, random.Random], str]
# What parts, strikes out, hides or quotes for one reader and not for another.
SIGNS = (
    "<", ">", "</", "<b>", "</b>", "<s>", "</s>", "<!--", "-->", "<br>", "*", "**", "_", "__", "~~", "~", "`", "```", "#",
    "&nbsp;", "&shy;", "&#173;", "&lt;", "&amp;", "\\", "|", "[", "](", "]", "[ ] ", "[x] ", "- ", "> ", "1. ", "1) ",
    '"', "“", "”", "«", "»", "‹", "›", "'", "’", "…", "...", ".", ". ", "! ", "? ", "。", "।", ":", ": ", "; ", ", ", " / ",
    "\n", "\n\n", "\r\n", "\t", "\u00a0", "\u2028", "\u0085", "\u200b", "\u200d", "\u00ad", "\u202e", "\ufeff", "\u0301",
    "\u0338", "\ufe0f", "\U000e0041", "/", "-", "–", "+", "0", "7", "½", "٣", "７", "%", " h", "ß", "İ", "ſ", "K", "字", "क",
    "not ", "But ", "No. ", "He said ", "Tom: ", "if ", "never ", "again", "Just kidding.", "/s", "(", ")", "<3", "\x7f",
)  # fmt: skip
PAYLOADS: tuple[Sequence[str], ...] = (
    *notations.GROUPS, notations.ORDINARY, attacks.ORDERS, attacks.ROLE_TAGS, attacks.JSON_BREAKOUTS, attacks.LINKS,
    attacks.MARKUP, attacks.OTHER_SCRIPTS, attacks.CLAIMS, attacks.LOADED, VECTORS,
)  # fmt: skip
_WORD = re.compile(r"\S+")
_LONGEST = 12_000


def a_payload(source: random.Random) -> str:
    return source.choice(source.choice(PAYLOADS))


def splice(text: str, source: random.Random) -> str:
    """A payload between two words, or inside of one."""
    at = _anywhere(text, source)
    joint = source.choice((" ", " ", "\n", ". ", ""))
    return text[:at] + joint + a_payload(source) + joint + text[at:]


def stray(text: str, source: random.Random) -> str:
    """One to four signs wherever they fall, often a pair round something."""
    for _ in range(source.randint(1, 2)):
        sign = source.choice(SIGNS)
        first, last = sorted((_anywhere(text, source), _anywhere(text, source)))
        text = text[:first] + sign + text[first:last] + (sign if source.random() < 0.5 else "") + text[last:]
    return text


def cut(text: str, source: random.Random) -> str:
    """Without a stretch of it, at most half."""
    first = _anywhere(text, source)
    return text[:first] + text[first + source.randint(1, max(1, len(text) // 2)) :]


def double(text: str, source: random.Random) -> str:
    """A stretch of it twice, or a few times."""
    first, last = sorted((_anywhere(text, source), _anywhere(text, source)))
    return text[:first] + text[first:last] * source.choice((2, 2, 3, 12)) + text[last:]


def swap(text: str, source: random.Random) -> str:
    """Its two halves the other way round."""
    at = _anywhere(text, source)
    return text[at:] + source.choice((" ", "\n", "")) + text[:at]


def disguise(text: str, source: random.Random) -> str:
    """A word, or all of it, in other letters."""
    change = source.choice(attacks.DISGUISES)
    words = list(_WORD.finditer(text))
    if not words or source.random() < 0.1:
        return change(text[:400]) + text[400:]
    word = source.choice(words)
    return text[: word.start()] + change(word.group()) + text[word.end() :]


def rejoin(text: str, source: random.Random) -> str:
    """One stretch of white space as another."""
    gaps = list(re.finditer(r"\s+", text))
    if not gaps:
        return text
    gap = source.choice(gaps)
    return text[: gap.start()] + source.choice(("", " ", "\n", "\n\n", "  ", "\t", "\u00a0", ". ")) + text[gap.end() :]


def renumber(text: str, source: random.Random) -> str:
    """A number as another, or in another notation."""
    numbers = list(re.finditer(r"\d[\d.,:/]*", text))
    if not numbers:
        return f"{text} {source.choice(notations.NUMBERS)}"
    number = source.choice(numbers)
    return text[: number.start()] + source.choice(notations.NUMBERS) + text[number.end() :]


def pad(text: str, source: random.Random) -> str:
    """So many words longer that a limit is met or missed by one."""
    words = " ".join(source.choices(notations.FILLERS, k=source.choice(notations.LENGTHS)))
    end = source.choice((".", "", "!"))
    return source.choice((f"{text} {words}{end}", f"{words.capitalize()}{end} {text}", f"{text}\n{words}{end}"))


MUTATIONS: dict[str, TextMutation] = {
    one.__name__: one for one in (splice, stray, cut, double, swap, disguise, rejoin, renumber, pad)
}


def mutate(name: str, text: str, source: random.Random) -> str:
    """The text after that mutation, never longer than a diary's entry gets here."""
    return MUTATIONS[name](text, source)[:_LONGEST]


def _anywhere(text: str, source: random.Random) -> int:
    """A place in the text, mostly at a word's beginning or end."""
    words = list(_WORD.finditer(text)) if source.random() < 0.7 else []
    return source.choice(source.choice(words).span()) if words else source.randint(0, len(text))
