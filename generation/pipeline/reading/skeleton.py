"""How letters look: one plain letter for each character, so that rules read what a reader sees.

In: any text. Out: a text of the same length, so offsets stay those of the original. Case, accents, width and the
lookalikes of other scripts are folded; what has no plain look stays as it is.
"""

from __future__ import annotations

import unicodedata

# Letters of other scripts that a reader takes for a Latin one; the common ones, from the shapes themselves.
_LOOKALIKES = {
    "a": "аαɑᴀ",
    "b": "вьƅʙ",
    "c": "сϲᴄ",
    "d": "ԁɗᴅ",
    "e": "еєεҽᴇ",
    "f": "ϝſꜰ",
    "g": "ɡցɢ",
    "h": "һհнʜ",
    "i": "іıιɪӏ",
    "j": "јϳᴊ",
    "k": "кκᴋ",
    "l": "ⅼʟ",
    "m": "мᴍ",
    "n": "пոηɴ",
    "o": "оοօσᴏ",
    "p": "рρᴘ",
    "q": "ԛգ",
    "r": "гʀ",
    "s": "ѕꜱ",
    "t": "тτᴛ",
    "u": "υսцᴜ",
    "v": "ѵνᴠ",
    "w": "ԝωաᴡ",
    "x": "хχ",
    "y": "уүγʏ",
    "z": "ᴢ",
    "'": "’ʼ‘`´′＇",
    "?": "？؟⸮⁇⁈",
    "!": "！",
    ".": "．。",
    ",": "，،、",
}
_PLAIN = {ord(look): plain for plain, looks in _LOOKALIKES.items() for look in looks}


_MAX_KEPT = 20_000


class _Skeleton(dict[int, int]):
    """Code point to plain code point, filled as it is asked, up to what ordinary text can need."""

    def __missing__(self, code: int) -> int:
        plain = _plain(chr(code))
        if len(self) < _MAX_KEPT:
            self[code] = plain
        return plain


def _plain(character: str) -> int:
    if ord(character) in _PLAIN:
        return ord(_PLAIN[ord(character)])
    for form in (unicodedata.normalize("NFKD", character)[0], character):
        lowered = form.lower()
        candidate = lowered[0] if lowered else form
        if ord(candidate) in _PLAIN:
            return ord(_PLAIN[ord(candidate)])
        if candidate.isascii() and (candidate.isalnum() or len(form) == 1):
            return ord(candidate)
    lowered = character.lower()
    return ord(lowered) if len(lowered) == 1 else ord(character)


_SKELETON = _Skeleton()


def skeleton(text: str) -> str:
    """`text` in plain small letters, one for one: `len(skeleton(text)) == len(text)`, always."""
    return text.translate(_SKELETON)
