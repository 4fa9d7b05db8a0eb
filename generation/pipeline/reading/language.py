"""Stage A, language: which words of an entry show another language, and whether it can be read as English.

In: the text of one message. Out: the words; True or False. No language is named. English unless the text shows
otherwise: a text that says too little ("Mood 6/10", an emoji, a name, a bare list) counts as English, because nothing
false is claimed of it. Decided by script and by small closed lists of function words, of which the words two
languages share are left out. Deterministic, linear in the length of the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from generation.pipeline.reading.function_words import ENGLISH, ENGLISH_FUNCTION_WORDS, LOANED, OTHERS
from generation.pipeline.reading.words import fold, words_in

_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ADDRESS = re.compile(r"(?:://|www\.|@)\S*")
# Latin letters with their extensions; anything else is another script.
_LAST_LATIN = "\u024f"
_LATIN_ADDITIONAL = ("\u1e00", "\u1eff")
_FULL_WIDTH = ("\uff21", "\uff5a")

# Without one English function word, a text of this many words in which every fourth carries a mark.
_MIN_WORDS = 6
_MARKED_SHARE = 4


@lru_cache(maxsize=256)
def is_english(text: str) -> bool:
    """Whether `text` can be read as English; True when it says too little to tell."""
    words = _LETTERS.findall(_ADDRESS.sub(" ", text))
    if text.isascii():
        return _is_english_ascii([word.lower() for word in words])
    foreign_letters = letters = 0
    english = marked = 0
    others = dict.fromkeys(OTHERS, 0)
    told = False
    for word in words:
        letters += len(word)
        if word.isascii():
            folded = word.lower()
        else:
            foreign_letters += sum(not _is_latin(character) for character in word)
            folded = word.casefold().replace("’", "'")
            marked += not folded.replace("'", "").isascii()
        if _is_english_word(folded):
            english += 1
            continue
        for language in _LANGUAGES_OF.get(folded, ()):
            others[language] += 1
            told = told or folded not in LOANED
    if foreign_letters * 2 > letters:
        return False
    if not english and len(words) >= _MIN_WORDS and marked * _MARKED_SHARE >= len(words):
        return False
    most = max(others.values())
    # One "la" or "non" stands in English too, in a name or a word of its own.
    return english >= most or (most == 1 and not told)


def _is_english_word(folded: str) -> bool:
    return folded in ENGLISH or folded.partition("'")[0] in ENGLISH


def _is_english_ascii(words: Sequence[str]) -> bool:
    """As `is_english`, of folded words: in ASCII no letter is of another script, and none carries a mark."""
    others = [word for word in words if word in _LANGUAGES_OF and not _is_english_word(word)]
    if not others:
        return True
    most = max(Counter(language for word in others for language in _LANGUAGES_OF[word]).values())
    if most == 1 and LOANED.issuperset(others):
        return True
    # If it is English, this many English words are found soon.
    return len(list(islice(filter(_is_english_word, words), most))) == most


def foreign_words(text: str) -> tuple[str, ...]:
    """The words by which an entry shows another language, as typed, each once, in order; () when nothing shows one.

    Words of another script that are most of its letters, or two function words of one other language, one of them
    no loan, and no English one.
    """
    words = words_in(_ADDRESS.sub(" ", text))
    if text.isascii() and any(word.lower() in ENGLISH_FUNCTION_WORDS for word in words):
        return ()
    latin, others, foreign_letters, letters = [], [], 0, 0
    for typed in words:
        typed_letters = sum(map(str.isalpha, typed))
        letters += typed_letters
        if typed.isascii() or _is_latin(typed[0]):
            latin.append((fold(typed), typed))
        elif typed_letters > 1 or not typed[0].islower():
            foreign_letters += typed_letters
            others.append(typed)
    speaks_english = any(folded in ENGLISH_FUNCTION_WORDS for folded, _ in latin)
    if others and (foreign_letters * 2 > letters or not (speaks_english or latin)):
        return tuple(dict.fromkeys(others))
    return () if speaks_english else _words_of_one_language(latin)


def _words_of_one_language(latin: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    found: dict[str, dict[str, str]] = {}
    for folded, typed in latin:
        for language in _LANGUAGES_OF.get(folded, ()):
            found.setdefault(language, {}).setdefault(folded, typed)
    telling = [words for words in found.values() if len(words) > 1 and not LOANED.issuperset(words)]
    most = max(telling, key=len, default={})
    return tuple(most.values())


def _is_latin(character: str) -> bool:
    return (
        character <= _LAST_LATIN
        or _LATIN_ADDITIONAL[0] <= character <= _LATIN_ADDITIONAL[1]
        or _FULL_WIDTH[0] <= character <= _FULL_WIDTH[1]
    )


def _languages_by_word() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for language, words in OTHERS.items():
        for word in words:
            found[word] = (*found.get(word, ()), language)
    return found


_LANGUAGES_OF = _languages_by_word()
