"""Frames that hand somebody's words on without a verb of saying in front of them.

"... was the verdict of his uncle", "he is said to have", "as his aunt never tires of saying", "the reply came back
that", "closed with an appeal to", "advice passed on by the chemist: ...", "..., runs the notice". Each look ahead or
back is bounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generation.pipeline.reading.word_set import word_set
from generation.pipeline.wording_rules.sentences import Opening, Token
from generation.pipeline.wording_rules.voices import Cover, Voice

_OURS = word_set("i we you my our your me us everyone everybody nobody anyone one people")
_OWNERS = word_set("his her their 's")
_VERDICTS = word_set(
    "advice opinion opinions verdict view views explanation belief conviction theory hunch guess prediction saying "
    "conclusion impression assessment judgement judgment estimate prognosis suggestion recommendation warning comment "
    "remark motto refrain stance position reasoning instruction orders contention finding claim idea words saying"
)
_TOLD_OF = word_set("said reported quoted alleged understood rumoured rumored reputed claimed recorded supposed")
_LEADS_ON = word_set("to as")
# A noun that carries words where somebody hands it on: "offered the thought that", "closed with an appeal to".
_CARRIERS = frozenset({"<word of>"}) | word_set(
    "sentence thought appeal line toast cry observation maxim proverb reflection news call verse prayer adage text "
    "note letter email message voicemail"
)
_HANDED = word_set(
    "{offer} {share} {quote} {repeat} {issue} {voice} {pass} {hear} {read} {bring} {copy} {relay} {receive} with"
)
_ARRIVED = word_set("{come} {reach} {arrive} {return} {spread} {follow} {go}")
_RUNS = word_set("runs ran goes went")
_INSCRIBED = frozenset({"<document>"}) | word_set("song saying proverb rhyme inscription hymn verse legend adage")
_PAPERS_OF_OTHERS = word_set(
    "letter report certificate form leaflet register bulletin referral discharge bracelet passport card"
)
_SUBJECTS = word_set("subject topic theme title name")
_SHOWS = word_set("shows showed shown gives gave lists names")
_PICTURES = word_set(
    "list photograph photo picture drawing map graph chart print film card sign poster scan xray diagram painting "
    "postcard label table timetable screen screenshot certificate receipt"
)
_SPOKEN_OF = word_set("{speak} {talk} {complain} {dream} {boast} {joke}")
_SPEAKERS = frozenset({"<human>", "he", "she", "they", "who"})
_SOMEBODY = frozenset({"<human>", "<name>", "<determiner>", "<possessive>"})
_FOND = word_set("tires tired likes liked fond keeps kept used loves loved never")
_ABOUT = word_set("of about")
_BELIEVED = word_set("believed tell")
_READS = word_set("says said reads stands")
_KNOWN_BY = _VERDICTS | _TOLD_OF | _RUNS | _READS | _BELIEVED | {"as"}
_COPIED = word_set("{copy} {transcribe} {recite} {underline} {spell}") | word_set(
    "copies copied transcribes transcribed"
)
_MEANINGS = word_set("definition spelling dictionary synonym translation etymology")
_TOLD_THEN = word_set("told informed assured warned advised taught")
_REACH = 10
_NEAR = 4
_THEME = 6


def of_frame(tokens: Sequence[Token], first: int, at: int, end: int) -> Iterator[Cover]:
    """What the word at `at` covers by opening or closing such a frame."""
    token = tokens[at]
    if token.word in _KNOWN_BY and (voice := _whole(tokens, first, at, end)):
        yield Cover(first, end, voice)
    if token.keys & _CARRIERS and (start := _handed_on(tokens, first, at, end)) is not None:
        yield Cover(start, end, Voice.TOLD)
    if ":" in token.marks and _is_passed_on(tokens, first, at):
        yield Cover(first, end, Voice.WORDS)
    yield from _of_copy(tokens, first, at, end)
    if token.word in _SUBJECTS and _is_subject_of(tokens, first, at, end):
        yield Cover(first, at, Voice.REPORTED)
    if token.word in _SHOWS and at > first and tokens[at - 1].word in _PICTURES:
        yield Cover(at, end, Voice.REPORTED)
    if token.word in _ABOUT and at > first + 1 and _is_spoken_of(tokens, first, at):
        yield Cover(at, min(end, at + _THEME), Voice.REPORTED)


def _of_copy(tokens: Sequence[Token], first: int, at: int, end: int) -> Iterator[Cover]:
    """What somebody copies out, a paper gives, a word is the definition of, or somebody was told."""
    token = tokens[at]
    if token.keys & _COPIED and at + 1 < end and _is_copied(tokens, first, at, end):
        yield Cover(at, end, Voice.REPORTED)
    if token.word in {"gives", "gave", "has", "lists", "names"} and at > first and _is_paper(tokens, at):
        yield Cover(at, end, Voice.REPORTED)
    if token.word in _MEANINGS and at + 2 < end and tokens[at + 1].word == "of":
        yield Cover(at, min(end, at + _NEAR), Voice.REPORTED)
    if token.word in _TOLD_THEN and _is_aside(tokens, first, at, end):
        yield Cover(first, end, Voice.WORDS)


def _whole(tokens: Sequence[Token], first: int, at: int, end: int) -> Voice | None:
    """The voice of a whole stretch that the word at `at` frames."""
    token = tokens[at]
    if token.word in _VERDICTS and _is_verdict(tokens, first, at, end):
        return Voice.WORDS
    if token.word in _TOLD_OF and _is_told_of(tokens, first, at, end):
        return Voice.WORDS
    if token.word == "as" and (at == first or token.marks) and _as_somebody_says(tokens, at, end):
        return Voice.REPORTED
    if token.word in _BELIEVED and _is_if_believed(tokens, first, at):
        return Voice.REPORTED
    if token.word in _RUNS and token.marks and _is_inscribed(tokens, at, end):
        return Voice.WORDS
    if token.word in _READS and at > first and tokens[at - 1].word == "it" and _is_on_paper(tokens, at, end):
        return Voice.WORDS
    return None


def _is_verdict(tokens: Sequence[Token], first: int, at: int, end: int) -> bool:
    """ "... was the verdict of the osteopath", "..., was his sister's explanation", "it is the belief of her aunt"."""
    copula = next((b for b in range(at - 1, max(first, at - _NEAR - 1) - 1, -1) if "<be>" in tokens[b].keys), None)
    if copula is None:
        return False
    between = {token.word for token in tokens[copula + 1 : at]}
    following = tokens[at + 1] if at + 1 < end else None
    if between & _OURS:
        return False
    if following is None or following.opening is not Opening.NOTHING:
        return bool(between & _OWNERS)
    theirs = following.word == "of" and at + 2 < end and tokens[at + 2].word not in _OURS
    return theirs and "the" in between


def _is_told_of(tokens: Sequence[Token], first: int, at: int, end: int) -> bool:
    """ "is said to have", "is quoted as saying", of somebody; "it is said that" is nobody's."""
    if at < first + 2 or at + 2 >= end or tokens[at + 1].word not in _LEADS_ON:
        return False
    if tokens[at].word == "supposed" and tokens[at + 2].word != "have":
        return False
    finite = "<be>" in tokens[at - 1].keys and tokens[at - 1].word != "be"
    return finite and tokens[at - 2].word not in {"it", "that", "this", "there", "i", "you"}


def _as_somebody_says(tokens: Sequence[Token], at: int, end: int) -> bool:
    """ "as his aunt never tires of saying", "as the steward had it"; what is said now, "as she says", is shared."""
    stretch = tokens[at + 1 : min(end, at + _REACH)]
    stop = next((n for n, token in enumerate(stretch) if token.opening is not Opening.NOTHING), len(stretch))
    stretch = stretch[:stop]
    if not stretch or any(token.word in _OURS for token in stretch):
        return False
    if not any(token.keys & (_SPEAKERS | {"<document>"}) for token in stretch[:_NEAR]):
        return False
    papers = any("<document>" in token.keys for token in stretch)
    had = any(token.word in {"had", "put"} or (papers and token.word == "has") for token in stretch)
    had = had and stretch[-1].word == "it"
    fond = any(token.word in _FOND for token in stretch)
    return had or (fond and bool(stretch[-1].keys & {"<says>", "{put}"}))


def _is_if_believed(tokens: Sequence[Token], first: int, at: int) -> bool:
    """ "if the neighbours are to be believed", "to hear her brother tell it"."""
    words = [token.word for token in tokens[max(first, at - _REACH) : at]]
    if not _OURS.isdisjoint(words):
        return False
    if tokens[at].word == "tell":
        return words[:2] == ["to", "hear"]
    return words[-2:] == ["to", "be"] and "if" in words


def _handed_on(tokens: Sequence[Token], first: int, at: int, end: int) -> int | None:
    """Where what a noun of saying carries begins: "the reply came back that", "with the sentence that"."""
    following = tokens[at + 1] if at + 1 < end else None
    if following is None or following.opening is not Opening.NOTHING:
        return None
    before = tokens[max(first, at - _NEAR) : at]
    if any(token.word in _OURS for token in before):
        return None
    if following.word in {"that", "to"}:
        article = any(token.keys & {"<determiner>", "<possessive>"} for token in before)
        handed = any(token.keys & _HANDED and token.word != "called" for token in before)
        return at if article and handed else None
    if not following.keys & _ARRIVED:
        return None
    return next((n for n in range(at + 2, min(end, at + _NEAR + 3)) if tokens[n].word == "that"), None)


def _is_copied(tokens: Sequence[Token], first: int, at: int, end: int) -> bool:
    """ "He copies out the diagnosis from the discharge sheet": somebody, and words of a paper."""
    somebody = at > first and bool(tokens[at - 1].keys & _SPEAKERS) and tokens[at - 1].word not in _OURS
    return somebody and (
        tokens[at + 1].word in {"out", "down"}
        or any(token.keys & _CARRIERS or "<document>" in token.keys for token in tokens[at + 1 : min(end, at + _REACH)])
    )


def _is_paper(tokens: Sequence[Token], at: int) -> bool:
    """ "Discharge letter gives type 2 diabetes"; not what stands in a text of the writer's own."""
    return tokens[at - 1].word in _PAPERS_OF_OTHERS and not any(
        token.word in _OURS for token in tokens[max(0, at - _NEAR) : at]
    )


def _is_aside(tokens: Sequence[Token], first: int, at: int, end: int) -> bool:
    """ "Tickets, he was told, must be shown at the gate"."""
    if at < first + 3 or at + 1 >= end or tokens[at + 1].opening is Opening.NOTHING:
        return False
    subject, verb = tokens[at - 2], tokens[at - 1]
    theirs = bool(subject.keys & _SPEAKERS) and subject.word not in _OURS
    return theirs and verb.word in {"was", "were"} and subject.opening is not Opening.NOTHING


def _is_subject_of(tokens: Sequence[Token], first: int, at: int, end: int) -> bool:
    """ "... was the subject of the lecture"."""
    words = [token.word for token in tokens[max(first, at - 2) : at]]
    return words in (["was", "the"], ["is", "the"]) and at + 1 < end and tokens[at + 1].word == "of"


def _is_passed_on(tokens: Sequence[Token], first: int, colon: int) -> bool:
    """ "advice passed on by the chemist: ...", "a call from the ward: ..."."""
    before = tokens[max(first, colon - _REACH) : colon]
    carried = next((n for n, token in enumerate(before) if token.keys & _CARRIERS), None)
    if carried is None:
        return False
    for n in range(carried + 1, len(before) - 1):
        if before[n].word in {"by", "from"}:
            return before[n + 1].word not in _OURS and bool(before[n + 1].keys & _SOMEBODY)
    return False


def _is_inscribed(tokens: Sequence[Token], at: int, end: int) -> bool:
    """ "..., runs the notice by the pond"."""
    if at + 2 >= end or not tokens[at + 1].keys & {"<determiner>", "<possessive>"}:
        return False
    return any(token.keys & _INSCRIBED for token in tokens[at + 2 : min(end, at + 2 + _NEAR)])


def _is_on_paper(tokens: Sequence[Token], at: int, end: int) -> bool:
    """ "..., it says in the entry for Sunday"."""
    ahead = tokens[at + 1 : min(end, at + 2 + _NEAR)]
    placed = bool(ahead) and ahead[0].word in {"in", "on", "at", "under"}
    return placed and any("<document>" in token.keys for token in ahead)


def _is_spoken_of(tokens: Sequence[Token], first: int, at: int) -> bool:
    """ "a psychologist who spoke of burnout": somebody did."""
    if not tokens[at - 1].keys & _SPOKEN_OF:
        return False
    return any(token.keys & _SPEAKERS for token in tokens[max(first, at - _NEAR) : at - 1])
