"""Stage A: whether the words behind a number take it back: denied, planned, wished or another's.

In: the clauses of a sentence, a number in one, and the first clause of the sentence behind. Out: whether the value is
none ("Sertraline 50 mg skipped", "Walk: 3 km (cancelled)", "50 mg - didn't take it", "Pain 5/10 for her").

What is denied is told by what the words leave out. "Skipped today" and "didn't take it" have no thing of their own, so
they speak of the value before them; "skipped lunch", "didn't see anyone" and "no nightmares" have one and speak of
that. A rating or a measurement is nothing that one takes, does or cancels ("Mood 4/10, cancelled"), and what the writer
has just said they did ("Ran 5 km, missed it") stays so. Only the next few words are looked at: the work is linear.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generation.pipeline.canonicalizer.numbers import taken_back_words as known
from generation.pipeline.canonicalizer.numbers.clauses import Clause, Item, Mark, base_pronoun, is_person, is_verb_form
from generation.pipeline.canonicalizer.numbers.given_names import GIVEN_NAMES
from generation.pipeline.canonicalizer.numbers.subject_words import ADVERBS, DETERMINERS, FIRST, OTHERS, TIMES
from generation.pipeline.canonicalizer.numbers.units import DISTANCE, DURATION, MONEY

# Farther off nobody takes a value back.
_FARTHEST = 200
_FARTHEST_WORD = 14
_FARTHEST_CLAUSE = 3
# A number among the words is a thing of its own: "didn't reach 10000".
_NUMBER = "#"


class Value(NamedTuple):
    """The number at item `at` of clause `clause`, which ends at `end` with the thing it counts.

    `measured` where it is a rating or read off a device: nothing that one does.
    """

    clause: int
    at: int
    end: int
    dimension: str | None
    measured: bool


def is_taken_back(text: str, clauses: Sequence[Clause], value: Value, following: Clause | None) -> bool:
    """Whether what stands behind the value says that it is none; `following` opens the sentence behind."""
    clause = clauses[value.clause]
    own, *answers = _pieces(clause.items[value.at + 1 :], value.end)
    said = any(is_verb_form(item.word) for item in clause.items[: value.at])
    # What follows another number, or "taken", speaks of something else.
    settled = any(_NUMBER in piece for piece in (own, *answers)) or _is_affirmed(own)
    behind = [] if settled else [*answers, *_clauses_behind(clauses, value.clause)]
    pieces = (own, *behind)
    if any(_is_anothers(text[value.end : value.end + _FARTHEST], piece, value.dimension) for piece in pieces[:2]):
        return True
    if any(map(_is_never_meant, pieces)) or (not value.measured and any(map(_is_rid_of, pieces))):
        return True
    if said or value.measured:
        return not said and (any(piece in known.GOALS for piece in behind) or any(map(_is_a_wish, pieces)))
    if not any(map(_is_affirmed, behind)) and (_is_planned(own, at_once=True) or any(map(_is_planned, behind))):
        return True
    if not known.GIVEN_UP.isdisjoint(clause.words) and any(map(_is_a_lapse, behind)):
        return False
    if _is_denied(own, value.dimension, at_once=True) or any(_is_denied(piece, value.dimension) for piece in behind):
        return True
    if value.dimension not in {DURATION, DISTANCE} and any(map(_is_not_to_be_had, pieces)):
        return True
    if not own and not answers and _is_denied_with_the_next(clauses, value):
        return True
    if following is None or settled or any(clause.vocabulary - TIMES for clause in clauses[value.clause + 1 :]):
        return False
    words, *headed = _pieces(following.items)
    return not headed and _is_denied(words, value.dimension)


def is_denied_in_answer(answer: Clause, dimension: str | None) -> bool:
    """ "Walked 3 km? No."; "7/10? Not bad" and "7/10? No idea why" deny something else."""
    words = _pieces(answer.items)[0]
    return _is_denied(words, dimension) or (words[:1] == ["no"] and _is_denied(words[1:], dimension))


def _is_a_lapse(piece: Sequence[str]) -> bool:
    """ "Beers: 4, failed": of what one means to do without, they had it."""
    return "failed" in _without_lead(piece)[:1]


def _is_affirmed(own: Sequence[str]) -> bool:
    return not known.AFFIRMED.isdisjoint(_without_lead(own)[:1])


def _pieces(items: Sequence[Item], start: int = 0) -> list[list[str]]:
    """The words from `start` on, parted by colons."""
    pieces: list[list[str]] = [[]]
    for item in items[:_FARTHEST_WORD]:
        words = pieces[-1]
        if item.word == ":":
            pieces.append([])
        elif item.mark is Mark.NUMBER:
            if words[-1:] in (["at"], ["by"], ["around"]):
                words.pop()  # a time of day
            else:
                words.append(_NUMBER)
        elif item.start >= start and (item.mark is Mark.WORD or item.word in known.AFFIRMED):
            words.append(item.word)
    return pieces


def _clauses_behind(clauses: Sequence[Clause], index: int) -> Iterator[list[str]]:
    """The clauses behind, as far as each says nothing but when; none of a heading ("planned: 8") or a reason."""
    for clause in clauses[index + 1 : index + 1 + _FARTHEST_CLAUSE]:
        words, *headed = _pieces(clause.items)
        if headed or clause.joined_by in known.REASONS or clause.words[0] in known.REASONS:
            return
        yield words
        if any(word not in TIMES | ADVERBS for word in words):
            return


def _is_denied_with_the_next(clauses: Sequence[Clause], value: Value) -> bool:
    """ "Sertraline 50 mg and lithium 300 mg not taken"; with a comma only where "both" or "all" says so."""
    behind = clauses[value.clause + 1 : value.clause + 2]
    if not behind or not (
        behind[0].joined_by in {"and", "&", "+"} or not behind[0].vocabulary.isdisjoint({"both", "all", "neither"})
    ):
        return False
    at = next((at for at, item in enumerate(behind[0].items) if item.mark is Mark.NUMBER), None)
    if at is None or any(is_verb_form(item.word) for item in behind[0].items[:at]):
        return False
    own, *answers = _pieces(behind[0].items[at + 1 :])
    return any(_is_denied(piece, value.dimension, at_once=True) for piece in (own, *answers))


def _without_lead(words: Sequence[str]) -> Sequence[str]:
    """The words from the one on that may take back: without who, when and "with breakfast"."""
    at = 0
    while at < len(words):
        if words[at] in known.LEADING:
            at += 1
        elif words[at] in known.PREPOSITIONS:
            at += 1
            while at < len(words) and words[at] in DETERMINERS:
                at += 1
            at += 1
        else:
            break
    return words[at:]


def _is_closed(words: Sequence[str]) -> bool:
    """Whether nothing follows that may be the thing meant: "skipped today", not "skipped lunch"."""
    at = 0
    while at < len(words) and tuple(words[at : at + 2]) not in known.CLOSING_PHRASES:
        if words[at] in known.CLOSING:
            return True
        if words[at] not in known.TIMES_OF_THE_DAY and words[at] not in ADVERBS and words[at] != "tomorrow":
            return False
        at += 1
    return True


def _is_closed_on_it(words: Sequence[str]) -> bool:
    return _is_closed(words[1:] if words and words[0] in known.OBJECTS else words)


def _is_denied(piece: Sequence[str], dimension: str | None, *, at_once: bool = False) -> bool:
    """`at_once`: the piece stands right behind the number, in its clause."""
    timed = dimension in {DURATION, DISTANCE}
    words = _without_lead(piece[1:] if at_once and piece and piece[0] in known.FORMS else piece)
    if not words:
        return not timed and _is_where_it_was(piece)
    first, rest = words[0], words[1:]
    if first in known.NEGATORS or first.endswith("n't"):
        return _is_undone(first, rest, timed=timed, at_once=at_once)
    if first in known.ANSWERS:
        return _is_closed(rest) or (first == "no" and rest[0] in known.NO_WAY)
    if first in known.PUT_OFF:
        return _is_closed(rest) or rest[0] in {"to", "till", "until"}
    if first in known.AVOIDED:
        if at_once and rest and (rest[0] in TIMES or rest[0] in known.INSIDE):
            return True
        return _is_closed_on_it(rest) or (rest[0] == "to" and _is_a_deed(rest[1:], timed=timed, at_once=False))
    if first in known.STOPPED and at_once and not timed:
        return not rest or rest[0] in TIMES
    if first in known.LEAVING and rest and (rest[0] in known.IT or rest[:2] == ["taking", "it"]):
        return rest[1:2] not in (["a"], ["quits"]) and rest[1:3] != ["at", "that"]
    if first in known.PARTICLES and rest and rest[0] in known.PARTICLES[first]:
        return _is_closed(rest[1:]) or rest[1] == "with" or rest[:2] == ["down", "the"]
    return not timed and _is_where_it_was(piece)


def _is_undone(negator: str, words: Sequence[str], *, timed: bool, at_once: bool) -> bool:
    """ "not taken again", "couldn't", "didn't take it"; neither "not bad" nor "didn't stop once"."""
    if _is_done_all_the_same(negator, words, at_once=at_once):
        return False
    if not words or _is_a_deed(words, timed=timed, at_once=at_once):
        return True
    if words[0] == "even":
        words = words[1:]
    if words[:1] and words[0] in known.NOT_ALL:
        return _is_closed(words[1:])
    return negator in {"not", "none"} and words[:1] != ["again"] and _is_when(words)


def _is_done_all_the_same(negator: str, words: Sequence[str], *, at_once: bool) -> bool:
    """ "shouldn't have done that", "won't do that again", "haven't done that in years": it was done this once."""
    if negator in known.REGRETTING and words[:1] == ["have"]:
        return True
    if "again" in words and (negator in known.RESOLVING or "that" in words):
        return True
    if not known.TAKING.isdisjoint(words) or (at_once and known.OBJECTS.isdisjoint(words)):
        return False  # "10 min not done for days": right behind the value it is the value's
    return "since" in words or any(
        word in {"in", "for"} and not known.LONG_TIMES.isdisjoint(words[at + 1 : at + 3])
        for at, word in enumerate(words)
    )


def _is_when(words: Sequence[str]) -> bool:
    return all(word in known.TIMES_OF_THE_DAY or word in {"yet", "at", "all"} for word in words)


def _is_a_deed(words: Sequence[str], *, timed: bool, at_once: bool) -> bool:
    """Whether they are a deed without a thing, or with "it" for one. "Couldn't take it" says nothing of hours."""
    while words and words[0] in known.BEFORE_A_DEED and (words[1:] or words[0] == "to"):
        if words[0] in known.TAKING_IT and words[1] in known.OBJECTS:
            break
        words = words[1:]
    if not words:
        return True
    first, rest = words[0], words[1:]
    if first in known.IT:
        return _is_closed(rest)
    if first in known.DOING or first in (known.GOING if timed else known.TAKING):
        return _is_closed_on_it(rest) and not (timed and "anymore" in rest)
    if first not in known.TAKING_IT or timed or (first in known.NEEDING and not at_once and rest[:1] != ["to"]):
        return False
    return (at_once or rest[:1] == ["to"] or not known.OBJECTS.isdisjoint(rest[:1])) and (
        rest == ["to"] or _is_closed_on_it(rest)
    )


def _is_rid_of(piece: Sequence[str]) -> bool:
    words = _without_lead(piece)
    if len(words) < 2 or words[0] not in known.GETTING_RID or words[1] not in known.IT:
        return False
    if words[0] == "gave":
        return words[2:3] in (["to"], ["away"], ["back"])  # "gave it everything"
    return words[2:3] not in (["my"], ["a"])


def _is_where_it_was(words: Sequence[str]) -> bool:
    """ "still in the box", "down the toilet"."""
    stays = False
    for at, word in enumerate(words[:5]):
        if word in known.INSIDE:
            places = known.PLACES | known.GONE if stays else known.GONE
            return not places.isdisjoint(words[at + 1 : at + 4])
        stays = stays or word in known.STAYING
        if word not in known.STAYING and word not in known.LEADING:
            return False
    return False


def _is_planned(piece: Sequence[str], *, at_once: bool = False) -> bool:
    if _is_what_is_wanted(piece):
        return True
    at = 0
    while at < len(piece) and piece[at] in known.BEFORE_A_PLAN:
        at += 1
    words = piece[at:]
    if not words:
        return False
    first, rest = words[0], words[1:]
    if at_once and first in known.PLANNED_AT_ONCE and not (first == "due" and rest[:1] == ["to"]):
        return True
    if first in known.PLANNED and (not at_once or piece[0] in {"is", "was"}) and all(word in TIMES for word in rest):
        return True
    if first in known.MODALS or first.endswith("'ll"):
        content = first.endswith("'ll") and rest == ["take", "it"]  # "7 h, I'll take it"
        return bool(rest) and not content and "again" not in rest and _is_a_deed(rest, timed=False, at_once=False)
    if first in known.MEANING_TO and rest[:1] == ["to"]:
        return _is_left_at_meaning(rest[1:])
    if first in known.HAVING_TO and rest[:1] == ["to"] and len(rest) > 1:
        return _is_a_deed(rest[1:], timed=False, at_once=False)
    return first == "to" and bool(rest) and _is_a_deed(rest, timed=False, at_once=True)


def _is_left_at_meaning(deed: Sequence[str]) -> bool:
    """ "meant to", "meant to go"; not "meant to go further"."""
    if deed and deed[0] in known.GOING:
        return _is_closed(deed[1:])
    return not deed or _is_a_deed(deed, timed=False, at_once=False)


def _is_what_is_wanted(piece: Sequence[str]) -> bool:
    """ "is what I need", "that's all I want"; "is what I got" is a value, "is what he takes" another's."""
    if piece[:1] == ["what"] and piece[1:2] and base_pronoun(piece[1]) in FIRST | OTHERS:
        behind = piece[1:]  # "what a night" is no wish
    elif piece[:1] and piece[0] in {"is", "was", "that's", "it's"} and piece[1:2] in (["what"], ["all"]):
        behind = piece[2:]
    else:
        return False
    if any(base_pronoun(word) in OTHERS or is_person(word) for word in behind[:3]):
        return True
    if not known.KNOWING.isdisjoint(behind):
        return False
    return bool(behind) and not any(is_verb_form(word) and word not in known.WANTING for word in behind)


def _is_a_wish(piece: Sequence[str]) -> bool:
    """ "is what I want": what is measured may be wished, too; "what I feel", "is all I got" are values."""
    return _is_what_is_wanted(piece) and not known.WISHING.isdisjoint(piece)


def _is_not_to_be_had(piece: Sequence[str]) -> bool:
    """ "the pharmacy was closed", "out of stock", "spilled it"; neither "got wasted" nor an hour wasted."""
    words = _without_lead([word for word in piece if word not in DETERMINERS])
    if words and words[0] in known.SPOILT:
        return _is_closed_on_it(words[1:]) and "got" not in piece
    if words and words[0] in known.SUPPLIERS:
        return not known.SHUT.isdisjoint(words[1:])
    return any(tuple(words[: len(phrase)]) == phrase for phrase in known.NOT_IN_STOCK)


def _is_never_meant(piece: Sequence[str]) -> bool:
    return any(tuple(piece[: len(words)]) == words and _is_closed(piece[len(words) :]) for words in known.NEVER_MEANT)


def _is_anothers(typed: str, piece: Sequence[str], dimension: str | None) -> bool:
    """ "for her", "4 coffees for the team", "according to my husband"; a way gone "for mum" is the writer's."""
    if piece[:1] in (["both"], ["all"]):
        piece = piece[1:]
    if piece[:1] == ["for"] and dimension not in {DISTANCE, DURATION, MONEY}:
        words = piece[1:]
    elif piece[:2] == ["according", "to"]:
        words = piece[2:]
    else:
        return False
    at = 0
    while at + 1 < len(words) and words[at] in DETERMINERS and not _is_closed(words[at + 1 :]):
        at += 1
    if at == len(words):
        return False
    name = words[at]
    somebody = name in known.OTHER_PEOPLE or is_person(name) or (name in GIVEN_NAMES and name.title() in typed)
    return somebody and not name.endswith("'s") and _is_closed(words[at + 1 :])
