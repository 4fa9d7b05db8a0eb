"""Stage A: whose a label word is, by what stands before it in its clause.

In: a label word in a clause. Out: a `Place`: the word with its subject. "my mood" is the writer's; "her mood", "Mom's
BP" and "my son slept" are another's; "Tom slept" and "Leo fever" may be. A name is known by nothing but its capital, so
the doubt goes against the label.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generation.pipeline.canonicalizer.numbers.clauses import (
    Clause,
    Item,
    Mark,
    Subject,
    clause_subject,
    heading_subject,
    is_person,
    is_verb_form,
    nearest_subject,
)
from generation.pipeline.canonicalizer.numbers.counted_things import is_nameable
from generation.pipeline.canonicalizer.numbers.given_names import GIVEN_NAMES, TITLES
from generation.pipeline.canonicalizer.numbers.label_words import LabelWord, label_word_at
from generation.pipeline.canonicalizer.numbers.subject_words import TIMES
from generation.pipeline.reading.word_set import word_set


class Place(NamedTuple):
    """A label found in the number's clause: the items of its word, and whose it is."""

    label: str
    first: int
    length: int
    subject: Subject
    dimensions: frozenset[str]


class Mention(NamedTuple):
    """A label word in a clause."""

    word: LabelWord
    first: int
    length: int


def placed(text: str, clause: Clause, mention: Mention) -> Place:
    first = clause.items[mention.first]
    if is_verb_form(first.word):
        subject = nearest_subject(text, clause, mention.first)
    else:
        subject = _owner(text, clause, mention.first)
        if mention.word.verb and subject is Subject.LEFT_OUT:
            subject = _doer(text, clause, mention.first)
    if (
        mention.word.verb
        and subject is Subject.LEFT_OUT
        and first.word.endswith("s")
        and not first.word.endswith("'s")
        and first.word != mention.word.label
        and first.word not in _PLURALS
    ):
        subject = Subject.UNKNOWN  # "weighs 80 kg": somebody does
    named = clause_subject(text, clause, mention.first)
    if subject in {Subject.LEFT_OUT, Subject.OWN} and named in {Subject.OTHER, Subject.UNKNOWN}:
        subject = subject if subject is Subject.OWN else named
    return Place(mention.word.label, mention.first, mention.length, subject, mention.word.dimensions)


# "stretches 10 mins": nouns, as notes put them.
_PLURALS = word_set("stretches walks runs naps swims rides jogs hikes calls talks rests climbs drives workouts")


def _doer(text: str, clause: Clause, verb: int) -> Subject:
    """Whose a bare verb or its noun is: another's in "saw Tom run", the writer's in "long run"."""
    subject = nearest_subject(text, clause, verb)
    if subject is Subject.UNKNOWN and (verb == 1 or not text[clause.items[verb - 1].start].isupper()):
        return Subject.LEFT_OUT
    return subject


# What may stand before a noun without being a name: "Back pain", "Overall mood".
MODIFIERS = word_set(
    """
    back knee neck head shoulder chest stomach belly hip foot leg arm hand jaw tooth ear eye muscle joint lower upper
    left right overall general total avg average social work morning evening night daily current resting peak max
    low high bad good severe mild light deep slight physical mental emotional health performance exam school
    period menstrual nerve own long short easy slow fast power day sunday tempo recovery terrible awful horrible
    amazing great poor restless broken decent approx approximate today's tonight's yesterday's
    """
)


def _owner(text: str, clause: Clause, noun: int) -> Subject:
    """Whose a noun is: "my mood" is the writer's, "her mood", "Mom's BP" and "Peter: mood" are not."""
    for index in range(noun - 1, max(-1, noun - 4), -1):
        word = clause.items[index].word
        if word in {"my", "our"}:
            return Subject.OWN
        if word in {"his", "her", "their", "your", "its", "whose"} or is_person(word):
            return Subject.OTHER
        if word.endswith("'s") and word.removesuffix("'s") not in TIMES:
            return Subject.OTHER
        if clause.items[index].mark is not Mark.WORD:
            break
    if noun and (is_given_name(text, clause.items[noun - 1]) or _may_be_a_name(text, clause.items, noun - 1)):
        return Subject.UNKNOWN
    return heading_subject(text, clause, noun)


def is_given_name(text: str, item: Item) -> bool:
    """ "Tom", "Dr" as typed with a capital."""
    if item.mark is not Mark.WORD or not text[item.start].isupper():
        return False
    return item.word in GIVEN_NAMES or item.word in TITLES


def _may_be_a_name(text: str, items: Sequence[Item], at: int) -> bool:
    """ "from Zuzka fever 39.5"; the first word of a note has its capital anyway ("Guitar practice 30 min")."""
    item = items[at]
    if not at or item.mark is not Mark.WORD or not text[item.start].isupper() or not is_nameable(item.word):
        return False
    return item.word not in MODIFIERS and not is_verb_form(item.word) and label_word_at([item.word], 0) is None
