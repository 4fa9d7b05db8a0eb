"""Stage A: the words by which the writer names a feeling of their own, present or past.

Input: a message's text and its sentence spans. Output: spans of single words (or fixed pairs such as "fed
up"), each inside one sentence. It must never report a feeling that is denied, supposed, asked about, somebody
else's or quoted, and never guess one from what happened; where a clause cannot be read, it reports nothing.
docs/canonicalizer.md says what it reads and what it cannot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generation.pipeline.canonicalizer import clause_words as cw
from generation.pipeline.canonicalizer.feeling_clauses import (
    Piece,
    find_quoted,
    is_inside,
    read_pieces,
)
from generation.pipeline.canonicalizer.feeling_scope import (
    causes_own_feeling,
    has_own_subject,
    is_break,
    is_passed_over,
    speaks_of_writer,
    word_at,
)
from generation.pipeline.canonicalizer.feeling_words import FEELING_FORMS, Frame
from generation.pipeline.words import fold

_LETTERS = re.compile(r"[^\W\d_]+")
_LONGEST_LIST = 24
_LONGEST_QUESTION = 60
_ADJECTIVE = Frame.STATE | Frame.LINKED | Frame.AFTER_FEEL


class FeelingFound(NamedTuple):
    """A word in `text[start:end]`, as typed, and the base form it is grouped under."""

    start: int
    end: int
    word: str
    lemma: str


def find_feelings(text: str, sentences: Sequence[tuple[int, int]]) -> tuple[FeelingFound, ...]:
    """The writer's own stated feelings in `text`, in order. Never raises; time linear in the text."""
    found: list[FeelingFound] = []
    quoted: Sequence[tuple[int, int]] | None = None
    for start, end in sentences:
        if not _mentions_feeling(text, start, end):
            continue
        quoted = find_quoted(text) if quoted is None else quoted
        pieces = read_pieces(text, start, end)
        for piece, lemma in _own_feelings(pieces):
            if not is_inside(quoted, piece.start):
                word = text[piece.start : piece.end]
                found.append(FeelingFound(piece.start, piece.end, word, lemma))
    return tuple(found)


def _mentions_feeling(text: str, start: int, end: int) -> bool:
    return any(fold(match.group()) in _FIRST_PARTS for match in _LETTERS.finditer(text, start, end))


def _own_feelings(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, str]]:
    words = [piece.word for piece in pieces]
    for at, word in enumerate(words):
        form = FEELING_FORMS.get(word)
        if form and _is_own(words, at, form.frames) and not _is_idiom(words, at):
            yield pieces[at], form.lemma


def _is_own(words: Sequence[str], at: int, frames: Frame) -> bool:
    if _is_asked(words, at):
        return False
    return (
        (bool(frames & _ADJECTIVE) and _is_own_state(words, at, frames))
        or (Frame.VERB in frames and _is_own_verb(words, at))
        or (Frame.NOUN in frames and _is_own_noun(words, at))
        or (Frame.ADVERB in frames and has_own_subject(words, at, stands_alone=False))
    )


# --- adjectives -----------------------------------------------------------------------------------


def _is_own_state(words: Sequence[str], at: int, frames: Frame) -> bool:
    head, negated = _reach_head(words, at)
    word = word_at(words, head)
    if negated or _is_denied_after(words, at):
        return False
    if _subject_follows(words, at, word):
        return True
    if word in cw.FEEL:
        return has_own_subject(words, head, stands_alone=word in cw.LINKING_OF_NOTES)
    if not frames & (Frame.STATE | Frame.LINKED):
        return False
    if word in cw.LINKING or word_at(words, head + 1) == "myself":
        return _is_linked_to_writer(words, at, head)
    if word == "me":
        return causes_own_feeling(words, head) and _may_follow(words, at + 1)
    return Frame.STATE in frames and _may_follow(words, at + 1) and _is_note(words, head)


def _is_linked_to_writer(words: Sequence[str], at: int, head: int) -> bool:
    verb = words[head]
    if verb not in cw.BE and not _may_follow(words, at + 1):
        return False
    return has_own_subject(words, head, stands_alone=verb in cw.LINKING_OF_NOTES)


def _reach_head(words: Sequence[str], at: int) -> tuple[int, bool]:
    """Left over adverbs and the other items of a list to the word that governs; whether "not" was met."""
    negated = contrasted = False
    head = at - 1
    while head >= max(0, at - _LONGEST_LIST):
        word = words[head]
        if word in cw.NEGATORS:
            negated |= not contrasted
        elif word in cw.COORDINATORS:
            contrasted |= word in cw.CONTRASTS
            item = _item_before(words, head)
            if item is None:
                break
            head = item
            continue
        elif is_passed_over(word):
            contrasted |= word in cw.CONTRASTS and word_at(words, head - 1) in cw.COORDINATORS
        elif not _is_adjective(word):
            break
        head -= 1
    return head, negated


def _item_before(words: Sequence[str], coordinator: int) -> int | None:
    """Where to go on left of a coordinator: the list item there, or the verb a list of other words hangs on."""
    before = coordinator - 1
    if word_at(words, before) in cw.COORDINATORS:
        before -= 1
    word = word_at(words, before)
    if _is_adjective(word) or (is_passed_over(word) and word not in cw.CONTRASTS):
        return before
    for place in range(before, max(-1, before - 6), -1):
        word = words[place]
        if word in cw.LINKING and place < before:
            return place
        if word in cw.FUNCTION_WORDS or is_break(word):
            return None
    return None


def _is_adjective(word: str) -> bool:
    form = FEELING_FORMS.get(word)
    return form is not None and bool(form.frames & _ADJECTIVE)


def _subject_follows(words: Sequence[str], at: int, head: str) -> bool:
    """ "How sad I was", "tired as I am"."""
    if word_at(words, at + 1) == "as":
        at += 1
    linked = word_at(words, at + 1) == "i" and word_at(words, at + 2) in cw.LINKING | {"'ve", "had"}
    return (
        linked
        and word_at(words, at + 3) not in cw.NEGATORS
        and (head in {"how", "however", "as", "the", ","} or is_break(head))
    )


def _is_denied_after(words: Sequence[str], at: int) -> bool:
    return word_at(words, at + 1) in {"_not", "not"}


def _is_note(words: Sequence[str], head: int) -> bool:
    """Whether a state may stand here without a verb: a note's start, its going on, or what one came home as."""
    word = word_at(words, head)
    if is_break(word):
        return word != ":" or _is_label(word_at(words, head - 1))
    if word in cw.COORDINATORS or word in cw.CLAUSE_OPENERS:
        return speaks_of_writer(words, head)
    return _is_how_one_came_home(words, head)


def _is_label(word: str) -> bool:
    return is_break(word) or word in cw.FEELING_LABELS or word[0].isdigit()


def _is_how_one_came_home(words: Sequence[str], head: int) -> bool:
    """ "Went to bed angry": a verb of moving or staying, and nobody else between it and the state."""
    if words[head] in cw.FUNCTION_WORDS:
        return False
    for place in range(head, max(-1, head - 8), -1):
        word = words[place]
        if word in cw.DEPICTIVE:
            return has_own_subject(words, place, stands_alone=True)
        if word in cw.OTHER_PRONOUNS or word in cw.PEOPLE or is_break(word) or word == "i":
            return False
    return False


def _may_follow(words: Sequence[str], at: int) -> bool:
    """Whether the word at `at` can come after a predicate, so that the state is not said of a thing."""
    for place in range(at, at + 5):
        word = word_at(words, place)
        if is_break(word) or word in cw.AFTER_PREDICATE or is_passed_over(word):
            return True
        if not _is_adjective(word):
            return word[0] in "_,&/+" or word[0].isdigit()
    return False


# --- verbs and nouns ------------------------------------------------------------------------------


def _is_own_verb(words: Sequence[str], at: int) -> bool:
    after = word_at(words, at + 1)
    if after in cw.THINGS_OF_A_FEELING:
        return False
    alone = after in cw.OBJECTS_AFTER_VERB and words[at] in cw.VERBS_OF_NOTES
    return has_own_subject(words, at, stands_alone=alone)


def _is_own_noun(words: Sequence[str], at: int) -> bool:
    after = word_at(words, at + 1)
    if after in cw.THINGS_OF_A_FEELING:
        return False
    head, negated = _reach_governor(words, at)
    word = word_at(words, head)
    if negated:
        return False
    if word == "my":
        return word_at(words, head - 1) not in cw.NEGATORS
    if word in cw.HAVING:
        return has_own_subject(words, head, stands_alone=word in cw.LINKING_OF_NOTES)
    if word in {"with", "of", "by", "in"}:
        return _is_filled(words, head)
    return is_break(word) and word != ":" and (is_break(after) or after in cw.AFTER_NOUN_ALONE)


def _reach_governor(words: Sequence[str], at: int) -> tuple[int, bool]:
    negated = False
    head = at - 1
    while head >= max(0, at - _LONGEST_LIST):
        word = words[head]
        if word in cw.NEGATORS or word == "no":
            negated = True
        elif not (
            word in cw.QUANTITIES
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
        if word_at(words, place) not in cw.FULL_OF:
            return False
        place -= 1
    while is_passed_over(word_at(words, place)):
        place -= 1
    verb = word_at(words, place)
    if verb in cw.LINKING:
        return has_own_subject(words, place, stands_alone=verb in cw.LINKING_OF_NOTES)
    if verb == "me":
        return causes_own_feeling(words, place)
    return words[head] != "in" and is_break(verb)


# --- questions and idioms -------------------------------------------------------------------------


def _is_asked(words: Sequence[str], at: int) -> bool:
    """Whether the word stands in a question, and not in a statement a question is hung on."""
    left = _words_after(words, at)
    if left is None:
        return False
    start = at
    while not is_break(word_at(words, start - 1)):
        start -= 1
        if at - start > _LONGEST_QUESTION:
            break
    stretch = words[start:at]
    opens = bool(stretch) and stretch[0] in cw.OPENING_QUESTIONS
    inverts = any(
        word in cw.INVERTING and after in cw.PRONOUNS and _may_invert(stretch, place)
        for place, (word, after) in enumerate(zip(stretch, stretch[1:], strict=False))
    )
    return opens or inverts or left <= 2 or not ("i" in stretch or "me" in stretch)


def _may_invert(stretch: Sequence[str], place: int) -> bool:
    before = word_at(stretch, place - 1) if place else ""
    return not before or before in cw.COORDINATORS or before in cw.OPENING_QUESTIONS


def _words_after(words: Sequence[str], at: int) -> int | None:
    """How many words lie between `at` and the question mark that ends its sentence, or None."""
    for place in range(at + 1, min(len(words), at + _LONGEST_QUESTION)):
        if words[place] == "?":
            return place - at - 1
        if words[place] in {".", "!", ";"}:
            return None
    return None


def _is_idiom(words: Sequence[str], at: int) -> bool:
    """Fixed phrases in which the word names no feeling: a closing "I'm afraid", "afraid so"."""
    after = word_at(words, at + 1)
    if (words[at], after) in cw.IDIOMS:
        return True
    if words[at] != "afraid":
        return False
    opens_late = word_at(words, at - 2) == "i" and not is_break(word_at(words, at - 3))
    closes = is_break(after) and opens_late
    return closes and word_at(words, at - 3) not in cw.COORDINATORS | cw.CLAUSE_OPENERS | {"that"}


_FIRST_PARTS = frozenset(form.split("-")[0] for form in FEELING_FORMS) | FEELING_FORMS.keys()
