"""Phrases over words and kinds of words, written in `lists/` one a line, searched in one pass.

A line is a row of elements: a word, `{base}` for any form of a verb, `<class>` for a kind of word, `a|b` for either.
`x?` may be missing, `x*` stands up to three times, `...` is up to four words that no mark but a colon and no "and he"
parts, `!x` and
`=x` look ahead: the next word is not x, is x; a first `~x` looks back: the word before is not x; a first `^` wants a
place where a clause opens, a last `$` the end of the sentence, a last `>` that a word follows without a comma.
`NAME = a|b` names alternatives for the lines below it, written `@NAME`.

Every element takes a fixed number of words at most, so the search is linear in the text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from generation.pipeline.wording_rules.lexicon import read_list
from generation.pipeline.wording_rules.sentences import Opening, Token

_GAP_WORDS = 4
# Behind "and" these begin a clause of its own.
_NEW_SUBJECTS = frozenset({"he", "she", "they", "i", "we"})
_WORDS_KEPT = 20_000
_REPEATS = 3


class _Element(NamedTuple):
    """One place of a phrase: any of `keys`, `least` to `most` times. With `ahead` it takes no word, it only looks at
    the next: one of the keys (`ahead` True) or none of them (False)."""

    keys: frozenset[str]
    least: int = 1
    most: int = 1
    ahead: bool | None = None
    any_word: bool = False


class Phrase(NamedTuple):
    """A compiled line and the rule it belongs to."""

    rule_id: str
    elements: tuple[_Element, ...]
    not_before: frozenset[str] = frozenset()
    opens_clause: bool = False
    closes_sentence: bool = False
    goes_on: bool = False


class PhraseIndex:
    """Phrases by the words that can begin them."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._by_first: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in phrases:
            for key in phrase.elements[0].keys:
                self._by_first[key].append(phrase)
        self._by_word: dict[str, tuple[tuple[Phrase, frozenset[str] | None], ...]] = {}

    def search(self, tokens: Sequence[Token]) -> Iterator[tuple[str, int, int]]:
        """(rule id, first, last) for each phrase found, as indices of tokens, both inclusive."""
        following = [token.keys for token in tokens[1:]]
        following.append(frozenset())
        for at, token in enumerate(tokens):
            for phrase, second in self._beginning_with(token):
                if second is not None and second.isdisjoint(following[at]):
                    continue
                last = _match(phrase, tokens, at)
                if last is not None:
                    yield phrase.rule_id, at, last

    def _beginning_with(self, token: Token) -> tuple[tuple[Phrase, frozenset[str] | None], ...]:
        """The phrases a word can begin, each with the keys its second word must have one of."""
        known = self._by_word.get(token.word)
        if known is None:
            found = [phrase for key in token.keys for phrase in self._by_first.get(key, ())]
            known = tuple((phrase, _second_keys(phrase)) for phrase in found)
            if len(self._by_word) < _WORDS_KEPT:
                self._by_word[token.word] = known
        return known


def _second_keys(phrase: Phrase) -> frozenset[str] | None:
    second = phrase.elements[1] if len(phrase.elements) > 1 else None
    return second.keys if second and second.least and second.ahead is None else None


def read_phrases(name: str, rule_id: str) -> Iterator[Phrase]:
    """The phrases of `lists/<name>.txt`. Raises KeyError for a name that is not defined above its use."""
    names: dict[str, str] = {}
    for _, line in read_list(name):
        if " = " in line:
            defined, _, alternatives = line.partition(" = ")
            names[defined] = _named(alternatives, names)
        else:
            yield from _compile(rule_id, line, names)


def _compile(rule_id: str, line: str, names: Mapping[str, str]) -> Iterator[Phrase]:
    words = line.split()
    opens = words[0] == "^"
    closes, goes_on = words[-1] == "$", words[-1] == ">"
    words = words[opens : len(words) - (closes or goes_on)]
    not_before: frozenset[str] = frozenset()
    if words[0].startswith("~"):
        not_before = _keys(words.pop(0)[1:], names)
    elements = tuple(_element(word, names) for word in words)
    # A phrase is found by its first word, so a first element that may be missing makes two phrases.
    while elements[0].least == 0:
        required = elements[0]._replace(least=1)
        yield Phrase(rule_id, (required, *elements[1:]), not_before, opens, closes, goes_on)
        elements = elements[1:]
    yield Phrase(rule_id, elements, not_before, opens, closes, goes_on)


def _element(word: str, names: Mapping[str, str]) -> _Element:
    if word == "...":
        return _Element(frozenset(), 0, _GAP_WORDS, any_word=True)
    if word.startswith(("!", "=")):
        return _Element(_keys(word[1:], names), ahead=word.startswith("="))
    if word.endswith("?"):
        return _Element(_keys(word[:-1], names), 0, 1)
    if word.endswith("*"):
        return _Element(_keys(word[:-1], names), 0, _REPEATS)
    return _Element(_keys(word, names))


def _keys(text: str, names: Mapping[str, str]) -> frozenset[str]:
    return frozenset(_named(text, names).split("|"))


def _named(text: str, names: Mapping[str, str]) -> str:
    return "|".join(names[part[1:]] if part.startswith("@") else part for part in text.split("|"))


def _match(phrase: Phrase, tokens: Sequence[Token], at: int) -> int | None:
    """The last token of `phrase` where it begins at `at`, or None."""
    if phrase.opens_clause and tokens[at].opening is Opening.NOTHING:
        return None
    if phrase.not_before and at and tokens[at - 1].keys & phrase.not_before:
        return None
    return _match_elements(phrase, tokens, at, 0)


def _match_elements(phrase: Phrase, tokens: Sequence[Token], at: int, number: int) -> int | None:
    """The last token of the phrase from its element `number` on, where that begins at `at`, or None."""
    if number == len(phrase.elements):
        follows = at < len(tokens) and tokens[at].opening is Opening.NOTHING
        if (phrase.closes_sentence and at < len(tokens)) or (phrase.goes_on and not follows):
            return None
        return at - 1
    element = phrase.elements[number]
    if element.ahead is not None:
        found = at < len(tokens) and bool(tokens[at].keys & element.keys)
        return _match_elements(phrase, tokens, at, number + 1) if found is element.ahead else None
    for taken in range(element.most + 1):
        if taken and not (at + taken <= len(tokens) and _takes(element, tokens, at + taken - 1)):
            return None
        if taken >= element.least:
            last = _match_elements(phrase, tokens, at + taken, number + 1)
            if last is not None:
                return last
    return None


def _takes(element: _Element, tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if element.any_word:
        if token.word == "and" and at + 1 < len(tokens) and tokens[at + 1].word in _NEW_SUBJECTS:
            return False
        return token.opening is Opening.NOTHING or token.marks == ":"
    return bool(token.keys & element.keys)
