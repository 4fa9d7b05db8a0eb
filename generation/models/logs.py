"""The two histories of a run. `run_logs` is the only writer of both."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.append_only import forbid_delete, forbid_update
from core.models import Patient, TherapySession
from generation.models.job import GenerationJob
from generation.models.leased_work import JobState
from generation.waves import EventName, Phase


class LogStatus(models.TextChoices):
    STARTED = "started"
    COMPLETED = "completed"
    FAILED = "failed"


class PipelineEvent(models.Model):
    """One thing that happened to a job or a session, for those who watch. Never changed.

    The subject is the job, or the session where there is no job; `number` counts the subject's events from 1
    without gaps, so a reader knows where to go on. `status` is the subject's state after the event. `details`
    holds names, counts and codes; never diary text.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    job = models.ForeignKey(
        GenerationJob, on_delete=models.PROTECT, null=True, blank=True, related_name="events", db_index=False
    )
    session = models.ForeignKey(TherapySession, on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    number = models.PositiveIntegerField()
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="pipeline_events", db_index=False)
    phase = models.CharField(max_length=16, choices=Phase)
    event = models.CharField(max_length=64, choices=EventName)
    session_date = models.DateField("date of the session", null=True, blank=True)
    status = models.CharField(max_length=16, choices=JobState)
    duration_ms = models.PositiveBigIntegerField("time taken, in milliseconds", null=True, blank=True)
    details = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "pipeline_events"
        ordering = ["created_at", "number"]
        constraints = [
            # An event of nothing cannot be found again.
            models.CheckConstraint(
                condition=Q(job__isnull=False) | Q(session__isnull=False),
                name="pipeline_events_has_a_subject",
            ),
            # A reader that goes on after number n misses nothing and sees nothing twice.
            models.UniqueConstraint(
                fields=["job", "number"],
                condition=Q(job__isnull=False),
                name="pipeline_events_number_unique_in_job",
            ),
            models.UniqueConstraint(
                fields=["session", "number"],
                condition=Q(job__isnull=True),
                name="pipeline_events_number_unique_in_session",
            ),
            # The four parts of the work; a fifth would need a reader who knows it.
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="pipeline_events_phase_is_known"),
        ]
        indexes = [
            # What happened to this person, newest first.
            models.Index(fields=["patient", "-created_at"], name="pipeline_events_by_patient"),
            # What happened last, of everybody.
            models.Index(fields=["-created_at", "-number", "id"], name="pipeline_events_newest"),
        ]
        triggers = [
            forbid_delete("pipeline_events_never_deleted"),
            forbid_update("pipeline_events_never_changed"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.status}"


class AnalysisProcessingLog(models.Model):
    """One line an attempt and status: `started`, then `completed` or `failed`. Never changed.

    A start without an end is an attempt that died; the next one has `retry_count` + 1. `wave` has no CHECK: a new
    name is no reason to lose a line. `error_message` is the job's error code.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    job = models.ForeignKey(
        GenerationJob, on_delete=models.PROTECT, null=True, blank=True, related_name="processing_log", db_index=False
    )
    session = models.ForeignKey(
        TherapySession,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="processing_log",
    )
    wave = models.CharField(max_length=64)
    status = models.CharField(max_length=16, choices=LogStatus)
    retry_count = models.PositiveIntegerField("tries before this one")
    error_message = models.CharField("error", max_length=100, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    completed_at = models.DateTimeField(null=True, blank=True)
    processing_duration_ms = models.PositiveBigIntegerField("time taken, in milliseconds", null=True, blank=True)

    class Meta:
        db_table = "analysis_processing_log"
        ordering = ["created_at", "retry_count"]
        constraints = [
            # A line about nothing cannot be found again.
            models.CheckConstraint(
                condition=Q(job__isnull=False) | Q(session__isnull=False),
                name="analysis_processing_log_has_a_subject",
            ),
            # An attempt starts once and ends once.
            models.UniqueConstraint(
                fields=["job", "wave", "retry_count", "status"],
                condition=Q(job__isnull=False),
                name="analysis_processing_log_once_in_job",
            ),
            models.CheckConstraint(
                condition=Q(status__in=LogStatus.values),
                name="analysis_processing_log_status_is_known",
            ),
            # An end has a time, a start has none.
            models.CheckConstraint(
                condition=Q(status=LogStatus.STARTED, completed_at__isnull=True)
                | (~Q(status=LogStatus.STARTED) & Q(completed_at__isnull=False)),
                name="analysis_processing_log_completed_when_ended",
            ),
            # Exactly the failures say what broke.
            models.CheckConstraint(
                condition=(Q(status=LogStatus.FAILED) & ~Q(error_message=""))
                | (~Q(status=LogStatus.FAILED) & Q(error_message="")),
                name="analysis_processing_log_failure_says_why",
            ),
        ]
        indexes = [
            # What was attempted last, of everybody.
            models.Index(fields=["-created_at", "id"], name="processing_log_newest"),
        ]
        triggers = [
            forbid_delete("analysis_processing_log_never_deleted"),
            forbid_update("analysis_processing_log_never_changed"),
        ]

    def __str__(self) -> str:
        return f"{self.wave} {self.status}"
