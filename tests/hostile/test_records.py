"""Records under an attacker's control: refused when they contradict themselves, harmless when they only claim."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

import pytest
from pydantic import ValidationError

from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.contracts import CanonicalRecord
from generation.pipeline.errors import RecordOfAnotherInput
from generation.pipeline.planner.plan import make_plan
from generation.pipeline.sequence import Stage
from tests.hostile import records
from tests.hostile.property_runs import refused_by_rules
from tests.pipeline.diaries import EXAMPLE, diary
from tests.pipeline.runs import run

INPUT = diary(*EXAMPLE)
RECORD = canonicalize(INPUT)


@pytest.mark.parametrize("batch", range(10))
def test_frames_and_fallback_pass_for_generated_records(batch: int) -> None:
    assert [miss for seed in range(30 * batch, 30 * batch + 30) if (miss := refused_by_rules(seed))] == []


def forged(forgers: Iterable[records.Forger], seed: int = 0) -> dict[str, Any]:
    content = RECORD.model_dump(mode="json")
    for forger in forgers:
        forger(content, RECORD, random.Random(seed))
    return content


def test_a_record_that_miscounts_its_days_cannot_be_built() -> None:
    with pytest.raises(ValidationError):
        CanonicalRecord.model_validate(forged([records.lie_about_counts]))


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin). You should rest. (", "Mars/Olympus", "", "../../etc/passwd", "UTC\n"]
)
def test_a_zone_that_is_no_zone_cannot_be_built(zone: str) -> None:
    with pytest.raises(ValidationError):
        CanonicalRecord.model_validate(RECORD.model_dump(mode="json") | {"zone": zone})


@pytest.mark.parametrize("field", ["zone", "text", "day"])
def test_a_record_of_other_messages_is_refused(field: str) -> None:
    content = RECORD.model_dump(mode="json")
    if field == "zone":
        content["zone"] = "Europe/Paris"
    elif field == "text":
        records.change_the_text(content, RECORD, random.Random(0))
    else:
        content["days"][1]["entries"][0]["local_time"] = "00:01"
    body = CanonicalRecord.model_validate(content).canonical_text()
    with pytest.raises(RecordOfAnotherInput):
        run(INPUT, {(Stage.CANONICAL.value, 0): body})


@pytest.mark.parametrize("seed", range(8))
def test_claims_about_feelings_terms_and_numbers_change_no_plan(seed: int) -> None:
    """What the rules do not find again is not reported, however often a record claims it."""
    claims = (records.claim_numbers, records.relabel_numbers, records.claim_negated_feelings)
    plan = make_plan(CanonicalRecord.model_validate(forged(claims, seed)))
    honest = make_plan(RECORD)
    told = {(slot.kind, slot.days, slot.values) for slot in plan.sections[1].slots}
    assert told <= {(slot.kind, slot.days, slot.values) for slot in honest.sections[1].slots}


def test_a_fact_cut_behind_its_not_is_never_quoted() -> None:
    content = RECORD.model_dump(mode="json")
    fact = next(fact for fact in content["facts"] if fact["text"] == "Not anxious today.")
    fact |= {"start": fact["start"] + 4, "text": "anxious today."}
    body = CanonicalRecord.model_validate(content).canonical_text()
    result, _ = run(INPUT, {(Stage.CANONICAL.value, 0): body})
    assert '"anxious today."' not in result.report_text
