"""Settling what Sections 2 and 3 list beside what is quoted: no form stands in two bullets, and each kind keeps its
limit.

Part of stages B and C. In: candidates, what is quoted, and the ids somebody would rather see. Out: a `Composition`. A
form stands in the first of open point, feeling, series, area and term.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from generation.pipeline.contracts import Candidates, CanonicalRecord, Composition, DayPlan, Feeling, Listed, Most
from generation.pipeline.planner.areas import shown_areas, tier
from generation.pipeline.planner.shown import shown_words
from generation.pipeline.planner.words_in_entries import FormsListed, folded, holds

MIN_DAYS_OF_A_BULLET = 2

Item = TypeVar("Item", bound=Listed)


def select(
    listed: Candidates,
    most: Most,
    record: CanonicalRecord,
    days: Sequence[DayPlan],
    quoted: Sequence[str],
    *,
    composer_version: str,
    wanted: Collection[str] = (),
) -> Composition:
    """The composition of `quoted` with what the candidates give beside it.

    Of each kind those `wanted` come first, then the plan's order.
    """
    matters = _first(listed.matters, wanted, most.matters)
    taken = FormsListed(form for matter in matters for form in matter.forms)
    feelings = [f for f in listed.feelings if not any(map(taken.takes, f.forms))]
    own, further = _feelings(feelings, most, shown_words(record, days, quoted, matters))
    taken.add(form for feeling in (*own, *further) for form in feeling.forms)
    series = _first([one for one in listed.series if one.label not in taken], wanted, most.series)
    taken.add(one.label for one in series)
    labels = {folded(one.label) for one in series}
    free = [area for area in listed.areas if folded(area.heading) not in labels and shown_areas([area], taken)]
    weightiest = _first(sorted(free, key=tier), wanted, most.areas)
    shown_beside = shown_areas([area for area in free if area in weightiest], taken)
    areas = [area for area, _ in shown_beside]
    taken.add(form.text for _, forms in shown_beside for form in forms)
    terms = _first([t for t in listed.terms if not any(map(taken.takes, t.forms))], wanted, most.terms)
    return Composition(
        composer_version=composer_version,
        feelings=_ids(own),
        further_feelings=_ids(further),
        series=_ids(series),
        areas=_ids(areas),
        terms=_ids(terms),
        matters=_ids(matters),
        quoted=tuple(quoted),
    )


def _ids(items: Iterable[Listed]) -> tuple[str, ...]:
    return tuple(item.id for item in items)


def _first(items: Sequence[Item], wanted: Collection[str], most: int) -> list[Item]:
    """The first `most` of `items`, those wanted before others, in the order of the plan."""
    chosen = {item.id for item in sorted(items, key=lambda item: item.id not in wanted)[:most]}
    return [item for item in items if item.id in chosen]


def _feelings(
    feelings: Sequence[Feeling], most: Most, shown: Mapping[date, str]
) -> tuple[list[Feeling], list[Feeling]]:
    """Those with a bullet of their own, and those of the two lists."""
    of_days = [f for f in feelings if len(f.named) >= MIN_DAYS_OF_A_BULLET]
    own, rest = of_days[: most.feelings], of_days[most.feelings :]
    of_one_day = [f for f in feelings if len(f.named) == 1 and not _is_shown(f, shown)]
    return own, rest[: most.feelings_of_days] + of_one_day[: most.feelings_of_one_day]


def _is_shown(feeling: Feeling, shown: Mapping[date, str]) -> bool:
    """Whether a quotation of the one day on which it is named holds one of its forms."""
    [day] = feeling.named
    return any(holds(shown.get(day, ""), folded(form)) for form in feeling.forms)


def taken_before_areas(listed: Candidates, composition: Composition) -> list[str]:
    """The forms and labels that the text lists before its areas."""
    by_id = listed.by_id
    before = [*composition.matters, *composition.feelings, *composition.further_feelings]
    forms = [form for i in before for form in getattr(by_id[i], "forms", ())]
    return forms + [one.label for one in listed.series if one.id in composition.series]
