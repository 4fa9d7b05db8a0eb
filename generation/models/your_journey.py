from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.models import Patient
from generation.models.published_version import (
    PublishedVersion,
    VersionOrigin,
    published_version_constraints,
    published_version_triggers,
)


class YourJourneyVersion(PublishedVersion):
    """One published journey over a person's analysed sessions, with the versions of what made and passed it.

    Its `text` is its data: JSON of the older roadmap's shape (`summary`, `achievements`, `currentFocus`, `sections`),
    as imported ones are. `input_hash` is over the analyses it read, '' for imported ones. `review_rule_ids` and
    `evidence_dropped` are as those of an analysis: it is a model's reading, for clinicians.
    """

    input_hash = models.CharField("fingerprint of what it read", max_length=64, blank=True, default="")
    review_rule_ids = ArrayField(
        models.CharField(max_length=16), default=list, blank=True, verbose_name="rules to look at"
    )
    evidence_dropped = models.PositiveIntegerField("pieces of evidence dropped", default=0)
    prompt_version = models.CharField("version of the prompt", max_length=64)
    policy_gate_version = models.CharField("version of the gate", max_length=64)

    class Meta:
        db_table = "your_journey_versions"
        verbose_name, verbose_name_plural = "journey", "journeys"
        ordering = ["patient", "-version"]
        constraints = [
            *published_version_constraints("your_journey_versions"),
            # A version left empty would be one nobody can look up.
            models.CheckConstraint(
                condition=~Q(prompt_version="") & ~Q(policy_gate_version=""),
                name="your_journey_versions_versions_are_named",
            ),
            # What it was made of is known of every one of ours.
            models.CheckConstraint(
                condition=Q(origin=VersionOrigin.IMPORTED, input_hash="") | Q(input_hash__regex=r"^[0-9a-f]{64}$"),
                name="your_journey_versions_input_hash_is_sha256",
            ),
        ]
        indexes = [
            # The newest of all, for the list in the admin.
            models.Index(fields=["-created_at", "id"], name="your_journey_newest_first"),
        ]
        triggers = published_version_triggers("your_journey_versions")


class PatientYourJourney(models.Model):
    """The Your Journey text a person sees now: see `lifecycle.pointers`. NULL where there is none."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    patient = models.OneToOneField(Patient, on_delete=models.PROTECT, related_name="current_your_journey")
    current = models.ForeignKey(
        YourJourneyVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="shown_to"
    )
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "patient_your_journey"

    def __str__(self) -> str:
        return f"journey of {self.patient_id}"
