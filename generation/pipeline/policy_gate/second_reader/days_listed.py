"""Areas, terms and open points held against the entries: the literal days of every form, and the sentences quoted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generation.pipeline.policy_gate.second_reader.bullets import AreaSays, PointQuote, PointSays, TermSays
from generation.pipeline.policy_gate.second_reader.claims import Claim, forms_of
from generation.pipeline.policy_gate.second_reader.dates import Dates
from generation.pipeline.policy_gate.second_reader.diary import DiaryRead, Passage
from generation.pipeline.policy_gate.second_reader.entry_parts import Gaps, places_of
from generation.pipeline.policy_gate.second_reader.misreading import Notes, Span
from generation.pipeline.policy_gate.second_reader.scanner import Quoted

_MAX_FORMS = 6
_ENDS = ".!?"


class _Place(NamedTuple):
    """`text[at:end]` of a reading of the day's entry with this number."""

    entry: int
    text: str
    at: int
    end: int
    line_starts: frozenset[int]
    holds_tags: bool


def check_area(says: AreaSays, diary: DiaryRead, notes: Notes) -> Iterator[Claim]:
    """SB303, SB312, SB317, SB320: up to six forms of one list, most days first, on two days or more together."""
    for item in says.items:
        if item.also is not None or len(item.forms) > 1:
            notes.add("SB317", item.forms[0].start, item.days.end)
        span = Span(item.forms[0].start - 1, item.days.end)
        yield from _check_days("SB317", item.forms, item.days, span, diary, notes)
    days = [item.days.days for item in says.items]
    counts = [-len(named) for named in days]
    if len({day for named in days for day in named}) < 2:
        notes.add("SB317", says.start, says.end)
    if len(says.items) > _MAX_FORMS or counts != sorted(counts):
        notes.add("SB320", says.start, says.end)


def check_term(says: TermSays, diary: DiaryRead, notes: Notes) -> Iterator[Claim]:
    """SB303, SB312, SB316, SB317: all days on which a form stands, three or more."""
    if says.said != len(says.days.days):
        notes.add("SB316", says.start, says.end)
    if says.said < 3:
        notes.add("SB317", says.start, says.end)
    yield from _check_days("SB317", says.forms, says.days, Span(says.start, says.end), diary, notes)


def check_point(says: PointSays, diary: DiaryRead, text: str, notes: Notes) -> Iterator[Claim]:
    """SB303, SB312, SB316, SB319: all days, two or more; the open sentence and the last, verbatim, each of its day."""
    if says.said != len(says.days.days):
        notes.add("SB316", says.start, says.end)
    if says.said < 2:
        notes.add("SB319", says.start, says.end)
    yield from _check_days("SB319", says.forms, says.days, Span(says.start, says.end), diary, notes)
    forms = forms_of(says.forms)
    if _check_quote(says.open, forms, diary, text, notes) and says.last is None:
        _check_last(says.open, forms, diary, notes)
    elif says.last is not None and _check_quote(says.last, forms, diary, text, notes):
        _check_last(says.last, forms, diary, notes)
        if (says.last.day.days, says.last.quote.words) == (says.open.day.days, says.open.quote.words):
            notes.add("SB319", says.last.day.start, says.end)
        elif says.last.day.days < says.open.day.days:
            notes.add("SB319", says.last.day.start, says.last.day.end)


def _check_days(
    rule_id: str, quoted: Sequence[Quoted], named: Dates, span: Span, diary: DiaryRead, notes: Notes
) -> Iterator[Claim]:
    if not named.is_exact:
        notes.add("SB312", named.start, named.end)
        return
    forms = forms_of(quoted)
    if not all(diary.may_stand(forms, day) for day in named.days):
        notes.add("SB303", named.start, named.end)
    for quote in quoted:
        if not any(diary.may_stand((quote.words,), day) for day in named.days):
            notes.add("SB303", quote.start, quote.end)
    if diary.days_with(forms) - set(named.days):
        notes.add(rule_id, *span)
    yield Claim(forms, frozenset(named.days), *span)


def _check_quote(point: PointQuote, forms: Sequence[str], diary: DiaryRead, text: str, notes: Notes) -> bool:
    """Whether the quotation is one of its day; notes what is wrong with it."""
    if not point.day.is_exact:
        notes.add("SB312", point.day.start, point.day.end)
        return False
    span = (point.quote.start, point.quote.end)
    places = list(_places(point, diary))
    if not point.quote.has_right_marks(text) or not places:
        notes.add("SB315", *span)
        return False
    if not any(_is_cut_as_said(point, place) for place in places):
        notes.add("SB315", *span)
    passage = Passage(point.quote.words)
    if not any(passage.holds(form) or passage.may_hold(form) for form in forms):
        notes.add("SB319", *span)
    return True


def _places(point: PointQuote, diary: DiaryRead) -> Iterator[_Place]:
    for number, entry in enumerate(diary.entries.get(point.day.days[0], ())):
        for text in entry.readings:
            starts, holds_tags = entry.line_starts(text), entry.holds_tags(text)
            for at in places_of(point.quote.words, text):
                yield _Place(number, text, at, at + len(point.quote.words), starts, holds_tags)


def _is_cut_as_said(point: PointQuote, place: _Place) -> bool:
    """Whether `…` stands before and behind a sentence that is cut there; where it may be whole, either is right."""
    gaps = Gaps(place.text, place.line_starts, holds_tags=place.holds_tags)
    before = gaps.is_nothing(0, place.at) if point.cut_before else _goes_on_before(place)
    behind = gaps.is_nothing(place.end, len(place.text)) if point.cut_behind else _goes_on_behind(place)
    return not before and not behind


def _goes_on_before(place: _Place) -> bool:
    """Whether the words surely begin inside a sentence: behind a comma, or in small letters behind a word."""
    before = place.text[: place.at].rstrip()[-1:]
    if place.at in place.line_starts or not before:
        return False
    return before == "," or (before.isalnum() and place.text[place.at].islower())


def _goes_on_behind(place: _Place) -> bool:
    """Whether the words surely end inside a sentence: a letter or digit before a comma, or before small letters."""
    text, end = place.text, place.end
    if not text[end - 1].isalnum():
        return False
    goes_on = text[end : end + 1] == " " and text[end + 1 : end + 2].islower() and end + 1 not in place.line_starts
    return goes_on or text[end : end + 1] == ","


def _check_last(point: PointQuote, forms: Sequence[str], diary: DiaryRead, notes: Notes) -> None:
    """SB319: no later sentence holds the matter for certain."""
    later = any(day > point.day.days[0] for day in diary.days_with(forms))
    *_, place = _places(point, diary)
    behind = diary.entries[point.day.days[0]][place.entry + 1 :]
    if later or any(_holds(entry.folded, forms) for entry in behind) or _holds(_behind(point, place), forms):
        notes.add("SB319", point.day.start, point.quote.end)


def _behind(point: PointQuote, place: _Place) -> str:
    """What stands behind the sentence in its entry."""
    end = place.end
    if point.cut_behind:
        stops = [at for stop in _ENDS if (at := place.text.find(stop, end)) >= 0]
        lines = [start for start in place.line_starts if start > end]
        end = min([*stops, *lines], default=len(place.text))
    return place.text[end:]


def _holds(text: str, forms: Sequence[str]) -> bool:
    passage = Passage(text)
    return any(passage.holds(form) for form in forms)
