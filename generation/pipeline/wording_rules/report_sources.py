"""Sources a text names: "according to", "in her words", "on the mug:", "in the eyes of", "these are his words"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generation.pipeline.reading.word_set import word_set
from generation.pipeline.wording_rules.report_ends import end_of_stretch
from generation.pipeline.wording_rules.report_names import of_name
from generation.pipeline.wording_rules.sentences import Opening, Token
from generation.pipeline.wording_rules.voices import Cover, Voice

_SOURCES = word_set(
    "view views opinion telling account words eyes mind count reckoning estimate version reading book phrase "
    "experience admission confession estimation report"
)
_TEXTS_OF_OTHERS = word_set(
    "leaflet letter brochure guidelines guideline book website report reference article statement"
)
_BIDDINGS = word_set("advice request instruction instructions orders recommendation suggestion insistence invitation")
_ON_BIDDING = word_set("on at under against following despite upon")
_FICTION = word_set("dream nightmare story film novel song book play poem joke tale")
_OWNERS = word_set("his her their 's")
_OURS = word_set("my our your i we me us everyone")
_SEEN_AS = frozenset({"<hold>", "{tell}", "{describe}", "{remember}", "{explain}"})
_NOTHING = word_set("what this that it")
_AS = word_set("as hear way")
_OWN_PAPERS = word_set("note notes entry entries plan summary record records document documents report file form forms")
_FROM_SOMEBODY = word_set("on from in his her their 's by written says said read reads")
_TALKS = word_set("on about for")
_SAYING_PERSONS = word_set("he she they")
_CLOSING_NOUNS = word_set("words word phrase phrases account version telling own quotes quotations lines")
_DISCUSSED = word_set("discussed discusses covered mentioned named headed")
_ACCUSED = word_set("accused accuses accusing suspected suspects convicted acquitted")
_RAISED = word_set("raised raises floated floats broached broaches mooted mentioned discussed raising")
_BY_WAY_OF = word_set("by phone tel telephone call voicemail email letter today yesterday via on")
_LONGEST_WAY = 6
_VIEWS = word_set("eyes view opinion words account telling version")
_LONGEST_SPEAKER = 3
_LONGEST_CLOSING = 9
_LONGEST_THEME = 7
_REACH = 10


def of_source(tokens: Sequence[Token], first: int, at: int, end: int) -> Iterator[Cover]:
    """What the word at `at` covers by naming where words come from, or by ending or opening a name."""
    token = tokens[at]
    yield from of_name(tokens, first, at, end)
    if token.word in _TALKS and at > first and _is_of_paper(tokens, first, at):
        yield Cover(at, _theme_end(tokens, at, end), Voice.REPORTED)
    if token.word in {"about", "up", "for"} and at > first and _is_asked_about(tokens, at):
        yield Cover(at, _theme_end(tokens, at, end), Voice.REPORTED)
    if at > first and tokens[at - 1].keys & _DISCUSSED and token.opening is Opening.NOTHING:
        yield Cover(at, _theme_end(tokens, at, end), Voice.REPORTED)
    if token.word == "by" and _is_told_by(tokens, first, at, end):
        yield Cover(first, end, Voice.WORDS)
    if ":" in token.marks and _is_read_from(tokens, first, at):
        yield Cover(at, end, Voice.WORDS)
    if token.word == "whether" and at > first and not _leaves_open(tokens, at, end):
        yield Cover(at, end_of_stretch(tokens, at, end), Voice.REPORTED)
    if (
        token.word == "whether"
        and at == first
        and "<pronoun>" in tokens[min(at + 1, end - 1)].keys
        and any("<reports>" in each.keys for each in tokens[at + 1 : end])
    ):
        yield Cover(at, end, Voice.REPORTED)
    if _names_source(tokens, first, at, end):
        yield Cover(first, end, Voice.REPORTED)
    yield from _of_turn(tokens, first, at, end)
    yield from _of_paper_or_view(tokens, first, at, end)


def of_closing(tokens: Sequence[Token], first: int, end: int) -> Iterator[Cover]:
    """What a last stretch covers that says whose words the sentence gives: "...; these are his words"."""
    first = next((at for at in range(end - 1, first, -1) if ":" in tokens[at].marks), first)
    if first == 0 or end != len(tokens) or end - first > _LONGEST_CLOSING:
        return
    words = [token.word for token in tokens[first:end]]
    theirs = not _OWNERS.isdisjoint(words) or not _SAYING_PERSONS.isdisjoint(words)
    named = not _CLOSING_NOUNS.isdisjoint(words) and not {"these", "those", "that", "this", "all"}.isdisjoint(words[:1])
    put = words[:1] in (["this"], ["that"], ["so"], ["thus"]) and any(
        "<says>" in token.keys or "{put}" in token.keys for token in tokens[first:end]
    )
    if theirs and (named or put):
        yield Cover(0, end, Voice.REPORTED)


def _is_asked_about(tokens: Sequence[Token], at: int) -> bool:
    """ "looked up", "asked about", "searched for", told as what somebody did."""
    verb = tokens[at - 1].keys
    if tokens[at].word == "up":
        return bool(verb & {"looked", "looks", "read", "reads"})
    if tokens[at].word == "for":
        return bool(verb & {"asked", "asks", "searched", "searches", "googled"})
    return bool(
        verb & {"asked", "asks", "{enquire}", "{inquire}", "heard", "hears", "learned", "learnt", "read", "reads"}
    )


def _is_told_by(tokens: Sequence[Token], first: int, at: int, end: int) -> bool:
    """ "as told by the client: ...", "as described by his aunt"."""
    if at < first + 2 or tokens[at - 2].word != "as" or at + 1 >= end or tokens[at + 1].word in _OURS:
        return False
    return "<reports>" in tokens[at - 1].keys or tokens[at - 1].word in {"given", "put", "seen"}


def _leaves_open(tokens: Sequence[Token], at: int, end: int) -> bool:
    """ "..., whether he knew it or not": the text's own."""
    stretch = tokens[at : end_of_stretch(tokens, at, end)]
    return [token.word for token in stretch[-2:]] == ["or", "not"] and bool(tokens[at].marks)


def _of_turn(tokens: Sequence[Token], first: int, at: int, end: int) -> Iterator[Cover]:
    """ "wanted to know if ...", "it was put to her that ...", "... is the name of a road"."""
    before = tokens[max(first, at - 3) : at]
    words = [token.word for token in before]
    following = tokens[at + 1] if at + 1 < end else None
    match tokens[at].word:
        case "know" | "hear" if len(before) == 3 and "{want}" in before[1].keys and before[0].word not in _OURS:
            # "'Are you eating?' his sister wanted to know."
            aside = at + 1 == end or (following is not None and following.opening is not Opening.NOTHING)
            yield Cover(first if aside else at - 3, end, Voice.WORDS if aside else Voice.REPORTED)
        case "called" | "named" | "titled" | "entitled" if _has_name(words, following):
            yield Cover(first, end, Voice.REPORTED)
        case "name" if following is not None and following.word in {"is", "was"} and _is_owned(words):
            yield Cover(first, end, Voice.REPORTED)
        case "concerned" if "far" in [token.word for token in tokens[max(first, at - 8) : at]]:
            yield Cover(first, end, Voice.REPORTED)
        case "from" if words[-1:] == ["it"] and before[-2:-1] and "{have}" in before[-2].keys:
            yield Cover(at, end, Voice.TOLD)
        case "given" if following is not None and (following.word == "as" or words[-1:] == ["as"]):
            yield Cover(first, end, Voice.REPORTED)
        case "put" if words[-1:] in (["was"], ["been"]) and following is not None and following.word == "to":
            yield Cover(at, end, Voice.TOLD)
        case "name" | "title" if words[-2:] == ["is", "the"]:
            yield Cover(first, at, Voice.REPORTED)
        case _:
            yield from _of_told_turn(tokens, first, at, end)
            yield from _of_held_turn(tokens, first, at, end)


def _of_told_turn(tokens: Sequence[Token], first: int, at: int, end: int) -> Iterator[Cover]:
    """ "Accused of", "put it to the panel that", "given to understand that"."""
    before = tokens[max(first, at - 3) : at]
    words = [token.word for token in before]
    following = tokens[at + 1] if at + 1 < end else None
    if _OURS & set(words):
        return
    match tokens[at].word:
        case "of" if before and before[-1].word in _ACCUSED:
            yield Cover(at, end, Voice.REPORTED)
        case "put" if following is not None and following.word == "it" and tokens[at + 2 : at + 3]:
            if tokens[at + 2].word == "to":
                yield Cover(at, end, Voice.REPORTED)
        case "understand" if words[-2:] == ["given", "to"]:
            yield Cover(at, end, Voice.TOLD)
        case _:
            return


def _of_held_turn(tokens: Sequence[Token], first: int, at: int, end: int) -> Iterator[Cover]:
    """ "Let it be known that", "has him down as", "went on about", "raised the possibility of"."""
    before = tokens[max(first, at - 3) : at]
    words = [token.word for token in before]
    following = tokens[at + 1] if at + 1 < end else None
    if _OURS & set(words):
        return
    match tokens[at].word:
        case "known" | "clear" | "plain" if following is not None and following.word == "that" and "it" in words:
            if any(each.keys & {"{let}", "{make}"} for each in before):
                yield Cover(at, end, Voice.REPORTED)
        case "down" if (
            following is not None and following.word == "as" and any("{have}" in each.keys for each in before)
        ):
            yield Cover(at, end, Voice.REPORTED)
        case "on" if following is not None and following.word == "about" and before and "{go}" in before[-1].keys:
            yield Cover(at, end, Voice.REPORTED)
        case "possibility" | "question" | "prospect" | "idea" | "subject" | "topic" | "issue" | "suspicion" if (
            not _RAISED.isdisjoint(words)
        ):
            yield Cover(at, _theme_end(tokens, at, end), Voice.REPORTED)
        case _:
            return


def _of_paper_or_view(tokens: Sequence[Token], first: int, at: int, end: int) -> Iterator[Cover]:
    """ "the statement has it that ...", "in the eyes of his aunt", "two reasons, namely that ..."."""
    following = tokens[at + 1].word if at + 1 < end else ""
    word = tokens[at].word
    if word == "it" and at > first and "{have}" in tokens[at - 1].keys:
        told = [token.word for token in tokens[at + 1 : min(end, at + _REACH)]]
        if not told or "that" in told:
            yield Cover(at - 1 if told else first, end, Voice.TOLD)
    elif word in _VIEWS and _is_of_owner(tokens[max(first, at - 2) : at], tokens[at + 1 : at + 3]):
        yield Cover(first, end, Voice.REPORTED)
    elif word in {"namely", "viz"} and following == "that":
        yield Cover(at, end, Voice.REPORTED)


def _is_of_owner(before: Sequence[Token], behind: Sequence[Token]) -> bool:
    """ "in the eyes of his aunt", "on the account of": whose they are stands behind them."""
    return (
        [token.word for token in before] in (["in", "the"], ["by", "the"])
        and len(behind) == 2
        and behind[0].word == "of"
        and behind[1].word not in _OURS
    )


def _is_owned(before: list[str]) -> bool:
    return not _OWNERS.isdisjoint(before) or "whose" in before


def _has_name(before: list[str], following: Token | None) -> bool:
    """Whether something is called by a name: "the course is called ...", not "rest is called for"."""
    named = before[-1:] in (["is"], ["was"]) and _NOTHING.isdisjoint(before)
    return named and following is not None and following.word != "for"


def _is_read_from(tokens: Sequence[Token], first: int, colon: int) -> bool:
    """Whether what stands before a colon names where the words behind it stand: "on the mug:", "his father:"."""
    before = tokens[max(first, colon - _REACH) : colon]
    words = {token.word for token in before}
    if words & _OURS:
        return False
    if not before:
        return False
    if len(before) <= _LONGEST_SPEAKER and before[-1].word in _TEXTS_OF_OTHERS:
        return True
    if len(before) <= _LONGEST_SPEAKER and ("reported" in words or any("<human>" in token.keys for token in before)):
        return True
    way = len(before) <= _LONGEST_WAY and any(token.word in _BY_WAY_OF and token.marks for token in before)
    if way and "<human>" in before[0].keys | before[min(2, len(before) - 1)].keys:
        return True
    papers = any("<document>" in token.keys and token.word not in _OWN_PAPERS for token in before)
    return papers and bool(words & _FROM_SOMEBODY)


def _is_of_paper(tokens: Sequence[Token], first: int, at: int) -> bool:
    """ "a leaflet on", "the film she saw was about"."""
    if "<be>" not in tokens[at - 1].keys:
        return "<document>" in tokens[at - 1].keys
    before = tokens[max(first, at - _REACH) : at]
    return tokens[at].word == "about" and any("<document>" in token.keys for token in before)


def _theme_end(tokens: Sequence[Token], at: int, end: int) -> int:
    """Where the theme of a leaflet or a talk ends: at a comma or a verb."""
    for stop in range(at + 1, min(end, at + _LONGEST_THEME)):
        likened = tokens[stop].word in {"like", "as"} and "<determiner>" in tokens[min(stop + 1, end - 1)].keys
        if likened or tokens[stop].opening is not Opening.NOTHING or tokens[stop].keys & {"<auxiliary>", "<modal>"}:
            return stop
    return min(end, at + _LONGEST_THEME)


def _names_source(tokens: Sequence[Token], first: int, at: int, end: int) -> bool:
    """ "according to", "in her own words", "by Anna's count", "as he sees it", "per the letter", "and has said so"."""
    word = tokens[at].word
    before = tokens[max(first, at - 5) : at]
    match word:
        case "according" | "acc":
            return at + 2 < end and tokens[at + 1].word == "to" and tokens[at + 2].word not in _OURS
        case "per" if tokens[at].opening is not Opening.NOTHING or (before and before[-1].word == "as"):
            return any(token.keys & {"<document>", "<human>"} for token in tokens[at + 1 : min(end, at + 5)])
        case "so":
            told = any(token.keys & {"{say}", "{tell}"} for token in before[-2:])
            noted = any("<document>" in token.keys for token in tokens[at + 1 : at + 3])
            return (told or noted) and not any(token.word in _OURS for token in before)
        case "it" | "things" | "this" | "that":
            return _is_put_so([token.word for token in before], before[-1].keys if before else frozenset(), word)
        case _:
            words = [token.word for token in before]
            reason = words[-1:] == ["on"] and at + 1 < end and tokens[at + 1].word == "of"
            return not reason and _is_source_of_somebody(word, words, marked=bool(tokens[at - 1].marks))


def _is_put_so(before: list[str], last: frozenset[str], word: str) -> bool:
    """ "as he sees it", "and has put this to her"."""
    if word in {"this", "that"}:
        return before[-1:] == ["put"] or before[-1:] == ["puts"]
    return bool(last & _SEEN_AS) and not _AS.isdisjoint(before)


def _is_source_of_somebody(word: str, before: list[str], *, marked: bool) -> bool:
    """ "in his father's opinion", "on her doctor's advice", "in a dream", "(her words)"."""
    owned = not _OWNERS.isdisjoint(before[-3:]) or before[-2:] == ["by", "own"]
    if word in _BIDDINGS:
        return not _OWNERS.isdisjoint(before[-2:]) and not _ON_BIDDING.isdisjoint(before)
    if word in _FICTION and "in" in before[-3:-1]:
        return bool({"the", "his", "her", "their", "a"} & set(before[-2:]))
    if word in _TEXTS_OF_OTHERS:
        return "in" in before and "'s" in before
    if word not in _SOURCES:
        return False
    opens = marked or not {"in", "by", "to", "on"}.isdisjoint(before)
    return opens and (owned or (word in {"words", "telling"} and "your" in before[-2:]))
