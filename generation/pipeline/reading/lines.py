"""Stage A, lines: which line breaks of a message end a sentence and which only wrap it.

In: the text of one message. Out: spans of whole lines, joined where one only goes on in the next ("I am NOT / anxious",
"Did not take / 20 mg"). List lines, headings and lines behind a blank one are never joined. In doubt a break ends
the sentence, as people type lists, poems and notes. Linear in the text's length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generation.pipeline.reading import lexicon
from generation.pipeline.reading.word_set import word_set

Span = tuple[int, int]

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_LAST_WORD = re.compile(r"([^\W\d_][\w'’]{0,20})[*_~]{0,3}[ \t]*$")
_WORD_BEFORE_LAST = re.compile(r"([^\W\d_][\w'’]{0,20})[ \t]+\S+[ \t]*$")
_LIST_LINE = re.compile(
    r"\s*(?:[-–—*+•‣▪◦●·>#|]|\d{1,3}[.)](?!\d)|[a-zA-Z][.)](?=\s)|\[.?\]|\([ xX]\)|[☐◻◽⬜▢□☑☒✅✓✔❌❎✗✘✖])"
)
_LABELLED = re.compile(r"\s*[^\W_][\w'’/&-]*(?:[ \t]+[^\W_][\w'’/&-]*){0,2}[ \t]*[:=–—-](?=\s|$)")
_FIRST_WORD = re.compile(r"[\s*_~\"“'‘(]*([^\W_][\w'’]*)")
_LOOK_BACK = 48

# A line that is this long was full; a shorter one was ended.
_FULL_LINE = 35

_BE = word_set("am is are was were be been being i'm he's she's it's we're they're im")
_ARTICLES = lexicon.POSSESSIVES | word_set("a an the")
_NEGATED_VERBS = lexicon.NEGATED_VERBS | word_set("not never no")
# Words that a sentence does not end with.
_OPEN = (
    _BE
    | _ARTICLES
    | _NEGATED_VERBS
    | lexicon.MODALS
    | word_set("nor neither without hardly barely scarcely cannot every each some any this these those")
    | word_set("of to for with from at in on by about into than as and or but because so that if when while although")
    | word_set("very really quite rather extremely incredibly more less too almost nearly only around roughly approx")
    | word_set("feel feels felt feeling seem seemed become became get getting got keep kept who which")
    | word_set("take took taken taking have had has having forgot skipped missed drank ate slept i he she we they you")
)
# After these even a capital goes on, as telephones set one at each line's start.
_WIDE_OPEN = _ARTICLES | word_set("am i'm im")
_VERBS_DENIED = _BE | word_set("do did does have has had can could will would should")


def joined_lines(text: str) -> Iterator[Span]:
    """Spans of lines, in order, that a sentence may run through; white space alone is in none that matters."""
    block: Span | None = None
    last: Span = (0, 0)
    for line in _LINE.finditer(text):
        start, end = line.span()
        if block and _goes_on(text, block, last, (start, end)):
            block = (block[0], end)
        else:
            if block:
                yield block
            block = (start, end)
        last = (start, end)
    if block:
        yield block


def _goes_on(text: str, block: Span, last: Span, line: Span) -> bool:
    """Whether the sentence that `last` leaves open is taken up in `line`."""
    between = text[last[1] : line[0]].replace("\r\n", "\n")
    if len(between) != 1 or _LIST_LINE.match(text, *line) or _LABELLED.match(text, *line):
        return False
    first = _FIRST_WORD.match(text, *line)
    if first is None:
        return False
    word = first[1]
    small = word[0].islower() or word in {"I", "I'm", "I’m", "I've", "I’ve"}
    full = last[1] - last[0] >= _FULL_LINE
    ending = text[max(last[0], last[1] - _LOOK_BACK) : last[1]].rstrip()
    if ending.endswith((",", ";")):
        return word[0].islower()
    found = _LAST_WORD.search(ending)
    if found is None:
        return full and word[0].islower() and ending[-1:].isalnum() and text[block[0] : block[1]].lstrip()[:1].isupper()
    open_word = found[1].lower().replace("’", "'")
    if open_word in _OPEN or open_word.endswith("n't"):
        return small or word[0].isdigit() or _goes_on_in_capitals(ending, open_word, full)
    begun = text[block[0] : block[1]].lstrip()[:1]
    return full and word[0].islower() and begun.isupper()


def _goes_on_in_capitals(ending: str, open_word: str, full: bool) -> bool:
    if open_word in _WIDE_OPEN or open_word.endswith("n't"):
        return True
    if open_word == "not":
        before = _WORD_BEFORE_LAST.search(ending)
        return before is not None and before[1].lower().replace("’", "'") in _VERBS_DENIED
    return full and open_word in _OPEN
