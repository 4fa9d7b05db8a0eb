"""Stage B, the plan. In: `CanonicalRecord`. Out: `ReportPlan`: what may be listed and quoted, and the choice by rules.

Deterministic: same record, same plan, byte for byte. It must never see a language model, a clock or a text that is
not in the record, and never plan a statement that a literal reader could not check against the entries.
"""

from __future__ import annotations

from generation.pipeline.contracts import Bucket, Candidates, CanonicalRecord, Most, ReportPlan
from generation.pipeline.planner.areas import areas
from generation.pipeline.planner.choice import choose_sentences
from generation.pipeline.planner.features import Weighing
from generation.pipeline.planner.feelings import feelings
from generation.pipeline.planner.matters import matters, terms
from generation.pipeline.planner.moments import day_plans
from generation.pipeline.planner.selection import select
from generation.pipeline.planner.series import series
from generation.pipeline.planner.words_in_entries import WordsInEntries

VERSION = "6"
# Who makes the choice by rules.
RULES_VERSION = "rules-5"

LOW_UP_TO_DAYS = 2
MEDIUM_UP_TO_DAYS = 5
# How many of each kind a bucket lists.
MAX_LISTED = {
    Bucket.LOW: Most(feelings=0, feelings_of_days=0, feelings_of_one_day=0, series=0, areas=0, terms=0, matters=0),
    Bucket.MEDIUM: Most(feelings=3, feelings_of_days=24, feelings_of_one_day=24, series=3, areas=3, terms=0, matters=1),
    Bucket.HIGH: Most(feelings=3, feelings_of_days=36, feelings_of_one_day=24, series=6, areas=4, terms=3, matters=3),
}


def bucket_of(days_with_entries: int) -> Bucket:
    """0-2 days low, 3-5 medium, 6-15 high."""
    if days_with_entries <= LOW_UP_TO_DAYS:
        return Bucket.LOW
    return Bucket.MEDIUM if days_with_entries <= MEDIUM_UP_TO_DAYS else Bucket.HIGH


def make_plan(record: CanonicalRecord) -> ReportPlan:
    """Plan the four sections for `record`."""
    bucket = bucket_of(sum(1 for day in record.days if day.entries))
    listed = Candidates() if bucket is Bucket.LOW else _candidates(record)
    days = day_plans(record, Weighing(record, listed.series[: MAX_LISTED[bucket].series]))
    quoted = tuple(fact_id for day in days for fact_id in choose_sentences(day))
    return ReportPlan(
        planner_version=VERSION,
        bucket=bucket,
        most=MAX_LISTED[bucket],
        listed=listed,
        days=days,
        choice=select(listed, MAX_LISTED[bucket], record, days, quoted, composer_version=RULES_VERSION),
    )


def _candidates(record: CanonicalRecord) -> Candidates:
    entries = WordsInEntries(record)
    return Candidates(
        feelings=feelings(record, entries),
        series=series(record, entries),
        areas=areas(record, entries),
        terms=terms(record, entries),
        matters=matters(record, entries),
    )
