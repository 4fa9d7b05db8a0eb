"""Stage A: the label words of a clause.

In: a clause. Out: each label word that says there what it says elsewhere: "back 7/10" is a pain, "got back 6" is none.
"""

from __future__ import annotations

from generation.pipeline.canonicalizer.numbers.clauses import (
    Clause,
    Mark,
)
from generation.pipeline.canonicalizer.numbers.label_objects import named_with, object_length
from generation.pipeline.canonicalizer.numbers.label_owners import Mention
from generation.pipeline.canonicalizer.numbers.label_words import label_word_at
from generation.pipeline.canonicalizer.numbers.subject_words import ADVERBS
from generation.pipeline.reading.word_set import word_set

_OF_A_PART = word_set("pain soreness stiffness")
_PARTS_OF_THE_BODY = word_set(
    """
    back knee neck head shoulder chest stomach belly tummy hip foot leg arm hand jaw tooth ear eye muscle joint nerve
    pelvic period throat wrist elbow ankle rib calf heel finger thumb
    """
)


def mentions(clause: Clause) -> list[Mention]:
    """The label words of a clause, in order, the longest reading first."""
    words = list(clause.words)
    found: list[Mention] = []
    at = 0
    while at < len(words):
        mention = _mention_at(clause, words, at) if clause.items[at].mark is Mark.WORD else None
        if mention is None:
            at += 1
            continue
        if found and found[-1].first == mention.first:
            found.pop()
        found.append(mention)
        at = mention.first + mention.length
    return found


def _mention_at(clause: Clause, words: list[str], at: int) -> Mention | None:
    """The label word at item `at`, if it is one there."""
    hit = label_word_at(words, at)
    if hit is None and words[at].endswith("wise"):
        hit = label_word_at([words[at].removesuffix("wise") or "wise"], 0)  # "moodwise"
    if hit is None and words[at].endswith("'s") and _is_shortened(clause, at):
        hit = label_word_at([words[at].removesuffix("'s")], 0)
    if hit is None or _means_another(clause, words, at, hit[0].label):
        return None
    word, length = hit
    if at and word.label in _OF_A_PART and words[at - 1] in _PARTS_OF_THE_BODY:
        # "Joint pain 4" and "back pain 7" are no values of one thing.
        return Mention(word._replace(label=f"{words[at - 1]} {word.label}"), at - 1, length + 1)
    of = object_length(clause, at, length, word)
    return Mention(word._replace(label=named_with(clause.items, at, length + of)) if of else word, at, length + of)


def _means_another(clause: Clause, words: list[str], at: int, label: str) -> bool:
    """Whether a label word says another thing by what stands beside it."""
    before = words[at - 1] if at else ""
    if label == "day":
        numbered = at + 1 < len(words) and clause.items[at + 1].mark is Mark.NUMBER  # "Day 3: 4/10"
        return numbered or words[at] == "days" or before in _NO_DAY  # "headache all day"
    if label == "dog walk":
        return not {"let", "made", "saw", "watched"}.isdisjoint(words[:at])  # "let the dog walk 2 km"
    if label not in {"back", "head"} or at == 0 or clause.items[at - 1].mark is Mark.SIGN:
        return False
    return before not in _OF_THE_BODY  # "got back 6"


_NO_DAY = word_set("all every each one whole per other next most some half")
_OF_THE_BODY = word_set("my lower upper bad sore mid")
_BEHIND_IS = ADVERBS | word_set(
    "hovering sitting stuck been gone dropped crashed back a an like at down up still good bad low high fine"
)


def _is_shortened(clause: Clause, at: int) -> bool:
    """Whether "'s" stands for "is": "anxiety's maybe a 4", but "pain's cause"."""
    behind = clause.items[at + 1] if at + 1 < len(clause.items) else None
    return behind is not None and (behind.mark is Mark.NUMBER or behind.word in _BEHIND_IS)
