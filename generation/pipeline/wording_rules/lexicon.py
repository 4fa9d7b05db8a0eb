"""What kind of word a word is: closed classes, verbs with their forms, feeling words. Data in `lists/`.

In: a folded word. Out: its keys, by which the lists of phrases and the rules of sentence structure know it: the
word itself, `{base}` for each verb it is a form of, `<class>` for each class it belongs to.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from generation.pipeline.canonicalizer.feelings.words import is_feeling_word
from generation.pipeline.reading.word_set import word_set
from generation.pipeline.wording_rules.misspelt import by_bones, meant_by

ACTION = "action"
AMBIGUOUS = "also a noun or adjective"
STATE = "state"
SELDOM = "seldom ordered"

# Headings name classes of words; in the second kind of list the words are verbs, and every form belongs to the class.
CLASS_LISTS = ("word_classes", "people_and_papers", "inner_life", "things_that_act", "illnesses")
VERB_CLASS_LISTS = ("reporting_verbs", "inner_verbs", "change_verbs")

RULE_LISTS = ("advice", "causality", "certainty", "diagnosis", "interpretation", "motivation", "question")

_LONG_WORD = re.compile(r"(?<![<{@a-z'])[a-z]{7,}(?![>}a-z'])")
_ILLNESS_ENDINGS = (
    *(
        "itis",
        "osis",
        "algia",
        "opathy",
        "aemia",
        "emia",
        "oma",
        "plegia",
        "paresis",
        "phobia",
        "uria",
        "rrhoea",
        "rrhea",
    ),
    *("penia", "ectasis", "dystrophy", "plasia", "megaly", "kinesia", "praxia", "iasis", "pnoea", "pnea", "mycosis"),
)
_NO_ILLNESS = word_set(
    "diagnosis prognosis metamorphosis hypnosis osmosis symbiosis apotheosis mitosis meiosis photosynthesis academia "
    "bohemia nostalgia nostalgias homeopathy homoeopathy osteopathy naturopathy hydropathy allopathy diploma oklahoma "
    "xenophobia homophobia transphobia technophobia islamophobia fantasia euthanasia misdiagnosis"
)
_ADJECTIVE_ENDINGS = ("ous", "ful", "less", "ive", "ish", "able", "ible")
_VOWELS = "aeiou"
_DOUBLING = re.compile(r"(?:^|[^aeiou])[aeiou][bdgklmnprt]$")
_HEADING = re.compile(r"\[(?P<name>[^]]+)\]$")


def read_list(name: str) -> Iterator[tuple[str, str]]:
    """(heading, line) for each line of `lists/<name>.txt`, comments and blank lines left out."""
    heading = ""
    for line in files(__package__).joinpath("lists", f"{name}.txt").read_text(encoding="utf-8").splitlines():
        text = line.strip()
        if match := _HEADING.match(text):
            heading = match["name"]
        elif text and not text.startswith("#"):
            yield heading, text


def regular_forms(base: str) -> tuple[str, ...]:
    """The forms of a regular verb: "try" -> tries, tried, trying."""
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base}ing"
    if base.endswith("ie"):
        return f"{base}s", f"{base}d", f"{base[:-2]}ying"
    if base.endswith("e"):
        return f"{base}s", f"{base}d", f"{base if base.endswith('ee') else base[:-1]}ing"
    third = f"{base}es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else f"{base}s"
    doubled = f"{base}{base[-1]}" if _DOUBLING.search(base) and len(base) <= 5 else base
    forms = [third, f"{doubled}ed", f"{doubled}ing"]
    if doubled != base:
        forms += [f"{base}ed", f"{base}ing"]
    elif base[-1:] in "ltmpr" and len(base) > 5:
        forms += [f"{base}{base[-1]}ed", f"{base}{base[-1]}ing"]
    return tuple(forms)


def _verb_forms(name: str) -> Iterator[tuple[str, str, str]]:
    """(heading, base, form) for every form of each verb in `lists/<name>.txt`, the base form first."""
    for heading, line in read_list(name):
        for entry in line.split():
            base, _, others = entry.partition("=")
            for form in (base, *(others.split(",") if others else regular_forms(base))):
                yield heading, base, form


class _Verbs(NamedTuple):
    """Base forms with their heading, and every form with its base forms."""

    kinds: Mapping[str, str]
    bases: Mapping[str, frozenset[str]]


@cache
def _verbs() -> _Verbs:
    bases: dict[str, str] = {}
    forms: dict[str, set[str]] = defaultdict(set)
    for heading, base, form in _verb_forms("verbs"):
        bases[base] = heading
        forms[form].add(base)
    return _Verbs(bases, {form: frozenset(found) for form, found in forms.items()})


@cache
def _classes() -> Mapping[str, frozenset[str]]:
    classes: dict[str, set[str]] = defaultdict(set)
    for name in CLASS_LISTS:
        for heading, line in read_list(name):
            for word in line.split():
                classes[word].add(f"<{heading}>")
    for name in VERB_CLASS_LISTS:
        for heading, _, form in _verb_forms(name):
            classes[form].add(f"<{heading}>")
    return {word: frozenset(found) for word, found in classes.items()}


def kind_of_verb(word: str) -> str | None:
    """The heading a base form stands under, None for what is none."""
    return _verbs().kinds.get(word)


# A word of no other class may name a thing.
_OF_THINGS = frozenset(
    {
        "<event>",
        "<inner-noun>",
        "<time>",
        "<illness>",
        "<ailment>",
        "<also a thing>",
        "<eponym>",
        "<condition>",
        "<past>",
        "<-ing>",
        "<present>",
        "<adjective>",
        "<comparative>",
    }
)
# An illness of such a name wants a frame around it.
_ALSO_NAMES = frozenset({"<also a thing>", "<eponym>"})
_REPORTS = frozenset({"<says>", "<thinks>", "<directs>", "<asks>", "<ascribes>", "<labels>", "<hold>"})


@cache
def _long_words() -> Mapping[str, tuple[str, ...]]:
    """The long words of all lists, by their bones."""
    typed = (word for name in RULE_LISTS for _, line in read_list(name) for word in _LONG_WORD.findall(line))
    return by_bones([*typed, *_classes(), *_verbs().bases])


def mended(word: str) -> str:
    """The word that a wrongly typed one stands for; a word as it is where a list knows it, or nothing like it."""
    if word in _classes() or word in _verbs().bases:
        return word
    return meant_by(word, _long_words()) or word


@lru_cache(maxsize=65536)
def keys_of(word: str) -> frozenset[str]:
    """The word, `{base}` for each verb it is a form of, `<class>` for each class it belongs to."""
    keys = {word} | _classes().get(word, frozenset())
    bases = _verbs().bases.get(word, frozenset())
    keys |= {f"{{{base}}}" for base in bases}
    if kind := kind_of_verb(word):
        keys |= {"<verb>", "<order>"} if kind == ACTION else {"<verb>"}
    keys |= set(_by_ending(word, keys, is_verb=bool(bases)))
    if "<illness>" in keys and not keys & _ALSO_NAMES:
        keys.add("<ailment>")
    if keys & _REPORTS:
        keys.add("<reports>")
    if word[:1].isdigit():
        keys.add("<number>")
    if is_feeling_word(word):
        keys.add("<feeling>")
    if len(word) > 2 and word.isalpha() and not any(key[0] == "<" and key not in _OF_THINGS for key in keys):
        keys.add("<thing>")
        if not bases and "<past>" not in keys and "<-ing>" not in keys:
            keys.add("<noun>")
    return frozenset(keys)


@lru_cache(maxsize=65536)
def is_unknown(keys: frozenset[str]) -> bool:
    """Whether a word is known by nothing but that it may name a thing."""
    return "<noun>" in keys and all(key in {"<noun>", "<thing>"} or key[0] != "<" for key in keys)


@lru_cache(maxsize=65536)
def of_name(keys: frozenset[str]) -> frozenset[str]:
    """The keys of a word that is no common one and stands with a capital within a sentence: somebody's name."""
    return (keys - {"<noun>", "<thing>"}) | {"<name>", "<human>", "<object>"}


def _by_ending(word: str, keys: Set[str], *, is_verb: bool) -> Iterator[str]:
    """The classes that the end of a word tells, and what it is no exception to."""
    if word.endswith("ing") and "<not -ing>" not in keys and (is_verb or len(word) > 5):
        yield "<-ing>"
    if (word.endswith("ed") and len(word) > 4) or (is_verb and not kind_of_verb(word) and not word.endswith("s")):
        yield "<past>"
    if is_verb and word.endswith("s") and not kind_of_verb(word):
        yield "<present>"
    if word.endswith("ly") and len(word) > 4 and "<not -ly>" not in keys:
        yield "<adverb>"
    if len(word) > 6 and word.endswith(_ILLNESS_ENDINGS) and word not in _NO_ILLNESS:
        yield "<illness>"
    if len(word) > 4 and word.endswith(_ADJECTIVE_ENDINGS) and not is_verb:
        yield "<adjective>"
    if len(word) > 5 and word.endswith(("ier", "iest")) and not is_verb and "<human>" not in keys:
        yield "<comparative>"
    if len(word) > 5 and word.endswith(("ness", "nesses", "ache", "aches")):
        yield "<condition>"
