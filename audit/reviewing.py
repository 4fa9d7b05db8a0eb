"""Reading one summary: what was shown when, and what the reader says at the end."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from audit.incidents import notice_marks
from audit.models import (
    MarkKind,
    Question,
    Review,
    ReviewItem,
    ReviewMark,
    ReviewReservation,
    ReviewShowing,
    ReviewVerdict,
    Shown,
)
from audit.second_opinions import ask_another, settles
from core.database_errors import constraint_of
from core.faultpoints import committing
from core.models import User
from generation.lifecycle.kept_text import hold_text


@dataclass(frozen=True)
class Mark:
    """Words a reader marked, by code points: of the text, or of the message that `message_id` names."""

    kind: MarkKind
    start: int
    end: int
    message_id: UUID | None = None


@dataclass(frozen=True)
class Said:
    """What a reader says: an answer from 1 to 5 to each question, a verdict, marks and a note."""

    answers: Mapping[Question, int]
    verdict: ReviewVerdict
    note: str = ""
    marks: Sequence[Mark] = ()


class SaidBefore(Exception):
    """This reader has judged this summary already; a second reading by them would count twice."""


class NeverOpened(Exception):
    """This reader has never opened the summary, so there is nothing they can say of it."""


class WordsGone(Exception):
    """The words of the summary were erased meanwhile; a note on it may quote them."""


def commit_review(item: ReviewItem, reviewer: User, said: Said) -> Review:
    """Store what `reviewer` says and give the item back. Raises NeverOpened, SaidBefore, WordsGone."""
    opened = _opened_at(item, reviewer)
    try:
        with committing("commit_review"):
            if not hold_text(item.job.sessionbridgeversion):
                raise WordsGone
            # The item's row is the lock: of two who commit at once, the second sees what the first said.
            ReviewItem.objects.select_for_update().get(pk=item.pk)
            review = Review.objects.create(
                item=item,
                reviewer=reviewer,
                **{question.value: answer for question, answer in said.answers.items()},
                verdict=said.verdict,
                note=said.note,
                is_blind=not ReviewShowing.objects.filter(item=item, reviewer=reviewer, shown=Shown.RUN).exists(),
                is_authoritative=settles(item, reviewer),
                opened_at=opened,
            )
            marks = ReviewMark.objects.bulk_create(
                ReviewMark(review=review, kind=mark.kind, start=mark.start, end=mark.end, message_id=mark.message_id)
                for mark in said.marks
            )
            notice_marks(item.job, marks)
            ask_another(item)
            ReviewReservation.objects.filter(item=item, reviewer=reviewer).delete()
    except IntegrityError as error:
        if constraint_of(error) == "reviews_one_each":
            raise SaidBefore from None
        raise
    return review


def _opened_at(item: ReviewItem, reviewer: User) -> datetime:
    """When the reader first saw any of it. Raises NeverOpened."""
    showings = ReviewShowing.objects.filter(item=item, reviewer=reviewer).order_by("at")
    at = showings.values_list("at", flat=True).first()
    if at is None:
        raise NeverOpened
    return at


def reviewed_among(job_ids: Collection[UUID]) -> set[UUID]:
    """A `generation.history.reviewed.Reviewed`. One query."""
    return set(Review.objects.filter(item__job_id__in=job_ids).values_list("item__job_id", flat=True))
