"""Stage A, retractions: sentences that are not meant: taken back by the next one, dreamt, or said in irony.

In: the text of one message and its sentence spans. Out: for a sentence, whether what it says is the person's statement.
Closed lists of what people write; irony that has no word of its own is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_OPENING = r"[\s\"'(*_~-]*"
_TAKES_BACK = re.compile(
    rf"{_OPENING}(?:(?:ha(?:ha)*|lol|nah|ok|okay|well|and)[,.! ]+)?(?:"
    r"(?:i(?:'m| am|’m| was) )?(?:just |only |totally )?(?:kidding|joking|messing with (?:you|ya))|jk\b|j/k"
    r"|not really[.!,]?|not[.!]|nope[.!]|no[.!](?=\s*$)|no,? (?:i|it|that|not)\b|as if[.!]|yeah,? right"
    r"|april fools?|psych[.!]|said no ?one ever|/s\b|sarcasm"
    r"|that was (?:a lie|sarcasm|a joke)|(?:that['’]?s|it['’]?s) a (?:lie|joke)"
    r"|(?:all )?in (?:my|a|the|last night['’]?s) dreams?\b|it was (?:only |just |all )?a dream|then i woke up)",
    re.IGNORECASE,
)
_DREAMT = re.compile(
    r"\bin (?:my|the|a|that|this|last night['’]?s) (?:bad |weird |strange )?(?:dream|nightmare)s?\b"
    r"|^[\s*-]*(?:dream|nightmare)s?\s*:(?!\s*\d+\s*(?:[.,;|]|$))",
    re.IGNORECASE,
)
_GLAD = r"(?:great|good|joy|wonderful|lovely|fantastic|perfect|brilliant|super|yay|goody)"
_IRONY = re.compile(
    rf"{_OPENING}(?:oh,? (?:just )?{_GLAD}\b|(?:just|how|absolutely) {_GLAD}[,.!]"
    rf"|{_GLAD}[,.!]* (?:another|yet another|one more)\b)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"[\s\"'(*_~-]*(?:(?:i'm|i am|i’m) )?(?:just|so|absolutely|simply|truly|beyond|super)\b[^.!?\n]{1,24}[.!]*\s*$",
    re.IGNORECASE,
)
_SARCASM = re.compile(r"(?:\s/s\b|\(sarcasm\)|,? not!+|\b(?:jk|just kidding|just joking))[\s.!)]*$", re.IGNORECASE)


def takes_back(sentence: str) -> bool:
    """Whether a sentence says that the one before it is not so: "Just kidding.", "No.", "In my dream."."""
    return _TAKES_BACK.match(sentence) is not None


def is_meant(text: str, sentences: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether sentence `at` of `text` states what it says."""
    sentence = _sentence(text, sentences, at)
    if _DREAMT.search(sentence) or _SARCASM.search(sentence) or _IRONY.match(sentence):
        return False
    if at + 1 < len(sentences) and takes_back(_sentence(text, sentences, at + 1)):
        return False
    ironic = at and _IRONY.match(_sentence(text, sentences, at - 1))
    return not (ironic and _GOES_ON.match(sentence))


def _sentence(text: str, sentences: Sequence[tuple[int, int]], at: int) -> str:
    start, end = sentences[at]
    return text[start:end]
