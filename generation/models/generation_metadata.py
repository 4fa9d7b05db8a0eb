from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from core.models import TherapySession
from generation.models.of_one_version import of_exactly_one_version
from generation.models.session_bridge import SessionBridgeVersion
from generation.models.your_journey import YourJourneyVersion


class GenerationMetadata(models.Model):
    """How one published version was made: counts, model, time taken.

    For Session Bridge `sessions_analyzed` is 0 (it reads the diary, no session), `total_sessions` counts the
    sessions up to the window's last date and `last_session` is the latest of them. `generation_duration_ms`
    runs from acceptance to publication. `compaction_strategy` belongs to Your Journey alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # CASCADE: metadata describes its version and nothing else.
    session_bridge_version = models.OneToOneField(
        SessionBridgeVersion,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="metadata",
    )
    your_journey_version = models.OneToOneField(
        YourJourneyVersion,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="metadata",
    )
    sessions_analyzed = models.PositiveIntegerField()
    total_sessions = models.PositiveIntegerField()
    model_used = models.CharField(max_length=100)
    generation_timestamp = models.DateTimeField()
    generation_duration_ms = models.PositiveBigIntegerField()
    last_session = models.ForeignKey(TherapySession, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    compaction_strategy = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

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
        ]

    def __str__(self) -> str:
        return f"made with {self.model_used}"


def create_generation_metadata(version: SessionBridgeVersion | YourJourneyVersion, **values: Any) -> GenerationMetadata:
    """Describe a version that was just published, in its transaction. `values` are the fields but the keys."""
    return GenerationMetadata.objects.create(**{_key_of(version): version}, **values)


def get_generation_metadata(version: SessionBridgeVersion | YourJourneyVersion) -> GenerationMetadata | None:
    """What is known of how `version` was made."""
    return GenerationMetadata.objects.filter(**{_key_of(version): version}).first()


def update_generation_metadata(version: SessionBridgeVersion | YourJourneyVersion, **changes: Any) -> bool:
    """Correct the metadata of `version`. False: it has none."""
    return GenerationMetadata.objects.filter(**{_key_of(version): version}).update(**changes) == 1


def _key_of(version: SessionBridgeVersion | YourJourneyVersion) -> str:
    return "session_bridge_version" if isinstance(version, SessionBridgeVersion) else "your_journey_version"
