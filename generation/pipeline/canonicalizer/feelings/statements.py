"""Stage A: whether a clause is the writer's own statement, and whom a sentence speaks of so far.

Input: the folded words of one sentence and a place in it. Output: yes or no. Every walk goes left over at most
`_REACH` words. When in doubt, no.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from generation.pipeline.canonicalizer.feelings import clause_words as cw
from generation.pipeline.canonicalizer.feelings.clauses import is_break, is_passed_over, word_at
from generation.pipeline.canonicalizer.feelings.hearsay import report_before, stands_by
from generation.pipeline.canonicalizer.feelings.words import adjectives

_REACH = 40
_GAP = 7
_BEFORE_INVERSION = cw.OPENING_QUESTIONS | cw.NEGATORS | cw.COORDINATORS


def is_stated(words: Sequence[str], subject: int) -> bool:
    """Whether the clause whose subject stands at `subject` is the writer's own statement, and one they stand by."""
    at = _opening(words, subject)
    return _is_own_clause(words, at) and stands_by(words, subject, at)


def _opening(words: Sequence[str], subject: int) -> int:
    """The place of the word a clause hangs on: left of its subject, over adverbs."""
    at = subject - 1
    while is_passed_over(word_at(words, at)):
        at -= 1
    return at


def _is_own_clause(words: Sequence[str], at: int) -> bool:
    """Whether the clause right of the word at `at` is the writer's: not supposed ("if I"), not denied ("not that I"),
    not asked ("was I"), not another's words ("she said I")."""
    word, before = word_at(words, at), word_at(words, at - 1)
    if word == ":" and before in cw.PEOPLE and cw.REPORTING.isdisjoint(words[max(0, at - 3) : at]):
        return False
    if word == ":" and not cw.SUPPOSING.isdisjoint(words[max(0, at - 2) : at]):
        return False
    if word in cw.SUPPOSING or _is_denied(words, at) or _is_according_to(words, at):
        return False
    if word in cw.INVERTING:
        return not (is_break(before) or before in _BEFORE_INVERSION)
    report = report_before(words, at)
    return report is None or _is_own_report(words, report)


def _is_according_to(words: Sequence[str], at: int) -> bool:
    """ "According to the app, I am"; not "it went according to plan and I am"."""
    if word_at(words, at) in cw.COORDINATORS - {","}:
        return False
    for place in range(at - 1, max(-1, at - 6), -1):
        if words[place] == "according":
            before = word_at(words, place - 1)
            return is_break(before) or before in cw.COORDINATORS or before in cw.CLAUSE_OPENERS
    return False


def _is_denied(words: Sequence[str], at: int) -> bool:
    """Whether the clause right of `at` is denied: "not that", "not because", "not sure"."""
    if word_at(words, at) in cw.ZONE_NEGATORS:
        return True
    if word_at(words, at) in {"because", "as"}:
        return word_at(words, at - 1) in cw.ZONE_NEGATORS
    return word_at(words, at) in cw.CONVICTIONS and not cw.ZONE_NEGATORS.isdisjoint(words[max(0, at - 3) : at])


def _is_own_report(words: Sequence[str], verb: int) -> bool:
    if words[verb] in cw.DOUBTING:
        return False
    if words[verb] in cw.DENYING:
        return not cw.NEGATORS.isdisjoint(words[max(0, verb - 3) : verb])
    for at in range(verb - 1, max(-1, verb - _GAP), -1):
        word = words[at]
        if word in cw.NEGATORS:
            return False
        if word == "i":
            return True
        if is_break(word) or word in cw.COORDINATORS:
            return words[verb] not in cw.TELLING and speaks_of_writer(words, at)
        if not (is_passed_over(word) or word in cw.AUXILIARIES or word in cw.MODALS):
            return False
    return words[verb] not in cw.TELLING


def speaks_of_writer(words: Sequence[str], at: int, *, bare: bool = False) -> bool:
    """Whether what stands left of `at` in the sentence is about the writer, so that a note may go on about
    them: the nearest subject is "I", or there is none and nobody else comes first."""
    supposed = negated = False
    start = max(-1, at - _REACH)
    for place in range(at - 1, start, -1):
        word = words[place]
        if word == "i":
            carried = negated and words[at] in {"or", "nor"}
            return not carried and not (bare and supposed) and _is_own_clause(words, _opening(words, place))
        if word in cw.SUBJECTS_OF_OTHERS or _opens_with_person(words, place):
            return False
        if is_break(word):
            start = place
            break
        if word == "if":
            return False
        supposed |= word in cw.MODALS
        negated |= word in cw.NEGATORS
    if _is_put_in(words, start + 1, at):
        return False
    return word_at(words, start + 2) not in cw.OTHERS_MOVE_OR_SAY and not (bare and supposed)


def _is_put_in(words: Sequence[str], opening: int, comma: int) -> bool:
    """ "Jonas, tired and sad, went home": one word, and the sentence goes on with a verb after a second comma."""
    if comma - opening != 1 or is_passed_over(words[opening]) or words[opening] in cw.FUNCTION_WORDS:
        return False
    rest = words[comma + 1 : comma + _REACH]
    return any(
        word == "," and after not in adjectives() and not is_passed_over(after) for word, after in pairwise(rest)
    )


def _opens_with_person(words: Sequence[str], at: int) -> bool:
    if words[at] not in cw.PEOPLE:
        return False
    before = word_at(words, at - 1)
    if before in cw.DETERMINERS:
        before = word_at(words, at - 2)
    return is_break(before) or before in cw.COORDINATORS
