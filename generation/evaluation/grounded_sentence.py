"""One sentence against one statement: what grounding says of it when the statement is the only thing ever written.

In: a sentence and a statement. Out: rule ids. For measuring the gate; a report is read by `lint`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.contracts import (
    AllowedWording,
    Bucket,
    InputMessage,
    RenderedReport,
    RenderedSlot,
    ReportPlan,
    SectionPlan,
    Slot,
    SlotKind,
)
from generation.pipeline.inputs import make_input, window_ending
from generation.pipeline.policy_gate.grounding_rules import check_grounding
from generation.pipeline.policy_gate.reading import Reading
from generation.pipeline.reading.words import fold_white_space

_DAY = date(2026, 1, 15)
_SLOT = "m1"


def grounding_breaches(sentence: str, statement: str) -> Iterator[str]:
    """The id of each grounding rule the sentence breaks, in order. Raises ValueError for a blank statement."""
    message = InputMessage(id="m", revision=1, sent_at=datetime.combine(_DAY, time(12), UTC), text=statement)
    record = canonicalize(make_input("UTC", window_ending(_DAY), [message]))
    facts = tuple(fact.id for fact in record.facts)
    text = fold_white_space(sentence)
    slot = Slot(id=_SLOT, kind=SlotKind.MOMENT, fact_ids=facts, word_limit=10_000, reason="the only statement")
    plan = ReportPlan(
        planner_version="-",
        bucket=Bucket.LOW,
        sections=(SectionPlan(number=4, title="-", included=True, reason="-", slots=(slot,)),),
        required_limits=(),
        allowed_wording=AllowedWording(quantifiers=(), hedges=()),
    )
    report = RenderedReport(
        text=text,
        sections=(),
        slots=(RenderedSlot(slot_id=_SLOT, section=4, fact_ids=facts, start=0, end=len(text)),),
        quotes=(),
    )
    for finding in check_grounding(Reading(report, plan, record)):
        yield finding.rule_id
