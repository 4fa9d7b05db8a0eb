"""Diaries of long runs in which the gate or the oracle once objected, held by their seeds."""

from __future__ import annotations

import re

import pytest

from generation.pipeline.contracts import Outcome
from tests.hostile.diaries import hostile_diary
from tests.pipeline.runs import run


@pytest.mark.parametrize("seed", [20262781, 20263099])
def test_a_label_that_opens_a_sentence_of_ours_makes_no_summary_fall_back(seed: int) -> None:
    result, _ = run(hostile_diary(seed).inputs)
    assert result.outcome is Outcome.FIRST_PASS
    assert not re.search(r"- Limits: [\d, and]+ \(", result.report_text)
