"""Ordinary diaries keep their summary, whatever forbidden things they talk about."""

from __future__ import annotations

import pytest

from generation.pipeline.canonicalizer.canonicalize import canonicalize
from tests.hostile.benign_diaries import benign_diary
from tests.hostile.overblocking import benign_run

WINDOWS = 200
BATCH = 25


@pytest.mark.parametrize("batch", range(WINDOWS // BATCH))
def test_benign_windows_are_published_at_the_first_draft(batch: int) -> None:
    fell_back = [benign_run(seed) for seed in range(batch * BATCH, (batch + 1) * BATCH)]
    assert [miss for miss in fell_back if miss] == []


def test_the_windows_talk_of_what_a_report_may_not_say() -> None:
    texts = " ".join(message.text for seed in range(WINDOWS) for message in benign_diary(seed).messages).lower()
    for word in (
        "advice",
        "should",
        "because",
        "therap",
        "ignore",
        "angry",
        "diagnosed",
        "20 mg",
        "always",
        "“see you",
    ):
        assert word in texts


def test_the_windows_have_patterns_to_report() -> None:
    records = [canonicalize(benign_diary(seed)) for seed in range(40)]
    assert sum(bool(record.numeric_logs and record.explicit_emotions) for record in records) > 10
