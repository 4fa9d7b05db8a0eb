"""Stage A: whether the writer stands by what a clause says of them, or only heard, believed, recited or took it back.

Input: the folded words of one sentence and the place of the clause's "I". Output: yes or no. No walk goes over more
than `_REACH` words. When in doubt, no.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generation.pipeline.canonicalizer.feelings import clause_words as cw
from generation.pipeline.canonicalizer.feelings.clauses import is_break, is_passed_over, word_at

_REACH = 40
_GAP = 7
_LONGEST_BY_PHRASE = 4
_BACK_TO_THE_PART = 12
_PRESENT = frozenset({"am", "feel", "get", "become"})
_END = r"(?= [.,;:!()–—-]|$| \.\.| …)"
# What takes back a statement that hangs on a verb of saying or thinking. With more behind it ("but I'm not now", "but I
# was not angry at him") the denial is of something else.
_TAKEN_BACK = re.compile(
    r" (?:[,;:(–—-]|\.\.+|…|but|though|although|yet|and|when|which)(?: (?:but|and|in|fact|,))*(?:"
    rf" i (?:really |just )?(?:am|was|did|do|feel|felt) _?not(?: really| actually| _soft)*{_END}"
    rf"| i (?:am |was |just )?(?:lied|lying|joking|kidding){_END}"
    rf"|(?: it| that| this)?(?: is| was)? (?:untrue|_?not true|_?not so|a lie|a typo|typo){_END}"
    rf"| (?:i (?:am|was) mistaken|(?:it|that|this) (?:is|was) false){_END}"
    rf"| (?:no|nope|_?not){_END}"
    r"| i do not mean it)"
)


def stands_by(words: Sequence[str], subject: int, opening: int) -> bool:
    """Whether the writer means the clause whose subject stands at `subject`, behind the word at `opening`."""
    if word_at(words, opening) in cw.UNVOUCHED or _is_recited(words, subject, opening):
        return False
    report = report_before(words, opening)
    if report is None:
        return not _is_heard(words, subject, opening)
    return not (
        _is_told(words, report)
        or _is_slip(words, report, subject)
        or _is_line_of_a_part(words, report, subject)
        or _is_belief(words, report, subject)
        or _TAKEN_BACK.search(" ".join(words[subject : subject + _REACH]))
    )


def is_told_to_calm(words: Sequence[str], at: int, verb: int) -> bool:
    """ "Told her I'm fine", "said I'm just tired": what one answers so that nobody asks on."""
    if words[at] not in cw.ANSWERS_TO_HOW and not (words[at] == "tired" and words[at - 1] in {"just", "only"}):
        return False
    subject = next((place for place in range(verb - 1, max(-1, verb - 4), -1) if words[place] == "i"), None)
    if subject is None:
        return False
    report = report_before(words, subject - 1)
    return report is not None and words[report] in cw.SAYING


def report_before(words: Sequence[str], at: int) -> int | None:
    """The verb of saying or thinking the clause right of `at` hangs on: "told my mum", "texted:", "told by my aunt"."""
    if word_at(words, at) == ":":
        at -= 1
    for place in range(at, max(-1, at - 3), -1):
        if words[place] in cw.REPORTING:
            return place if _is_report(words, place, at) else None
        if words[place] in cw.COORDINATORS or words[place] in cw.CLAUSE_OPENERS or is_break(words[place]):
            return None
    for place in range(at, max(0, at - _LONGEST_BY_PHRASE), -1):
        if words[place] == "by" and words[place - 1] in cw.TOLD:
            return place - 1
    return None


def _is_report(words: Sequence[str], verb: int, at: int) -> bool:
    """Whether the clause right of `at` is what the verb says: "denied that I", "is convinced I"; not "warned me so I",
    "when he lied I", "when he texted I"."""
    if word_at(words, at + 1) == ":":
        return True
    subject = at + 1
    while is_passed_over(word_at(words, subject)):
        subject += 1
    between = words[at + 1 : subject]
    if "so" in between:
        return False
    timed = not cw.TIMES_AND_CAUSES.isdisjoint(words[max(0, verb - 4) : verb])
    by_that = words[verb] in cw.REPORTING_BY_THAT or (timed and words[verb] in cw.REPORTING_IN_PASSING)
    if not by_that or word_at(words, verb - 1) in cw.BE:
        return True
    return "that" in between and words[at] not in cw.GERUND_PREPOSITIONS


def _is_told(words: Sequence[str], verb: int) -> bool:
    """ "I was told", "got told", "been informed"; not "when I was told"."""
    if words[verb] not in cw.TOLD:
        return False
    for at in range(verb - 1, max(-1, verb - _GAP), -1):
        if words[at] in cw.BE or words[at] in cw.GETTING:
            return cw.TIMES_AND_CAUSES.isdisjoint(words[max(0, at - 3) : at])
        if not (is_passed_over(words[at]) or words[at] in cw.NEGATORS):
            return False
    return False


def _is_heard(words: Sequence[str], subject: int, opening: int) -> bool:
    """ "I keep hearing I am", "I read that I am"; not "after what I heard I was", "when I heard that, I was",
    "after hearing that I was"."""
    if word_at(words, opening) in cw.HEARING:
        before = word_at(words, opening - 1)
        timed = before in cw.BEFORE_HEARING or word_at(words, opening - 2) in cw.TIMES_AND_CAUSES
        return not (timed or is_break(before))
    return (
        word_at(words, opening) in cw.HEARD
        and "that" in words[opening:subject]
        and word_at(words, opening - 2) not in cw.CLAUSE_OPENERS
    )


def _is_slip(words: Sequence[str], verb: int, subject: int) -> bool:
    """ "I wrongly said I was", "I typed I am ... by mistake"."""
    before = words[max(0, verb - 3) : verb]
    if words[verb] not in cw.WRITING:
        return not cw.MISTAKENLY.isdisjoint(before)
    behind = words[subject : subject + _REACH]
    end = next((at for at, word in enumerate(behind) if is_break(word) or word in cw.CLAUSE_OPENERS), len(behind))
    return not (cw.MISTAKENLY | cw.BY_ACCIDENT).isdisjoint((*before, *behind[:end]))


def _is_belief(words: Sequence[str], verb: int, subject: int) -> bool:
    """ "Thought I was", "thought that maybe I was"; what follows a colon is the thought itself, and "as I thought" it
    proved right."""
    if words[verb] not in cw.BELIEVED or not cw.COMPARING.isdisjoint(words[max(0, verb - 2) : verb]):
        return False
    return all(word == "that" or is_passed_over(word) for word in words[verb + 1 : subject])


def _is_line_of_a_part(words: Sequence[str], verb: int, subject: int) -> bool:
    """ "In the role play I said I am"."""
    played = not cw.PARTS.isdisjoint(words[max(0, verb - _BACK_TO_THE_PART) : verb])
    return played and word_at(words, subject + 1) in _PRESENT


def _is_recited(words: Sequence[str], subject: int, opening: int) -> bool:
    """ "We practised: I feel", "template: I am", "rehearsed the line I am": a line is in the present, and what one
    tells of the exercise in the past; not "after practising I am", "with my mantra I am", "I repeated that I am"."""
    if word_at(words, subject + 1) not in _PRESENT or "that" in words[opening:subject]:
        return False
    colon = word_at(words, opening) == ":"
    for at in range(opening - colon, max(-1, opening - 4), -1):
        if words[at] in cw.RECITED:
            if colon and words[at] in cw.PARTS:
                return True
            directly = colon or opening == subject - 1
            return directly and (cw.PARTS | cw.BEFORE_EXERCISES).isdisjoint(words[max(0, at - 3) : at + 1])
        if words[at] not in cw.AFTER_RECITED:
            return False
    return False
