from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.append_only import forbid_delete, forbid_update
from core.models.organisation import Organisation
from core.models.patient import Patient


class ConsentText(models.Model):
    """One wording of what a person is asked to agree to. A new wording is a new version."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # No index of its own: the unique one below begins with it.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="consent_texts", db_index=False
    )
    version = models.PositiveIntegerField()
    body = models.TextField()
    made_by_label = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        db_table = "consent_texts"
        ordering = ["organisation", "-version"]
        constraints = [
            # "Version 2" names one wording.
            models.UniqueConstraint(fields=["organisation", "version"], name="consent_texts_version_unique"),
            # Versions are counted from 1.
            models.CheckConstraint(condition=models.Q(version__gte=1), name="consent_texts_version_from_1"),
            # Nobody can agree to nothing.
            models.CheckConstraint(condition=~models.Q(body=""), name="consent_texts_body_not_empty"),
        ]
        triggers = [
            forbid_delete("consent_texts_never_deleted"),
            # Somebody agreed to these words and to no others.
            forbid_update("consent_texts_never_changed"),
        ]

    def __str__(self) -> str:
        return f"version {self.version}"


class ConsentWord(models.TextChoices):
    """On whose word a consent was recorded."""

    PERSON = "person", "the person themselves"
    GUARDIAN = "guardian", "a parent or guardian"
    REPRESENTATIVE = "representative", "a legal representative"
    CARRIED_OVER = "carried_over", "nobody on record: carried over from the earlier setting"


class Consent(models.Model):
    """Whether a language model may read a person's diary and sessions from then on. The highest number counts."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # No index of its own: the unique one below begins with it.
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="consents", db_index=False)
    number = models.PositiveIntegerField()
    allowed = models.BooleanField()
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, null=True, blank=True, related_name="consents")
    on_word_of = models.CharField(max_length=20, choices=ConsentWord.choices)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        # PROTECT: clearing it would be an UPDATE, and these rows do not change.
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="consents_recorded",
    )
    recorded_by_label = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        db_table = "consents"
        ordering = ["patient", "-number"]
        constraints = [
            # Of two recorded at once, one comes after the other.
            models.UniqueConstraint(fields=["patient", "number"], name="consents_number_unique"),
            # Consents are counted from 1.
            models.CheckConstraint(condition=models.Q(number__gte=1), name="consents_number_from_1"),
            # A consent is to a wording; only what was set before wordings were kept has none.
            models.CheckConstraint(
                condition=models.Q(text__isnull=False) ^ models.Q(on_word_of=ConsentWord.CARRIED_OVER),
                name="consents_name_their_wording",
            ),
            # A consent recorded by nobody in particular proves nothing.
            models.CheckConstraint(condition=~models.Q(recorded_by_label=""), name="consents_recorder_named"),
        ]
        triggers = [
            forbid_delete("consents_never_deleted"),
            forbid_update("consents_never_changed", names=("recorded_by_label",)),
        ]

    def __str__(self) -> str:
        return "allowed" if self.allowed else "not allowed"
