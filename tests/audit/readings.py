"""What readers say, for tests."""

from __future__ import annotations

from audit.models import Question, ReviewVerdict
from audit.reviewing import Said


def fine(answer: int = 5) -> Said:
    return Said(answers=dict.fromkeys(Question, answer), verdict=ReviewVerdict.APPROVE)
