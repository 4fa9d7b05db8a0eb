"""Stage A: the thing a number counts ("3 coffees", "2 panic attacks", "10k steps", "2 cups of tea").

In: the place behind a number. Out: where the thing's name ends and its label, a singular whose stem is the stem of
what was typed. Without a tagger a noun is known by its plural, or from the list of things people count.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from generation.pipeline.canonicalizer.subject_words import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    OTHERS,
    PEOPLE,
    PREPOSITIONS,
    TIMES,
    VERBS,
)
from generation.pipeline.canonicalizer.units import UNITS, VESSELS
from generation.pipeline.canonicalizer.word_set import word_set
from generation.pipeline.words import fold, stem


class CountedThing(NamedTuple):
    """`end` of the name in the text; its `label` (None for people); `known`: from the list; `vessel`: "cups"."""

    start: int
    end: int
    label: str | None
    known: bool
    vessel: bool


_KNOWN = word_set(
    """
    coffee espresso cappuccino latte tea beer wine drink cocktail cigarette cig joint pill tablet capsule
    step page chapter book attack meal snack cookie egg apple banana sandwich pushup pullup situp squat burpee lunge
    lap rep set email call meeting session task word nightmare dream headache migraine seizure episode
    argument fight shower nap walk run workout class game article lesson exam appointment errand interview
    application ibuprofen paracetamol aspirin flashback outburst binge ride message text
    """
)
_KNOWN_PAIRS = word_set(
    """
    panic-attack push-up pull-up sit-up press-up chin-up phone-call energy-drink job-application pomodoro-session
    chapter-book protein-shake jumping-jack star-jump burn-out
    """
)
_DESCRIPTIONS = word_set(
    """
    large big small little tiny huge good bad great new old more extra other long short nice whole full different
    hot cold iced strong weak black green white red herbal double single quick slow easy hard deep proper decent
    awful terrible horrible amazing lovely solid straight consecutive healthy home-made homemade cooked fresh mini
    tough brisk gentle light heavy intense mild severe minor major additional fl
    """
)
_NOT_NAMED = word_set(
    """
    things thing others ones guys kinds kind sorts types ways parts sides options reasons points degrees lots bits
    times time us is was has does this his its always perhaps yes plus less versus besides across towards
    sometimes afterwards as thus hers ours theirs yours unless whereas series news chance percent halves
    quarters nowadays upstairs downstairs outdoors indoors overseas hundreds thousands oclock pm am
    """
)
_PEOPLE_COUNTED = PEOPLE | word_set("people persons customers visitors guests strangers adults folks others")
_NO_NOUN = (
    ADVERBS
    | AUXILIARIES
    | CONJUNCTIONS
    | OTHERS
    | PREPOSITIONS
    | TIMES
    | VERBS
    | word_set("the a an my i me my it that these those what how much many if x to or no not today less")
)
_IRREGULAR_PLURALS = {
    "children": "child",
    "men": "man",
    "women": "woman",
    "people": "people",
    "teeth": "tooth",
    "feet": "foot",
}

_GAP = "[ \t\u00a0\u2009\u202f]{1,2}"
_WORD = r"[^\W\d_][^\W\d_]*(?:['’][^\W\d_]+)?"
_NAME = re.compile(rf"{_GAP}({_WORD})(?:([ -])({_WORD}))?(?:([ -])({_WORD}))?")
_ATTACHED = re.compile(rf"-({_WORD})")


def counted_thing(text: str, at: int, end: int) -> CountedThing | None:
    """What the number that ends at `at` counts, or None."""
    match = _NAME.match(text, at, end)
    if match is None:
        return None
    words = [(match.start(group), match.end(group), fold(match[group])) for group in (1, 3, 5) if match[group]]
    for index, (_, stop, word) in enumerate(words):
        behind = words[index + 1][2] if index + 1 < len(words) else ""
        if word in _DESCRIPTIONS:
            continue
        if word in VESSELS:
            return CountedThing(words[0][0], stop, _singular(word), known=True, vessel=True)
        if f"{word}-{behind.removesuffix('s')}" in _KNOWN_PAIRS:
            label = word + text[stop] + behind.removesuffix("s")
            return CountedThing(words[0][0], words[index + 1][1], label, known=True, vessel=False)
        if word in _NO_NOUN or word in _NOT_NAMED or word in UNITS:
            return None
        if _singular(word) in _KNOWN:
            return CountedThing(words[0][0], stop, _singular(word), known=True, vessel=False)
        if word in _PEOPLE_COUNTED:
            return CountedThing(words[0][0], stop, None, known=False, vessel=False)
        if _is_plural(word):
            return CountedThing(words[0][0], stop, _singular(word), known=False, vessel=False)
        if behind and _is_plural(behind) and behind not in _NO_NOUN | _NOT_NAMED and behind not in UNITS:
            person = behind in _PEOPLE_COUNTED
            name = None if person else f"{word} {_singular(behind)}"
            return CountedThing(words[0][0], words[index + 1][1], name, known=False, vessel=False)
        return None
    return None


def _is_plural(word: str) -> bool:
    if word in _IRREGULAR_PLURALS:
        return True
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s"))


def _singular(word: str) -> str:
    """The singular of `word` by rule, or `word` where the stemmer does not agree."""
    if word in _IRREGULAR_PLURALS:
        found = _IRREGULAR_PLURALS[word]
    elif not _is_plural(word):
        return word
    elif word.endswith("ies") and len(word) > 5:
        found = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        found = word[:-2]
    else:
        found = word[:-1]
    return found if stem(found) == stem(word) else word


_HELD = re.compile(rf"{_GAP}of{_GAP}((?:{_WORD}{_GAP}){{0,2}}?)({_WORD})")
_DRINKS = word_set(
    "coffee tea water wine beer juice milk cola soda espresso whisky whiskey vodka rum gin lemonade cider"
)
_DOSED = re.compile(rf"{_GAP}({_WORD})")
_BEFORE_HELD = _DESCRIPTIONS | word_set("the a an my some this orange apple sparkling tap")


def held_thing(text: str, at: int, end: int) -> tuple[str, int] | None:
    """What an amount that ends at `at` is of: "of strong coffee" -> "coffee" and where it stands."""
    match = _HELD.match(text, at, end)
    if match:
        before = [fold(word) for word in match[1].split()]
        word = fold(match[2])
        if all(word in _BEFORE_HELD for word in before) and is_nameable(word) and word not in _BEFORE_HELD:
            return _singular(word), match.start(2)
        return None
    match = _DOSED.match(text, at, end)
    if match and fold(match[1]) in _DRINKS:
        return fold(match[1]), match.start(1)
    return None


def dosed_thing(text: str, at: int, end: int) -> tuple[str, int] | None:
    """What a dose that ends at `at` is of: "50 mg sertraline"."""
    match = _DOSED.match(text, at, end)
    if match and is_nameable(fold(match[1])) and fold(match[1]) not in _DESCRIPTIONS:
        return fold(match[1]), match.start(1)
    return None


def is_nameable(word: str) -> bool:
    """Whether a folded word may be a thing's name: no function word, unit, verb or person."""
    return word not in _NO_NOUN | _NOT_NAMED | _PEOPLE_COUNTED and word not in UNITS and not word.endswith("ly")
