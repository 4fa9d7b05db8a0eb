"""HTML as the words somebody saw: line breaks and lists undone, struck-out words marked, every other tag left out."""

from __future__ import annotations

import html
import re

# Lengths are bounded, so that no text takes more than linear time. Names of tags are ASCII ("(?a:"): a long s is no s.
LINE_BREAK = re.compile(r"<br\s{0,9}/?>|</(?a:p|div|li|ul|ol|h[1-6]|blockquote|tr)\s{0,9}>", re.IGNORECASE)
LIST_ITEM = re.compile(r"<(?a:li)(?:\s[^<>]{0,500})?>", re.IGNORECASE)
STRUCK = re.compile(r"</?(?a:s|strike|del)(?:\s[^<>]{0,200})?>", re.IGNORECASE)
_STRUCK_STYLE = re.compile(
    r"<(?a:span)\s[^<>]{0,300}(?a:line-through)[^<>]{0,300}>([^<>]{1,5000})</(?a:span)>", re.IGNORECASE
)
_UNSEEN = re.compile(
    r"<((?a:head|style|script|title))\b[^<>]{0,500}>.*?(?:(?a:</\1)\s{0,9}>|\Z)", re.IGNORECASE | re.DOTALL
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z!?][^<>]{0,20000}>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SPACED_BREAK = re.compile(r" ?\n ?")
_EMPTY_LINES = re.compile(r"\n{3,}")


def words_of_html(markup: str) -> str:
    """What a page or a piece of one shows, a line for each paragraph and item of a list."""
    text = _SPACE.sub(" ", _COMMENT.sub("", _UNSEEN.sub("", markup)))
    text = STRUCK.sub("~~", _STRUCK_STYLE.sub(r"~~\1~~", text))
    text = _TAG.sub("", LIST_ITEM.sub("- ", LINE_BREAK.sub("\n", text)))
    text = _SPACED_BREAK.sub("\n", unescape(text).replace("\xa0", " "))
    return _EMPTY_LINES.sub("\n\n", text).replace("~~~~", "").strip()


def unescape(text: str) -> str:
    """Entities as the characters they stand for; an ampersand that begins none stays."""
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text)
