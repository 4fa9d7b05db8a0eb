"""Stage A, retractions: sentences that are not meant: taken back by the next one, dreamt, or said in irony.

In: the text of one message and its sentence spans. Out: for a sentence, whether what it says is the person's statement.
Closed lists of what people write; irony that has no word of its own is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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
# What is told of a dream, up to the waking: "I was dream that", "I did dream I", "had a dream where".
_DREAM_TOLD = re.compile(
    r"\b(?:dream(?:t|ed|ing|s)? (?:i|i['’]?m|im|we|he|she|they|my|it|everyone|everybody|someone)\b"
    r"|(?:dream(?:t|ed|ing|s)?|nightmares?)(?: again| last night| this morning)?,? (?:that|where|in which|when|how)\b)"
    r"[^.!?\n]{0,400}?(?=\b(?:woke|wake|waking|woken|awoke|awake)\b|[.!?\n]|$)",
    re.IGNORECASE | re.MULTILINE,
)
# Told to calm others, or oneself: "it's fine, I'm fine, everything's fine".
_FINE = r"(?:all |just |totally |really )?(?:fine|ok|okay|alright|all right|good)"
_ALL_FINE = rf"(?:it['’]?s|it is|everything['’]?s|everything is|all['’]?s|all is) {_FINE}"
_I_AM_FINE = rf"i(?:['’]?m| am) {_FINE}"
_AND_SO = r"[\s,.!…]{1,5}(?:and |really )?"
_PROTEST = re.compile(rf"\b(?:{_ALL_FINE}{_AND_SO}{_I_AM_FINE}|{_I_AM_FINE}{_AND_SO}{_ALL_FINE})\b", re.IGNORECASE)
_GLAD = r"(?:great|good|joy|wonderful|lovely|fantastic|perfect|brilliant|super|yay|goody)"
_IRONY = re.compile(
    rf"{_OPENING}(?:oh,? (?:just )?{_GLAD}\b|(?:just|how|absolutely) {_GLAD}[,.!]"
    rf"|{_GLAD}[,.!]* (?:another|yet another|one more)\b)",
    re.IGNORECASE,
)
# "So excited to spend another Sunday staring at the wall", "so happy. Living the dream.": gladness that is none.
_GLADNESS = re.compile(
    r"\b(?:excited|thrilled|stoked|delighted|overjoyed|hyped|pumped|happy|glad|blessed|lucky|grateful|ecstatic)\b",
    re.IGNORECASE,
)
_DREARY = re.compile(
    r"\b(?:excited|thrilled|stoked|delighted|overjoyed|hyped|pumped|ecstatic)\b[^.!?\n]{0,20}\banother "
    r"(?:monday|shift|work ?week|all-nighter"
    r"|(?:\w+ ){1,2}(?:of this|of the same|staring|crying|lying|rotting|in bed|alone|doing nothing|waiting))\b",
    re.IGNORECASE,
)
_MOCKS = re.compile(
    rf"{_OPENING}(?:liv(?:ing|in['’]?) the dream|love (?:that|this) for me|lucky me|yay me|go me|gold star for me"
    r"|fun times|what a treat|what could possibly go wrong|my favou?rite)\W*$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"[\s\"'(*_~-]*(?:(?:i'm|i am|i’m) )?(?:just|so|absolutely|simply|truly|beyond|super)\b[^.!?\n]{1,24}[.!]*\s*$",
    re.IGNORECASE,
)
_SARCASM = re.compile(r"(?:\s/s\b|\(sarcasm\)|,? not!+|\b(?:jk|just kidding|just joking))[\s.!)]*$", re.IGNORECASE)


def unmeant(text: str) -> Iterator[tuple[int, int]]:
    """Spans inside sentences that state nothing of the writer: what was dreamt, "it's fine, I'm fine"."""
    for pattern in (_DREAM_TOLD, _PROTEST):
        yield from (match.span() for match in pattern.finditer(text))


def takes_back(sentence: str) -> bool:
    """Whether a sentence says that the one before it is not so: "Just kidding.", "No.", "In my dream."."""
    return _TAKES_BACK.match(sentence) is not None


def is_meant(text: str, sentences: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether sentence `at` of `text` states what it says."""
    sentence = _sentence(text, sentences, at)
    if _DREAMT.search(sentence) or _SARCASM.search(sentence) or _IRONY.match(sentence):
        return False
    following = _sentence(text, sentences, at + 1) if at + 1 < len(sentences) else ""
    if takes_back(following) or _DREARY.search(sentence) or _MOCKS.match(sentence):
        return False
    if _MOCKS.match(following) and _GLADNESS.search(sentence):
        return False
    ironic = at and _IRONY.match(_sentence(text, sentences, at - 1))
    return not (ironic and _GOES_ON.match(sentence))


def _sentence(text: str, sentences: Sequence[tuple[int, int]], at: int) -> str:
    start, end = sentences[at]
    return text[start:end]
