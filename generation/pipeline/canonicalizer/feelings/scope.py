"""Stage A: whose feeling a verb group is about, and whether it is stated as a fact.

Input: the folded words of one sentence and the place of a verb. Output: yes or no. Every walk goes left from
that place over at most `_REACH` words, so the work per feeling word is bounded. When in doubt, no.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum, auto

from generation.pipeline.canonicalizer.feelings import clause_words as cw
from generation.pipeline.canonicalizer.feelings.clauses import is_break, is_passed_over, word_at
from generation.pipeline.canonicalizer.feelings.statements import is_stated, speaks_of_writer

_REACH = 40
_GAP = 7
_DEPICTIVE_REACH = 9
_PARTICLES = frozenset(["up", "out", "back", "down", "off", "home", "over", "along", "around"])
_PARTS_OF_ME = frozenset(["part", "parts", "half", "all", "most", "some", "bit", "rest"])


class _Role(Enum):
    SKIP = auto()
    OWN = auto()
    ME = auto()
    NEGATED = auto()
    SUPPOSED = auto()
    CONDITIONAL_D = auto()
    TO = auto()
    COORDINATED = auto()
    GERUND = auto()
    INNER = auto()
    BREAK = auto()
    OTHER = auto()


# Later lines win: "been" is a linking verb and an auxiliary, here it is passed over.
_ROLES: dict[str, _Role] = {
    **dict.fromkeys(cw.GERUND_PREPOSITIONS, _Role.GERUND),
    **dict.fromkeys(cw.INNER_PARTS, _Role.INNER),
    **dict.fromkeys(cw.BEFORE_GERUNDS | cw.SELF_VERBS | _PARTICLES, _Role.SKIP),
    **dict.fromkeys(cw.INTENSIFIERS | cw.AUXILIARIES, _Role.SKIP),
    **dict.fromkeys(cw.SUBJECTS_THAT_ALSO_STRESS, _Role.OTHER),
    **dict.fromkeys(cw.COORDINATORS, _Role.COORDINATED),
    **dict.fromkeys(cw.NEGATORS | cw.STOPPING, _Role.NEGATED),
    **dict.fromkeys(cw.MODALS, _Role.SUPPOSED),
    "'d": _Role.CONDITIONAL_D,
    "to": _Role.TO,
    "me": _Role.ME,
    "i": _Role.OWN,
}
_PARTICIPLES = frozenset(["been", "felt", "gotten", "become", "grown", "had", "started", "begun", "never", "always"])


def has_own_subject(words: Sequence[str], verb: int, *, stands_alone: bool) -> bool:
    """Whether the verb at `verb` says something of the writer, as a fact.

    `stands_alone`: whether the verb may open a note without a subject ("felt calm").
    """
    if words[verb] in cw.OF_THINGS:
        return sums_up_own_feeling(words, verb) or _is_said_of_own_mind(words, verb)
    if words[verb] == "was" and sums_up_own_feeling(words, verb):
        return True
    for at in range(verb - 1, max(-1, verb - _REACH), -1):
        role = _role_of(words, at)
        if words[at] == "can" and words[verb] == "be":
            return False  # "I can be sad": at times, not on this day
        if role is not _Role.SKIP:
            return _ENDINGS[role](words, at, verb, stands_alone)
    return stands_alone


def causes_own_feeling(words: Sequence[str], me: int, causes: frozenset[str] = cw.CAUSING) -> bool:
    """Whether "me" at `me` is made to feel something, as a fact: "left me", "has been making me"."""
    at = me - 1
    while is_passed_over(word_at(words, at)):
        at -= 1
    cause = word_at(words, at)
    if cause not in causes:
        return False
    before = word_at(words, at - 1)
    if cause in cw.CAUSING_BARE and (is_break(before) or before in cw.COORDINATORS | {"please", "just"}):
        return False
    return _is_fact_before(words, at)


def _is_fact_before(words: Sequence[str], verb: int) -> bool:
    """No negator, modal, supposition or bare infinitive between the clause's start and its verb."""
    if word_at(words, verb - 1) in cw.NOT_QUITE or not cw.UNVOUCHED.isdisjoint(words[max(0, verb - 2) : verb]):
        return False  # "it almost made me", "apparently it makes me"
    for at in range(verb - 1, max(-1, verb - _REACH), -1):
        word = words[at]
        if word == "to" and at == verb - 1 and word_at(words, at - 1) not in cw.FACTUAL_BEFORE_TO:
            return False
        if word in cw.MODALS or word in cw.SUPPOSING:
            return False
        if word in cw.ZONE_NEGATORS and not _denies_something_else(words, at):
            return False
        if is_break(word) or word in {",", "but"}:
            break
        if word in cw.INVERTING and words[at + 1] in cw.PRONOUNS and is_break(word_at(words, at - 1)):
            return False
    return True


def _denies_something_else(words: Sequence[str], negator: int) -> bool:
    """ "Not sleeping makes me tired": what is denied is the cause."""
    after = word_at(words, negator + 1)
    return after.endswith("ing") and after not in {"nothing", "anything"}


def sums_up_own_feeling(words: Sequence[str], verb: int) -> bool:
    """ "All I feel is sad"."""
    feels = word_at(words, verb - 1) in cw.FEEL | {"am"} and word_at(words, verb - 2) == "i"
    return feels and is_stated(words, verb - 2)


def is_how_one_came_home(words: Sequence[str], head: int) -> bool:
    """ "Went to bed angry": a verb of moving or staying, and nobody else between it and the state."""
    if words[head] in cw.FUNCTION_WORDS or words[head] in cw.NAMED_BY_OTHERS:
        return False
    for place in range(head, max(-1, head - _DEPICTIVE_REACH), -1):
        word = words[place]
        if word in cw.DEPICTIVE:
            return has_own_subject(words, place, stands_alone=True)
        if word in cw.OTHER_PRONOUNS or word in cw.PEOPLE or is_break(word) or word == "i":
            return False
    return False


def _is_said_of_own_mind(words: Sequence[str], verb: int) -> bool:
    """ "My mind is calm", "part of me is relieved"."""
    at = verb - 1
    while is_passed_over(word_at(words, at)):
        at -= 1
    role = _role_of(words, at) if at >= 0 else _Role.BREAK
    return role in {_Role.INNER, _Role.ME} and _ENDINGS[role](words, at, verb, False)


def _role_of(words: Sequence[str], at: int) -> _Role:
    word = words[at]
    role = _ROLES.get(word)
    if role:
        return role
    if is_break(word):
        return _Role.BREAK
    return _Role.SKIP if is_passed_over(word) else _Role.OTHER


# --- what each word that ends the walk means: (words, its place, the verb's place, may stand alone) --------


def _own(words: Sequence[str], at: int, _verb: int, _alone: bool) -> bool:
    return is_stated(words, at)


def _denied(_words: Sequence[str], _at: int, _verb: int, _alone: bool) -> bool:
    return False


def _would_or_had(words: Sequence[str], at: int, _verb: int, _alone: bool) -> bool:
    return word_at(words, at + 1) in _PARTICIPLES and words[at - 1] == "i" and is_stated(words, at - 1)


def _infinitive(words: Sequence[str], at: int, verb: int, alone: bool) -> bool:
    before = at - 1
    while is_passed_over(word_at(words, before)):
        before -= 1
    opener = word_at(words, before)
    if opener == "me":
        return causes_own_feeling(words, before)
    is_use = opener == "used" and words[verb].endswith("ing")  # "used to being"; "used to be" is no more
    if opener not in cw.FACTUAL_BEFORE_TO and not is_use:
        return False
    if opener in cw.EXPERIENCES:
        return _is_fact_before(words, before)
    return has_own_subject(words, before, stands_alone=alone)


def _made_to_feel(words: Sequence[str], at: int, _verb: int, _alone: bool) -> bool:
    if word_at(words, at - 1) == "of":
        return word_at(words, at - 2) in _PARTS_OF_ME and is_stated(words, at - 2)
    return causes_own_feeling(words, at)


def _goes_on(words: Sequence[str], at: int, verb: int, alone: bool) -> bool:
    word = words[verb]
    bare = word in cw.BARE_VERBS
    return alone and speaks_of_writer(words, at, bare=bare)


def _while_feeling(words: Sequence[str], at: int, verb: int, alone: bool) -> bool:
    """ "After feeling sad I left", "tired of being sad": the clause beside it says who."""
    if not words[verb].endswith("ing"):
        return _goes_on(words, at, verb, alone)
    if words[at] in {"of", "about"} and word_at(words, at - 1) in cw.FEARED:
        return False
    if words[at] == "for" and not cw.MISTAKING.isdisjoint(words[max(0, at - 3) : at]):
        return False
    later = next((word for word in words[verb : verb + _REACH] if word in cw.PRONOUNS or word in cw.PEOPLE), "i")
    opens = is_break(word_at(words, at - 1))
    return speaks_of_writer(words, at) and not (opens and later not in {"i", "me"} | cw.THINGS)


def _own_mind(words: Sequence[str], at: int, _verb: int, _alone: bool) -> bool:
    if word_at(words, at - 1) in cw.BETWEEN_MY_AND_MOOD and word_at(words, at - 2) == "my":
        at -= 1
    before = word_at(words, at - 1)
    return (before == "my" and is_stated(words, at - 1)) or (words[at] == "mood" and is_break(before))


def _note(_words: Sequence[str], _at: int, _verb: int, alone: bool) -> bool:
    return alone


def _behind_a_gap(words: Sequence[str], at: int, verb: int, _alone: bool) -> bool:
    """ "I with my bad knee was": back to "I" over one phrase that opens with a preposition."""
    if words[verb].endswith("ing") and is_how_one_came_home(words, at):
        return True
    for place in range(at, max(-1, at - _GAP), -1):
        word = words[place]
        if word == "i":
            return word_at(words, place + 1) in cw.GERUND_PREPOSITIONS and is_stated(words, place)
        if word in cw.SUBJECTS_OF_OTHERS or word in cw.LINKING or word in cw.NEGATORS:
            return False
    return False


_ENDINGS: dict[_Role, Callable[[Sequence[str], int, int, bool], bool]] = {
    _Role.OWN: _own,
    _Role.ME: _made_to_feel,
    _Role.NEGATED: _denied,
    _Role.SUPPOSED: _denied,
    _Role.CONDITIONAL_D: _would_or_had,
    _Role.TO: _infinitive,
    _Role.COORDINATED: _goes_on,
    _Role.GERUND: _while_feeling,
    _Role.INNER: _own_mind,
    _Role.BREAK: _note,
    _Role.OTHER: _behind_a_gap,
}
