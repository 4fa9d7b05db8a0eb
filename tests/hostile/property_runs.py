"""A generated record, unruly or forged, passes every rule when it is worded from frames, and as a fallback."""

from __future__ import annotations

import random

from generation.pipeline.report_format import render
from generation.pipeline.writer.fallback import make_fallback_plan, write_fallback
from pydantic import ValidationError

from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.contracts import CanonicalRecord
from generation.pipeline.planner.plan import make_plan
from generation.pipeline.policy_gate.lint import lint
from tests.hostile.diaries import hostile_diary
from tests.hostile.records import forge
from tests.pipeline.diaries import random_diary


def generated_record(seed: int) -> CanonicalRecord:
    """By turns an honest record of an unruly diary and of a hostile one, and a forged one."""
    source = random.Random(f"record {seed}")
    record = canonicalize(random_diary(seed) if seed % 2 else hostile_diary(source))
    if seed % 4 == 0 and record.facts:
        try:
            return forge(record, source)
        except ValidationError:
            return record
    return record


def refused_by_rules(seed: int) -> str | None:
    """What a rule says of the record's text from frames or of its fallback, or None."""
    record = generated_record(seed)
    plan = make_plan(record)
    for name, candidate in (("frames", plan), ("fallback", make_fallback_plan(plan))):
        report = render(candidate, record, write_fallback(candidate, record))
        findings = lint(report, candidate, record)
        if findings:
            return f"seed {seed}, {name}: {findings[0].rule_id} {findings[0].excerpt[:60]!r}"
    return None
