"""The feelings of Section 2 held against the entries: literal days, and all other days on which a form stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from generation.pipeline.policy_gate.second_reader.bullets import FeelingSays, FeelingsSay, Item
from generation.pipeline.policy_gate.second_reader.claims import Claim, forms_of
from generation.pipeline.policy_gate.second_reader.dates import Dates
from generation.pipeline.policy_gate.second_reader.diary import DiaryRead, Passage
from generation.pipeline.policy_gate.second_reader.misreading import Notes, Span
from generation.pipeline.policy_gate.second_reader.scanner import Quoted

# On more days than this, and on more of the days with entries than not, the days without are named.
_MAX_NAMED = 6


def check_feeling(says: FeelingSays, diary: DiaryRead, notes: Notes) -> Claim | None:
    """SB303, SB312, SB313: an own bullet. None where its dates cannot be read."""
    if not _are_exact((says.named, says.not_on, says.also), notes):
        return None
    if says.named is not None:
        named = says.named.days
    else:
        named = tuple(day for day in diary.days if says.not_on is None or day not in says.not_on.days)
        if says.of != len(diary.days) or not set(says.not_on.days if says.not_on else ()) <= set(diary.days):
            notes.add("SB316", says.start, says.end)
    if says.said != len(named):
        notes.add("SB316", says.start, says.end)
    is_long = len(named) > _MAX_NAMED and 2 * len(named) > len(diary.days)
    is_every = is_long and len(named) == len(diary.days)
    if len(named) < 2 or (is_long != (says.named is None) and not is_every):
        notes.add("SB313", says.start, says.end)
    whole = Dates(named, says.start, says.end, is_exact=True)
    return _check_days(says.forms, says.named or whole, says.also, Span(says.start, says.end), diary, notes)


def check_feelings(
    says: FeelingsSay, diary: DiaryRead, quoted: Mapping[date, Passage], notes: Notes
) -> Iterator[Claim]:
    """SB303, SB312, SB313: one of the two lists. Of one day are those that no quotation of their day shows."""
    for item in says.items:
        if not _are_exact((item.days, item.also), notes):
            continue
        span = Span(item.forms[0].start - 1, item.days.end)
        if (len(item.days.days) == 1) != says.is_of_one_day:
            notes.add("SB313", *span)
        if says.is_of_one_day:
            shown = quoted.get(item.days.days[0])
            if shown is not None and any(shown.holds(form) for form in forms_of(item.forms)):
                notes.add("SB313", *span)
        if says.is_of_one_day and item.also is None:
            yield _check_day(item, span, diary, notes)
        else:
            yield _check_days(item.forms, item.days, item.also, span, diary, notes)
    days = [item.days.days for item in says.items if item.days.is_exact]
    ordered = [(-len(named), named[0]) for named in days]
    if ordered != sorted(ordered):
        notes.add("SB320", says.start, says.end)


def _check_day(item: Item, span: Span, diary: DiaryRead, notes: Notes) -> Claim:
    """Of a feeling of one day the other days are not listed, so no quotation of them contradicts it."""
    _check_standing(item.forms, item.days.days, item.days, diary, notes)
    return Claim(forms_of(item.forms), None, *span)


def _check_days(
    quoted: Sequence[Quoted], named: Dates, also: Dates | None, span: Span, diary: DiaryRead, notes: Notes
) -> Claim:
    forms = forms_of(quoted)
    _check_standing(quoted, named.days, named, diary, notes)
    if also is not None:
        _check_standing(quoted, also.days, also, diary, notes, each_form=False)
        if set(also.days) & set(named.days):
            notes.add("SB313", also.start, also.end)
    listed = frozenset((*named.days, *(also.days if also else ())))
    if diary.days_with(forms) - listed:
        notes.add("SB313", *span)
    return Claim(forms, listed, *span)


def _check_standing(
    quoted: Sequence[Quoted],
    days: Sequence[date],
    place: Dates,
    diary: DiaryRead,
    notes: Notes,
    *,
    each_form: bool = True,
) -> None:
    """SB303: on each day one of the forms stands; each form stands on one of them."""
    forms = forms_of(quoted)
    if not all(diary.may_stand(forms, day) for day in days):
        notes.add("SB303", place.start, place.end)
    elif each_form:
        for form, quote in zip(forms, quoted, strict=True):
            if not any(diary.may_stand((form,), day) for day in days):
                notes.add("SB303", quote.start, quote.end)


def _are_exact(dates: Sequence[Dates | None], notes: Notes) -> bool:
    wrong = [named for named in dates if named is not None and not named.is_exact]
    for named in wrong:
        notes.add("SB312", named.start, named.end)
    return not wrong
