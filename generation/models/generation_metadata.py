from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from core.append_only import forbid_update
from core.models import TherapySession
from core.salted_hashes import null_only_when_erased
from generation.models.of_one_version import of_exactly_one_version
from generation.models.session_bridge import SessionBridgeVersion
from generation.models.your_journey import YourJourneyVersion


class GenerationMetadata(models.Model):
    """How one published version was made: counts, model, time taken.

    For Session Bridge `sessions_analyzed` is 0 (it reads the diary, no session), `total_sessions` counts the
    sessions up to the window's last date and `last_session` is the latest of them. `generation_duration_ms`
    runs from acceptance to publication. `compaction_strategy` belongs to Your Journey alone. All of it is as it was
    measured and never changes; `notes` are what staff have to say about it, in words that may quote. See
    `lifecycle.generation_metadata`, which alone creates, reads and edits these rows, for both features.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # CASCADE: metadata describes its version and nothing else.
    session_bridge_version = models.OneToOneField(
        SessionBridgeVersion,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="metadata",
        verbose_name="summary",
    )
    your_journey_version = models.OneToOneField(
        YourJourneyVersion,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="metadata",
        verbose_name="journey",
    )
    sessions_analyzed = models.PositiveIntegerField("sessions read")
    total_sessions = models.PositiveIntegerField("sessions in all")
    model_used = models.CharField(max_length=100)
    generation_timestamp = models.DateTimeField("made at")
    generation_duration_ms = models.PositiveBigIntegerField("time taken, in milliseconds")
    last_session = models.ForeignKey(TherapySession, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    compaction_strategy = models.CharField("how sessions were condensed", max_length=64, blank=True, default="")
    notes = models.TextField(null=True, blank=True, default="")  # noqa: DJ001 - NULL is "erased"
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        db_table = "generation_metadata"
        ordering = ["-created_at", "id"]
        verbose_name_plural = "generation metadata"
        constraints = [
            of_exactly_one_version("generation_metadata_of_one_version"),
            # A summary of the diary compacts nothing.
            models.CheckConstraint(
                condition=Q(your_journey_version__isnull=False) | Q(compaction_strategy=""),
                name="generation_metadata_compaction_is_your_journey",
            ),
            # More sessions read than there are would be a lie about the basis of the text.
            models.CheckConstraint(
                condition=Q(sessions_analyzed__lte=F("total_sessions")),
                name="generation_metadata_analyzed_within_total",
            ),
            null_only_when_erased("notes", name="generation_metadata_notes_null_only_when_erased"),
        ]
        indexes = [
            # What was made last, of either feature.
            models.Index(fields=["-generation_timestamp", "id"], name="generation_metadata_newest"),
        ]
        triggers = [
            # What was measured is not corrected: a wrong figure gets a note.
            forbid_update("generation_metadata_as_measured", except_columns=["notes", "erased_at"]),
        ]

    def __str__(self) -> str:
        return f"made with {self.model_used}"
