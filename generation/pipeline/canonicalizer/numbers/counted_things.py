"""Stage A: the thing a number counts ("3 coffees", "2 panic attacks", "10k steps", "2 cups of tea").

In: the place behind a number. Out: where the thing's name ends and its label, a singular whose stem is the stem of
what was typed. Without a tagger a noun is known by its plural, or from the list of things people count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generation.pipeline.canonicalizer.numbers.label_words import label_word_at
from generation.pipeline.canonicalizer.numbers.no_names import NO_NAMES
from generation.pipeline.canonicalizer.numbers.notation import WORD, Notation, magnitude
from generation.pipeline.canonicalizer.numbers.subject_words import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    OTHERS,
    PEOPLE,
    PREPOSITIONS,
    TIMES,
    VERBS,
)
from generation.pipeline.canonicalizer.numbers.units import UNITS, VESSELS
from generation.pipeline.canonicalizer.numbers.words import number_words_end
from generation.pipeline.reading.word_set import word_set
from generation.pipeline.reading.words import fold, stem


class CountedThing(NamedTuple):
    """`end` of the name in the text; its `label` (None for people); `known`: from the list; `vessel`: "cups"."""

    start: int
    end: int
    label: str | None
    known: bool
    vessel: bool


_KNOWN = word_set(
    """
    coffee alcohol espresso cappuccino latte tea beer wine drink cocktail cigarette cig joint pill tablet capsule
    step page chapter book meal snack cookie egg apple banana sandwich pushup pullup situp squat burpee lunge
    lap rep set email call meeting session task word nightmare dream headache migraine seizure episode
    argument fight shower nap walk run workout class game article lesson exam appointment errand interview
    chai matcha gin vodka rum whisky whiskey prosecco lager cider champagne sherry redbull coke pepsi mocha americano
    application ibuprofen paracetamol aspirin naproxen codeine tramadol diazepam lorazepam clonazepam zopiclone
    propranolol sertraline fluoxetine citalopram mirtazapine quetiapine olanzapine cetirizine loratadine sumatriptan
    melatonin omeprazole gaviscon rennie nurofen panadol tylenol advil piriton antihistamine painkiller laxative
    flashback outburst binge ride message text
    """
)
_KNOWN_PAIRS = word_set(
    """
    panic-attack push-up pull-up sit-up press-up chin-up phone-call energy-drink job-application pomodoro-session
    co-codamol co-dydramol chapter-book protein-shake jumping-jack star-jump burn-out
    """
)
_DESCRIPTIONS = word_set(
    """
    morning evening daily
    large big small little tiny huge good bad great new old more extra other long short nice whole full different
    hot cold iced strong weak black green white red blue brown purple pink yellow herbal double single quick slow
    easy hard deep proper decent
    awful terrible horrible amazing lovely solid straight consecutive healthy home-made homemade cooked fresh mini
    tough brisk gentle light heavy intense mild severe minor major additional fl
    """
)
_NOT_NAMED = word_set(
    """
    stars regrets problems reasons wishes thoughts chances cheers winks cents tears excuses questions ideas thanks
    things thing others ones guys kinds kind sorts types ways parts sides options reasons points degrees lots bits
    times time us is was has does this his its always perhaps yes plus less versus besides across towards
    sometimes afterwards as thus hers ours theirs yours unless whereas series news chance percent halves
    quarters nowadays upstairs downstairs outdoors indoors overseas hundreds thousands oclock pm am
    """
)
_PEOPLE_COUNTED = PEOPLE | word_set(
    """
    people persons customers visitors guests strangers adults folks others calves lambs piglets puppies kittens chicks
    foals
    """
)
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
_NO_NAME = _NO_NOUN | _NOT_NAMED | UNITS.keys()
_IRREGULAR_PLURALS = {
    "children": "child",
    "men": "man",
    "women": "woman",
    "people": "people",
    "teeth": "tooth",
    "feet": "foot",
}

_GAP = "[ \t\u00a0\u2009\u202f]{1,2}"
_NAME = re.compile(rf"\+?{_GAP}({WORD})(?:([ -])({WORD}))?(?:([ -])({WORD}))?")


_AT_A_TIME = re.compile(rf"{_GAP}(?:at a time|by (?:one|step)|ahead|forward|back|backwards?|closer)\b", re.IGNORECASE)


_FEW_STEPS = re.compile(
    rf"{_GAP}(?:\w+{_GAP})?steps?{_GAP}(?:at a time|ahead|forwards?|back(?:wards?)?|closer|away|behind|towards?|from|to"
    r"|too|in the (?:right|wrong))\b",
    re.IGNORECASE,
)
_MOST_STEPS = 20


def is_a_few_steps(text: str, number: Notation) -> bool:
    """ "Two steps back", "one small step at a time": a figure of speech or a place, and no count of the day."""
    few = magnitude(number.value) <= _MOST_STEPS and "thousand" not in number.value.casefold()
    return few and _FEW_STEPS.match(text, number.end) is not None


class _Word(NamedTuple):
    start: int
    end: int
    word: str


def counted_thing(text: str, at: int, end: int) -> CountedThing | None:
    """What the number that ends at `at` counts, or None."""
    match = _NAME.match(text, at, end)
    if match is None:
        return None
    words = [_Word(match.start(n), match.end(n), fold(match[n])) for n in (1, 3, 5) if match[n]]
    first = next((n for n, word in enumerate(words) if word.word not in _DESCRIPTIONS or _is_hot(words, n)), None)
    if first is None:
        return None
    head, behind = words[first], words[first + 1] if first + 1 < len(words) else None
    if text[words[-1].end : words[-1].end + 1] in {"=", ":"} and len(words) == first + 1:
        return None  # "steps=11204 floors=9"
    named = _listed_pair(text, head, behind) or _listed(head, behind, text) or _in_plural(head, behind)
    if named and _AT_A_TIME.match(text, named.end, end):
        return None
    return named._replace(start=words[0].start) if named else None


def _is_hot(words: Sequence[_Word], at: int) -> bool:
    """ "Hot flushes" and "hot flashes" are a thing of their own."""
    return words[at].word == "hot" and len(words) > at + 1 and words[at + 1].word in {"flushes", "flashes"}


def lone_thing(text: str, at: int, end: int, *, none: bool = False) -> CountedThing | None:
    """A single noun that closes its clause behind the number that ends at `at`: "1 bath", "took 2 diazepam".

    Of `none` ("0 phone", "0 regrets") any noun may be said.
    """
    match = _LONE.match(text, at, end)
    word = fold(match[1]) if match else ""
    if match is None or len(word) < 3 or word in _DESCRIPTIONS or word in _NO_THING or not match[1].islower():
        return None
    may_be_said = none and word not in _NO_NOUN and word not in UNITS
    named = is_nameable(word) and not word.endswith(("ed", "ing")) and word not in NO_NAMES
    if not (may_be_said or named):
        return None
    return CountedThing(match.start(1), match.end(1), singular(word), known=True, vessel=False)


_LONE = re.compile(
    rf"{_GAP}({WORD}(?:-{WORD})?)"
    r"(?=[ \t]*(?:$|[.,;!)|\n]| (?:at|and|then|before|after|today|again|this|last|with|for|on|in|since)\b))"
)
# What closes a clause behind a number and is no thing.
_NO_THING = word_set(
    """
    lol haha tbh ugh meh omg btw idk imo wtf smh sigh hmm nah yay yikes phew more less extra each other awake asleep
    alone alive sharp ish max min gone spare straight odd percent plus over worse better fine sure exactly flat
    mine yours open closed due new old
    clock oclock star stars late early left total even nil nope yep easily mostly together apiece free heads tails
    """
)


def _listed_pair(text: str, head: _Word, behind: _Word | None) -> CountedThing | None:
    """ "panic attacks", "push-ups"."""
    if behind is None or f"{head.word}-{behind.word.removesuffix('s')}" not in _KNOWN_PAIRS:
        return None
    label = head.word + text[head.end] + behind.word.removesuffix("s")
    return CountedThing(head.start, behind.end, label, known=True, vessel=False)


def _listed(head: _Word, behind: _Word | None, text: str) -> CountedThing | None:
    """ "cups", "coffees"; "brain fog 5 joint pain 6" counts no joints."""
    name = singular(head.word)
    if name == head.word and behind is not None and text[head.end] == " " and label_word_at([behind.word], 0):
        return None
    if head.word in VESSELS or name in _KNOWN:
        return CountedThing(head.start, head.end, name, known=True, vessel=head.word in VESSELS)
    return None


def _in_plural(head: _Word, behind: _Word | None) -> CountedThing | None:
    """ "tomatoes", "bus rides", "friends": a noun by its plural, people without a label."""
    if head.word in _NO_NAME and head.word not in _PEOPLE_COUNTED:
        return None
    if _is_plural(head.word) or head.word in _PEOPLE_COUNTED:
        label = None if head.word in _PEOPLE_COUNTED else singular(head.word)
        return CountedThing(head.start, head.end, label, known=False, vessel=False)
    if behind is None or not _is_plural(behind.word) or behind.word in _NO_NAME:
        return None
    label = None if behind.word in _PEOPLE_COUNTED else f"{head.word} {singular(behind.word)}"
    return CountedThing(head.start, behind.end, label, known=False, vessel=False)


def _is_plural(word: str) -> bool:
    if word in _IRREGULAR_PLURALS:
        return True
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s"))


_ENDING_IN_IE = word_set("cookie movie smoothie brownie pie calorie selfie pixie pokie veggie hoodie lie tie die")


def is_counted(word: str) -> bool:
    """Whether a folded name is of things counted: "cigarettes", "coffee"."""
    return _is_plural(word) or singular(word) in _KNOWN


def is_drink_or_listed(word: str) -> bool:
    """Whether a folded word is of things that people count or drink: "coffee", "cookies"."""
    return word in DRINKS or singular(word) in _KNOWN


def singular(word: str) -> str:
    """The singular of a folded noun by rule, or the word itself where the stemmer does not agree."""
    return next((found for found in _singulars(word) if stem(found) == stem(word)), word)


def _singulars(word: str) -> Iterator[str]:
    """What the singular may be, the likeliest first."""
    if word in _IRREGULAR_PLURALS:
        yield _IRREGULAR_PLURALS[word]
    elif not _is_plural(word) or word.endswith(("ves", "series")):
        return  # "lives", "knives": no rule tells "life" from "dive"
    elif word.endswith("ies") and word[:-1] not in _ENDING_IN_IE:
        yield word[:-3] + "y"
    elif word.endswith(("oes", "sses", "shes", "ches", "xes", "zzes")):
        yield word[:-2]
    if _is_plural(word):
        yield word[:-1]


_HELD = re.compile(
    rf"(?:{_GAP}(?:cans?|bottles?|glass(?:es)?|cups?|mugs?|tins?))?{_GAP}of{_GAP}({WORD})(?:{_GAP}({WORD}))?(?:{_GAP}({WORD}))?"
)
DRINKS = word_set(
    """
    redbull monster pepsi coke squash smoothie prosecco champagne lager sake sherry chai matcha squash kombucha
    coffee tea water wine beer juice milk cola
    soda espresso whisky whiskey vodka rum gin lemonade cider
    """
)
_DRUNK = re.compile(rf"{_GAP}({WORD})(?:{_GAP}({WORD}))?")
_DOSED = re.compile(rf"{_GAP}({WORD})(?:{_GAP}([A-Za-z]\d{{0,2}})(?![\w]))?")
# How a dose is taken, not what it is of.
_DOSING = word_set(
    """
    nocte mane daily bd tds qds prn twice once each extra dose oral morning night tablet tablets total breakfast
    lunch dinner tea supper bedtime liquid day gel cream instead rather again jab injection shot patch pen dissolved
    """
)
_BEFORE_HELD = _DESCRIPTIONS | word_set("the a an my some this orange apple sparkling tap diet")


def held_thing(text: str, at: int, end: int) -> str | None:
    """What an amount that ends at `at` is of: "of strong coffee" -> "coffee", "3 glasses wine" -> "wine"."""
    match = _HELD.match(text, at, end)
    if match is None:
        match = _DRUNK.match(text, at, end)
        words = [fold(word) for word in match.groups() if word] if match else []
        if len(words) > 1 and words[0] not in DRINKS and words[0] not in _BEFORE_HELD:
            return None
        return next((word for word in words if word in DRINKS), None)
    words = [fold(match[group] or "") for group in (1, 2, 3)] + [""]
    at = next((index for index, word in enumerate(words) if word not in _BEFORE_HELD), 3)
    word, behind = words[at], words[at + 1] if at < 3 else ""
    if not word or not is_nameable(word):
        return None
    # "2 years of college education": with another noun behind it is no name of its own.
    return singular(word) if word in DRINKS or not behind or not is_nameable(behind) else None


def dosed_thing(text: str, at: int, end: int) -> str | None:
    """What a dose that ends at `at` is of: "50 mg sertraline", "1000 IU vitamin D"."""
    match = _DOSED.match(text, at, end)
    word = fold(match[1]) if match else ""
    if match and match[2] and word in {"vitamin", "vit"}:
        return f"{word} {fold(match[2])}"
    if len(word) < 3 or not word.isalpha() or word in _DESCRIPTIONS or word in _DOSING or not is_nameable(word):
        return None
    return None if number_words_end(word, 0, len(word)) else word


def is_nameable(word: str) -> bool:
    """Whether a folded word may be a thing's name: no function word, unit, verb or person."""
    return word not in _NO_NAME and word not in _PEOPLE_COUNTED and not word.endswith("ly")
