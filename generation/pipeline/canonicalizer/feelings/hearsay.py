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
    rf"| (?:i|it|that|this) (?:am|is|was) (?:wrong|mistaken|false|nonsense){_END}"
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
        or (words[report] in cw.BELIEVED and _opens_directly(words, report, subject))
        or _TAKEN_BACK.search(" ".join(words[subject : subject + _REACH]))
    )


def report_before(words: Sequence[str], at: int) -> int | None:
    """The verb of saying or thinking the clause right of `at` hangs on: "told my mum", "texted:", "told by my aunt"."""
    if word_at(words, at) == ":":
        at -= 1
    for place in range(at, max(-1, at - 3), -1):
        if words[place] in cw.REPORTING:
            return place
        if words[place] in cw.COORDINATORS or words[place] in cw.CLAUSE_OPENERS or is_break(words[place]):
            return None
    for place in range(at, max(0, at - _LONGEST_BY_PHRASE), -1):
        if words[place] == "by" and words[place - 1] in cw.TOLD:
            return place - 1
    return None


def _is_told(words: Sequence[str], verb: int) -> bool:
    """ "I was told", "got told", "been informed"."""
    if words[verb] not in cw.TOLD:
        return False
    for at in range(verb - 1, max(-1, verb - _GAP), -1):
        if words[at] in cw.BE or words[at] in cw.GETTING:
            return True
        if not (is_passed_over(words[at]) or words[at] in cw.NEGATORS):
            return False
    return False


def _is_heard(words: Sequence[str], subject: int, opening: int) -> bool:
    """ "I keep hearing I am", "I read that I am"; not "after what I heard I was", "when I heard that, I was"."""
    if word_at(words, opening) in cw.HEARING:
        return True
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


def _opens_directly(words: Sequence[str], verb: int, subject: int) -> bool:
    """ "Thought I was", "thought that maybe I was"; what follows a colon is the thought itself."""
    return all(word == "that" or is_passed_over(word) for word in words[verb + 1 : subject])


def _is_line_of_a_part(words: Sequence[str], verb: int, subject: int) -> bool:
    """ "In the role play I said I am"."""
    played = not cw.PARTS.isdisjoint(words[max(0, verb - _BACK_TO_THE_PART) : verb])
    return played and word_at(words, subject + 1) in _PRESENT


def _is_recited(words: Sequence[str], subject: int, opening: int) -> bool:
    """ "We practised: I feel", "template: I am", "rehearsed the line I am": a line is in the present, and what one
    tells of the exercise in the past; not "after practising I am", "I repeated that I am"."""
    if word_at(words, subject + 1) not in _PRESENT or "that" in words[opening:subject]:
        return False
    colon = word_at(words, opening) == ":"
    for at in range(opening - colon, max(-1, opening - 4), -1):
        if words[at] in cw.RECITED:
            return colon or not (words[at] in cw.PARTS or word_at(words, at - 1) in cw.GERUND_PREPOSITIONS)
        if words[at] not in cw.AFTER_RECITED:
            return False
    return False
