"""Stage A: whether a verb ("I hate") or a noun ("my fear") names a feeling of the writer.

Input: the folded words of one sentence and the place of the word. Output: yes or no; when in doubt, no.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from generation.pipeline.canonicalizer.feelings import clause_words as cw
from generation.pipeline.canonicalizer.feelings.clauses import is_break, is_passed_over, is_rated, word_at
from generation.pipeline.canonicalizer.feelings.scope import causes_own_feeling, has_own_subject, sums_up_own_feeling
from generation.pipeline.canonicalizer.feelings.statements import is_stated
from generation.pipeline.canonicalizer.feelings.states import may_follow
from generation.pipeline.canonicalizer.feelings.words import adjectives, feeling_forms

_LONGEST_PHRASE = 24
_MANNER_REACH = 7
_MAX_UNKNOWN = 2
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


def is_sensed(words: Sequence[str], at: int) -> bool:
    """Whether the word stands in "a sense of ...", "a mix of joy and ..."."""
    place = at - 1
    while word_at(words, place) in feeling_forms() or word_at(words, place) in cw.COORDINATORS:
        place -= 1
    return word_at(words, place) == "of" and word_at(words, place - 1) in cw.MIXTURES


def is_own_noun(words: Sequence[str], at: int) -> bool:
    after = word_at(words, at + 1)
    if after in cw.THINGS_OF_A_FEELING:
        return False
    head, negated, described = _reach_governor(words, at)
    word = word_at(words, head)
    if negated or (described and not (word in cw.SENSING or word in cw.BE)):
        return False
    governed = _GOVERNORS.get(word)
    return governed(words, head, at) if governed else not described and _stands_alone(words, head, at)


def _of_mine(words: Sequence[str], my: int, at: int) -> bool:
    """ "My fear"; not "my anxious mum"."""
    if words[at] in adjectives() and not (may_follow(words, at + 1) or word_at(words, at + 1) in cw.BE):
        return False
    return not _is_turn_of_phrase(words, my, at) and not _has_ended(words, at)


def _given_me(words: Sequence[str], me: int, _at: int) -> bool:
    return causes_own_feeling(words, me, cw.GIVING)


def _summed_up(words: Sequence[str], verb: int, at: int) -> bool:
    """ "All I feel is dread", "there's a sense of calm"."""
    if word_at(words, _before_adverbs(words, verb)) == "there":
        return _is_there_for_writer(words, at, _before_adverbs(words, verb))
    return words[verb] in {"is", "was"} and sums_up_own_feeling(words, verb)


def _had(words: Sequence[str], verb: int, _at: int) -> bool:
    return has_own_subject(words, verb, stands_alone=words[verb] in cw.HAVING_IN_NOTES)


def _done_of(words: Sequence[str], verb: int, _at: int) -> bool:
    """ "Cried of joy"."""
    return words[verb + 1] == "of" and has_own_subject(words, verb, stands_alone=True)


def _stands_alone(words: Sequence[str], head: int, at: int) -> bool:
    """ "Anxiety all day", "so much anger"."""
    word, after = word_at(words, head), word_at(words, at + 1)
    opens = is_break(word) and word not in {":", "#"} and words[head + 1] != "the"
    follows = is_break(after) or after in cw.AFTER_NOUN_ALONE or _is_there(words, at)
    return opens and not is_rated(words, at) and follows


def _is_there(words: Sequence[str], at: int) -> bool:
    """ "Anxiety is bad today", "panic is back", "anxiety through the roof"; not "anxiety is bad for the heart"."""
    if words[at] not in cw.NAMES_IN_NOTES:
        return False
    behind = at + 2 if word_at(words, at + 1) in {"is", "was"} else at + 1
    while is_passed_over(word_at(words, behind)):
        behind += 1
    if tuple(words[behind : behind + 3]) == ("through", "the", "roof"):
        return True
    word, after = word_at(words, behind), word_at(words, behind + 1)
    if word in cw.IS_THERE:
        return is_break(after) or after in cw.AFTER_NOUN_ALONE
    return word in cw.IS_STRONG and (after in {"today", "tonight", "_time", "again", "rn"})


def _is_turn_of_phrase(words: Sequence[str], my: int, at: int) -> bool:
    """ "To my surprise", "without my fear"."""
    before = word_at(words, my - 1)
    gone = before in cw.RELIEVING and word_at(words, my - 2) not in cw.QUANTITIES
    return before in cw.NEGATORS or gone or (before == "to" and words[at] in cw.SURPRISES)


def _has_ended(words: Sequence[str], at: int) -> bool:
    """ "My anxiety is gone"."""
    return any(word in cw.ENDED for word in words[at + 1 : at + 4])


def _before_adverbs(words: Sequence[str], at: int) -> int:
    at -= 1
    while is_passed_over(word_at(words, at)):
        at -= 1
    return at


def _is_there_for_writer(words: Sequence[str], at: int, there: int) -> bool:
    """ "There's a sense of calm": of the writer's state, as long as no place or group has it."""
    after = word_at(words, at + 1)
    where = word_at(words, at + 2)
    elsewhere = after in cw.PLACES_OF_A_FEELING and where not in {"me", "there"} and not where.endswith("ing")
    return is_stated(words, there) and not elsewhere


def _reach_governor(words: Sequence[str], at: int) -> tuple[int, bool, bool]:
    """Left over what describes the noun to the word that governs it; whether "no" was met; whether a word that is in
    no list describes it ("residual frustration")."""
    negated, unknown = False, 0
    head = at - 1
    while head >= max(0, at - _LONGEST_PHRASE):
        word = words[head]
        if word in cw.SENSING and words[head + 1] != "of" and head != at - 1 + (words[at] in cw.SENSING):
            break
        if word in cw.NEGATORS or word == "no":
            negated = True
        elif _may_describe(word) and unknown < _MAX_UNKNOWN:
            unknown += 1
        elif not (
            word in cw.QUANTITIES
            or word.endswith("est")
            or word in cw.COORDINATORS
            or word in feeling_forms()
            or (is_passed_over(word) and word not in cw.HAVING)
        ):
            break
        head -= 1
    return head, negated, unknown > 0


def _may_describe(word: str) -> bool:
    """An adjective as far as closed lists tell: no small word, no person, no verb that takes the noun."""
    known = word in cw.QUANTITIES or word in feeling_forms() or word in cw.HAVING or is_passed_over(word)
    small = (
        word in cw.FUNCTION_WORDS or word in cw.PEOPLE or word in cw.LINKING or word in cw.COORDINATORS or word == "me"
    )
    verb = word in cw.CAUSING or word in cw.GIVING or word in cw.FULL_OF or word in cw.DONE_OF_A_FEELING
    return word.isalpha() and not (known or small or verb)


def _is_filled(words: Sequence[str], head: int) -> bool:
    """ "Filled with dread", "in despair", "cried of joy": said of the writer by the verb before it."""
    place = head - 1
    if word_at(words, place) in cw.DONE_OF_A_FEELING and has_own_subject(words, place, stands_alone=True):
        return True
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


_GOVERNORS: dict[str, Callable[[Sequence[str], int, int], bool]] = {
    **dict.fromkeys(cw.BE, _summed_up),
    **dict.fromkeys(cw.DONE_OF_A_FEELING, _done_of),
    **dict.fromkeys(cw.HAVING, _had),
    **dict.fromkeys(("with", "of", "by", "in"), lambda words, head, _at: _is_filled(words, head)),
    "my": _of_mine,
    "me": _given_me,
}
