"""Wording and form rules with their spans, against `lower()` and one compiled alternation of the same phrases."""

from __future__ import annotations

import re

from benchmarks.figures import Figure, time_in_turns
from generation.pipeline import wording_rules
from generation.pipeline.reading import form_rules
from generation.pipeline.wording_rules.phrases import read_phrases

WORDS = 350
_TEXT = (
    "The word is used on 3 days: 8, 10 and 12 Nov. Sleep is logged on 4 days: 5.5 h, 6 h, 7.0 h and 6.50 h. "
    "The talk with the manager appears in entries of 3 days. On 8 Nov the entry says that the train was late and the "
    "garden fence was painted green. Choir practice began at eight, soup and bread were on the table, Anna came by "
    "bus. Maybe try a walk in the evening, it may help. Coffee is logged on 2 days: 2 and 1, then 3. "
)


def text_of_words(number: int) -> str:
    """About `number` words, a forbidden one in every thirtieth place or so."""
    words = _TEXT.split()
    return " ".join(words[at % len(words)] for at in range(number))


def same_phrases() -> re.Pattern[str]:
    """Every phrase of the lists once, with the first word of each of its places; the quickest fair alternation."""
    phrases = set()
    for rule_id, name in wording_rules.LISTS.items():
        for phrase in read_phrases(name, rule_id):
            places = [min(element.keys) for element in phrase.elements if element.least and element.keys]
            phrases.add(" ".join(place.strip("{}<>") for place in places))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(phrases, key=len, reverse=True)))})\b")


def full_lint(text: str) -> int:
    """The breaches of a text, spans included, counted so that all are made."""
    return len([*wording_rules.find_breaches(text), *form_rules.find_form_breaches(text)])


def measure() -> Figure:
    """Ratio on a text of 350 words; target 1.7."""
    text, pattern = text_of_words(WORDS), same_phrases()
    timing = time_in_turns(
        lambda: full_lint(text), lambda: [match.span() for match in pattern.finditer(text.lower())], rounds=200
    )
    note = f"{timing.candidate * 1e3:.2f} ms for {WORDS} words"
    return Figure("lint", timing.ratio, 1.7, "lower() and one alternation of the phrases", note)
