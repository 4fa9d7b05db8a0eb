"""Stage A: the words by which the writer names a feeling of their own, present or past.

Input: a message's text and its sentence spans. Output: spans of single words (or fixed pairs such as "fed
up"), each inside one sentence. It must never report a feeling that is denied, supposed, asked about, somebody
else's or quoted, and never guess one from what happened; where a clause cannot be read, it reports nothing.
docs/canonicalizer.md says what it reads and what it cannot.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from generation.pipeline.canonicalizer.feelings import clause_words as cw
from generation.pipeline.canonicalizer.feelings.answer_columns import asked_cells
from generation.pipeline.canonicalizer.feelings.answers import (
    is_denied_answer,
    is_nought,
    is_tone,
    opens_with_yes,
    read_fields,
)
from generation.pipeline.canonicalizer.feelings.clauses import (
    Piece,
    find_quoted,
    is_break,
    is_inside,
    joined_spans,
    read_pieces,
    word_at,
)
from generation.pipeline.canonicalizer.feelings.headings import Answer, find_headings
from generation.pipeline.canonicalizer.feelings.lists import opening_list, opens_a_day, read_list
from generation.pipeline.canonicalizer.feelings.nouns import is_own_manner, is_own_noun, is_own_verb, is_sensed
from generation.pipeline.canonicalizer.feelings.printed_items import printed_places
from generation.pipeline.canonicalizer.feelings.states import is_own_state
from generation.pipeline.canonicalizer.feelings.words import ADJECTIVE, Frame, feeling_forms
from generation.pipeline.reading.markup import masked, with_ticks, without_tags
from generation.pipeline.reading.retractions import is_meant, unmeant
from generation.pipeline.reading.voices import others_words
from generation.pipeline.reading.words import JOINERS, LETTER_MARKS, fold

_LETTERS = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{LETTER_MARKS}{JOINERS}])*")
_ASCII_LETTERS = re.compile(r"[a-z]+")
_DIGIT = re.compile(r"\d")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1\1")
_LONGEST_QUESTION = 60
_MAX_QUESTIONS = 4
_LONGEST_ANSWER = 20
_AND = " and "
# In code points; a longer sentence is no line of a list.
_LONGEST_LIST = 400


class FeelingFound(NamedTuple):
    """A word in `text[start:end]`, as typed, and the base form it is grouped under."""

    start: int
    end: int
    word: str
    lemma: str


def find_feelings(text: str, sentences: Sequence[tuple[int, int]]) -> tuple[FeelingFound, ...]:
    """The writer's own stated feelings in `text`, in order. Never raises; time linear in the text."""
    seen = with_ticks(text, masked(text))
    found: list[FeelingFound] = []
    unsaid: Sequence[tuple[int, int]] | None = None
    is_list_throughout = cache(lambda: _holds_lists_only(seen, sentences))
    for number, (start, end) in enumerate(sentences):
        if not _mentions_feeling(seen, start, end):
            continue
        states = seen[end - 1] == "?" and (is_tone(seen[start:end]) or _is_answered_yes(seen, sentences, number))
        pieces = read_pieces(seen, start, start + len(seen[start:end].rstrip("?!")) if states else end)
        words = tuple(piece.word for piece in pieces)
        places = _own_feelings(words, is_list_throughout, opens=not number and not _DIGIT.search(seen))
        if not places or not is_meant(seen, sentences, number):
            continue
        unsaid = _unsaid(text, seen) if unsaid is None else unsaid
        for piece in (pieces[at] for at in places):
            if not is_inside(unsaid, piece.start) and not _is_name(text, piece, start):
                lemma = feeling_forms()[piece.word].lemma
                found.append(FeelingFound(piece.start, piece.end, text[piece.start : piece.end], lemma))
    return tuple(found)


def _unsaid(text: str, seen: str) -> Sequence[tuple[int, int]]:
    """Where somebody else speaks, a form only asks, or something is not meant."""
    empty = (heading[:2] for heading in find_headings(seen) if heading.answer is not Answer.GIVEN)
    return joined_spans(
        (*find_quoted(seen), *others_words(seen), *asked_cells(without_tags(text)), *empty, *unmeant(seen))
    )


def _is_name(text: str, piece: Piece, sentence: int) -> bool:
    """ "Had Joy over for tea": a name that is a word, used as a name inside a sentence."""
    if piece.word not in cw.NAMES or not text[piece.start : piece.end].istitle():
        return False
    if piece.start == sentence:
        return text[piece.end : piece.end + len(_AND)] == _AND
    before = text[sentence : piece.start].split()
    if not before or not before[-1].isalpha() or before[-1].casefold() in cw.FEEL:
        return False
    return not before[-1].istitle() or len(before) == 1


def _own_feelings(words: tuple[str, ...], is_list_throughout: Callable[[], bool], *, opens: bool) -> list[int]:
    words, denied = read_fields(words)
    listed = read_list(words)
    if listed:
        opening = opens and listed.items == 1 and opens_a_day(words, listed.found)
        counts = listed.stands_alone or (listed.may_be_all and (opening or is_list_throughout()))
        places = set(listed.found) if counts else set()
    else:
        places = set(opening_list(words))
    forms = feeling_forms()
    for at, word in enumerate(words):
        form = forms.get(word)
        if form and at not in places and _is_own(words, at, form.frames):
            places.add(at)
    places -= denied.union(printed_places(words)) if places else denied
    return sorted(at for at in places if not _is_idiom(words, at))


def _is_answered_yes(seen: str, sentences: Sequence[tuple[int, int]], at: int) -> bool:
    """ "Anxious? Yes, lots.", "Hopeful? Scared? Both.": the first of the next sentences that asks nothing says so."""
    for start, end in sentences[at + 1 : at + 1 + _MAX_QUESTIONS]:
        if seen[end - 1] != "?":
            return opens_with_yes([piece.word for piece in read_pieces(seen, start, min(end, start + _LONGEST_ANSWER))])
    return False


def _holds_lists_only(seen: str, sentences: Sequence[tuple[int, int]]) -> bool:
    """Whether the whole entry is a list: then it may name what it likes."""
    return all(
        end - start <= _LONGEST_LIST
        and read_list(tuple(piece.word for piece in read_pieces(seen, start, end))) is not None
        for start, end in sentences
    )


def _mentions_feeling(text: str, start: int, end: int) -> bool:
    sentence = text[start:end]
    words = _ASCII_LETTERS.findall(sentence.lower()) if sentence.isascii() else _LETTERS.findall(fold(sentence))
    return not _telling_parts().isdisjoint(words) or _DRAWN_OUT.search(sentence) is not None


def _is_own(words: Sequence[str], at: int, frames: Frame) -> bool:
    if is_denied_answer(words, at) or is_nought(words, at) or _is_asked(words, at) or _is_idiom(words, at):
        return False
    return (
        (bool(frames & ADJECTIVE) and is_own_state(words, at, frames))
        or (Frame.VERB in frames and is_own_verb(words, at))
        or (_may_be_noun(words, at, frames) and is_own_noun(words, at))
        or (Frame.ADVERB in frames and is_own_manner(words, at))
    )


def _may_be_noun(words: Sequence[str], at: int, frames: Frame) -> bool:
    """Also "a sense of hope", "a sense of nervous energy"."""
    if Frame.NOUN in frames or (Frame.LISTED in frames and is_sensed(words, at)):
        return True
    return Frame.STATE in frames and word_at(words, at + 1) in cw.ENERGIES


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
        for place, (word, after) in enumerate(pairwise(stretch))
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
    if after in cw.IDIOMS.get(words[at], ()):
        return True
    if words[at] != "afraid":
        return False
    before = word_at(words, at - 3)
    opens_late = word_at(words, at - 2) == "i" and not is_break(before)
    return is_break(after) and opens_late and before not in cw.CLAUSE_OPENERS | {"and", "but", "that"}


def _telling_part(form: str) -> str:
    """The part of a form by which a sentence is worth reading: "edge" of "on-edge"."""
    return max((part for part in form.split("-") if part not in cw.FUNCTION_WORDS), key=len)


@cache
def _telling_parts() -> frozenset[str]:
    return frozenset(map(_telling_part, feeling_forms()))
