"""Which forms of a word are one: noun and plural, a verb's -s, -ing and past, an adjective's -er and -est.

In: a word. Out: a key that its inflections share and no other word has. Nothing is derived: "sadly", "sadness" and
"unhappy" have keys of their own, and so has an adjective in -ed or -ing ("rested", "stressed", "exciting"), because
what somebody is and what somebody does are two statements. The rules are those of English spelling; `form_tables`
names, word by word, what they cannot tell.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from generation.pipeline.reading.form_tables import (
    ADJECTIVES_IN_ED_AND_ING,
    ALWAYS_IN_S,
    GRADABLE,
    IRREGULAR,
    NEVER_INFLECTED,
    NOUNS_IN_ING,
)
from generation.pipeline.reading.words import fold

_VOWELS = frozenset("aeiou")


@lru_cache(maxsize=65536)
def form_key(word: str) -> str:
    """The key that the forms of `word` share; of several words, of each of them."""
    if " " in word:
        return " ".join(map(form_key, word.split()))
    folded = fold(word).removesuffix("'s").removesuffix("'")
    return _settled(_base(folded))


def _base(word: str) -> str:
    """The word without its inflection; its last "e" may be wanting, which `_settled` makes good."""
    known = IRREGULAR.get(word)
    if known:
        return known
    if len(word) < 4 or not word.isalpha() or word in ADJECTIVES_IN_ED_AND_ING or word in NEVER_INFLECTED:
        return word
    graded = _without_degree(word)
    if graded:
        return graded
    if word.endswith("s"):
        singular = _without_s(word)
        return _without_ed_or_ing(singular) if singular.endswith("ing") and singular not in NOUNS_IN_ING else singular
    return word if word in NOUNS_IN_ING else _without_ed_or_ing(word)


def _without_degree(word: str) -> str | None:
    """ "Happier", "saddest" -> "happy", "sad", as far as the adjective is one that is graded."""
    for ending in ("er", "est"):
        if not word.endswith(ending):
            continue
        stem = word.removesuffix(ending)
        doubled = stem[:-1] if stem[-1:] == stem[-2:-1] else ""
        y = f"{stem[:-1]}y" if stem.endswith("i") else ""
        return next((base for base in (stem, f"{stem}e", doubled, y) if base in GRADABLE), None)
    return None


def _without_s(word: str) -> str:
    if word in ALWAYS_IN_S or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y" if len(word) > 4 else word[:-1]
    if word.endswith(("sses", "ches", "shes", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


def _without_ed_or_ing(word: str) -> str:
    if word.endswith("eed"):
        return word
    if word.endswith("ied"):
        return f"{word[:-3]}y" if len(word) > 4 else word[:-1]
    for ending in ("ed", "ing"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 1 and any(letter in _VOWELS or letter == "y" for letter in stem):
            return _restored(stem)
    return word


def _restored(stem: str) -> str:
    """The verb of a stem: "napp" -> "nap", "panick" -> "panic", "hop" -> "hope"."""
    if stem.endswith(("at", "bl", "iz", "v", "dg", "nc")):
        return f"{stem}e"
    if stem[-1] == stem[-2] and stem[-1] not in _VOWELS | set("lszf") and len(stem) > 3:
        return stem[:-1]
    if stem.endswith("ick") and _measure(stem) > 1:
        return stem[:-1]
    return f"{stem}e" if _measure(stem) == 1 and _ends_short(stem) else stem


def _settled(word: str) -> str:
    """One spelling for what may or may not end in "e" or "ll", so that a word and its cut forms meet."""
    if word.endswith("ll") and _measure(word) > 1:
        return word[:-1]
    if word.endswith("ie") and len(word) > 3:
        return f"{word[:-2]}y"
    if word.endswith("e") and len(word) > 3:
        stem = word[:-1]
        if _measure(stem) > 1 or (_measure(stem) == 1 and not _ends_short(stem)):
            return stem
    return word


def _measure(stem: str) -> int:
    """How many times a vowel is followed by a consonant, which is about how many syllables are closed."""
    shape = [_is_vowel(stem, at) for at in range(len(stem))]
    return sum(1 for before, after in pairwise(shape) if before and not after)


def _is_vowel(stem: str, at: int) -> bool:
    return stem[at] in _VOWELS or (stem[at] == "y" and at > 0 and stem[at - 1] not in _VOWELS)


def _ends_short(stem: str) -> bool:
    """Consonant, vowel, consonant, the last not w, x or y: "hop", "smok"."""
    if len(stem) < 3 or stem[-1] in "wxy":
        return False
    return not _is_vowel(stem, len(stem) - 1) and _is_vowel(stem, len(stem) - 2) and not _is_vowel(stem, len(stem) - 3)
