"""Stage A: which sentences belong to the one before, so that both are quoted or neither.

In: neighbouring sentences of one message, as typed. Out: whether the second takes back or turns the first, speaks
for somebody whom the first names, or stands under a line that leads it in. Nothing is said about what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generation.pipeline.canonicalizer.marks.finder import opens_with_turn
from generation.pipeline.reading.word_set import word_set
from generation.pipeline.reading.words import fold

_SAID = (
    r"(?:said|says|say|told\s\w+|tells\s\w+|texted|texts|wrote|writes|messaged|replied|replies|asked|asks|answered"
    r"|answers|goes|went|was\slike|yelled|shouted|screamed|whispered|emailed|commented|posted|sent)"
)
_SPEECH_OPENS = re.compile(
    rf"\b{_SAID}\b[^.!?:]{{0,40}}:"
    r"|\b(?:text|message|email|letter|note|voicemail|quote)\b[^.!?:]{0,30}:",
    re.IGNORECASE,
)
_GOES_ON_SPEAKING = re.compile(
    rf"\W*(?:he|she|they|it)\s+(?:\w+\s+)?(?!went\b|goes\b)(?:{_SAID}|thinks)\b", re.IGNORECASE
)
# "I'm not.", "He did.", "Hadn't.": the verb stands in the sentence before.
_NT = r"(?:n['’]?t)?"
_ELLIPTIC = re.compile(
    rf"\W*(?:(?:i|he|she|it|they|we)\s+)?(?:(?:i|he|she|it|they|we)['’]?(?:m|s|re)|am|is{_NT}|are{_NT}|was{_NT}|were{_NT}"
    rf"|do{_NT}|does{_NT}|did{_NT}|have{_NT}|has{_NT}|had{_NT}|could{_NT}|would{_NT}|won['’]?t|can['’]?t)(?:\s+not)?\W*$",
    re.IGNORECASE,
)
# "5 beers." "Maybe 6."
_NUMBER_CORRECTED = re.compile(
    r"\W*(?:or|maybe|ok|make\s+that|more\s+like|actually|no|no\s+wait|well)\W+(?:maybe\s+|more\s+like\s+)?\d[\d.,:]*\W*\w*\W*$",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_SOMEBODY = re.compile(
    r"\W*(?:(?:and|then|so)\s+)*(?:(?:he|she|they)(?:['’](?:s|re|d|ll)|s)?|his|her|their"
    r"|i\s+(?:told|asked|answered)\s+(?:him|her|them))\b",
    re.IGNORECASE,
)
_LIST_LINE = re.compile(r"\s*(?:[-*•‣▪◦●–—+☐☑✓✗]|\[[ xX]?\]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s")
_ROLE_LINE = re.compile(r"\W*(?:user|assistant|system|human|ai|bot|chatgpt|gpt|gemini|me|you|q|a)\s*:\s", re.IGNORECASE)
_LAST_WORD = re.compile(r"([^\W\d_]+(?:['’][^\W\d_]+)?)\W*$")
_QUOTES = (("“", "”"), ("«", "»"), ("„", "“"))
# A straight mark after a digit stands for inches.
_QUOTE = re.compile(r'(?<!\d)"')
_LONGEST_SPEECH = 12
_STOPS = ".!?…:;"
# A line that ends with one of these goes on in the next.
_GOES_ON = word_set(
    """
    a an the my your his her our their this that these those no not never to of with for from in on at by and or but
    because if when while than as is am are was were be been being have has had do does did don't didn't doesn't won't
    can't couldn't isn't wasn't i i'm i've take took taken very so too really feel felt feeling about into will would
    """
)


def bound_to_previous(previous: str, sentence: str) -> bool:
    """Whether `sentence` is quoted with `previous` or not at all. Both as typed; time linear in their length."""
    return (
        opens_with_turn(sentence)
        or _leads_in(previous)
        or _opens_speech(previous)
        or _GOES_ON_SPEAKING.match(sentence) is not None
        or _is_wrapped(previous, sentence)
        or _ELLIPTIC.match(sentence) is not None
        or (_NUMBER_CORRECTED.match(sentence) is not None and _DIGIT.search(previous) is not None)
        or (_ROLE_LINE.match(previous) is not None and _ROLE_LINE.match(sentence) is not None)
    )


def find_bound(sentences: Sequence[str]) -> tuple[bool, ...]:
    """For each of the sentences of a message, in order, whether it is bound to the one before.

    Beyond neighbours: a list goes with its heading as far as its lines go, and what somebody else said goes on until
    its quotation mark closes.
    """
    bound: list[bool] = []
    in_list, closing = False, ""
    for at, sentence in enumerate(sentences):
        item = _LIST_LINE.match(sentence) is not None
        previous = sentences[at - 1] if at else ""
        in_list = item and (in_list or _leads_in(previous))
        bound.append(at > 0 and (bool(closing) or in_list or bound_to_previous(previous, sentence)))
        closing = _left_open(sentence, closing)
        if closing and not any(closing in later for later in sentences[at + 1 : at + 1 + _LONGEST_SPEECH]):
            closing = ""
    return tuple(bound)


def speaks_of_somebody(sentence: str) -> bool:
    """Whether a sentence opens with somebody whom it does not name: "She cried.", "I told him no."."""
    return _SOMEBODY.match(sentence) is not None


def _leads_in(previous: str) -> bool:
    return previous.rstrip(" \t*_~").endswith(":")


def _opens_speech(previous: str) -> bool:
    return (":" in previous and _SPEECH_OPENS.search(previous) is not None) or bool(_left_open(previous, ""))


def _is_wrapped(previous: str, sentence: str) -> bool:
    """A line break inside a sentence: no stop before it, and a word that cannot end one."""
    if previous[-1:] in _STOPS or not (sentence[:1].islower() or sentence[:1].isdigit()):
        return False
    return leaves_open(previous)


def leaves_open(text: str) -> bool:
    """Whether `text` ends with a word that cannot end a sentence: "and", "the", "to"."""
    last = _LAST_WORD.search(text[-40:])
    return last is not None and fold(last[1]) in _GOES_ON


def _left_open(sentence: str, closing: str) -> str:
    """The mark that will close a quotation `sentence` leaves open; `closing` is the one open before it."""
    if closing:
        at = sentence.find(closing)
        return closing if at < 0 else _left_open(sentence[at + 1 :], "")
    for opens, closes in _QUOTES:
        at = sentence.rfind(opens)
        if at >= 0 and closes not in sentence[at + 1 :]:
            return closes
    return '"' if '"' in sentence and len(_QUOTE.findall(sentence)) % 2 else ""
