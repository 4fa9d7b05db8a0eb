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
from enum import IntEnum

from generation.pipeline.reading.word_set import word_set
from generation.pipeline.wording_rules.report_subjects import find_subject, is_verb_of_report
from generation.pipeline.wording_rules.sentences import Opening, Token


class Voice(IntEnum):
    """Who speaks: the text, somebody it reports, somebody who spoke then, or somebody it lets speak word for word.

    "You" and what the reader should do are the text's own words before TOLD, a bare order is before WORDS.
    """

    OWN = 0
    REPORTED = 1
    TOLD = 2
    WORDS = 3


_HARD_MARKS = frozenset(";–—•|")
_TURNS = word_set("but though although whereas however nevertheless yet so which")
_JOINS = word_set("and or while")
_NEW_SUBJECT = frozenset({"<pronoun>", "<determiner>", "<possessive>"})
_GOES_ON = frozenset(
    {
        "to",
        "whether",
        "why",
        "how",
        "who",
        "where",
        "<past>",
        "<verb>",
        "<preposition>",
        "<-ing>",
        "<adverb>",
        "<number>",
    }
    | {"<feeling>"}
)
_FREE = word_set("what everything all whatever")
_SUBORDINATE = word_set("if when whenever whatever because since although though after before until while unless as")
_SOURCES = word_set(
    "view views opinion telling account words eyes mind count reckoning estimate version reading book phrase experience"
)
_TEXTS_OF_OTHERS = word_set(
    "leaflet letter brochure guidelines guideline book website report reference article statement"
)
_BIDDINGS = word_set("advice request instruction instructions orders recommendation suggestion insistence invitation")
_ON_BIDDING = word_set("on at under against following despite upon")
_FICTION = word_set("dream nightmare story film novel song book play poem joke tale")
_OWNERS = word_set("his her their 's")
_INVERTED = frozenset(
    [
        "{say}",
        "{explain}",
        "{remark}",
        "{reckon}",
        "{insist}",
        "{warn}",
        "{reply}",
        "{claim}",
        "{joke}",
        "{admit}",
        "{think}",
        "{write}",
    ]
) | word_set(
    "says said explains explained remarks remarked reckons reckoned insists insisted warns warned writes wrote"
)
_HELD = word_set(
    "hope hopes fear pride wish wishes belief beliefs impression feeling expectation plan plea question thanks"
)
_PASSED_ON = frozenset(
    ["got", "received", "had", "heard", "gave", "left", "passed", "came", "brought", "has", "relayed"]
)
_OWN_PAPERS = word_set("note notes entry entries plan summary record records document documents report file form forms")
_FROM_SOMEBODY = word_set("on from in his her their 's by written says said read reads")
_TALKS = word_set("on about for")
_LONGEST_SPEAKER = 3
_LONGEST_NAME = 3
_LONGEST_THEME = 7
_REACH = 10


def find_voices(tokens: Sequence[Token]) -> list[Voice]:
    """The voice of each word of a sentence."""
    voices = [Voice.OWN] * len(tokens)
    first = 0
    for end in range(1, len(tokens) + 1):
        if end == len(tokens) or _takes_the_word(tokens, end):
            for start, stop, voice in _reports(tokens, first, end):
                for at in range(start, stop):
                    voices[at] = max(voices[at], voice)
            first = end
    return voices


def _takes_the_word(tokens: Sequence[Token], at: int) -> bool:
    """Whether the text speaks itself again from `at` on."""
    token = tokens[at]
    if not _HARD_MARKS.isdisjoint(token.marks):
        return True
    if token.opening is Opening.NOTHING:
        return False
    # Behind a comma "a sign of ..." says what the text makes of what was reported.
    if token.word == "so" and any("<reports>" in each.keys for each in tokens[at + 2 : at + 4]):
        return False
    if token.word in _TURNS or token.word in {"a", "an"}:
        return True
    if token.word == "as" and at + 1 < len(tokens) and tokens[at + 1].word in {"if", "though"}:
        return True
    if token.word not in _JOINS or at + 1 >= len(tokens):
        return False
    following = tokens[at + 1]
    if following.word == "that":
        return at + 2 < len(tokens) and bool(tokens[at + 2].keys & {"<auxiliary>", "<modal>"})
    if following.word == "if":
        return True
    if following.keys & {"<determiner>", "<possessive>"} and not _goes_to_a_verb(tokens, at + 2):
        return False
    if following.keys & _NEW_SUBJECT:
        return True
    if "<adverb>" in following.keys and at + 2 < len(tokens) and "<pronoun>" in tokens[at + 2].keys:
        return True
    return not following.keys & _GOES_ON


def _goes_to_a_verb(tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb follows before the next mark, so that what opens is a clause and no item of a list."""
    for token in tokens[at : at + _REACH]:
        if token.opening is not Opening.NOTHING:
            return False
        if "<-ing>" in token.keys:
            continue
        if token.keys & {"<auxiliary>", "<modal>", "<past>"} or (
            token.word.endswith("s") and "{" in "".join(token.keys)
        ):
            return True
    return False


def _reports(tokens: Sequence[Token], first: int, end: int) -> Iterator[tuple[int, int, Voice]]:
    for at in range(first, end):
        keys = tokens[at].keys
        if "<reports>" in keys:
            yield from _of_verb(tokens, first, at, end)
        if "<word of>" in keys:
            yield from _of_noun(tokens, first, at, end)
        if "<institution>" in keys:
            yield _name_start(tokens, first, at), at + 1, Voice.REPORTED
        if tokens[at].word in _TALKS and at > first and _is_of_paper(tokens, first, at):
            yield at, _theme_end(tokens, at, end), Voice.REPORTED
        if ":" in tokens[at].marks and _is_read_from(tokens, first, at):
            yield at, end, Voice.WORDS
        if tokens[at].word == "whether" and at > first:
            yield at, _end_of_stretch(tokens, at, end), Voice.REPORTED
        if _names_source(tokens, first, at, end):
            yield first, end, Voice.REPORTED


def _of_verb(tokens: Sequence[Token], first: int, at: int, end: int) -> Iterator[tuple[int, int, Voice]]:
    """What the verb of report at `at` covers."""
    then = "<past>" in tokens[at].keys
    if _is_inverted(tokens, at, end):
        yield first, end, Voice.WORDS if then else Voice.REPORTED
        return
    subject = find_subject(tokens, first, at, end)
    if subject is None:
        return
    start = subject.first
    if _stands_beside(tokens, start, at, end) and not subject.is_theirs:
        yield first, end, Voice.WORDS if then else Voice.REPORTED
        return
    stop = _end_of_clause(tokens, first, start, at, end)
    yield start, stop, Voice.TOLD if then else Voice.REPORTED
    colon = _end_of_stretch(tokens, at, stop)
    if colon < stop and ":" in tokens[colon].marks:
        yield colon, stop, Voice.TOLD if subject.is_theirs else Voice.WORDS


def _is_inverted(tokens: Sequence[Token], at: int, end: int) -> bool:
    """ "..., says the entry", "... ," said his sister": the verb behind a mark, its subject behind it and no more."""
    token = tokens[at]
    if not token.marks or not (token.keys & _INVERTED) or at + 1 >= end or not is_verb_of_report(tokens, at):
        return False
    following = tokens[at + 1]
    if following.keys & {"<past>", "<adverb>", "<-ing>", "<preposition>"}:
        return False
    if following.opening is not Opening.NOTHING or following.word in {"that", "your", "my", "to", "i", "everyone"}:
        return False
    for place in range(at + 2, min(end, at + 6)):
        if tokens[place].opening is not Opening.NOTHING or "<preposition>" in tokens[place].keys:
            return True
    return at + 6 >= end


def _stands_beside(tokens: Sequence[Token], start: int, at: int, end: int) -> bool:
    """Whether subject and verb stand in brackets of commas, with nothing they govern: "..., he told us on Monday"."""
    if start == at or (
        start and not tokens[start].marks and not (tokens[start - 1].word == "so" and tokens[start - 1].marks)
    ):
        return False
    if start == 0 or (
        at + 1 < end and tokens[at + 1].word in {"that", "to"} and tokens[at + 1].opening is Opening.NOTHING
    ):
        follows_person = at + 2 < end and bool(tokens[at + 2].keys & {"<object>", "<human>", "<determiner>"})
        if start == 0 or tokens[at + 1].word == "that" or not follows_person:
            return False
    place = at + 1
    while place < min(end, at + _REACH) and tokens[place].opening is Opening.NOTHING:
        keys = tokens[place].keys
        if keys & {"<preposition>", "<time>"} or tokens[place].word == "to":
            return True
        if place == at + 1 and not keys & {"<object>", "<adverb>", "<determiner>", "<possessive>"}:
            return False
        if keys & {"<auxiliary>", "<modal>", "<past>"}:
            return False
        if place > at + 3:
            return False
        place += 1
    return True


def _end_of_clause(tokens: Sequence[Token], first: int, start: int, at: int, end: int) -> int:
    """Where a report ends: with its clause where that is a subordinate one ("whatever they say, ..."), else at `end`."""
    place = start
    while place > first and tokens[place].opening is Opening.NOTHING and start - place < _REACH:
        place -= 1
    if tokens[start].word == "who":
        for stop in range(at + 1, end):
            if tokens[stop].word in {"that", "whether", "to", "how", "why"} or ":" in tokens[stop].marks:
                break
            if tokens[stop].keys & {"<auxiliary>", "<modal>"}:
                return stop
    led_by = {token.word for token in tokens[place : start + 1]}
    if not led_by.isdisjoint(_SUBORDINATE | _FREE):
        for stop in range(at + 1, end):
            if tokens[stop].opening is not Opening.NOTHING:
                return stop
            if not led_by.isdisjoint(_FREE) and "<be>" in tokens[stop].keys:
                told = stop + 1 < end and tokens[stop + 1].word in {"that", "to"}
                return end if told else stop
    return end


def _of_noun(tokens: Sequence[Token], first: int, at: int, end: int) -> Iterator[tuple[int, int, Voice]]:
    """ "his mother's advice was to ...", "the physio's three orders: ...", "of the opinion that ..."."""
    before = [token.word for token in tokens[max(first, at - 3) : at]]
    following = tokens[at + 1] if at + 1 < end else None
    held = any("{have}" in token.keys for token in tokens[max(first, at - 3) : at]) and "the" in before
    if held and following is not None and following.word == "that" and not {"i", "we", "you"} & set(before):
        yield at, end, Voice.REPORTED
        return
    passed_on = bool({"the", "an", "some", "with", "a"} & set(before)) and any(
        token.keys & _PASSED_ON for token in tokens[max(first, at - _REACH) : at]
    )
    if passed_on and tokens[at].word not in _HELD and not {"i", "we", "you", "my", "your"} & set(before):
        if following is not None and following.word in {"to", "that", "not", "about", "from"}:
            yield at, end, Voice.TOLD
            return
    owned = not _OWNERS.isdisjoint(before) or (
        following is not None and following.word in {"of", "by", "in", "among", "at"} and "the" in before
    )
    owned = owned or (following is not None and following.word == "from")
    given = _given_by_somebody(tokens, at, end)
    owned = owned or given
    if before[-2:] == ["of", "the"] and following is not None and following.word == "that":
        yield at, end, Voice.REPORTED
        return
    if not owned:
        return
    start = max(first, at - 4) if "'s" in before else max(first, at - 1)
    if following is not None and following.word == "that" and owned and at - start >= 1:
        led = {token.word for token in tokens[max(first, at - 5) : at]}
        if tokens[at].word not in _HELD or led & {"is", "was"}:
            yield start, end, Voice.REPORTED
            return
    for place in range(at + 1, min(end, at + 1 + 2 * _REACH)):
        token, behind = tokens[place], tokens[place + 1] if place + 1 < end else None
        if ":" in token.marks:
            yield start, end, Voice.WORDS
            return
        if token.word in {"is", "was", "were", "are"} and behind is not None:
            if behind.word in {"to", "that", "not"} or given or (tokens[at].word not in _HELD and "'s" in before):
                yield start, end, Voice.REPORTED
            return
    if following is not None and tokens[at].word not in _HELD and following.word in {"to", "that", "whether", "about"}:
        yield start, end, Voice.REPORTED


def _given_by_somebody(tokens: Sequence[Token], at: int, end: int) -> bool:
    """ "the reason he gave", "the word his wife uses", "the question she came with"."""
    around = tokens[at + 1 : min(end, at + 5)]
    somebody = any(token.word in {"he", "she", "they", "his", "her", "their"} for token in around[:2])
    return somebody and any(
        token.keys & {"<reports>", "{give}", "{use}", "{come}", "{bring}", "{ask}"} for token in around
    )


def _name_start(tokens: Sequence[Token], first: int, at: int) -> int:
    """Where the name begins that ends in a group, a leaflet or a clinic: "the phobia group"."""
    start = at
    while start > first and at - start < _LONGEST_NAME and tokens[start].opening is Opening.NOTHING:
        before = tokens[start - 1]
        if before.keys & {"<inner-verb>", "<past>", "<order>"}:
            break
        if before.keys & {
            "<pronoun>",
            "<determiner>",
            "<possessive>",
            "<auxiliary>",
            "<preposition>",
            "<conjunction>",
            "to",
        }:
            break
        start -= 1
    return start


def _is_read_from(tokens: Sequence[Token], first: int, colon: int) -> bool:
    """Whether what stands before a colon names where the words behind it stand: "on the mug:", "his father's text:"."""
    before = tokens[max(first, colon - _REACH) : colon]
    words = {token.word for token in before}
    # "Mum: he is lazy."
    if len(before) <= _LONGEST_SPEAKER and any("<human>" in token.keys for token in before):
        return words.isdisjoint({"my", "our", "your", "i", "we"})
    papers = any("<document>" in token.keys and token.word not in _OWN_PAPERS for token in before)
    return papers and not words & {"my", "our", "your", "i", "we"} and bool(words & _FROM_SOMEBODY)


def _end_of_stretch(tokens: Sequence[Token], at: int, end: int) -> int:
    for stop in range(at + 1, end):
        if tokens[stop].opening is not Opening.NOTHING:
            return stop
    return end


def _is_of_paper(tokens: Sequence[Token], first: int, at: int) -> bool:
    """ "a leaflet on", "the film she saw was about"."""
    if "<be>" not in tokens[at - 1].keys:
        return "<document>" in tokens[at - 1].keys
    before = tokens[max(first, at - _REACH) : at]
    return tokens[at].word == "about" and any("<document>" in token.keys for token in before)


def _theme_end(tokens: Sequence[Token], at: int, end: int) -> int:
    """Where the theme of a leaflet or a talk ends: at a comma or a verb."""
    for stop in range(at + 1, min(end, at + _LONGEST_THEME)):
        if tokens[stop].opening is not Opening.NOTHING or tokens[stop].keys & {"<auxiliary>", "<modal>"}:
            return stop
    return min(end, at + _LONGEST_THEME)


def _names_source(tokens: Sequence[Token], first: int, at: int, end: int) -> bool:
    """ "according to", "in her own words", "by Anna's count", "as he sees it", "per the letter"."""
    word = tokens[at].word
    if word == "according":
        return (
            at + 2 < end and tokens[at + 1].word == "to" and tokens[at + 2].word not in {"my", "me", "us", "everyone"}
        )
    if word == "per" and (tokens[at].opening is not Opening.NOTHING or tokens[at - 1].word == "as"):
        return any(token.keys & {"<document>", "<human>"} for token in tokens[at + 1 : min(end, at + 5)])
    if (
        word in {"it", "things"}
        and at - 2 >= first
        and "<hold>"
        in tokens[at - 1].keys | {"<hold>" if tokens[at - 1].keys & {"{tell}", "{describe}", "{remember}"} else ""}
    ):
        return any(token.word == "as" for token in tokens[max(first, at - 5) : at])
    if word == "so" and at - 1 >= first:
        return any(token.keys & {"{say}", "{tell}"} for token in tokens[max(first, at - 2) : at])
    if word in {"this", "that"} and at - 1 >= first and tokens[at - 1].word in {"put", "puts"}:
        return True
    if word not in _SOURCES | _TEXTS_OF_OTHERS | _BIDDINGS | _FICTION:
        return False
    before = [token.word for token in tokens[max(first, at - 5) : at]]
    if word in _BIDDINGS:
        return not _OWNERS.isdisjoint(before[-2:]) and any(each in _ON_BIDDING for each in before)
    if word in _FICTION and before[-2:-1] == ["in"]:
        return before[-1] in {"the", "his", "her", "their", "a"}
    if word in _TEXTS_OF_OTHERS:
        return "in" in before and "'s" in before
    opens = any(each in before for each in ("in", "by", "to", "on")) or bool(tokens[at - 1].marks)
    return opens and (not _OWNERS.isdisjoint(before[-3:]) or (word in {"words", "telling"} and "your" in before[-2:]))
