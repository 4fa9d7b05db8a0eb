"""Stage C by a person: a reviewer chooses other sentences, or leaves a listed thing out. In: plan, record and ids. Out:
`Composition`. No word of theirs goes into the text; the gate reads it as it reads every other.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TypeVar

from generation.pipeline.contracts import Candidates, CanonicalRecord, Composition, Listed, ReportPlan
from generation.pipeline.planner.selection import select

# Who chooses: a composition that says so is a correction, whatever worker goes on from it.
STAFF_VERSION = "staff-1"

Item = TypeVar("Item", bound=Listed)


def corrected_composition(
    plan: ReportPlan, record: CanonicalRecord, *, quoted: Collection[str], dropped: Collection[str] = ()
) -> Composition:
    """The composition that quotes the facts `quoted`, in the plan's order, and lists nothing of `dropped`.

    Ids the plan does not have are passed over. What is freed by a dropped item goes to the plan's next of its kind.
    """
    ordered = tuple(fact_id for fact_id in plan.sentences if fact_id in quoted)
    listed = Candidates(
        feelings=_without(plan.listed.feelings, dropped),
        series=_without(plan.listed.series, dropped),
        areas=_without(plan.listed.areas, dropped),
        terms=_without(plan.listed.terms, dropped),
        matters=_without(plan.listed.matters, dropped),
    )
    return select(listed, plan.most, record, plan.days, ordered, composer_version=STAFF_VERSION)


def silent_days(plan: ReportPlan, composition: Composition) -> list[date]:
    """The days of which a sentence could be quoted and none is: a correction leaves no day out."""
    quoted = frozenset(composition.quoted)
    offered = {
        day.day: {sentence.fact_id for entry in day.entries for sentence in entry.sentences if sentence.quote}
        for day in plan.days
    }
    return [day for day, sentences in offered.items() if sentences and not sentences & quoted]


def is_correction(composition: Composition) -> bool:
    return composition.composer_version == STAFF_VERSION


def _without(items: tuple[Item, ...], dropped: Collection[str]) -> tuple[Item, ...]:
    return tuple(item for item in items if item.id not in dropped)
