"""Stage A: the phrases of the lists of marks, as data is written and as it is compared with a text.

A phrase is a line of elements parted by white space:

    word            that word, folded; an apostrophe may be left out by the writer
    a|b             one of several words
    @class          one of the words of a class of the same list
    #               a number in digits, with what is written onto it ("20", "7h30", "50mg")
    ##              a whole number of four or more, with nothing written onto it
    Name            a word that opens with a capital and is none of the class `no_name`
    x?              may be missing (any of the above)
    ~3              up to three words of any kind
    ^  $            the sentence starts or ends here
    !x              first or last: the neighbour there is not x
    a b & c d       phrases that stand near one another in one sentence, in any order
    & -x|y          ... and none of these words among them

No element reaches over the end of a sentence. A phrase is looked up by its rarest word, so a text is read once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from generation.pipeline.canonicalizer.marks.typed_words import BREAK, TypedWords
from generation.pipeline.reading.word_set import word_set

NUMBER = "#"
AMOUNT = "##"
NAME = "Name"
# Words without their apostrophe that are other words: "hell", "ill", "were".
_OTHER_WORDS = word_set("hell ill well shell were wed shed id odd its lets")
# A phrase is never looked up by one of these while it holds another word: they stand in every second sentence.
_EVERYWHERE = word_set(
    """
    a about again all am an and any anymore are as at back be been but by can could day did do don't down for from get
    getting go going gonna good got had has have he her him his how i i'd i'll i'm i've if in into is it it's just know
    like me more much my myself need no not now of off on one or out over really she so some still take that the their
    them then there they this time to too up want was we were what when who with without work would you today feel
    """
)
_COMMON = 1000
_NO_ANCHOR = 10**9
_MIN_AMOUNT = 4
# Words between phrases that stand near one another.
_NEAR = 12

Choice = frozenset[str]
_WORD = re.compile(r"[^\W_]\w*(?:['*][^\W_*]\w*|\*\*\w+)*|/s")


class Element(NamedTuple):
    """One place of a phrase: `words` it may hold (none: any word), up to `most` times, at least `least` times."""

    words: Choice
    least: int = 1
    most: int = 1
    number: bool = False
    amount: bool = False
    name: bool = False


class Phrase(NamedTuple):
    """A phrase cut at the element it is looked up by; `before` is read backwards from there.

    `beside` are the phrases that stand near it in its sentence, `without` the words that do not."""

    at: Element
    before: tuple[Element, ...]
    after: tuple[Element, ...]
    not_before: Choice
    not_after: Choice
    beside: tuple[Phrase, ...] = ()
    without: Choice = frozenset()

    @property
    def anchor(self) -> Choice:
        return self.at.words


def parse_phrase(line: str, classes: Mapping[str, Choice]) -> Phrase:
    """The phrase written in `line`. Raises ValueError or KeyError where it is written wrongly."""
    parts = [part.strip() for part in line.split("&")]
    without = [part.removeprefix("-") for part in parts if part.startswith("-")]
    # The one with the rarest word is looked up.
    phrases = sorted(
        (_parse_one(part, classes) for part in parts if not part.startswith("-")), key=lambda one: _cost(one.at)
    )
    if _cost(phrases[0].at) >= _NO_ANCHOR:
        raise ValueError(f"a phrase holds at least one word: {line}")
    excluded = read_choice((word for part in without for word in part.split("|")), classes)
    if excluded & {BREAK, NUMBER, AMOUNT}:
        raise ValueError(f"only words can excuse a phrase: {line}")
    return phrases[0]._replace(beside=tuple(phrases[1:]), without=excluded - {NAME})


def _parse_one(line: str, classes: Mapping[str, Choice]) -> Phrase:
    parts = line.split()
    not_before: Choice = frozenset()
    not_after: Choice = frozenset()
    if parts[0].startswith("!"):
        not_before = read_choice(parts.pop(0)[1:].split("|"), classes)
    if parts[-1].startswith("!"):
        not_after = read_choice(parts.pop()[1:].split("|"), classes)
    elements = [_element(part, classes) for part in parts]
    at = min(range(len(elements)), key=lambda place: _cost(elements[place]))
    if elements[at].least == 0:
        raise ValueError(f"a phrase holds what may not be missing: {line}")
    return Phrase(elements[at], tuple(reversed(elements[:at])), tuple(elements[at + 1 :]), not_before, not_after)


def _cost(element: Element) -> int:
    if not _is_words(element) or element.least == 0 or BREAK in element.words:
        return _NO_ANCHOR
    return sum(_COMMON if word in _EVERYWHERE else 1 for word in element.words)


def _is_words(element: Element) -> bool:
    return bool(element.words) and not (element.number or element.amount or element.name)


def _element(part: str, classes: Mapping[str, Choice]) -> Element:
    if part.startswith("~"):
        return Element(frozenset(), least=0, most=int(part[1:]))
    least = 0 if part.endswith("?") else 1
    words = read_choice(part.removesuffix("?").split("|"), classes)
    plain = words - {NUMBER, AMOUNT, NAME}
    return Element(plain, least, 1, NUMBER in words, AMOUNT in words, NAME in words)


def read_choice(listed: Iterable[str], classes: Mapping[str, Choice]) -> Choice:
    """The words one place may hold. Raises ValueError or KeyError where one is written wrongly."""
    words: set[str] = set()
    for word in listed:
        if word in {"^", "$"}:
            words.add(BREAK)
        elif word in {NUMBER, AMOUNT, NAME}:
            words.add(word)
        else:
            words |= classes[word[1:]] if word.startswith("@") else _spellings(word)
    return frozenset(words)


def _spellings(word: str) -> Choice:
    """The word as a text is read ("it's" as "it"), and without its apostrophe where that is no other word."""
    if not _WORD.fullmatch(word):
        raise ValueError(f"no word of a text: {word}")
    bare = word.replace("'", "")
    read = word.removesuffix("'s")
    return frozenset({read} if bare in _OTHER_WORDS else {read, bare})


def match_phrase(phrase: Phrase, read: TypedWords, at: int, no_name: Choice) -> tuple[int, int] | None:
    """The first and last place of `phrase` in `read`, whose anchor stands at `at`, or None."""
    found = _match_one(phrase, read, at, no_name)
    if found is None or not (phrase.beside or phrase.without):
        return found
    start, end = _near(read, *found)
    if any(word in phrase.without for word in read.words[start:end]):
        return None
    places = [found]
    for other in phrase.beside:
        place = _find(other, read, start, end, no_name)
        if place is None:
            return None
        places.append(place)
    return min(first for first, _ in places), max(last for _, last in places)


def _near(read: TypedWords, first: int, last: int) -> tuple[int, int]:
    """The words of the sentence around the places `first` to `last`, none farther than `_NEAR`."""
    start, end = first + (_word(read, first) == BREAK), last + 1 - (_word(read, last) == BREAK)
    while start > max(first - _NEAR, 0) and read.words[start - 1] != BREAK:
        start -= 1
    while end < min(last + 1 + _NEAR, len(read.words)) and read.words[end] != BREAK:
        end += 1
    return start, end


def _find(phrase: Phrase, read: TypedWords, start: int, end: int, no_name: Choice) -> tuple[int, int] | None:
    """The first place of `phrase` from `start` to `end`; where a sentence starts or ends counts."""
    for at in range(start - 1, end + 1):
        if _holds(phrase.at, read, at, no_name):
            found = _match_one(phrase, read, at, no_name)
            if found is not None:
                return found
    return None


def _match_one(phrase: Phrase, read: TypedWords, at: int, no_name: Choice) -> tuple[int, int] | None:
    first = _reach(phrase.before, read, at - 1, -1, no_name)
    if first is None or _is_among(_word(read, first), phrase.not_before):
        return None
    last = _reach(phrase.after, read, at + 1, 1, no_name)
    if last is None or _is_among(_word(read, last), phrase.not_after):
        return None
    return first + 1, last - 1


def _is_among(word: str, neighbours: Choice) -> bool:
    return word in neighbours or (NUMBER in neighbours and word[0].isdigit())


def _word(read: TypedWords, at: int) -> str:
    return read.words[at] if 0 <= at < len(read.words) else BREAK


def _reach(elements: Sequence[Element], read: TypedWords, at: int, step: int, no_name: Choice) -> int | None:
    """The place behind the last of `elements` when they stand from `at` on in steps of `step`, or None."""
    for place, element in enumerate(elements):
        if element.least == 0:
            return _reach_over(element, elements[place + 1 :], read, at, step, no_name)
        if not _holds(element, read, at, no_name):
            return None
        at += step
    return at


def _reach_over(
    element: Element, rest: Sequence[Element], read: TypedWords, at: int, step: int, no_name: Choice
) -> int | None:
    """As `_reach`, for an element that may be missing or stand several times before the `rest`: as few as do."""
    reached = _reach(rest, read, at, step, no_name)
    for _ in range(element.most):
        if reached is not None or not _holds(element, read, at, no_name):
            break
        at += step
        reached = _reach(rest, read, at, step, no_name)
    return reached


def first_words(elements: Sequence[Element]) -> Choice | None:
    """The words of which one stands first where `elements` stand; None where any may."""
    words: set[str] = set()
    for element in elements:
        if not _is_words(element):
            return None
        words |= element.words
        if element.least:
            return frozenset(words)
    return None


def words_besides(phrase: Phrase) -> tuple[Choice, ...]:
    """Of each of these one word stands in the sentence wherever the phrase does; the fewest words first. None where the
    phrase reaches over the end of a sentence."""
    if any(BREAK in element.words for element in (*phrase.before[:-1], *phrase.after[:-1])):
        return ()
    elements = [*phrase.before, *phrase.after]
    for other in phrase.beside:
        elements += (other.at, *other.before, *other.after)
    needed = (one.words for one in elements if one.least and _is_words(one) and BREAK not in one.words)
    return tuple(sorted(needed, key=len))


def opening_words(phrase: Phrase) -> Choice:
    """The words of which a phrase begins with one. Raises ValueError for a phrase that may begin with any."""
    elements = [*reversed(phrase.before), phrase.at, *phrase.after]
    # What may be missing at its edge is never taken in, and where the sentence starts is no word.
    while elements[0].least == 0 or elements[0].words == {BREAK}:
        elements.pop(0)
    words = first_words(elements)
    if words is None or phrase.beside:
        raise ValueError("a turn begins with one of its own words")
    return words


def most_words(phrase: Phrase) -> int:
    """How many words, from its first on, can decide whether a phrase stands."""
    others = sum(map(most_words, phrase.beside))
    near = _NEAR if phrase.beside or phrase.without else 0
    return 2 + sum(element.most for element in (*phrase.before, *phrase.after)) + near + others


def _holds(element: Element, read: TypedWords, at: int, no_name: Choice) -> bool:
    words = read.words
    word = words[at] if 0 <= at < len(words) else BREAK
    if word in element.words:
        return True
    if word == BREAK:
        return False
    if element.number or element.amount:
        return word[0].isdigit() if element.number else word.isdecimal() and int(word[:4]) >= _MIN_AMOUNT
    if element.name:
        return read.has_capital(at) and word not in no_name
    return not element.words
