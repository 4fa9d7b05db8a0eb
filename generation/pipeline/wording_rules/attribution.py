"""Whose words a stretch of a sentence gives: what a report governs is not the text's own advice, hope or cause.

Out, for each word of a sentence: whether the text says it itself, gives it as reported, or gives it as words (behind a
colon, or with the report set beside it: "rest more, said the nurse"). A report is a verb of saying, thinking, asking,
ordering, blaming or naming with somebody else as its subject; a noun of saying with its owner ("his mother's advice
was to ..."); or a phrase that names a source ("according to", "in her words"). It ends where the text takes the word
again: at a semicolon, a dash, or a comma with "but", "so", "which", "and" and a new subject. Nobody in particular
("as everyone says") and the writer ("I would say") are no source. Linear: each look ahead or back is bounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generation.pipeline.reading.word_set import word_set
from generation.pipeline.wording_rules.report_ends import end_of_stretch, goes_on, is_gapped, takes_the_word
from generation.pipeline.wording_rules.report_frames import of_frame
from generation.pipeline.wording_rules.report_nouns import of_noun
from generation.pipeline.wording_rules.report_sources import of_closing, of_source
from generation.pipeline.wording_rules.report_subjects import find_subject, is_verb_of_report
from generation.pipeline.wording_rules.sentences import Opening, Token
from generation.pipeline.wording_rules.voices import Cover, Voice

_FREE = word_set("what everything all whatever")
_SUBORDINATE = word_set(
    "if when whenever whatever because since although though after before until while unless as where"
)
_INVERTED = word_set("{say} {explain} {remark} {reckon} {insist} {warn} {reply} {claim} {joke} {admit} {think} {write}")
_INVERTED |= word_set("says said explains explained remarks remarked reckons reckoned insists insisted warns warned")
_NO_SUBJECT = frozenset({"<past>", "<adverb>", "<-ing>", "<preposition>", "that", "your", "my", "to", "i", "everyone"})
_GOVERNED = word_set("that whether to how why")
_SAID_TO = frozenset({"<object>", "<adverb>", "<determiner>", "<possessive>"})
# These have whom they were said to behind them, whoever that is: "..., he told reception".
_TELLS_SOMEBODY = frozenset({"{tell}", "{inform}", "{assure}", "{remind}", "{warn}"})
_REACH = 10
_MAX_BESIDE = 3
_FURTHEST = 60


def find_voices(tokens: Sequence[Token]) -> list[Voice]:
    """The voice of each word of a sentence."""
    opened = [[0] * (len(tokens) + 1) for _ in Voice]
    first, carried, governed = 0, Voice.OWN, Voice.OWN
    for end in range(1, len(tokens) + 1):
        if end == len(tokens) or takes_the_word(tokens, end):
            frames = [cover for at in range(first, end) for cover in _frames(tokens, first, at, end)]
            if carried and goes_on(tokens, first):
                frames.append(Cover(first, end, carried))
            if governed and is_gapped(tokens, first, end):
                frames.append(Cover(first, end, governed))
            covers = (*frames, *_governed(tokens, first, end), *of_closing(tokens, first, end))
            for cover in covers:
                opened[cover.voice][cover.first] += 1
                opened[cover.voice][cover.end] -= 1
            # What frames a whole stretch frames the next that only goes on.
            carried = max((each.voice for each in frames if each.first <= first and each.end == end), default=Voice.OWN)
            governed = max((each.voice for each in covers if each.end == end), default=Voice.OWN)
            first = end
    running = [0] * len(opened)
    voices = []
    for at in range(len(tokens)):
        running = [count + opened[voice][at] for voice, count in enumerate(running)]
        voices.append(max((voice for voice in Voice if running[voice]), default=Voice.OWN))
    return voices


def _frames(tokens: Sequence[Token], first: int, at: int, end: int) -> Iterator[Cover]:
    """What the word at `at` covers by standing beside it: a source, or a report in commas."""
    yield from of_source(tokens, first, at, end)
    yield from of_frame(tokens, first, at, end)
    if "<reports>" in tokens[at].keys and _is_beside(tokens, first, at, end):
        yield Cover(first, end, Voice.WORDS if "<past>" in tokens[at].keys else Voice.REPORTED)


def _governed(tokens: Sequence[Token], first: int, end: int) -> Iterator[Cover]:
    for at in range(first, end):
        if "<reports>" in tokens[at].keys:
            yield from _of_verb(tokens, first, at, end)
        if "<word of>" in tokens[at].keys:
            yield from of_noun(tokens, first, at, end)


def _is_beside(tokens: Sequence[Token], first: int, at: int, end: int) -> bool:
    if _is_inverted(tokens, at, end):
        return True
    subject = find_subject(tokens, first, at, end)
    return subject is not None and not subject.is_theirs and _stands_beside(tokens, subject.first, at, end)


def _of_verb(tokens: Sequence[Token], first: int, at: int, end: int) -> Iterator[Cover]:
    """What the verb of report at `at` governs."""
    then = "<past>" in tokens[at].keys
    if _is_beside(tokens, first, at, end):
        colon = end_of_stretch(tokens, at, end)
        if colon < end and ":" in tokens[colon].marks:
            yield Cover(colon, end, Voice.WORDS)
        return
    subject = find_subject(tokens, first, at, end)
    if subject is None:
        return
    stop = _end_of_clause(tokens, first, subject.first, at, end)
    yield Cover(subject.first, stop, Voice.TOLD if then else Voice.REPORTED)
    colon = end_of_stretch(tokens, at, stop)
    if colon < stop and ":" in tokens[colon].marks:
        yield Cover(colon, stop, Voice.TOLD if subject.is_theirs else Voice.WORDS)


def _is_inverted(tokens: Sequence[Token], at: int, end: int) -> bool:
    """ "..., says the entry", "... ," said his sister": the verb behind a mark, its subject behind it and no more."""
    token = tokens[at]
    finite = token.word.endswith("s") or ("<past>" in token.keys and "<-ing>" not in token.keys)
    if (
        not finite
        or not token.marks
        or not (token.keys & _INVERTED)
        or at + 1 >= end
        or not is_verb_of_report(tokens, at)
    ):
        return False
    following = tokens[at + 1]
    if following.opening is not Opening.NOTHING or following.keys & _NO_SUBJECT:
        return False
    for place in range(at + 2, min(end, at + 6)):
        if tokens[place].opening is not Opening.NOTHING or "<preposition>" in tokens[place].keys:
            return True
    return at + 6 >= end


def _stands_beside(tokens: Sequence[Token], start: int, at: int, end: int) -> bool:
    """Whether subject and verb stand in brackets of commas, with nothing they govern: "..., he told us on Monday"."""
    behind_so = start > 0 and tokens[start - 1].word == "so" and bool(tokens[start - 1].marks)
    if start in {at, 0} or not (tokens[start].marks or behind_so) or tokens[start].word in _FREE:
        return False
    following = tokens[at + 1] if at + 1 < end else None
    if following is not None and following.opening is Opening.NOTHING and following.word in {"that", "to"}:
        person = at + 2 < end and bool(tokens[at + 2].keys & {"<object>", "<human>", "<determiner>"})
        return following.word == "to" and person
    for place in range(at + 1, min(end, at + 1 + _MAX_BESIDE)):
        keys = tokens[place].keys
        if tokens[place].opening is not Opening.NOTHING or keys & {"<preposition>", "<time>"}:
            return True
        if place == at + 1 and tokens[at].keys & _TELLS_SOMEBODY and "<verb>" not in keys:
            continue
        if keys & {"<auxiliary>", "<modal>", "<past>"} or (place == at + 1 and not keys & _SAID_TO):
            return False
    return at + 1 + _MAX_BESIDE >= end or tokens[at + 1 + _MAX_BESIDE].opening is not Opening.NOTHING


def _end_of_clause(tokens: Sequence[Token], first: int, start: int, at: int, end: int) -> int:
    """Where a report ends: with its clause where that is a subordinate one ("whatever they say, ..."), else `end`."""
    place = start
    while place > first and tokens[place].opening is Opening.NOTHING and start - place < _REACH:
        place -= 1
    led_by = {token.word for token in tokens[place : start + 1]}
    if tokens[start].word == "who" and (stop := _end_of_relative(tokens, at, end)):
        return stop
    if led_by.isdisjoint(_SUBORDINATE | _FREE):
        return end
    stop = end_of_stretch(tokens, at, end)
    if not led_by.isdisjoint(_FREE):
        # "What she calls her moods is ...", but "what he heard was that ...".
        is_at = next((each for each in range(at + 1, stop) if "<be>" in tokens[each].keys), None)
        if is_at is not None:
            return end if is_at + 1 < end and tokens[is_at + 1].word in {"that", "to"} else is_at
    return stop if stop < at + _FURTHEST else end


def _end_of_relative(tokens: Sequence[Token], at: int, end: int) -> int | None:
    """Where "who wrote the last page has ..." goes on with its own verb, if it governs nothing before."""
    for stop in range(at + 1, min(end, at + _FURTHEST)):
        if tokens[stop].word in _GOVERNED or ":" in tokens[stop].marks:
            return None
        if tokens[stop].keys & {"<auxiliary>", "<modal>"}:
            return stop
    return None
