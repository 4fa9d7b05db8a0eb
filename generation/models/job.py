from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.append_only import forbid_delete, forbid_update
from core.models import Message, Patient, TherapySession
from core.models.zone_field import ZoneField
from core.salted_hashes import SALT_BYTES, hash_shaped, new_salt, null_only_when_erased, salt_is_whole
from generation.models.guards import of_its_session
from generation.models.leased_work import (
    ACTIVE_STATES,
    JobState,
    LeasedWork,
    leased_work_constraints,
    leased_work_triggers,
)
from generation.pipeline.contracts import WINDOW_DAYS, Window


class Feature(models.TextChoices):
    SESSION_BRIDGE = "session_bridge"
    YOUR_JOURNEY = "your_journey"
    SESSION_WAVE = "session_wave"


class Origin(models.TextChoices):
    """Who or what asked for a job."""

    REQUEST = "request"
    BATCH = "batch"
    STAFF = "staff"
    CORRECTION = "correction"
    # A session whose last wave has ended asks for what is made of all of them.
    SESSION = "session"


REGEN_REASON_MAX_LENGTH = 200


class GenerationJob(LeasedWork):
    """One accepted request for one piece of work: a summary, a journey, or a wave over one therapy session. This row is
    the lock, the queue entry and the history.

    A wave has its `session` and the name of its `wave`, and the session's date twice for a window; the others have
    neither. Waves stay open: a name nobody knows is run by nobody, and is no reason to refuse a row.
    `window_first` and `window_last` are local calendar dates in `zone`, both inclusive; the zone is the
    person's at the time of the request and stays. `regen` is 0 for the first summary of an input and rises
    when staff, a correction or a request after a withdrawal asks for another one of the same input; `regen_reason`
    is why, as whoever asked put it. A correction names the summary it `corrects`, which it withdraws when it is
    published. `queued_at` is when the job was last handed to Celery, NULL when that failed.
    `salt` is in the hashes of all that the job stores; erasure blanks it, and the reason, which may quote.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="generation_jobs", db_index=False)
    feature = models.CharField(max_length=32, choices=Feature)
    window_first = models.DateField()
    window_last = models.DateField()
    zone = ZoneField()
    session = models.ForeignKey(
        TherapySession, on_delete=models.PROTECT, null=True, blank=True, related_name="wave_jobs", db_index=False
    )
    wave = models.CharField(max_length=64, blank=True, default="")
    input_hash = models.CharField("fingerprint of what it read", max_length=64)
    regen = models.PositiveIntegerField("times made again", default=0)
    regen_reason = models.CharField(  # noqa: DJ001 - NULL is "erased"
        "why it was made again", max_length=REGEN_REASON_MAX_LENGTH, blank=True, default="", null=True
    )
    salt = models.BinaryField(max_length=SALT_BYTES, null=True, default=new_salt, editable=False)
    origin = models.CharField(max_length=16, choices=Origin)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        # PROTECT: who asked is part of the terms, and those do not change.
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="requested_jobs",
    )
    corrects = models.ForeignKey(
        "generation.SessionBridgeVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        db_index=False,
        verbose_name="summary it corrects",
    )
    queued_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        db_table = "generation_jobs"
        ordering = ["-created_at", "id"]
        constraints = [
            *leased_work_constraints("generation_jobs"),
            # The lock: however many ask at once, one job of a person and feature is under way. A session has its own.
            models.UniqueConstraint(
                fields=["patient", "feature"],
                condition=Q(state__in=ACTIVE_STATES) & ~Q(feature=Feature.SESSION_WAVE),
                name="generation_jobs_one_active",
            ),
            # The same of a session and wave: its waves, and the sessions of a person, are worked on side by side.
            models.UniqueConstraint(
                fields=["session", "wave"],
                condition=Q(state__in=ACTIVE_STATES),
                name="generation_jobs_one_active_wave",
            ),
            # The same words are summarised once; another time only where somebody raised `regen`.
            models.UniqueConstraint(
                fields=[
                    *("patient", "feature", "window_first", "window_last"),
                    *("session", "wave", "input_hash", "regen"),
                ],
                condition=Q(state__in=[*ACTIVE_STATES, JobState.SUCCEEDED]),
                # Two summaries have no session both, and that is the same one.
                nulls_distinct=False,
                name="generation_jobs_no_duplicate",
            ),
            # A feature nobody knows would have no generator.
            models.CheckConstraint(condition=Q(feature__in=Feature.values), name="generation_jobs_feature_is_known"),
            # Counts by origin must add up.
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="generation_jobs_origin_is_known"),
            # What names a summary withdraws it as it publishes: only a reviewer's choice may.
            models.CheckConstraint(
                condition=Q(origin=Origin.CORRECTION) | Q(corrects__isnull=True),
                name="generation_jobs_only_corrections_correct",
            ),
            # A wave is of one session; nothing else is of any.
            models.CheckConstraint(
                condition=(Q(feature=Feature.SESSION_WAVE, session__isnull=False) & ~Q(wave=""))
                | (~Q(feature=Feature.SESSION_WAVE) & Q(session__isnull=True, wave="")),
                name="generation_jobs_session_and_wave_of_waves",
            ),
            # Calendar dates, never hours: 15 of them for Session Bridge, the session's for a wave, at least one for
            # a journey.
            models.CheckConstraint(
                condition=Q(
                    feature=Feature.SESSION_BRIDGE,
                    window_last=models.ExpressionWrapper(
                        F("window_first") + (WINDOW_DAYS - 1), output_field=models.DateField()
                    ),
                )
                | Q(feature=Feature.SESSION_WAVE, window_last=F("window_first"))
                | Q(feature=Feature.YOUR_JOURNEY, window_last__gte=F("window_first")),
                name="generation_jobs_window_is_whole",
            ),
            # Doing it again costs money and confuses people: somebody says why.
            models.CheckConstraint(condition=Q(regen=0) | ~Q(regen_reason=""), name="generation_jobs_regen_says_why"),
            null_only_when_erased("salt", name="generation_jobs_salt_null_only_when_erased"),
            null_only_when_erased("regen_reason", name="generation_jobs_reason_null_only_when_erased"),
            salt_is_whole(name="generation_jobs_salt_is_16_bytes"),
            # Whoever works still needs the salt: a job is ended before its words go.
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(finished_at__isnull=False),
                name="generation_jobs_erased_when_ended",
            ),
            hash_shaped("input_hash", name="generation_jobs_input_hash_is_sha256"),
        ]
        indexes = [
            # One person's jobs, newest first.
            models.Index(fields=["patient", "-created_at"], name="generation_jobs_by_patient"),
            # The newest of all, for the list in the admin.
            models.Index(fields=["-created_at", "id"], name="generation_jobs_newest_first"),
            # The corrections of one summary, of which there are few.
            models.Index(fields=["corrects"], condition=Q(corrects__isnull=False), name="generation_jobs_corrections"),
            # The sweep and the poller read active jobs only, and those are few.
            models.Index(
                fields=["deadline_at"],
                condition=Q(state__in=ACTIVE_STATES),
                name="generation_jobs_active",
            ),
        ]
        triggers = [
            *leased_work_triggers("generation_jobs", changing=["queued_at"], erasable=("salt", "regen_reason")),
            of_its_session("generation_jobs"),
        ]

    def __str__(self) -> str:
        return f"{self.wave or self.feature} {self.id}"

    @property
    def window(self) -> Window:
        """The window as the pipeline's value. Raises ValueError for any feature but Session Bridge."""
        return Window(first=self.window_first, last=self.window_last)


class GenerationJobMessage(models.Model):
    """One message of a job's pinned input, at the revision it had when the job was accepted.

    A foreign key made by migration, (message, revision) to message_revisions, keeps the pin from pointing
    at a revision that does not exist.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    job = models.ForeignKey(GenerationJob, on_delete=models.PROTECT, related_name="pinned_messages", db_index=False)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="pins")
    revision = models.PositiveIntegerField()

    class Meta:
        db_table = "generation_job_messages"
        constraints = [
            # A message is read once, at one revision.
            models.UniqueConstraint(fields=["job", "message"], name="generation_job_messages_pinned_once"),
        ]
        triggers = [
            forbid_delete("generation_job_messages_never_deleted"),
            # Input that could change under a run would make its artifacts lies.
            forbid_update("generation_job_messages_never_changed"),
        ]

    def __str__(self) -> str:
        return f"message {self.message_id} at revision {self.revision}"
