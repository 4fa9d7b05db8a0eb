"""Stage C, who chooses. In: plan and record. Out: `Composition`."""

from __future__ import annotations

from typing import Protocol

from generation.pipeline.contracts import CanonicalRecord, Composition, ReportPlan


class Composer(Protocol):
    """Chooses among the plan's candidates."""

    def compose(self, plan: ReportPlan, record: CanonicalRecord) -> Composition: ...


class RulesComposer:
    """The one that runs wherever no model may see a diary: the plan's own choice."""

    def compose(self, plan: ReportPlan, record: CanonicalRecord) -> Composition:
        return plan.choice


def fallback_composition(plan: ReportPlan) -> Composition:
    """What is published where the gate refuses even the rules' text: scope, limits and the days by rules."""
    return Composition(
        composer_version=plan.choice.composer_version,
        feelings=(),
        further_feelings=(),
        series=(),
        areas=(),
        terms=(),
        matters=(),
        quoted=plan.choice.quoted,
    )
