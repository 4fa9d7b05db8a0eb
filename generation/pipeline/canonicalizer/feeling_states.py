"""Stage A: whether an adjective names a feeling of the writer, by the verb or the note it hangs on.

Input: the folded words of one sentence and the place of the adjective. Output: yes or no; when in doubt, no.
"""

from __future__ import annotations

from collections.abc import Sequence

from generation.pipeline.canonicalizer import clause_words as cw
from generation.pipeline.canonicalizer.feeling_clauses import is_break, is_passed_over, word_at
from generation.pipeline.canonicalizer.feeling_scope import causes_own_feeling, has_own_subject, is_how_one_came_home
from generation.pipeline.canonicalizer.feeling_statements import speaks_of_writer
from generation.pipeline.canonicalizer.feeling_words import ADJECTIVES, Frame

_LONGEST_LIST = 24
_LONGEST_LABEL = 8
_GERUNDS = frozenset({"feeling", "being", "getting"})
_WITHOUT_FEEL = Frame.STATE | Frame.LINKED


def is_own_state(words: Sequence[str], at: int, frames: Frame) -> bool:
    """Whether the adjective at `at` is said of the writer, by the verb it hangs on or in a note without one."""
    head, negated = _reach_head(words, at)
    if negated or _is_denied_after(words, at):
        return False
    if _subject_follows(words, at, word_at(words, head)):
        return True
    verb = _verb_of(words, at, head)
    if verb is not None:
        return _is_linked_to_writer(words, at, verb, frames)
    if word_at(words, head) == "me":
        return bool(frames & _WITHOUT_FEEL) and _is_caused(words, at, head)
    return Frame.STATE in frames and _may_follow(words, at + 1) and _is_note(words, head)


def _verb_of(words: Sequence[str], at: int, head: int) -> int | None:
    """Where the verb stands of which the adjective is the complement, if `head` leads to one."""
    if word_at(words, head) in cw.LINKING or word_at(words, head + 1) == "myself":
        return head
    if word_at(words, head) == "the" and words[at].endswith("est") and word_at(words, head - 1) in cw.LINKING:
        return head - 1
    return head - 2 if _is_in_mood(words, at, head) else None


def _is_linked_to_writer(words: Sequence[str], at: int, verb: int, frames: Frame) -> bool:
    word = words[verb]
    if not frames & _WITHOUT_FEEL and (word not in cw.FEEL or words[at - 1] == "like"):
        return False
    if word in cw.ALSO_TAKING_THINGS and not (_may_follow(words, at + 1) or words[at + 1].endswith("ing")):
        return False
    if word in _GERUNDS and is_break(word_at(words, verb - 1)) and word_at(words, at + 1) in cw.OF_THINGS:
        return False
    return has_own_subject(words, verb, stands_alone=word in cw.LINKING_OF_NOTES) or _goes_on_alone(words, at, verb)


def _goes_on_alone(words: Sequence[str], at: int, verb: int) -> bool:
    """ "Work was hell, exhausted": after a comma, a word that is said only of people is no more about the work."""
    only_of_people = words[at].endswith("ed") or words[at] in cw.ONLY_OF_PEOPLE
    if not only_of_people or words[verb] not in cw.BE or "and" in words[verb:at]:
        return False
    comma = max((place for place in range(verb, at) if words[place] == ","), default=None)
    return comma is not None and speaks_of_writer(words, comma)


def _is_caused(words: Sequence[str], at: int, me: int) -> bool:
    follows = _may_follow(words, at + 1) or word_at(words, at + 1) in cw.BE
    return follows and causes_own_feeling(words, me)


def _reach_head(words: Sequence[str], at: int) -> tuple[int, bool]:
    """Left over adverbs and the other items of a list to the word that governs; whether "not" was met."""
    negated = contrasted = listed = False
    head = at - 1
    while head >= max(0, at - _LONGEST_LIST):
        word = words[head]
        if word in cw.NEGATORS:
            negated |= not (contrasted or (listed and word in {"less", "least"}))
        elif word in cw.COORDINATORS:
            listed = True
            contrasted |= word in cw.CONTRASTS
            item = _item_before(words, head)
            if item is None:
                break
            head = item
            continue
        elif is_passed_over(word):
            contrasted |= word in cw.CONTRASTS and word_at(words, head - 1) in cw.COORDINATORS
        elif not (word in ADJECTIVES or _is_way_between(words, head)):
            break
        head -= 1
    return head, negated


def _is_way_between(words: Sequence[str], at: int) -> bool:
    """ "Went from furious to sad"."""
    before = word_at(words, at - 1)
    return (words[at] == "from" and before in cw.LINKING) or (words[at] == "to" and before in ADJECTIVES)


def _is_in_mood(words: Sequence[str], at: int, head: int) -> bool:
    """ "Was in an anxious mood"."""
    return (
        word_at(words, at + 1) in cw.MOODS
        and word_at(words, head) in {"a", "an"}
        and word_at(words, head - 1) == "in"
        and word_at(words, head - 2) in cw.LINKING
    )


def _item_before(words: Sequence[str], coordinator: int) -> int | None:
    """Where to go on left of a coordinator: the list item there, or the verb a list of other words hangs on."""
    before = coordinator - 1
    if word_at(words, before) in cw.COORDINATORS:
        before -= 1
    word = word_at(words, before)
    if word in ADJECTIVES or (word in cw.DEGREES and word_at(words, coordinator + 1) in cw.DEGREES):
        return before
    if words[coordinator] == "," and word[:1] == "_" and word_at(words, before - 1) == ",":
        return before - 2
    for place in range(before, max(-1, before - 6), -1):
        word = words[place]
        if word in cw.LINKING and place < before:
            return place
        if word in cw.FUNCTION_WORDS or is_break(word):
            return None
    return None


def _subject_follows(words: Sequence[str], at: int, head: str) -> bool:
    """ "How sad I was", "tired as I am", "how happy this makes me"."""
    if head == "how" and words[at + 2 : at + 4] in (["makes", "me"], ["made", "me"]):
        return words[at + 1] in cw.THINGS
    if word_at(words, at + 1) == "as":
        at += 1
    linked = word_at(words, at + 1) == "i" and word_at(words, at + 2) in cw.LINKING | {"'ve", "had"}
    return (
        linked
        and word_at(words, at + 3) not in cw.NEGATORS
        and (head in {"how", "however", "as", ","} or is_break(head))
    )


def _is_denied_after(words: Sequence[str], at: int) -> bool:
    """ "Sad no longer"."""
    return word_at(words, at + 1) in {"_not", "not"} and is_break(word_at(words, at + 2))


def _is_note(words: Sequence[str], head: int) -> bool:
    """Whether a state may stand here without a verb: a note's start, its going on, or what one came home as."""
    word = word_at(words, head)
    if is_break(word):
        return word != ":" or _is_label(words, head)
    if word[0].isdigit():
        return is_break(word_at(words, head - 1))
    if word in cw.COORDINATORS or word in cw.CLAUSE_OPENERS:
        return speaks_of_writer(words, head)
    return is_how_one_came_home(words, head)


def _is_label(words: Sequence[str], colon: int) -> bool:
    """ "Mood:", "22:10:", "Day 3 without coffee:"; not "Mum:"."""
    for place in range(colon - 1, max(-1, colon - _LONGEST_LABEL), -1):
        word = words[place]
        if is_break(word):
            break
        if word in cw.FEELING_LABELS or word[0].isdigit():
            return True
    return colon < 1


def _may_follow(words: Sequence[str], at: int) -> bool:
    """Whether the word at `at` can come after a predicate, so that the state is not said of a thing."""
    for place in range(at, at + 5):
        word = word_at(words, place)
        if is_break(word) or word in cw.AFTER_PREDICATE or is_passed_over(word):
            return True
        if word not in ADJECTIVES:
            return word[0] in "_,&/+" or word[0].isdigit()
    return False
