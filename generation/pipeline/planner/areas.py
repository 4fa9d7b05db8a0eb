"""The areas of a record: fixed headings with the forms of their reviewed lists that stand in entries.

Part of stage B. In: the record's marks. Out: `Area` values, ranked. A form is counted wherever it stands, whatever it
means there; the limits say so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from generation.pipeline.canonicalizer.marks.mark_lists import groups_by_name
from generation.pipeline.contracts import Area, CanonicalRecord, ListedForm, Mark
from generation.pipeline.planner.words_in_entries import FormsListed, WordsInEntries, folded, holds
from generation.pipeline.reading.quotations import is_listable, quoted_span

MAX_FORMS = 6
MIN_DAYS = 2
# A form is listed if the list takes it for its heading on at least this share of the days on which it stands: its days
# are literal, and if half of them meant something else the heading would mislead.
MIN_SHARE_MEANT = 2 / 3


def areas(record: CanonicalRecord, entries: WordsInEntries) -> tuple[Area, ...]:
    """Every area that may be listed: most days first, then first day, then heading."""
    marks: dict[str, list[Mark]] = defaultdict(list)
    for mark in record.marks:
        if mark.list == "areas":
            marks[mark.group].append(mark)
    made = [area for heading, group in marks.items() if (area := _area(record, heading, group, entries))]
    made.sort(key=lambda area: (-len(days_of(area.forms)), days_of(area.forms)[0], area.heading))
    return tuple(area.model_copy(update={"id": f"a{number}"}) for number, area in enumerate(made, start=1))


def _area(record: CanonicalRecord, heading: str, marks: Sequence[Mark], entries: WordsInEntries) -> Area | None:
    typed = [quoted_span(record, mark) for mark in marks]
    forms = [form for form in entries.common_forms(typed, len(typed)) if is_listable(form)]
    # "job5. h": where a number is typed against the word, no reader could tell the two apart.
    forms = [form for form in forms if not any(map(str.isdigit, form))]
    forms = _longest(forms)
    meant = _days_meant(record, marks, typed)
    listed = [
        ListedForm(text=form, days=days)
        for form in forms
        if (days := entries.days_of(form)) and len(meant[folded(form)]) >= MIN_SHARE_MEANT * len(days)
    ]
    listed.sort(key=lambda form: -len(form.days))
    if len(days_of(listed)) < MIN_DAYS:
        return None
    facts = tuple(dict.fromkeys(mark.fact_id for mark in marks))
    return Area(id="", fact_ids=facts, heading=heading, forms=tuple(listed))


def _days_meant(record: CanonicalRecord, marks: Sequence[Mark], typed: Sequence[str]) -> dict[str, tuple[date, ...]]:
    """The days on which the list marks each form, folded."""
    days: dict[str, set[date]] = defaultdict(set)
    for mark, text in zip(marks, typed, strict=True):
        days[folded(text)].add(record.facts_by_id[mark.fact_id].day)
    return {form: tuple(sorted(of_form)) for form, of_form in days.items()}


def _longest(forms: Sequence[str]) -> list[str]:
    """The forms that no other of them holds."""
    words = {form: folded(form) for form in forms}
    return [form for form in forms if not any(g != form and holds(longer, words[form]) for g, longer in words.items())]


def days_of(forms: Iterable[ListedForm]) -> list[date]:
    """The days of all these forms together, in order."""
    return sorted({day for form in forms for day in form.days})


def tier(area: Area) -> int:
    """How soon the area is listed if there are more than fit: 1 first."""
    return groups_by_name()["areas", area.heading].tier


def shown_areas(areas: Iterable[Area], taken: FormsListed) -> list[tuple[Area, tuple[ListedForm, ...]]]:
    """These areas, each with the forms that the text shows of it: those that neither `taken` nor an earlier area has.
    An area is left out if its remaining forms are all of one day."""
    used = taken.copy()
    shown = []
    for area in areas:
        free = _weightiest(area.heading, [form for form in area.forms if not used.takes(form.text)])
        if len(days_of(free)) >= MIN_DAYS:
            shown.append((area, free))
            used.add(form.text for form in free)
    return shown


def _weightiest(heading: str, forms: Sequence[ListedForm]) -> tuple[ListedForm, ...]:
    """The forms listed under a heading, most days first; those that its list puts first are taken before others."""
    first = groups_by_name()["areas", heading].first
    chosen = sorted(forms, key=lambda form: (folded(form.text) not in first, -len(form.days)))[:MAX_FORMS]
    return tuple(sorted(chosen, key=lambda form: -len(form.days)))
