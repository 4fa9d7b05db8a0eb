"""Day One's Markdown as the words the person wrote.

Day One writes typed punctuation with a backslash before it, and formatting and media as Markdown.
The backslashes go; so do media, heading marks, emphasis marks and the addresses of links, as none of
them was written as words. Lists, quotations and everything else stay as they stand, the marks of struck-out words too:
without them the words would read as said.
"""

from __future__ import annotations

import re
import string

# Lengths are bounded, so that no text takes more than linear time.
_MEDIA = r"!\[[^\]\n]{0,200}\]\(dayone-moment:[^)\n]{0,200}\)"
_MEDIA_LINE = re.compile(rf"^[ \t]*(?:{_MEDIA}[ \t]*)+(?:\n|\Z)", re.MULTILINE)
_MEDIA_INLINE = re.compile(_MEDIA)
_EMPTY_CODE = re.compile(r"```\s{0,200}```\n?")
_HEADING = re.compile(r"^#{1,6}[ \t]+", re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]{1,500})\]\([^)\s]{1,2000}\)")
_EMPHASIS = re.compile(r"(?<!\w)(\*\*|__|==|\*|_)(?=\S)([^\n]{1,500}?)(?<=\S)\1(?!\w)")
_ESCAPE = re.compile(rf"\\([{re.escape(string.punctuation)}])")

# Escaped punctuation is put aside as noncharacters, which Unicode reserves for such use inside a
# program: there are as many from U+FDD0 on as punctuation characters in ASCII.
_ASIDE = {mark: chr(0xFDD0 + place) for place, mark in enumerate(string.punctuation)}
_BACK = str.maketrans({aside: mark for mark, aside in _ASIDE.items()})
_NONCHARACTERS = re.compile("[\ufdd0-\ufdef]")


def plain_words(markdown: str) -> str:
    """The words of an entry, without Markdown's marks. '' for an entry of media only."""
    text = markdown.replace("\u2028", "\n")
    text = _MEDIA_INLINE.sub("", _MEDIA_LINE.sub("", text))
    if not _NONCHARACTERS.search(text):
        text = _ESCAPE.sub(lambda match: _ASIDE[match[1]], text)
        text = _HEADING.sub("", _EMPTY_CODE.sub("", text))
        text = _without_emphasis(_LINK.sub(r"\1", text)).translate(_BACK)
    return text.strip("\n") if text != markdown else text


def _without_emphasis(text: str) -> str:
    # Bold inside italics takes a second pass, both inside a highlight a third.
    for _ in range(3):
        text = _EMPHASIS.sub(r"\2", text)
    return text
