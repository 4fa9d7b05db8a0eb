"""Stage A, language: whether the feeling words of an entry can be read as English.

In: the text of one message. Out: True or False; it names no language. English unless the text shows otherwise:
a text that says too little ("Mood 6/10", an emoji, a name) counts as English, because nothing false is claimed
of it. Decided by script and by small closed lists of function words, of which the words two languages share
are left out. Deterministic, linear in the length of the text.
"""

from __future__ import annotations

import re

from generation.pipeline.reading.function_words import ENGLISH, LOANED, OTHERS

_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ADDRESS = re.compile(r"(?:://|www\.|@)\S*")
# Latin letters with their extensions; anything else is another script.
_LAST_LATIN = "\u024f"
_LATIN_ADDITIONAL = ("\u1e00", "\u1eff")
_FULL_WIDTH = ("\uff21", "\uff5a")

# Without one English function word, a text of this many words in which every fourth carries a mark.
_LEAST_WORDS = 6
_MARKED_SHARE = 4


def is_english(text: str) -> bool:
    """Whether `text` can be read as English; True when it says too little to tell."""
    words = _LETTERS.findall(_ADDRESS.sub(" ", text))
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
        if folded in ENGLISH or folded.partition("'")[0] in ENGLISH:
            english += 1
            continue
        for language in _LANGUAGES_OF.get(folded, ()):
            others[language] += 1
            told = told or folded not in LOANED
    if foreign_letters * 2 > letters:
        return False
    if not english and len(words) >= _LEAST_WORDS and marked * _MARKED_SHARE >= len(words):
        return False
    most = max(others.values())
    # One "la" or "non" stands in English too, in a name or a word of its own.
    return english >= most or (most == 1 and not told)


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


def foreign_words(text: str) -> tuple[str, ...]:
    return ()
