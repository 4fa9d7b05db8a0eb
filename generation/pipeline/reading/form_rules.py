"""`SB4xx`, form: links, markup, hidden characters, prompt remnants, length. Quotations included.

In: text. Out: where it breaks a rule. A fact that breaks one is never quoted; its moment says only that there
is an entry. Every pattern is linear: no nested or overlapping repetition.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from generation.pipeline.reading.skeleton import skeleton
from generation.pipeline.reading.words import fold_white_space, shows_nothing


class FormBreach(NamedTuple):
    """A piece of a text, in its code points, that breaks the form rule `rule_id`."""

    rule_id: str
    start: int
    end: int


_LINK = re.compile(
    r"(?i)\b(?:https?|ftp|file|mailto|javascript|data)\s?:\s?//?\S?|\bwww\.|\bjavascript:"
    r"|[\w.+-]{1,64}@[\w-]{1,64}\.[a-z]{2}"
    r"|\b[a-z0-9-]{1,63}\.(?:com|net|org|io|co|de|uk|info|biz|dev|app|ru|cn|xyz|site|online|link|ly|gg)\b"
    r"(?!\.[a-z0-9])"
)
_MARKUP = re.compile(
    r"</?[A-Za-z!?][^<>\n]{0,200}>?|&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,10});|\{\{|\}\}|\{%|%\}|```|`[^`\n]{1,200}`"
    r"|!?\[[^\[\]\n]{0,200}\]\(|\*\*[^*\n]{1,200}\*\*|__[^_\n]{1,200}__|(?m:^\s{0,3}#{1,6}\s)"
)
_PROMPT = re.compile(
    r"(?i)<\|(?:[^|\n]{0,40}\|>?)?|\[/?(?:inst|system|sys)\]|<<sys>>"
    r"|(?m:^\s{0,8}(?:system|assistant|developer|user)\s{0,2}:)"
    r"|\b(?:ignore|disregard|forget|override|bypass)\s+(?:\w{1,12}\s+){0,4}?"
    r"(?:rules?|instructions?|prompts?|guidelines|directions|policy|policies|constraints)\b"
    r"|\b(?:system|developer|hidden|initial)\s+(?:prompt|message|instructions?)\b"
    r"|\bas an? (?:ai|artificial intelligence|language model|llm|chatbot|assistant)\b"
    r"|\b(?:i am|i'm|you are|you're) (?:now )?(?:an? )?(?:ai|language model|llm|chatbot|chatgpt|gpt)\b"
    r"|\bfrom now on,? you\b|\byou must (?:now )?(?:answer|respond|reply|output|write|say)\b"
    r"|\"(?:slot_id|fact_ids|slot_texts|role)\"\s{0,4}:"
)
# What every link, markup and prompt remnant holds a piece of, in small letters, white space folded or not. Most texts
# hold none, and a piece of such a text breaks no rule either.
_TELLING_SIGNS = re.compile(
    r"[@`\[{}]|<[/a-z!?|<]|&[#a-z]|\*\*|__|#\s|:\s*/|\"(?:slot_id|fact_ids|slot_texts|role)\""
    r"|\.(?:com|net|org|io|co|de|uk|info|biz|dev|app|ru|cn|xyz|site|online|link|ly|gg)"
)
# The second where the first stands: a search for the first alone takes next to nothing.
_TELLING_WORDS = tuple(
    (word, re.compile(pattern))
    for word, pattern in {
        **dict.fromkeys(("javascript:", "www.", "instruction", "prompt", "guideline", "direction", "polic"), ""),
        **dict.fromkeys(("rule", "constraint", "artificial", "llm", "chatbot", "gpt", "assistant"), ""),
        "ai": r"(?<![^\W_])ai(?![^\W_])",
        "system": r"system\s*:",
        "developer": r"developer\s*:",
        "user": r"user\s*:",
        "message": r"(?:system|developer|hidden|initial)\s+message",
        "language": r"language\s+model",
        "from": r"from\s+now\s+on",
        "must": r"you\s+must",
    }.items()
)
# Letters that are one of ASCII where capitals do not count, and not in small letters.
_ODD_CAPITALS = re.compile("[\u017f\u212a\u0130\u0131]")
_ODD = re.compile(r"[^ -~]")
_HIDDEN_CATEGORIES = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
_ZERO_WIDTH_JOINERS = "\u200c\u200d"
_KEYS = frozenset("0123456789#*")
# Letters that show as nothing: a reader sees blank where a program sees text.
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0\u2800"


def find_form_breaches(text: str) -> Iterator[FormBreach]:
    """Yield every link, markup, hidden character and prompt remnant in `text`. Linear in its length."""
    if _tells(text):
        # As typed and as seen, with accents, width and lookalikes of other scripts folded; spans are the same.
        versions = {text, skeleton(text)}
        for pattern, rule_id in ((_LINK, "SB401"), (_MARKUP, "SB402"), (_PROMPT, "SB404")):
            found = {match.span() for version in versions for match in pattern.finditer(version)}
            for start, end in sorted(found):
                yield FormBreach(rule_id, start, end)
    for match in _ODD.finditer(text):
        if _is_hidden(text, match.start(), match.group()):
            yield FormBreach("SB403", match.start(), match.end())


def may_break(text: str) -> bool:
    """Whether a piece of `text`, white space folded, could break a form rule. False is certain, True is not."""
    text = fold_white_space(text)
    odd = set(_ODD.findall(text))
    return _tells(text) or any(
        sign.isascii()
        or sign in _BLANK_LETTERS
        or shows_nothing(sign)
        or unicodedata.category(sign) in _HIDDEN_CATEGORIES
        for sign in odd
    )


def _tells(text: str) -> bool:
    if text.isascii():
        return _holds_telling(text.lower())
    return _holds_telling(text.lower()) or _holds_telling(skeleton(text)) or _ODD_CAPITALS.search(text) is not None


def _holds_telling(small: str) -> bool:
    if _TELLING_SIGNS.search(small):
        return True
    for word, pattern in _TELLING_WORDS:  # noqa: SIM110 - asked of every sentence, and `any` takes twice the time
        if word in small and pattern.search(small):
            return True
    return False


def _is_hidden(text: str, index: int, character: str) -> bool:
    if character.isascii():
        return not character.isprintable()
    if character in _BLANK_LETTERS:
        return True
    if unicodedata.category(character) not in _HIDDEN_CATEGORIES:
        # What chooses between two looks stands behind signs, digits of keys and letters of other scripts.
        before = text[max(index - 1, 0) : index]
        return shows_nothing(character) and before.isascii() and before not in _KEYS
    if character not in _ZERO_WIDTH_JOINERS:
        return True
    # Joiners are part of emoji and of several scripts, never of ASCII words.
    around = text[max(index - 1, 0) : index] + text[index + 1 : index + 2]
    return len(around) < 2 or around.isascii()
