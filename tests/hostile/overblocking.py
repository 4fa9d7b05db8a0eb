"""Benign diaries keep their summary: worded from frames and by a careful writer, over the real path."""

from __future__ import annotations

import random

from generation.pipeline.contracts import CanonicalRecord, Draft, Outcome, ReportPlan
from tests.hostile.benign_diaries import benign_diary
from tests.hostile.supported_bullets import careful_draft
from tests.pipeline.runs import run


class CarefulWriter:
    """Words every bullet in one of several ways a careful writer might choose."""

    def __init__(self, seed: int) -> None:
        self._source = random.Random(f"careful {seed}")

    def write(self, plan: ReportPlan, record: CanonicalRecord) -> Draft:
        return careful_draft(plan, record, self._source)


def benign_run(seed: int) -> str | None:
    """What fell back, or None where both writers' summaries were published as they were."""
    inputs = benign_diary(seed)
    for name, writer in (("frames", None), ("careful", CarefulWriter(seed))):
        result, _ = run(inputs, writer=writer)
        if result.outcome is not Outcome.FIRST_PASS:
            return f"seed {seed}: {name} fell back"
    return None
