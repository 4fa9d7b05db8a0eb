from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.append_only import forbid_delete, forbid_update
from core.models import Patient
from core.models.zone_field import ZoneField
from generation.models.job import GenerationJob

# More would be no rhythm any more: a summary reads 15 days.
MAX_DAYS = 90


class Every(models.TextChoices):
    """The rhythm of a schedule."""

    OFF = "off", "off: only when somebody asks"
    WEEK = "week", "once a week"
    DAYS = "days", "every so many days"


class SummarySchedule(models.Model):
    """When a person's summaries are made without anybody asking. Without a row, and at first, never.

    `weekday` is 0 on Monday; `days` are counted from `first_on`; `at` is local time where the person lives. Nothing is
    due by it before `since`. `look_at` and `zone` say when, as far as was known then, the next one is due: a place in
    the line, while `scheduling.due` decides.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    patient = models.OneToOneField(Patient, on_delete=models.PROTECT, related_name="summary_schedule")
    every = models.CharField(max_length=8, choices=Every, default=Every.OFF)
    weekday = models.PositiveSmallIntegerField(null=True, blank=True)
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    at = models.TimeField(null=True, blank=True)
    first_on = models.DateField()
    since = models.DateTimeField()
    zone = ZoneField()
    look_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "summary_schedules"
        ordering = ["look_at", "id"]
        constraints = [
            # Each rhythm has what it needs and nothing else, so that no reader has to choose.
            models.CheckConstraint(
                condition=Q(every=Every.OFF, weekday=None, days=None, at=None, look_at=None)
                | Q(every=Every.WEEK, weekday__range=(0, 6), days=None, at__isnull=False, look_at__isnull=False)
                | Q(every=Every.DAYS, weekday=None, days__range=(1, MAX_DAYS), at__isnull=False, look_at__isnull=False),
                name="summary_schedules_rhythm_is_whole",
            ),
        ]
        indexes = [
            # Whose turn it is, the longest waiting first.
            models.Index(fields=["look_at", "id"], name="summary_schedules_line"),
        ]

    def __str__(self) -> str:
        return f"schedule {self.id}"


class ScheduledOutcome(models.TextChoices):
    """What became of a summary that was due."""

    ASKED = "asked", "a summary was asked for"
    NO_ENTRIES = "no_entries", "none made: nothing was written in the 15 days"
    NOTHING_NEW = "nothing_new", "none made: nothing new was written since the last summary"
    TOO_MUCH = "too_much", "none made: the 15 days hold more than a summary reads"


class ScheduledSummary(models.Model):
    """One summary that was due by a schedule, and what became of it.

    `due_on` is the local date it is of, in `zone`, also where it was run late; `due_at` is the instant. `passed_over`
    counts the dates before it that nobody ran, for want of a beat, and that were not made up.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # No index of its own: the unique one below begins with it.
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="scheduled_summaries", db_index=False)
    due_on = models.DateField()
    due_at = models.DateTimeField()
    zone = ZoneField()
    decided_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=16, choices=ScheduledOutcome)
    job = models.OneToOneField(GenerationJob, on_delete=models.PROTECT, null=True, blank=True)
    passed_over = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "scheduled_summaries"
        verbose_name_plural = "scheduled summaries"
        ordering = ["-decided_at", "id"]
        constraints = [
            # However many beats look: a date is run once.
            models.UniqueConstraint(fields=["patient", "due_on"], name="scheduled_summaries_once_a_date"),
            # Where a summary was asked for, its job tells the rest; where none was, there is none.
            models.CheckConstraint(
                condition=Q(outcome=ScheduledOutcome.ASKED, job__isnull=False)
                | (~Q(outcome=ScheduledOutcome.ASKED) & Q(job=None)),
                name="scheduled_summaries_job_where_asked",
            ),
            # Nothing is run before its time.
            models.CheckConstraint(
                condition=Q(decided_at__gte=models.F("due_at")), name="scheduled_summaries_not_early"
            ),
        ]
        indexes = [
            # How many were asked for lately, and the list in the admin.
            models.Index(fields=["-decided_at", "id"], name="scheduled_summaries_newest"),
        ]
        triggers = [
            forbid_delete("scheduled_summaries_never_deleted"),
            forbid_update("scheduled_summaries_fixed"),
        ]

    def __str__(self) -> str:
        return f"due on {self.due_on:%Y-%m-%d}"
