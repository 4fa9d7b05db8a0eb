"""How much words say: how many there are in any script, whether there are any at all, and words on one line."""

from __future__ import annotations

import re
from typing import Any

from pydantic import AfterValidator, BeforeValidator

from generation.pipeline.reading.words import cuts_between_words, fold_white_space, words_in

# Scripts that write no spaces between words, with about how many of their letters make one.
_HAN_AND_KANA = (
    "\u3005-\u3007\u3031-\u3035\u3040-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff"
)
_SOUTH_EAST_ASIAN = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\ua980-\ua9df\uaa60-\uaa7f"
_LETTERS_A_WORD = {"han": 2, "asian": 3}
_RUN = re.compile(
    rf"(?P<han>[{_HAN_AND_KANA}]+)|(?P<asian>[{_SOUTH_EAST_ASIAN}]+)|[^{_HAN_AND_KANA}{_SOUTH_EAST_ASIAN}]+"
)
_BLANK_LINES = re.compile(r"\n{3,}")
_UNSPACED = re.compile(f"[{_HAN_AND_KANA}{_SOUTH_EAST_ASIAN}]")


def count_words(text: str) -> int:
    """The words of `text`; of scripts without spaces between them, about as many as there are. Linear."""
    return sum(_count(run) for word in words_in(text) for run in _RUN.finditer(word))


def _count(run: re.Match[str]) -> int:
    if run.lastgroup is None:
        return any(map(str.isalnum, run.group()))
    letters = sum(map(str.isalpha, run.group()))
    return -(-letters // _LETTERS_A_WORD[run.lastgroup])


def says_something(text: str) -> bool:
    """Whether there is a word in it: two letters or digits at least, as one sign alone may stand anywhere."""
    return sum(map(str.isalnum, text)) > 1 and count_words(text) > 0


def cuts_no_word(text: str, position: int) -> bool:
    """False where `position` lies inside a word of `text`. Scripts without spaces may be cut anywhere."""
    around = text[max(position - 1, 0) : position + 1]
    return cuts_between_words(text, position) or _UNSPACED.search(around) is not None


def _on_one_line(value: Any) -> Any:
    return fold_white_space(value) if isinstance(value, str) else value


def _in_paragraphs(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return _BLANK_LINES.sub("\n\n", "\n".join(map(fold_white_space, value.splitlines()))).strip()


def _require_words(text: str) -> str:
    if not any(map(str.isalnum, text)):
        raise ValueError("says nothing")
    return text


def _words_or_nothing(text: str) -> str:
    return text if any(map(str.isalnum, text)) else ""


# For the types of what a model words, behind the bounds of their length.
ON_ONE_LINE = BeforeValidator(_on_one_line)
IN_PARAGRAPHS = BeforeValidator(_in_paragraphs)
SAYS_SOMETHING = AfterValidator(_require_words)
OR_NOTHING = AfterValidator(_words_or_nothing)
