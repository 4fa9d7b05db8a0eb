"""Stage A: whether a verb ("I hate") or a noun ("my fear") names a feeling of the writer.

Input: the folded words of one sentence and the place of the word. Output: yes or no; when in doubt, no.
"""

from __future__ import annotations

from collections.abc import Sequence

from generation.pipeline.canonicalizer.feelings import clause_words as cw
from generation.pipeline.canonicalizer.feelings.clauses import is_break, is_passed_over, is_rated, word_at
from generation.pipeline.canonicalizer.feelings.scope import causes_own_feeling, has_own_subject, sums_up_own_feeling
from generation.pipeline.canonicalizer.feelings.statements import is_stated
from generation.pipeline.canonicalizer.feelings.states import may_follow
from generation.pipeline.canonicalizer.feelings.words import ADJECTIVES, FEELING_FORMS

_LONGEST_PHRASE = 24
_MANNER_REACH = 7
_OBJECTS = cw.DETERMINERS | {"him", "her", "them", "us", "you", "me", "everyone", "everybody", "people"}


def is_own_verb(words: Sequence[str], at: int) -> bool:
    after = word_at(words, at + 1)
    if after in cw.THINGS_OF_A_FEELING or (words[at] == "worried" and after in _OBJECTS):
        return False
    alone = after in cw.OBJECTS_AFTER_VERB and words[at] in cw.VERBS_OF_NOTES
    return has_own_subject(words, at, stands_alone=alone)


def is_own_manner(words: Sequence[str], at: int) -> bool:
    """Whether the adverb at `at` goes with what the writer did: "I happily agreed", "I waited nervously"."""
    for place in range(at - 1, max(-1, at - _MANNER_REACH), -1):
        word = words[place]
        if word == "i":
            return is_stated(words, place)
        if word in cw.DENYING_MANNER or word in cw.PEOPLE or is_break(word):
            return False
    return False


def is_own_noun(words: Sequence[str], at: int) -> bool:
    after = word_at(words, at + 1)
    if after in cw.THINGS_OF_A_FEELING:
        return False
    head, negated = _reach_governor(words, at)
    word = word_at(words, head)
    if negated:
        return False
    if word == "my":
        if words[at] in ADJECTIVES and not (may_follow(words, at + 1) or after in cw.BE):
            return False
        return not _is_turn_of_phrase(words, head, at) and not _has_ended(words, at)
    if word == "me":
        return causes_own_feeling(words, head, cw.GIVING)
    if word in {"is", "was"}:
        return sums_up_own_feeling(words, head)
    if word in cw.HAVING:
        return has_own_subject(words, head, stands_alone=word in cw.HAVING_IN_NOTES)
    if word in {"with", "of", "by", "in"}:
        return _is_filled(words, head)
    return _stands_alone(words, head, at)


def _stands_alone(words: Sequence[str], head: int, at: int) -> bool:
    """ "Anxiety all day", "so much anger"."""
    word, after = word_at(words, head), word_at(words, at + 1)
    opens = is_break(word) and word not in {":", "#"} and words[head + 1] != "the"
    return opens and not is_rated(words, at) and (is_break(after) or after in cw.AFTER_NOUN_ALONE)


def _is_turn_of_phrase(words: Sequence[str], my: int, at: int) -> bool:
    """ "To my surprise", "without my fear"."""
    before = word_at(words, my - 1)
    return before in cw.NEGATORS or (before == "to" and words[at] in cw.SURPRISES)


def _has_ended(words: Sequence[str], at: int) -> bool:
    """ "My anxiety is gone"."""
    return any(word in cw.ENDED for word in words[at + 1 : at + 4])


def _reach_governor(words: Sequence[str], at: int) -> tuple[int, bool]:
    negated = False
    head = at - 1
    while head >= max(0, at - _LONGEST_PHRASE):
        word = words[head]
        if word in cw.NEGATORS or word == "no":
            negated = True
        elif not (
            word in cw.QUANTITIES
            or word.endswith("est")
            or word in cw.COORDINATORS
            or word in FEELING_FORMS
            or (is_passed_over(word) and word not in cw.HAVING)
        ):
            break
        head -= 1
    return head, negated


def _is_filled(words: Sequence[str], head: int) -> bool:
    """ "Filled with dread", "in despair": said of the writer by the verb before it."""
    place = head - 1
    if words[head] != "in":
        if word_at(words, place) in cw.FULL_OF:
            place -= 1
        elif word_at(words, place) != "me":
            return False
    while is_passed_over(word_at(words, place)):
        place -= 1
    verb = word_at(words, place)
    if verb in cw.LINKING:
        return has_own_subject(words, place, stands_alone=verb in cw.LINKING_OF_NOTES)
    if verb == "me":
        return causes_own_feeling(words, place, cw.CAUSING | cw.GIVING)
    return words[head] != "in" and is_break(verb)
