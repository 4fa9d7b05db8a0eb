"""Stage A: the clauses around the numbers of a sentence, and what each says of whose and of how real.

In: the text, a sentence and its notations. Out: `Clause`s of items (words, marks, numbers). A clause is judged once:
is its subject the writer, may it be somebody else, is it a wish, a plan, a habit, a denial? Nothing is labelled
here. The work is linear in the length of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from generation.pipeline.canonicalizer.numbers.emoji import EMOJI, emoji_label, is_emoji
from generation.pipeline.canonicalizer.numbers.given_names import GIVEN_NAMES
from generation.pipeline.canonicalizer.numbers.label_words import label_word_at
from generation.pipeline.canonicalizer.numbers.notation import WORD, Kind, Notation
from generation.pipeline.canonicalizer.numbers.subject_words import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    DEVICES,
    FIRST,
    OTHERS,
    PEOPLE,
    PREPOSITIONS,
    TIMES,
    VERBS,
)
from generation.pipeline.reading.word_set import word_set
from generation.pipeline.reading.words import fold


class Mark(StrEnum):
    WORD = "word"
    NUMBER = "number"
    SIGN = "sign"


class Item(NamedTuple):
    """A word (folded), a number (an index into the notations) or a mark of the sentence."""

    mark: Mark
    start: int
    end: int
    word: str
    number: int


class Subject(StrEnum):
    OWN = "own"  # the writer is named
    LEFT_OUT = "left out"  # as notes are written: "Slept 6 h"
    OTHER = "other"
    UNKNOWN = "unknown"


class Clause(NamedTuple):
    """A run of items, what joins it to the clause before it, and the words of its items, in order and as a set.

    `is_shortened` where a word holds an apostrophe ("didn't", "I'd"), which no list of words answers for.
    """

    items: tuple[Item, ...]
    joined_by: str
    words: tuple[str, ...]
    vocabulary: frozenset[str]
    is_shortened: bool


def clause_of(items: Sequence[Item], joined_by: str) -> Clause:
    words = tuple(item.word for item in items)
    return Clause(tuple(items), joined_by, words, frozenset(words), "'" in "".join(words))


_PIECE = re.compile(rf"{WORD}|{EMOJI}|[-=]+>|[^\w\s]|_")
_ENDING_MARKS = frozenset("&+,;()[]{}.!?…—–|•*。！？、，；\n→")


def clauses_of(text: str, start: int, end: int, notations: Sequence[Notation]) -> list[Clause]:
    """The sentence between `start` and `end` as clauses, at marks and conjunctions outside its numbers."""
    clauses: list[Clause] = []
    items: list[Item] = []
    joined_by = ""
    pieces: Iterable[Item] = _items(text, start, end, notations)
    if not text.isascii() and any(is_emoji(item.word) for item in pieces if item.mark is Mark.SIGN):
        pieces = _without_emoji(tuple(pieces), notations)
    for item in pieces:
        if item.mark is Mark.NUMBER or not _ends_clause(text, item):
            items.append(item)
            continue
        if items:
            clauses.append(clause_of(items, joined_by))
            items, joined_by = [], item.word
        elif not joined_by or item.mark is Mark.WORD:
            joined_by = item.word
        if item.word in _OPENING_CONJUNCTIONS:
            items.append(item)
    if items:
        clauses.append(clause_of(items, joined_by))
    return clauses


# They stay in their clause, because they colour it ("if", "when").
_OPENING_CONJUNCTIONS = word_set("if unless when whenever while who which")


def _ends_clause(text: str, item: Item) -> bool:
    word = item.word
    if item.mark is Mark.WORD:
        return word in CONJUNCTIONS
    if word in _ENDING_MARKS or word[-1] == ">":
        return True
    # A hyphen between spaces is a dash, a stroke between spaces parts one thing from the next.
    if word == "/":
        return text[item.start - 1 : item.start].isspace()
    if word == "#" or is_emoji(word):
        return True
    return word in "-−" and text[item.start - 1 : item.start].isspace() and text[item.end : item.end + 1].isspace()


def _items(text: str, start: int, end: int, notations: Sequence[Notation]) -> list[Item]:
    items: list[Item] = []
    at, glued = start, False
    for index, notation in enumerate(notations):
        items += _pieces(text, at, notation.start)[glued:]
        # "sleep6" is no "sleep".
        if items and items[-1].end == notation.start and items[-1].mark is Mark.WORD and len(items[-1].word) > 1:
            items.pop()
        at = notation.end
        if notation.kind is Kind.NAME:
            items.append(Item(Mark.WORD, notation.start, at, fold(text[notation.start : at]), -1))
        else:
            items.append(Item(Mark.NUMBER, notation.start, at, "", index))
        # "2026-11-08half" is no "half".
        glued = notation.kind is Kind.OTHER and text[at : at + 1].isalpha()
    return items + _pieces(text, at, end)[glued:]


def _without_emoji(items: Sequence[Item], notations: Sequence[Notation]) -> Iterator[Item]:
    """The items, with each emoji before a number as its label, or left out where a word already names the number."""
    before = None
    for index, item in enumerate(items):
        if item.mark is not Mark.SIGN or not is_emoji(item.word):
            yield item
        else:
            number = _number_behind(items, index)
            named = before is not None and before.mark is Mark.WORD and label_word_at([before.word], 0) is not None
            if number is None or not named:
                yield item
            label = emoji_label(item.word, notations[number]) if number is not None and not named else None
            if label:
                yield item._replace(mark=Mark.WORD, word=label)
        before = item


def _number_behind(items: Sequence[Item], index: int) -> int | None:
    """The number an emoji stands before, a colon or "x" between them allowed."""
    behind = items[index + 1 : index + 3]
    if len(behind) == 2 and behind[0].word in {":", "=", "x", "×"}:
        behind = behind[1:]
    return behind[0].number if behind and behind[0].mark is Mark.NUMBER else None


def _pieces(text: str, start: int, end: int) -> list[Item]:
    found = []
    for match in _PIECE.finditer(text, start, end):
        piece = match[0]
        mark = Mark.SIGN
        if piece[0].isalpha():
            mark = Mark.WORD
            # Of ASCII, folding is lower case alone.
            piece = piece.lower() if piece.isascii() else fold(piece)
        found.append(Item(mark, match.start(), match.end(), piece, -1))
    return found


# --- whose ----------------------------------------------------------------------------------------


def base_pronoun(word: str) -> str:
    """ "i've" -> "i"; "he'd" -> "he"."""
    return word.partition("'")[0] if "'" in word else word


def clause_subject(text: str, clause: Clause, before: int) -> Subject:
    """Whose the clause is, by its words before item `before`: the last subject named counts."""
    found = Subject.LEFT_OUT
    verb_seen = False
    items = clause.items[:before]
    for at, item in enumerate(items):
        if item.mark is not Mark.WORD:
            continue
        word = item.word
        pronoun = base_pronoun(word)
        if pronoun in FIRST or word in {"im", "ive", "id"} or _is_own(items, at):
            found, verb_seen = Subject.OWN, False
        elif pronoun in OTHERS:
            found, verb_seen = Subject.OTHER, False
        elif is_person(word) and not _is_device(items, at):
            if (not verb_seen and not _in_prepositional_phrase(items, at)) or _verb_follows(items, at):
                found = Subject.OTHER
        elif is_verb_form(word):
            if not verb_seen and found is Subject.LEFT_OUT and _has_unknown_subject(text, items, at):
                found = Subject.UNKNOWN
            verb_seen = True
    return found


def _is_own(items: Sequence[Item], at: int) -> bool:
    """ "Mine: 2/10", "Me 71", "My own 128/82"."""
    word = base_pronoun(items[at].word)
    return at <= 1 and (word in {"me", "mine"} or (word == "own" and at == 1 and items[0].word == "my"))


def is_verb_form(word: str) -> bool:
    """Whether a folded word is a finite verb as far as closed lists and "-ed" tell."""
    return word in VERBS or (len(word) > 4 and word.endswith("ed") and word not in {"tired", "need", "indeed", "bed"})


def is_person(word: str) -> bool:
    """Whether a folded word names a person or an animal, "son's" too."""
    return (word.removesuffix("'s") if word.endswith("'s") else word) in PEOPLE


def _is_device(items: Sequence[Item], at: int) -> bool:
    """Whether a person's word is of a thing: "mum's watch", "dog walk"."""
    alone = at == 0 or items[at - 1].word not in DETERMINERS
    if alone and items[at].word in {"dog", "dogs"} and items[at + 1 : at + 2] and items[at + 1].word in _WALKS:
        return True
    return any(item.word in DEVICES for item in items[at : at + 2])


_WALKS = word_set("walk walks walking walkies")


def _in_prepositional_phrase(items: Sequence[Item], at: int) -> bool:
    """Whether "son" at `at` stands behind a preposition: "with my little son"."""
    for item in reversed(items[max(0, at - 4) : at]):
        if item.word in PREPOSITIONS:
            return True
        if item.word not in DETERMINERS and item.word not in ADVERBS and not item.word.endswith("'s"):
            return False
    return False


def _verb_follows(items: Sequence[Item], at: int) -> bool:
    for item in items[at + 1 : at + 4]:
        if item.word in ADVERBS:
            continue
        return is_verb_form(item.word) or item.word in AUXILIARIES
    return False


_COPULAS = word_set("is was are were")


def _has_unknown_subject(text: str, items: Sequence[Item], verb: int) -> bool:
    """Whether a name may stand before the verb: "Tom slept", "Today Anna ran"; not "Finally slept"."""
    at = verb - 1
    while at >= 0 and (items[at].word in ADVERBS or items[at].word in AUXILIARIES):
        at -= 1
    if at < 0:
        return False
    item = items[at]
    if item.mark is not Mark.WORD or item.word in TIMES or item.word in PREPOSITIONS or item.word.endswith("ly"):
        return False
    if at and (items[at - 1].word in PREPOSITIONS or items[at - 1].word in DETERMINERS):
        return False
    if item.word in DEVICES or label_word_at([item.word], 0):
        return False
    if at == 0 and items[verb].word in _COPULAS and item.word not in GIVEN_NAMES:
        return False  # "Tinnitus is a solid 6", "Work was awful"
    return text[item.start].isupper() and item.word not in _OPENING_CONJUNCTIONS


def nearest_subject(text: str, clause: Clause, verb: int) -> Subject:
    """Whose the verb form at item `verb` is, by what stands directly before it."""
    at = verb - 1
    items = clause.items
    while at >= 0 and items[at].mark is Mark.WORD and _may_stand_between(items[at].word):
        at -= 1
    if at < 0:
        return Subject.LEFT_OUT
    item = items[at]
    if item.mark is Mark.NUMBER:  # "my 3 year old slept"
        aged = text[item.start : item.end].casefold().endswith(("old", "yo", "y/o"))
        return Subject.OTHER if aged else Subject.LEFT_OUT
    if item.mark is Mark.SIGN:
        return _headed(text, clause, at) if item.word == ":" else Subject.LEFT_OUT
    pronoun = base_pronoun(item.word)
    if item.word == "me":  # "made me walk", but not "the man next to me ran"
        return Subject.OWN if at and is_verb_form(items[at - 1].word) else Subject.UNKNOWN
    if pronoun in FIRST or item.word in {"myself", "im", "ive", "id"}:
        return Subject.OWN
    if pronoun in OTHERS or item.word in {"him", "her", "them"} or is_person(item.word):
        return Subject.OTHER
    if item.word in TIMES or item.word.endswith("ly") or item.word in _OPENING_CONJUNCTIONS:
        return Subject.LEFT_OUT
    if item.word in {"my", "the", "a", "an", "some", "to", "of", "for"}:
        return Subject.LEFT_OUT
    return Subject.UNKNOWN


def _may_stand_between(word: str) -> bool:
    return word in ADVERBS or word in AUXILIARIES or word in TIMES


# Headings people put before a note.
_HEADINGS = word_set(
    """
    today yesterday tonight morning evening night afternoon update note log diary journal tracking tracker health
    stats check-in checkin summary sleep exercise sport sports fitness work notes me self day numbers data am pm
    gym food diet body period cycle skin gut bowels bladder meds
    breakfast lunch dinner bed vitals obs readings bloods symptoms flare asthma diabetes physio rehab cardio weights
    recovery running swimming social screen house admin reading writing study uni school therapy food drinks intake
    totals tally score scores results taper dose doses exposure triggers wins habits chores
    laundry garden farm choir band golf tennis rugby hockey cricket dance judo karate piano guitar violin drums art
    draft novel thesis essay exam lecture class course spanish french german italian office ward clinic dialysis chemo
    radiotherapy injury pregnancy feeds pump cravings urges alcohol wine weed smokes budget bills commute trip prayer
    bike swim row run walk macros meals fluids fluid sugars sugar insulin contractions kicks supplements supps
    """
)


# How nouns end that are no names of people.
_OF_A_NOUN = ("ing", "tion", "sion", "ment", "ness", "ity", "ball", "time", "ure", "ogy", "ics", "ies", "ions")


def _headed(text: str, clause: Clause, colon: int) -> Subject:
    """ "Today: slept 6 h" is the writer's, "Anna: slept 6 h" may not be."""
    head = [item.word for item in clause.items[:colon] if item.mark is Mark.WORD]
    if not head:
        return Subject.LEFT_OUT
    if any(word in OTHERS or is_person(word) for word in head):
        return Subject.OTHER
    if any(item.mark is Mark.NUMBER for item in clause.items[:colon]):
        return Subject.LEFT_OUT  # "Week 3: mood 5"
    word = head[0]
    known = (
        len(head) > 1
        or word in _HEADINGS
        or word in DEVICES
        or word in TIMES
        or word in ADVERBS
        or label_word_at([word], 0)
        or is_verb_form(word)
        or (word.endswith(_OF_A_NOUN) and word not in GIVEN_NAMES)  # "Pacing: upright 3 h"
        or (len(word) > 1 and text[clause.items[0].start : clause.items[0].end].isupper())  # "IBS: cramps 4"
    )
    return Subject.LEFT_OUT if known else Subject.UNKNOWN


def heading_subject(text: str, clause: Clause, before: int) -> Subject:
    """Whose a note under a heading is, when one stands before item `before`: "Peter: mood 3/10"."""
    colon = next((at for at in range(before) if clause.items[at].word == ":"), None)
    if colon is None or _is_a_field(clause, colon):
        return Subject.LEFT_OUT
    return _headed(text, clause, colon)


def _is_a_field(clause: Clause, colon: int) -> bool:
    """ "M: 6 E: 4": the mark of a value before this one, and no heading over it."""
    behind, head = clause.items[colon + 1], clause.items[0].word
    return behind.mark is Mark.NUMBER and colon == 1 and not is_person(head) and head not in GIVEN_NAMES
