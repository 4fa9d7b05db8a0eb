"""Runs that somebody may not see yet, because what they are to say of the text first must not rest on them.

Whoever asks for such first readings joins when it is loaded, and is told whenever a run was shown. Every list, page and
answer that says how a summary came about asks here, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet

from core.models import User

AFTER_YOUR_FIRST_READING = (
    "After your first reading: this summary is reserved for you to read before you know how it was made. The rest "
    "is shown once you have committed your reading in the review queue, or once the reservation has ended."
)
_M = TypeVar("_M", bound=Model)


class FirstReadings(Protocol):
    """An app that has summaries read by people who must not yet know how they were made."""

    def withheld_from(self, reader: User) -> frozenset[UUID]:
        """The ids of the jobs that this reader may for now see only in the review queue: the text beside the diary.

        Lists leave them out; other pages and the API refuse them, the text included.
        """
        ...

    def shown_to(self, reader: User, job_ids: Collection[UUID]) -> None:
        """How these jobs' summaries came about is about to be shown to this reader."""
        ...


_joined: list[FirstReadings] = []


def join_first_readings(readings: FirstReadings) -> None:
    """Have `readings` asked from now on."""
    _joined.append(readings)


def withheld_jobs(user: User | AnonymousUser) -> frozenset[UUID]:
    """The jobs whose runs `user` may not see yet: a handful at most, those they are reading now."""
    if not isinstance(user, User) or not user.is_staff:
        return frozenset()
    return frozenset().union(*(readings.withheld_from(user) for readings in _joined))


def without_withheld(rows: QuerySet[_M], user: User | AnonymousUser, job_paths: Sequence[str]) -> QuerySet[_M]:
    """Those of `rows` that tell nothing of a withheld job, to which the lookups `job_paths` lead."""
    withheld = withheld_jobs(user) if job_paths else frozenset()
    if not withheld:
        return rows
    telling = Q()
    for path in job_paths:
        telling |= Q(**{f"{path}__in": withheld})
    return rows.exclude(telling)


def note_shown(user: User | AnonymousUser, *job_ids: UUID) -> None:
    """Say that how these jobs' summaries came about is about to be shown to `user`. However many, so many queries."""
    if job_ids and isinstance(user, User) and user.is_staff:
        for readings in _joined:
            readings.shown_to(user, job_ids)
