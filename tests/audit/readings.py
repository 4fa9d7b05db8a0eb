"""What readers say, for tests."""

from __future__ import annotations

from audit.blind_readings import record_showing
from audit.models import Question, Review, ReviewItem, ReviewVerdict, Shown
from audit.reviewing import Said, commit_review
from core.models import User


def fine(answer: int = 5) -> Said:
    return Said(answers=dict.fromkeys(Question, answer), verdict=ReviewVerdict.APPROVE)


def read_summary(item: ReviewItem, reader: User, said: Said) -> Review:
    """What a reader says who had the text before them. Raises what `commit_review` raises."""
    record_showing(item, reader, Shown.TEXT)
    return commit_review(item, reader, said)
