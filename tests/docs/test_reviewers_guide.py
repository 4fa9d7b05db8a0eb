"""docs/reviewers-guide.md names the reasons, keys, questions and files that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from audit.models import Question, ReviewReason
from core.admin.exporting import MAX_EXPORTED
from generation.admin.job_page import FILES

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/reviewers-guide.md").read_text(encoding="utf-8")
KEYS = (ROOT / "templates/audit/desk/keys.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("reason", [reason for reason in ReviewReason if reason is not ReviewReason.NOT_DRAWN])
def test_every_reason_is_explained(reason: ReviewReason) -> None:
    assert f"| {reason.label} |" in PAGE


@pytest.mark.parametrize("question", Question)
def test_every_question_has_its_anchors(question: Question) -> None:
    assert f"| {question.label} |" in PAGE


@pytest.mark.parametrize("file", FILES.values())
def test_every_file_is_named(file: str) -> None:
    assert f"`{file}.json`" in PAGE


def test_cap_of_a_file_is_the_one_of_the_code() -> None:
    assert f"at most {MAX_EXPORTED:,} rows" in PAGE


def test_keys_of_the_guide_are_those_of_the_sheet() -> None:
    named = set(re.findall(r"\b([JKDLOUFN])\b(?= |;|,|\.)", PAGE))
    assert named <= set(re.findall(r"<td>([A-Z])\b", KEYS)) | {"K"}
