"""Which summaries a reviewer has read. Reviews belong to another app: it joins with a function that knows."""

from __future__ import annotations

from collections.abc import Callable, Collection
from uuid import UUID

Reviewed = Callable[[Collection[UUID]], Collection[UUID]]

_knowing: list[Reviewed] = []


def join_reviewing(reviewed: Reviewed) -> None:
    """Have `reviewed` asked from now on: of the jobs given, those whose summary was reviewed."""
    _knowing.append(reviewed)


def reviewed_jobs(job_ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of the jobs whose summary somebody has reviewed. One query of whoever joined."""
    return frozenset(job_id for reviewed in _knowing for job_id in reviewed(job_ids))
