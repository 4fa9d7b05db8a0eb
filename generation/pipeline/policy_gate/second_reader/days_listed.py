"""Areas, terms and open points held against the entries: the literal days of every form, and the sentences quoted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generation.pipeline.policy_gate.second_reader.bullets import AreaSays, PointQuote, PointSays, TermSays
from generation.pipeline.policy_gate.second_reader.claims import Claim, forms_of
from generation.pipeline.policy_gate.second_reader.dates import Dates
from generation.pipeline.policy_gate.second_reader.diary import DiaryRead, EntryRead, Passage
from generation.pipeline.policy_gate.second_reader.entry_parts import is_nothing, places_of
from generation.pipeline.policy_gate.second_reader.misreading import Notes, Span
from generation.pipeline.policy_gate.second_reader.scanner import Quoted

_MOST_FORMS = 6
_ENDS = ".!?"


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
    if len(says.items) > _MOST_FORMS or counts != sorted(counts):
        notes.add("SB320", says.start, says.end)


def check_term(says: TermSays, diary: DiaryRead, notes: Notes) -> Iterator[Claim]:
    """SB303, SB312, SB316, SB317: all days on which a form stands, three or more."""
    if says.count != len(says.days.days):
        notes.add("SB316", says.start, says.end)
    if says.count < 3:
        notes.add("SB317", says.start, says.end)
    yield from _check_days("SB317", says.forms, says.days, Span(says.start, says.end), diary, notes)


def check_point(says: PointSays, diary: DiaryRead, text: str, notes: Notes) -> Iterator[Claim]:
    """SB303, SB312, SB316, SB319: all days, two or more; the open sentence and the last, verbatim, each of its day."""
    if says.count != len(says.days.days):
        notes.add("SB316", says.start, says.end)
    if says.count < 2:
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
    entries = diary.entries.get(point.day.days[0], ())
    if not point.quote.has_right_marks(text) or not any(places_of(point.quote.words, e.folded) for e in entries):
        notes.add("SB315", *span)
        return False
    passage = Passage(point.quote.words)
    if not any(passage.holds(form) or passage.may_hold(form) for form in forms):
        notes.add("SB319", *span)
    if not any(
        _is_cut_as_said(point, entry, at) for entry in entries for at in places_of(point.quote.words, entry.folded)
    ):
        notes.add("SB315", *span)
    return True


def _is_cut_as_said(point: PointQuote, entry: EntryRead, at: int) -> bool:
    """Whether `…` stands before and behind a sentence that is cut there; where it may be whole, either is right."""
    text, end = entry.folded, at + len(point.quote.words)
    before = is_nothing(text, 0, at) if point.cut_before else _goes_on_before(entry, at)
    behind = is_nothing(text, end, len(text)) if point.cut_behind else _goes_on_behind(entry, end)
    return not before and not behind


def _goes_on_before(entry: EntryRead, at: int) -> bool:
    """Whether the words at `at` surely begin inside a sentence: behind a comma, or in small letters behind a word."""
    before = entry.folded[:at].rstrip()[-1:]
    if at in entry.line_starts or not before:
        return False
    return before == "," or (before.isalnum() and entry.folded[at].islower())


def _goes_on_behind(entry: EntryRead, end: int) -> bool:
    text = entry.folded
    if text[end : end + 1] == ",":
        return True
    goes_on = text[end : end + 1] == " " and text[end + 1 : end + 2].islower()
    return goes_on and end + 1 not in entry.line_starts and text[end - 1].isalnum()


def _check_last(point: PointQuote, forms: Sequence[str], diary: DiaryRead, notes: Notes) -> None:
    """SB319: no later sentence holds the matter for certain."""
    later = [day for day in diary.days_with(forms) if day > point.day.days[0]]
    entries = diary.entries[point.day.days[0]]
    quoted = [n for n, entry in enumerate(entries) if places_of(point.quote.words, entry.folded)]
    behind = entries[quoted[-1] + 1 :]
    if (
        later
        or any(_holds(entry.folded, forms) for entry in behind)
        or _goes_on_later(point, entries[quoted[-1]], forms)
    ):
        notes.add("SB319", point.day.start, point.quote.end)


def _goes_on_later(point: PointQuote, entry: EntryRead, forms: Sequence[str]) -> bool:
    end = places_of(point.quote.words, entry.folded)[-1] + len(point.quote.words)
    if point.cut_behind:
        stops = [at for stop in _ENDS if (at := entry.folded.find(stop, end)) >= 0]
        lines = [start for start in entry.line_starts if start > end]
        end = min([*stops, *lines], default=len(entry.folded))
    return _holds(entry.folded[end:], forms)


def _holds(text: str, forms: Sequence[str]) -> bool:
    passage = Passage(text)
    return any(passage.holds(form) for form in forms)
