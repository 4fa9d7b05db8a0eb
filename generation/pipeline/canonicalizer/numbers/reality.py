"""Stage A: whether a number stands for something that was, and of the day it was written on.

In: a clause and the item of a number in it. Out: `Reality`. A number that is denied, wished, planned, conditional or a
point in time is no log; one that is a bound, a comparison, a habit or hearsay is a number without a claim, so it
gets no label. In doubt the weaker reading is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from generation.pipeline.canonicalizer.numbers.clauses import Clause, Item, Mark, base_pronoun, is_verb_form
from generation.pipeline.canonicalizer.numbers.subject_words import ADVERBS, DETERMINERS, FIRST
from generation.pipeline.canonicalizer.numbers.weakened import WEAKENING, is_weakened
from generation.pipeline.reading import lexicon
from generation.pipeline.reading.word_set import word_set


class Reality(IntEnum):
    """Ordered: the larger value is the weaker claim."""

    REAL = 0
    UNSURE = 1
    UNREAL = 2


# "Hardly", "barely" and "rarely" weaken a number, "no" and "without" deny the noun behind them.
_NEGATORS = lexicon.NEGATED_VERBS | (
    lexicon.NEGATORS - word_set("no without nothing hardly barely scarcely rarely seldom")
)
_NEGATORS_OF_A_NOUN = word_set("no without zero")
_THINKING = word_set("think believe remember know guess feel recall")
_MODALS = lexicon.MODALS | word_set("gonna wanna shoulda woulda coulda")
_ONLY = word_set("only barely just hardly")
_WISHES = word_set(
    """
    if unless want wants wanted need needs wish wished wishing hope hopes hoped hoping hopefully doubt
    doubted imagine imagined imagining pretend dream dreamt dreamed plan plans planned planning goal
    goals target targets aim aims aiming aimed intend intended intending supposed recommended
    recommends recommendation advised advises suggested suggests ideal ideally prefer let's lets
    tomorrow expect expected expecting limit quota require requires required wannabe promise promised
    todo bet challenge instead unlike gonna wanna maximum minimum dosage prescribed allowed
    allowance
    """
)
_WISHES_BEFORE_TO = word_set(
    "tempted try tries tried trying have has used going about like love ready remember forgot forget"
)
_PLACES = word_set("bed work school church town")
_SAYING = word_set("say give rate call guess put score")
_WISHES_BEHIND = word_set(
    """
    would could should ideal planned goal goals target tomorrow needed recommended required minimum maximum limit
    quota
    """
)
_SPANS = word_set("day night week month year morning evening summer winter spring term semester hour")
_TIME_REFERENCES = word_set("ago later old away left until till remaining hence")
_POINTS = word_set("last next past first every each previous following coming final")
_NOT_MINE = lexicon.POSSESSIVES_OF_OTHERS


def reality(text: str, clause: Clause, at: int, label_at: int | None, end: int) -> Reality:
    """How real the number at item `at` is, which ends at `end` with the thing it counts.

    `label_at` is the item of its label when that is in the clause before it.
    """
    items, vocabulary = clause.items, clause.vocabulary
    shortened = clause.is_shortened
    behind = _behind(items, at, end)
    claim = _placed(text, items, at, behind, shortened=label_at == at - 1)
    # Most clauses hold none of the words that take anything back, and are not gone through word by word.
    if shortened or not vocabulary.isdisjoint(_DENYING):
        claim = max(claim, _denied(items, at, label_at))
    if shortened or not vocabulary.isdisjoint(_WISHING):
        claim = max(claim, _wished(text, items, at, _own_label(items, at, label_at)))
    if not vocabulary.isdisjoint(_WISHES_BEHIND):
        claim = max(claim, _wished_behind(behind))
    if not vocabulary.isdisjoint(WEAKENING) and is_weakened(text, clause, at, behind, _own_label(items, at, label_at)):
        claim = max(claim, Reality.UNSURE)
    return claim


def is_wished_or_denied(text: str, clause: Clause) -> bool:
    """Whether the clause as a whole is a wish, a plan or a denial, which "and" may carry on."""
    end = len(clause.items)
    return is_wished(text, clause) or _denied(clause.items, end, None) is Reality.UNREAL


def is_wished(text: str, clause: Clause) -> bool:
    """Whether the clause as a whole is a wish or a plan; a denial is none ("Couldn't sleep")."""
    if not clause.is_shortened and clause.vocabulary.isdisjoint(_WISHING):
        return False
    return _wished(text, clause.items, len(clause.items)) is Reality.UNREAL


def _scope(items: Sequence[Item], at: int) -> int:
    """Where the innermost statement before the number begins: at its "I"."""
    for index in range(at - 1, -1, -1):
        if base_pronoun(items[index].word) in FIRST:
            return index
    return 0


def _denied(items: Sequence[Item], at: int, label_at: int | None) -> Reality:
    scope = _scope(items, at)
    for index in range(at):
        word = items[index].word
        following = items[index + 1].word if index + 1 < len(items) else ""
        if word == "no" and following in {"way", "time"}:
            return Reality.UNREAL
        if word == "out" and following == "of" and label_at is not None and _is_run_out(items, index, label_at):
            return Reality.UNREAL
        if word in _NEGATORS_OF_A_NOUN:
            if at - index <= 2 or (label_at is not None and label_at - index == 1):
                return Reality.UNREAL
        elif word in _NEGATORS or word.endswith("n't"):
            if following in {"only", "bad"} or (following == "believe" and word.startswith(("can", "could"))):
                continue
            if index >= scope or following in _THINKING:
                return Reality.UNREAL
    return Reality.REAL


_RUNNING = word_set("run ran running all was were i'm")


def _is_run_out(items: Sequence[Item], out: int, label_at: int) -> bool:
    """ "Ran out of sertraline 50 mg", "out of my insulin"."""
    return 2 <= label_at - out <= 3 and (out == 0 or items[out - 1].word in _RUNNING)


def _own_label(items: Sequence[Item], at: int, label_at: int | None) -> int:
    """The item of a label right before its number, which is a name there and no verb: "hope 1", "output 900 ml"."""
    if label_at is None or any(item.mark is Mark.WORD for item in items[label_at + 1 : at]):
        return -1
    return label_at


def _wished(text: str, items: Sequence[Item], at: int, named: int = -1) -> Reality:
    scope = _scope(items, at)
    for index in range(at):
        item = items[index]
        word = item.word
        following = items[index + 1].word if index + 1 < len(items) else ""
        if items[0].word == "to" and following == "do" and index == 0:
            return Reality.UNREAL
        if index == named or (word == "must" and following == "have") or _is_only_asked(items, index):
            continue
        if word in _WISHES or (word == "next" and following in _SPANS | {"time"}):
            return Reality.UNREAL
        if word in _WISHES_BEFORE_TO and following == "to" and not _goes_to_a_place(items, index + 2):
            return Reality.UNREAL
        if index < scope or _is_said_to_be(items, index, at):
            continue
        if word in {"almost", "nearly"} and is_verb_form(following):
            return Reality.UNREAL
        if word in _MODALS and following not in _ONLY and not (word == "may" and text[item.start] == "M" and index):
            return Reality.UNREAL
        if word.endswith("'ll") or (word.endswith("'d") and not _is_past(items, index + 1)):
            return Reality.UNREAL
    return Reality.REAL


def _is_only_asked(items: Sequence[Item], index: int) -> bool:
    """ "let's say a 4", "if I had to score it": how one comes to a value, no wish."""
    behind = [item.word for item in items[index + 1 : index + 4]]
    if items[index].word in {"let's", "lets"}:
        return behind[:1] != [] and behind[0] in _SAYING
    return items[index].word == "if" and behind == ["i", "had", "to"]


def _is_said_to_be(items: Sequence[Item], index: int, at: int) -> bool:
    """ "I'd say a 6", "my mood would be a 6 I'd say"."""
    word = items[index].word
    following = items[index + 1].word if index + 1 < len(items) else ""
    if word == "would" and following == "be":
        return any(item.word == "say" for item in items[at:])
    return following in _SAYING and (word == "would" or word.endswith("'d"))


def _goes_to_a_place(items: Sequence[Item], at: int) -> bool:
    return at < len(items) and (items[at].word in DETERMINERS or items[at].word in _PLACES)


def _is_past(items: Sequence[Item], at: int) -> bool:
    """Whether "'d" stands for "had": "I'd slept"."""
    while at < len(items) and items[at].word in ADVERBS:
        at += 1
    return at < len(items) and is_verb_form(items[at].word)


def _behind(items: Sequence[Item], at: int, end: int) -> list[str]:
    """The words behind the number and its thing, up to the next number."""
    words: list[str] = []
    for item in items[at + 1 :]:
        if item.mark is Mark.NUMBER:
            # "steps 2,300 limit 3,000": the word is the next number's.
            return words[:-1] if words and words[-1] in _BOUNDS else words
        if item.mark is Mark.WORD and item.start >= end:
            words.append(item.word)
    return words


_BOUNDS = word_set("limit goal target maximum minimum planned ideal quota")


def _wished_behind(words: Sequence[str]) -> Reality:
    for index, word in enumerate(words):
        if word in _WISHES_BEHIND and (index == 0 or words[index - 1] not in {"as", "than"}):
            return Reality.UNREAL
    return Reality.REAL


def _placed(text: str, items: Sequence[Item], at: int, behind: Sequence[str], *, shortened: bool) -> Reality:
    """ "3 h ago", "the last 2 weeks", "his 3 coffees": points in time and what is another's.

    `shortened` where the label stands right before the number: "weight's 70.3" is no owner.
    """
    if behind and behind[0] == "later" and "/" in text[items[at].start : items[at].end]:
        return Reality.REAL  # "8/10 later"; "3 h later" is a point in time
    if behind[:1] == ["left"] and any(item.word == "right" for item in items):
        return Reality.REAL  # "ear temp 37.4 left 37.9 right"
    if behind and (behind[0] in _TIME_REFERENCES or behind[:2] in (["from", "now"], ["to", "go"])):
        return Reality.UNREAL
    before = items[at - 1].word if at else ""
    if before == "first" and at > 1 and items[at - 2].word == "my":
        return Reality.REAL
    owned = before.endswith("'s") and before not in {"let's", "it's"} and not shortened
    if before in _POINTS or before in _NOT_MINE or owned:
        return Reality.UNREAL
    return Reality.REAL


_DENYING = _NEGATORS | _NEGATORS_OF_A_NOUN | {"out"}
_WISHING = _WISHES | _WISHES_BEFORE_TO | _MODALS | word_set("to almost nearly next")
