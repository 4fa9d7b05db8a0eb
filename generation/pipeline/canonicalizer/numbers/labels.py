"""Stage A: what a number measured, taken only from words of the same message.

In: the clauses around a number. Out: a label with the sentence its word stands in, or None. Never a guess: the word
must be there, must be able to carry the number's dimension, must be the writer's own, and must stand where a label
stands: beside the number ("Mood 6/10", "20 min walk", "6 h of sleep"), as the verb before it ("walked with
the dog for 20 min"), or, for a number that stands alone, as the one topic of the words before ("Couldn't
sleep. Maybe 5.5 h.").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generation.pipeline.canonicalizer.numbers.carrying import carries
from generation.pipeline.canonicalizer.numbers.clauses import (
    Clause,
    Item,
    Mark,
    Subject,
    is_person,
    is_verb_form,
)
from generation.pipeline.canonicalizer.numbers.counted_things import is_nameable
from generation.pipeline.canonicalizer.numbers.label_owners import Mention, Place, placed
from generation.pipeline.canonicalizer.numbers.movements import CHANGING, movement_start
from generation.pipeline.canonicalizer.numbers.notation import Kind, Notation, magnitude
from generation.pipeline.canonicalizer.numbers.subject_words import ADVERBS, DETERMINERS, TIMES
from generation.pipeline.canonicalizer.numbers.units import DISTANCE, DURATION, MONEY, RATE, SCALE, TEMPERATURE
from generation.pipeline.reading.word_set import word_set

_COPULAS = word_set("is was are were be been 's am")
_BETWEEN = (
    _COPULAS
    | ADVERBS
    | TIMES
    | word_set(
        """
        has have of a an the for at total totally lvl approx ca circa like only another level levels score rating
        altogether say got maybe my out so far in it from would took lasted lasts feels felt feeling still
        yesterday's today's max min resting reads read weighed solid strong weak steady stable stuck hovering
        hovers hovered sitting hit hits reached lasting x ×
        """
    )
) - word_set("not never early late later earlier")
# What a label may be said to do or be before its number; alone with a number they are about nothing.
_STATES = word_set(
    """
    lying standing sits sat stays stayed peaked peaking averaging averaged creeping dropped fell shot says said reads
    showed shows hurts hurt aches went around racing pounding up count readings bit bad worse better fine ok okay
    horrible awful terrible great wise scale myself good grim high higher low lower rubbish rest diary log tracker
    lol haha ugh tbh doing going beating thumping hammering round unchanged
    chart out breakfast lunch dinner tea supper waking pre post bed bedtime worst best strongest lowest highest peak
    otherwise overall yest yday hard tough shaky measly whopping generous grudging honest tentative hopeful call
    called we're i'm i'd
    """
)
_BLOCKING = word_set(
    """
    about on after before during from without since until till despite than instead against between behind
    because regarding over by
    """
)
# Directly before a number they make it a point in time, not an amount.
_POINTING = word_set("after before within every until till by since from on")
_TO_REAL = word_set("managed manage able got get had")
_FRAGMENT = (
    _BETWEEN
    | ADVERBS
    | TIMES
    | word_set(
        """
        i'm im had could must if score rate put number call least most easily on watch fitbit garmin oura
        whoop app according per machine monitor cuff
        i think guess suppose i'd say in it that this was managed did had got total altogether or so made long by
        """
    )
)
_BEHIND_NUMBER = word_set("of a an the my some worth good more on in at")
_DESCRIBING = word_set(
    """
    easy long good slow morning evening deep short quick nice light brisk gentle solid broken uninterrupted bad
    guided
    """
)
_MAY_STAND_BEHIND = _BEHIND_NUMBER | _DESCRIBING | frozenset("'’")


def place_of_label(
    text: str, clause: Clause, at: int, notation: Notation, found: Sequence[Mention], used: set[int]
) -> Place | None:
    """The label of the number at item `at` in its own clause. `used` holds items that label a number before it."""
    fitting = [
        mention
        for mention in found
        if (carries(mention.word, notation) or _is_none_of(clause, at, notation, mention)) and mention.first not in used
    ]
    if len(fitting) > 1:
        # "Anxiety felt like 7/10" is about anxiety.
        fitting = [mention for mention in fitting if mention.word.label != "feeling"]
    before = _beside_before(text, clause, at, notation, fitting)
    behind = _beside_behind(text, clause, at, notation, fitting)
    if before and behind:
        return before if _before_wins(clause, at, notation, before, behind) else behind
    return before or behind or _verb_before(text, clause, at, notation, fitting)


def _is_none_of(clause: Clause, at: int, notation: Notation, mention: Mention) -> bool:
    """ "exercise 0", "Screen time: 0": nothing needs no unit, where it is all that the field says."""
    ends = at + 1 == len(clause.items) or clause.items[at + 1].mark is not Mark.WORD
    if notation.kind is not Kind.BARE or notation.value != "0" or not ends or mention.first > at:
        return False
    between = clause.items[mention.first + mention.length : at]
    return not mention.word.dimensions.isdisjoint(_TIMED_OR_RUN) and all(item.word in ":=-" for item in between)


_TIMED_OR_RUN = frozenset([DURATION, DISTANCE])


def _before_wins(clause: Clause, at: int, notation: Notation, before: Place, behind: Place) -> bool:
    """Of "sleep 6 h walk 4 km" the first, of "went to work after a 20 min walk" the second."""
    if clause.items[at + 1].word == "of":
        return False
    if notation.dimensions[:1] in {(SCALE,), ()}:
        return True
    if before.first + before.length == at and is_verb_form(clause.items[before.first].word):
        return True
    following = clause.items[behind.first + behind.length :]
    return bool(following) and (
        following[0].mark is Mark.NUMBER or following[0].word in {":", "="} or following[0].word in _COPULAS
    )


def _beside_before(text: str, clause: Clause, at: int, notation: Notation, found: Sequence[Mention]) -> Place | None:
    """ "Mood 6/10", "mood was about a 6", "slept for 6 h"."""
    by_end = {mention.first + mention.length - 1: mention for mention in found}
    passed: list[str] = []
    clocked = False
    moved = movement_start(clause.items, at)
    if notation.kind in _TIMED_KINDS and moved - 1 not in by_end:
        moved = _occasion_start(clause.items, moved)
    for index in range(moved - 1, -1, -1):
        item = clause.items[index]
        mention = by_end.get(index)
        if mention:
            if not _fits_between(clause, mention, passed, notation) or is_blocked(clause, mention):
                return None
            return None if clocked and DURATION in mention.word.dimensions else placed(text, clause, mention)
        if item.mark is Mark.NUMBER and (timed := _TIME_OF_DAY.fullmatch(text, item.start, item.end)):
            clocked = clocked or not timed["half"] or not notation.dimensions
            continue  # "BG 7am 142"; "sleep 7:30 8/10" and "sleep 11pm 7" may be hours of sleep
        if item.mark is Mark.NUMBER and index and clause.items[index + 1].word == ":":
            continue  # "nap 1: 20 min"
        if item.mark is Mark.NUMBER or (item.mark is Mark.SIGN and item.word not in ":=~≈-\"'"):
            return None
        if item.word == "to" and not CHANGING.isdisjoint(clause.words[:index]):
            continue  # "cut screen time to 2h50"
        if item.mark is Mark.WORD and item.word not in _BETWEEN and item.word not in _STATES:
            return None
        passed.append(item.word)
    return None


_TIME_OF_DAY = re.compile(r"\d{1,2}(?::\d{2})? ?(?P<half>[ap]\.?m\b\.?)|\d{1,2}:\d{2}", re.IGNORECASE)
_TIMED_KINDS = frozenset([Kind.BARE, Kind.MARKED, Kind.SCALE, Kind.PRESSURE, Kind.MEASURE])
_OCCASIONS = word_set("after before post pre during on at in up down")


def _occasion_start(items: Sequence[Item], at: int) -> int:
    """Where a phrase begins that only says when: "pulse after the stairs 120", "anxiety before work 7/10"."""
    if at < 2 or not is_nameable(items[at - 1].word):
        return at
    for index in range(at - 2, max(-1, at - 5), -1):
        if index > 0 and items[index].word in _OCCASIONS:
            return index
        item = items[index + 1]
        if item.mark is not Mark.WORD or is_verb_form(item.word) or is_person(item.word):
            return at
    return at


_VITAL = frozenset([RATE, TEMPERATURE])
_MIN_VITAL = 25
_STEADY = word_set("in unchanged stable steady stuck hovering still same sitting")


def _fits_between(clause: Clause, mention: Mention, passed: Sequence[str], notation: Notation) -> bool:
    nearest = passed[0] if passed else ""
    if nearest in _POINTING and notation.dimensions[:1] != (SCALE,):
        return False
    if mention.word.label == "day" and notation.kind is Kind.BARE and nearest not in {"a", "an", "solid"}:
        return False  # "the day was a 5", but not "day 5"
    if passed[:2] in (["at", "hit"], ["at", "went"]):
        return False  # "migraine hit at 2"
    if "at" in passed:
        if mention.word.label == "weight":
            return not _STEADY.isdisjoint(passed)  # "weighed in at 83 kg", "weight unchanged at 90"
        if not _VITAL.isdisjoint(mention.word.dimensions):
            return magnitude(notation.value) >= _MIN_VITAL  # "heart racing at 120", but not "temp at 8"
        if not mention.word.topic and not notation.dimensions:
            return False  # "hungry at 4"
        return SCALE in mention.word.dimensions and mention.word.label != "sleep"
    if "in" in passed and notation.dimensions[:1] == (DURATION,):
        return DISTANCE in mention.word.dimensions
    return notation.kind is not Kind.CLOCK or _is_clocked(clause, mention, passed, notation)


# Nouns whose "7:45" is an amount; the "18:30" of a gym or a meeting is when it is.
_CLOCKED = word_set("sleep deep-sleep light-sleep core-sleep rem-sleep screen-time plank awake")


def _is_clocked(clause: Clause, mention: Mention, passed: Sequence[str], notation: Notation) -> bool:
    label = mention.word.label.replace(" ", "-")
    if not (is_verb_form(clause.items[mention.first].word) or label in _CLOCKED):
        return False
    longest = 13 if label.endswith("sleep") else 60 if DISTANCE in mention.word.dimensions else 24
    return int(notation.value.partition(":")[0]) < longest and set(passed) <= {
        ":",
        "=",
        "for",
        "was",
        "about",
        "around",
    }


def _beside_behind(text: str, clause: Clause, at: int, notation: Notation, found: Sequence[Mention]) -> Place | None:
    """ "6 h of sleep", "20 min walk", "6/10 mood"."""
    index = at + 1
    items = clause.items
    firsts = {mention.first for mention in found}
    rated = notation.dimensions[:1] in {(), (SCALE,)}
    while index < len(items) and index not in firsts:
        word = items[index].word
        # "8 for anxiety", "an hour's walk"
        if word not in _MAY_STAND_BEHIND and not (rated and word == "for") and not (index == at + 2 and word == "s"):
            break
        index += 1
    if index < len(items) and items[index].word in {"'", "’", "-"}:
        index += 1
    for mention in found:
        if mention.first == index:
            named = _last_of_compound(clause, mention, found)
            form = items[named.first].word
            if _is_listed(clause, at, mention):
                return None
            past = is_verb_form(form) and not form.endswith("ing") and form not in {named.word.label, "run"}
            return None if past else placed(text, clause, named)
    return None


def _is_listed(clause: Clause, at: int, mention: Mention) -> bool:
    """ "irritab 7 sleep 5.5": a word before each number, so the one behind is the next one's."""
    behind = clause.items[mention.first + mention.length :]
    before = clause.items[at - 1] if at else None
    if not behind or before is None or before.mark is Mark.NUMBER:
        return False
    own = [item for item in behind[:_LONGEST_ROW] if item.mark is not Mark.WORD or not is_nameable(item.word)]
    if not own or (own[0].mark is not Mark.NUMBER and own[0].word not in {":", "="}):
        return False
    return mention.first == at + 1 and before.word not in TIMES and not is_verb_form(before.word)


# "irritab money 7 worry health 3"
_LONGEST_ROW = 3


def _last_of_compound(clause: Clause, mention: Mention, found: Sequence[Mention]) -> Mention:
    """ "20 min yoga session" is a session; "20 min walk sleep 6 h" is no sleep of 20 min."""
    end = mention.first + mention.length
    following = next((each for each in found if each.first == end), None)
    if following is None:
        return mention
    behind = clause.items[end + following.length : end + following.length + 1]
    return mention if behind and (behind[0].mark is Mark.NUMBER or behind[0].word == ":") else following


def _verb_before(text: str, clause: Clause, at: int, notation: Notation, found: Sequence[Mention]) -> Place | None:
    """ "walked with the dog for 20 min", "Anxiety was really bad today 8/10"."""
    if not notation.dimensions:
        return None
    scale = notation.dimensions[0] == SCALE
    timed = bool(at) and clause.items[at - 1].word == "in"
    if notation.kind is Kind.CLOCK and not timed:
        return None
    if at and not scale and clause.items[at - 1].word in _POINTING | {"at"}:
        return None
    mention = next((m for m in reversed(found) if m.first < at and not is_blocked(clause, m)), None)
    if mention is None or mention.word.verb is scale or not (mention.word.verb or mention.word.topic):
        return None
    if scale:
        between = clause.items[mention.first + mention.length : at]
        anothers = any(is_person(item.word) or item.word in {"his", "her", "their"} for item in between)
        return (
            placed(text, clause, mention)._replace(subject=Subject.OTHER) if anothers else placed(text, clause, mention)
        )
    return placed(text, clause, mention) if _governs(text, clause, mention, at, notation, timed=timed) else None


def _governs(text: str, clause: Clause, mention: Mention, at: int, notation: Notation, *, timed: bool) -> bool:
    """Whether the verb reaches over what stands between it and the number."""
    between = clause.items[mention.first + mention.length : at]
    if any(is_verb_form(item.word) for item in between):
        return False
    if notation.dimensions[0] == MONEY and any(item.mark is Mark.NUMBER for item in between):
        return False
    if timed and DURATION in notation.dimensions and DISTANCE not in mention.word.dimensions:
        return False
    form = clause.items[mention.first].word
    if is_verb_form(form) or form.endswith("ing"):
        return True
    # "Walk with the dog 20 min", but not "Sleep for Leo 10 h".
    named = any(text[item.start].isupper() and item.word not in TIMES for item in between)
    return _opens_a_phrase(between) and not named


_PHRASE_OPENERS = word_set("with in around to through at by along for near up down across home alone outside together")


def _opens_a_phrase(between: Sequence[Item]) -> bool:
    """ "walk with the dog 20 min": a note's verb; "sleep debt 2 h" is another thing."""
    word = between[0].word if between else ""
    return word in _PHRASE_OPENERS or word in TIMES or word in DETERMINERS


def is_blocked(clause: Clause, mention: Mention) -> bool:
    """Whether the word is only spoken about: "talked about work", "went to sleep", "after work"."""
    behind = clause.words[mention.first + mention.length : mention.first + mention.length + 1]
    if behind in (("front",), ("side",)):
        return False  # "on the anxiety front, 7"
    before = [item.word for item in clause.items[max(0, mention.first - 3) : mention.first]]
    while before and (before[-1] in DETERMINERS or before[-1].endswith("ly")):
        before.pop()
    if not before:
        return False
    if before[-1] == "to":
        return before[-2:-1] == [] or before[-2] not in _TO_REAL
    return before[-1] in _BLOCKING


def is_fragment(clause: Clause) -> bool:
    """Whether a clause says only a number: "Maybe 5.5 h", "about 20 min I think"."""
    return all(item.mark is not Mark.WORD or item.word in _FRAGMENT for item in clause.items)
