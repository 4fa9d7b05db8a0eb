"""Stage A: whether an adjective names a feeling of the writer, by the verb or the note it hangs on.

Input: the folded words of one sentence and the place of the adjective. Output: yes or no; when in doubt, no.
"""

from __future__ import annotations

from collections.abc import Sequence

from generation.pipeline.canonicalizer.feelings import clause_words as cw
from generation.pipeline.canonicalizer.feelings.clauses import is_break, is_passed_over, is_rated, word_at
from generation.pipeline.canonicalizer.feelings.hearsay import is_told_to_calm
from generation.pipeline.canonicalizer.feelings.scope import (
    causes_own_feeling,
    has_own_subject,
    is_how_one_came_home,
)
from generation.pipeline.canonicalizer.feelings.statements import is_stated, speaks_of_writer
from generation.pipeline.canonicalizer.feelings.words import Frame, adjectives, feeling_forms

_LONGEST_LIST = 24
_REACH = 40
_LONGEST_LABEL = 8
_LONGEST_WAY = 8
_GERUNDS = frozenset({"feeling", "being", "getting"})
_WITHOUT_FEEL = Frame.STATE | Frame.LINKED
# "Almost happy and lonely": what these deny ends with their own item of a list.
_OF_ONE_ITEM = cw.NOT_QUITE | {"less", "least"}


def is_own_state(words: Sequence[str], at: int, frames: Frame) -> bool:
    """Whether the adjective at `at` is said of the writer, by the verb it hangs on or in a note without one."""
    if _takes_object(words, at):
        return word_at(words, at + 1) == "me" and Frame.STATE in frames and _is_done_to_writer(words, at)
    head, negated, contrasted = _reach_head(words, at)
    if negated or _is_denied_after(words, at):
        return False
    if contrasted:
        words, head, at = _without_denial(words, head, at)
    if _subject_follows(words, at, word_at(words, head), frames):
        return True
    verb = _verb_of(words, at, head)
    if verb is not None:
        return _is_linked_to_writer(words, at, verb, frames)
    if word_at(words, head) == "me":
        return bool(frames & _WITHOUT_FEEL) and _is_caused(words, at, head)
    if _is_mood_label(words, head):
        return True
    if Frame.LINKED in frames and _woke_so(words, head):
        return True
    if Frame.STATE not in frames or (is_rated(words, at) and word_at(words, head) != ":"):
        return False
    return may_follow(words, at + 1) and (_is_note(words, head) or _lacks_verb(words, at, head))


def _takes_object(words: Sequence[str], at: int) -> bool:
    """ "Motivated myself", "upset me": done to somebody."""
    objects = cw.OBJECTS_OF_VERBS | {"me"}
    return word_at(words, at + 1) in objects and (words[at].endswith("ed") or words[at] == "upset")


def _is_done_to_writer(words: Sequence[str], at: int) -> bool:
    """ "It frightened me", "which upset me": what something did to the writer; what people did is told of them."""
    subject = at - 1
    while is_passed_over(word_at(words, subject)) and words[subject] not in cw.THINGS:
        subject -= 1
    while word_at(words, subject) in {"has", "had", "is", "'d", "'ve"}:
        subject -= 1
    if word_at(words, subject) not in cw.THINGS or not cw.NEGATORS.isdisjoint(words[subject:at]):
        return False
    opening = subject - 1
    if word_at(words, opening) in cw.INVERTING | cw.NEGATORS | cw.REPORTING:
        return False
    for place in range(opening, max(-1, opening - _REACH), -1):
        if is_break(words[place]) or words[place] in {",", "and", "but"}:
            break
        if words[place] in cw.SUPPOSING:
            return False
    return True


def _woke_so(words: Sequence[str], head: int) -> bool:
    """ "Woke up refreshed"."""
    woke = head if word_at(words, head) in cw.WAKING else head - 1
    if word_at(words, woke) not in cw.WAKING:
        return False
    return _ends_dream(words, woke) or has_own_subject(words, woke, stands_alone=True)


def _ends_dream(words: Sequence[str], woke: int) -> bool:
    """ "Dreamt of mum & woke up panicking": what the note goes on with behind the dream is real."""
    if words[woke] == "up":
        woke -= 1
    if word_at(words, woke - 1) not in cw.COORDINATORS | {"then"}:
        return False
    dreamt = next((at for at in range(woke) if words[at] in cw.DREAMT), None)
    return dreamt is not None and (is_break(word_at(words, dreamt - 1)) or words[dreamt - 1] == "i")


def _verb_of(words: Sequence[str], at: int, head: int) -> int | None:
    """Where the verb stands of which the adjective is the complement, if `head` leads to one."""
    if word_at(words, head) in cw.LINKING or word_at(words, head + 1) == "myself":
        return head
    if word_at(words, head) == "the" and words[at].endswith("est") and word_at(words, head - 1) in cw.LINKING:
        return head - 1
    return _verb_before_mood(words, at, head)


def _is_linked_to_writer(words: Sequence[str], at: int, verb: int, frames: Frame) -> bool:
    word = words[verb]
    if not frames & _WITHOUT_FEEL and not cw.BODY.isdisjoint(words[max(0, verb - 3) : verb]):
        return False  # "my head feels heavy"
    if is_told_to_calm(words, at, verb):
        return False
    if not (frames & _WITHOUT_FEEL or _asks_for_feeling(words, at, verb) or _says_how_one_is(words, at, verb)):
        return False
    if word in cw.ALSO_TAKING_THINGS and not (may_follow(words, at + 1) or words[at + 1].endswith("ing")):
        return False
    if word in _GERUNDS and is_break(word_at(words, verb - 1)) and word_at(words, at + 1) in cw.OF_THINGS:
        return False
    return has_own_subject(words, verb, stands_alone=word in cw.LINKING_OF_NOTES) or _goes_on_alone(words, at, verb)


def _asks_for_feeling(words: Sequence[str], at: int, verb: int) -> bool:
    """ "Feel low", "my mood was low"; not "feel like crap"."""
    return (words[verb] in cw.FEEL and words[at - 1] != "like") or word_at(words, verb - 1) == "mood"


def _says_how_one_is(words: Sequence[str], at: int, verb: int) -> bool:
    """ "I'm okay today", "I am calm and quiet": an everyday word that is the answer to "how are you", or that stands
    beside a word for a feeling."""
    if words[at] in cw.APOLOGIES or words[at - 1] == "like":
        return False
    if words[at] in cw.ANSWERS_TO_HOW and words[verb] in cw.BE:
        after = word_at(words, at + 1)
        return is_break(after) or after[:1] in "_," or after in cw.BEHIND_ANSWERS
    beside = [word for word in words[verb + 1 : at] if word not in cw.COORDINATORS]
    if words[at - 1] in cw.COORDINATORS or words[at - 2] in cw.COORDINATORS:
        return any(feeling_forms()[word].frames & _WITHOUT_FEEL for word in beside if word in adjectives())
    joined = word_at(words, at + 1) in {"and", "&", ","} and word_at(words, at + 2)
    return bool(joined) and joined in adjectives() and bool(feeling_forms()[joined].frames & _WITHOUT_FEEL)


def _goes_on_alone(words: Sequence[str], at: int, verb: int) -> bool:
    """ "Work was hell, exhausted": after a comma, a word that is said only of people is no more about the work."""
    only_of_people = words[at].endswith("ed") or words[at] in cw.ONLY_OF_PEOPLE
    if not only_of_people or words[verb] not in cw.BE | cw.FEEL or "and" in words[verb:at]:
        return False
    comma = max((place for place in range(verb, at) if words[place] == ","), default=None)
    return comma is not None and speaks_of_writer(words, comma)


def _is_caused(words: Sequence[str], at: int, me: int) -> bool:
    follows = may_follow(words, at + 1) or word_at(words, at + 1) in cw.BE
    return follows and causes_own_feeling(words, me)


def _without_denial(words: Sequence[str], head: int, at: int) -> tuple[Sequence[str], int, int]:
    """ "I don't feel sad, just tired": the words round both places without the denial, and the places among them."""
    start = max(0, head - _REACH)
    before = ["_yes" if word in cw.ZONE_NEGATORS | cw.UNSURE else word for word in words[start : head + 1]]
    return [*before, *words[head + 1 : at + _REACH]], head - start, at - start


def _reach_head(words: Sequence[str], at: int) -> tuple[int, bool, bool]:
    """Left over adverbs and the other items of a list to the word that governs; whether "not" was met; a contrast."""
    negated = contrasted = listed = False
    head = at - 1
    while head >= max(0, at - _LONGEST_LIST):
        word = words[head]
        if word in cw.NEGATORS:
            negated |= not (contrasted or (listed and word in _OF_ONE_ITEM))
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
        elif not (word in adjectives() or _is_way_between(words, head)):
            break
        head -= 1
    return head, negated, contrasted


def _is_way_between(words: Sequence[str], at: int) -> bool:
    """ "Went from furious to sad"."""
    before = word_at(words, at - 1)
    if words[at] == "to":
        return before in adjectives() and "from" in words[max(0, at - _LONGEST_WAY) : at]  # not "afraid to hurt her"
    return words[at] == "from" and before in cw.LINKING


def _verb_before_mood(words: Sequence[str], at: int, head: int) -> int | None:
    """ "Was in such an anxious mood": where the verb stands."""
    if word_at(words, at + 1) not in cw.MOODS or word_at(words, head) not in {"a", "an"}:
        return None
    inside = head - 2 if word_at(words, head - 1) in {"such", "quite"} else head - 1
    found = word_at(words, inside) == "in" and word_at(words, inside - 1) in cw.LINKING
    return inside - 1 if found else None


def _item_before(words: Sequence[str], coordinator: int) -> int | None:
    """Where to go on left of a coordinator: the list item there, or the verb a list of other words hangs on."""
    before = coordinator - 1
    if word_at(words, before) in cw.COORDINATORS:
        before -= 1
    word = word_at(words, before)
    if word in adjectives() or (word in cw.DEGREES and word_at(words, coordinator + 1) in cw.DEGREES):
        return before
    if words[coordinator] == "," and word[:1] == "_" and word_at(words, before - 1) == ",":
        return before - 2
    for place in range(before, max(-1, before - 7), -1):
        word = words[place]
        if place < before and (word in cw.LINKING or (word in adjectives() and words[place + 1] in cw.OPENING_TAILS)):
            return place  # "grateful for it, content"
        if is_break(word) or (word in cw.FUNCTION_WORDS and word not in cw.INSIDE_ITEMS):
            return None
    return None


def _subject_follows(words: Sequence[str], at: int, head: str, frames: Frame) -> bool:
    """ "How sad I was", "tired as I am", "how happy this makes me"."""
    if head == "how" and tuple(words[at + 2 : at + 4]) in (("makes", "me"), ("made", "me")):
        return words[at + 1] in cw.THINGS
    if word_at(words, at + 1) == "as":
        at += 1
    verbs = cw.LINKING | {"'ve", "had"} if frames & _WITHOUT_FEEL else cw.FEEL
    linked = word_at(words, at + 1) == "i" and word_at(words, at + 2) in verbs
    return (
        linked
        and word_at(words, at + 3) not in cw.NEGATORS
        and (head in {"how", "however", "as", ","} or is_break(head))
    )


def _is_denied_after(words: Sequence[str], at: int) -> bool:
    """ "Sad no longer", "happy, not", "calm, supposedly", "angry (typo)", "happy on paper"; "sad, says my mum"."""
    if any(_is_only_so_far(words, at + 1, phrase) for phrase in cw.ONLY_SO_FAR):
        return True
    mark = word_at(words, at + 1)
    if mark in {",", "("}:
        at += 1
    denied = word_at(words, at + 1) in cw.DENYING_BEHIND and is_break(word_at(words, at + 2))
    return denied or (mark == "," and _is_others_verdict(words, at + 1))


def _is_only_so_far(words: Sequence[str], at: int, phrase: tuple[str, ...]) -> bool:
    """ "Happy in theory.", "happy on paper but"; not "afraid in theory class"."""
    end = at + len(phrase)
    return tuple(words[at:end]) == phrase and (is_break(word_at(words, end)) or word_at(words, end) in cw.COORDINATORS)


def _is_others_verdict(words: Sequence[str], at: int) -> bool:
    """ "..., she says.", "..., my mum thinks.", "..., says my watch"; not "..., said my goodbyes"."""
    if word_at(words, at) in cw.VERDICTS_OF_OTHERS:
        return word_at(words, at + 1) in cw.DETERMINERS | cw.PEOPLE
    if word_at(words, at) in cw.DETERMINERS:
        at += 1
    by_others = word_at(words, at) in cw.PEOPLE or word_at(words, at) in cw.SUBJECTS_OF_OTHERS
    return by_others and word_at(words, at + 1) in cw.VERDICTS and is_break(word_at(words, at + 2))


def _is_note(words: Sequence[str], head: int) -> bool:
    """Whether a state may stand here without a verb: a note's start, its going on, or what one came home as."""
    word = word_at(words, head)
    if is_break(word):
        return (word != ":" or _is_label(words, head)) and not _is_of_later_subject(words, head)
    if word[0].isdigit():
        return "/" not in word and is_break(word_at(words, head - 1))
    if word in cw.COORDINATORS or word in cw.CLAUSE_OPENERS:
        return speaks_of_writer(words, head)
    return is_how_one_came_home(words, head)


def _is_of_later_subject(words: Sequence[str], opening: int) -> bool:
    """ "Sad and lonely, he left"."""
    for place in range(opening + 1, opening + _LONGEST_LIST):
        word = word_at(words, place)
        if word == "," and word_at(words, place + 1) in {"he", "she", "they"}:
            return True
        if not (word in adjectives() or word in cw.COORDINATORS or is_passed_over(word)):
            return False
    return False


def _lacks_verb(words: Sequence[str], at: int, head: int) -> bool:
    """ "I just scared", "I so sad": the verb left out. "I surprised" alone may be one: somebody else's surprise."""
    subject = word_at(words, head) == "i" and is_stated(words, head)
    return subject and (head < at - 1 or not words[at].endswith("ed"))


def _is_mood_label(words: Sequence[str], mark: int) -> bool:
    """ "Mood: low", "today's mood - good"; not "her mood:"."""
    before = word_at(words, mark - 2)
    labelled = word_at(words, mark) in {":", "-"} and word_at(words, mark - 1) in cw.MOOD_LABELS
    if before in cw.BETWEEN_MY_AND_MOOD and word_at(words, mark - 3) == "my":
        before = "my"
    return labelled and (is_break(before) or is_passed_over(before) or before == "my")


def _is_label(words: Sequence[str], colon: int) -> bool:
    """ "Mood:", "22:10:", "Day 3 without coffee:"; not "Mum:"."""
    for place in range(colon - 1, max(-1, colon - _LONGEST_LABEL), -1):
        word = words[place]
        if is_break(word):
            break
        if word in cw.FEELING_LABELS or word[0].isdigit():
            return word_at(words, place - 1) not in cw.NEGATORS
    return colon < 1


def may_follow(words: Sequence[str], at: int) -> bool:
    """Whether the word at `at` can come after a predicate, so that the state is not said of a thing."""
    for place in range(at, at + 5):
        word = word_at(words, place)
        if is_break(word) or word in cw.AFTER_PREDICATE or is_passed_over(word):
            return True
        if word not in adjectives():
            return word[0] in "_,&/+" or word[0].isdigit()
    return False
