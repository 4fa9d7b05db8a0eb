"""Sentences that may be kept out of a summary, or must not be cut: rough signs, on purpose wider than any rule.

The contract says "form rules as today (orders to a program, bidi, ...)" and does not list them. The oracle excuses what
looks like it; it never asks for such a sentence to be left out. The signs of safety words only ever allow a longer
quotation.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from .characters import is_word_char
from .markup import has_struck, read_units
from .quotations import can_be_quoted
from .words import count_words

_VERBS = (
    "ignore|disregard|forget|override|bypass|write|say|print|output|respond|reply|repeat|return|append|insert|delete|"
    "remove|summari[sz]e|translate|mention|state|conclude|recommend|diagnose|pretend|act as"
)
_FORBIDDEN = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,60}\b(?:rules?|instructions?|prompts?|above|previous|everything|"
    r"all|guidelines?)\b|\b(?:system|developer|assistant|user)\s*(?:prompt|message|:)|"
    r"\bas an? (?:ai|language model|assistant)\b|"
    r"\byou are (?:now|an? )|\b(?:tell|inform) (?:my|the|them|him|her) (?:coach|therapist|doctor|staff|reader|user)|"
    rf"(?:^|[.!?:\n]\s*)(?:please |now |then |always |never |do not |don't )*(?:{_VERBS})\b|"
    r"https?://|www\.|\S@\S|```|[{}]|<\||\|>|<script|\[/?INST\]|\b(?:AI|GPT|LLM|chatbot|prompt|json|summary|instructions?)\b|"
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ue000-\uf8ff\ufeff]",
    re.IGNORECASE | re.DOTALL,
)
_SAFETY = re.compile(
    r"\b(?:di(?:e|ed|es|ing)\b|dead|death|kill|suicid|sui\b|harm|hurt|cut(?:s|ting)?\b|burn|scratch|pill|tablet|capsule|dos(?:e|age)|"
    r"overdos|od\b|medic|meds?\b|mg\b|lithium|sertraline|insulin|antidepress|took|taken|taking|stopp?|quit|skipp|hit(?:s|ting)?\b|"
    r"punch|slap|kick|beat|chok|strangl|push|shov|grab|threat|rap(?:e|ed|ing)\b|abus|assault|attack|forc|touch|relaps|drank|drunk|"
    r"drink|used?\b|using\b|smok|voice|hear|heard|hallucinat|see(?:s|ing)?\b|saw\b|follow|watch|hate|gun|knife|blade|rope|bridge|jump|"
    r"hang|end (?:it|my|this)|goodbye|farewell|no (?:point|reason)|live|alive|life|not (?:be )?here|disappear|"
    r"wake up|better off|plan|note|letter|safe|danger|afraid|scared|blood|weapon|fight|fought|violen|police|hospital)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?…。！？।])[\"'”’)\]»]*\s+|(?<=[。！？])|\n+")
SAFETY_WORDS = 400


@lru_cache(maxsize=50_000)
def looks_forbidden(text: str) -> bool:
    """A form rule may keep this out of a summary."""
    return bool(_FORBIDDEN.search(text)) or not can_be_quoted(text)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Sentence-like stretches of an entry: cut behind . ! ? … and white space, and at line ends. Never blank."""
    spans, start = [], 0
    for end, following in [found.span() for found in _SENTENCE_END.finditer(text)] + [(len(text), len(text))]:
        if text[start:end].strip():
            spans.append((start, end))
        start = following
    return spans


def says_something(text: str, start: int, end: int) -> bool:
    """A letter or a digit stands in this stretch of an entry, tags and marks of markup aside."""
    said = _said(text)
    first = bisect_left(said, start)
    return first < len(said) and said[first] < end


@lru_cache(maxsize=10_000)
def _said(text: str) -> tuple[int, ...]:
    """Where the letters and digits of an entry stand, tags and marks of markup aside."""
    return tuple(
        unit.start
        for unit in read_units(text)
        if unit.weight == "something" and any(map(is_word_char, unit.also or unit.text))
    )


def is_cut_excused(text: str, at: int) -> bool:
    """The sentence that goes on across this point looks forbidden or holds struck-out words."""
    return any(
        looks_forbidden(text[first:last]) or has_struck(text, first, last)
        for first, last in sentence_spans(text)
        if first <= at <= last
    )


@lru_cache(maxsize=10_000)
def _signs(text: str) -> tuple[bool, ...]:
    """For each sentence-like stretch whether it looks forbidden or holds struck-out words."""
    return tuple(
        looks_forbidden(text[first:last]) or has_struck(text, first, last) for first, last in sentence_spans(text)
    )


def is_excused(text: str, start: int, end: int) -> bool:
    """What is left out of an entry here may be left out: struck-out words, sentences that look forbidden, and whole
    sentences that may be bound to one (two on each side)."""
    spans = sentence_spans(text)
    signs = _signs(text)
    if not any(signs):
        return looks_forbidden(text)
    for at, (first, last) in enumerate(spans):
        if not says_something(text, max(first, start), min(last, end)):
            continue
        is_cut = says_something(text, first, start) or says_something(text, end, last)
        near = [at] if is_cut else range(max(0, at - 2), at + 3)
        if not any(signs[other] for other in near if other < len(signs)):
            return False
    return True


def safety_allowance(text: str) -> int:
    """How many words of an entry may be quoted over the budget: sentences with a word that may be a safety word, with
    two neighbours on each side (one of at most 25 words, and what is bound to it)."""
    sentences = [text[start:end] for start, end in sentence_spans(text)]
    kept = {
        near
        for at, sentence in enumerate(sentences)
        if _SAFETY.search(sentence)
        for near in range(at - 2, at + 3)
        if 0 <= near < len(sentences)
    }
    return min(SAFETY_WORDS, sum(count_words(sentences[at]) for at in kept))
