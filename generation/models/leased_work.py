"""What makes a row work that one process at a time does: a state, an epoch, a lease, a deadline.

All times are Postgres's clock: a worker whose own clock jumps must not change who holds what.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from core.append_only import forbid_delete, forbid_update
from generation.models.guards import guard_transitions


class JobState(models.TextChoices):
    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    TIMED_OUT = "timed_out"
    CANCELLED = "cancelled"


ACTIVE_STATES = (JobState.QUEUED, JobState.RUNNING)
TERMINAL_STATES = (
    JobState.SUCCEEDED,
    JobState.FAILED,
    JobState.TIMED_OUT,
    JobState.CANCELLED,
)

# Every change of state there is; `transitions.TRANSITIONS` says what each one means.
STATE_CHANGES = (
    (JobState.QUEUED, JobState.RUNNING),
    (JobState.QUEUED, JobState.TIMED_OUT),
    (JobState.QUEUED, JobState.CANCELLED),
    (JobState.RUNNING, JobState.QUEUED),
    (JobState.RUNNING, JobState.SUCCEEDED),
    (JobState.RUNNING, JobState.FAILED),
    (JobState.RUNNING, JobState.TIMED_OUT),
    (JobState.RUNNING, JobState.CANCELLED),
)

_CHANGING = (
    "state",
    "epoch",
    "attempts",
    "lease_until",
    "error_code",
    "started_at",
    "finished_at",
)


class LeasedWork(models.Model):
    """Work that one process at a time holds, by a lease, under an epoch that every change of hands raises.

    `attempts` counts claims. `error_code` is a SQLSTATE, the name of an exception class or a word of ours:
    never the text of an exception, which may quote a diary.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    state = models.CharField(max_length=16, choices=JobState, default=JobState.QUEUED)
    epoch = models.PositiveBigIntegerField("times it was taken up", default=0)
    attempts = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField("worker has it until", null=True, blank=True)
    deadline_at = models.DateTimeField("must end by")
    error_code = models.CharField("error", max_length=100, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    # Postgres's time when a transition changed this row; not a column.
    clock: datetime

    class Meta:
        abstract = True

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE_STATES


def leased_work_constraints(table: str) -> list[models.BaseConstraint]:
    """The CHECKs every table of leased work has, named after it."""
    return [
        # A running row without a lease would be stuck for ever; a lease elsewhere means nothing.
        models.CheckConstraint(
            condition=Q(state=JobState.RUNNING, lease_until__isnull=False)
            | (~Q(state=JobState.RUNNING) & Q(lease_until__isnull=True)),
            name=f"{table}_lease_only_while_running",
        ),
        # What has ended says when; and a state nobody knows is neither, so there is none.
        models.CheckConstraint(
            condition=Q(state__in=TERMINAL_STATES, finished_at__isnull=False)
            | Q(state__in=ACTIVE_STATES, finished_at__isnull=True),
            name=f"{table}_finished_when_ended",
        ),
        # A failure without a reason cannot be looked into.
        models.CheckConstraint(condition=~Q(state=JobState.FAILED, error_code=""), name=f"{table}_failure_says_why"),
        # Work that is overdue from the start would be timed out before anybody saw it.
        models.CheckConstraint(condition=Q(deadline_at__gt=F("created_at")), name=f"{table}_deadline_after_creation"),
    ]


def leased_work_triggers(
    table: str, *, changing: Iterable[str] = (), erasable: tuple[str, ...] = ()
) -> list[pgtrigger.Trigger]:
    """Rows stay, their terms (the deadline among them) never change, the state machine is obeyed.

    `changing` names further columns that an active row may change; `erasable` see `guard_transitions`.
    """
    erasing = ("erased_at",) if erasable else ()
    return [
        forbid_delete(f"{table}_never_deleted"),
        forbid_update(
            f"{table}_terms_fixed",
            except_columns=[*_CHANGING, *changing, *erasing],
            blankable=[column for column in erasable if column not in changing],
        ),
        guard_transitions(table, changes=STATE_CHANGES, terminal=TERMINAL_STATES, erasable=erasable),
    ]
