from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.models import Patient
from core.salted_hashes import hash_shaped
from generation.models.published_version import (
    PublishedVersion,
    VersionOrigin,
    published_version_constraints,
    published_version_triggers,
)
from generation.pipeline.contracts import MAX_REPAIRS, OutcomeReason


class SummaryOutcome(models.TextChoices):
    """How a summary came out; `Outcome` of the pipeline says what each means."""

    FIRST_PASS = "first_pass"
    REPAIRED = "repaired"
    RULES = "rules"
    FALLBACK = "fallback"
    CORRECTED = "corrected"


# The first version of the text gave its fallback a reason; it was worded from templates, always by this version.
_FIRST_TEXT = Q(prompt_version_writer="template-1", outcome_reason__in=["findings", "deadline"])


class SessionBridgeVersion(PublishedVersion):
    """One published summary, with everything needed to say how it came about.

    `prompt_version_writer` names who chose what the text shows: "rules-5", or the prompt of a model ("choice-1"); the
    prompt hashes and the models that answered are empty where no model took part. `outcome_reason` says why the rules'
    text took the place of a model's choice. Imported rows carry "unknown" for versions nobody kept, and no outcome.
    """

    input_hash = models.CharField("fingerprint of what it read", max_length=64)
    planner_version = models.CharField("version of the planner", max_length=64)
    prompt_version_canonicalizer = models.CharField("version of the canonicalizer", max_length=64)
    prompt_version_writer = models.CharField("version of the writer", max_length=64)
    policy_gate_version = models.CharField("version of the gate", max_length=64)
    repair_attempts = models.PositiveIntegerField("repairs tried")
    outcome = models.CharField(max_length=16, choices=SummaryOutcome, blank=True)
    outcome_reason = models.CharField("why this outcome", max_length=32, blank=True, default="")
    prompt_hash_canonicalizer = models.CharField(max_length=64, blank=True, default="")
    prompt_hash_writer = models.CharField(max_length=64, blank=True, default="")
    model_canonicalizer = models.CharField(max_length=100, blank=True, default="")
    model_writer = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        db_table = "session_bridge_versions"
        verbose_name, verbose_name_plural = "summary", "summaries"
        ordering = ["patient", "-version"]
        constraints = [
            *published_version_constraints("session_bridge_versions"),
            # Every summary of ours says how it came out; an older system's cannot.
            models.CheckConstraint(
                condition=Q(outcome__in=SummaryOutcome.values) | Q(origin=VersionOrigin.IMPORTED, outcome=""),
                name="session_bridge_versions_outcome_is_known",
            ),
            # A text that takes the place of a model's choice says why the choice could not be used.
            models.CheckConstraint(
                condition=~Q(outcome=SummaryOutcome.RULES)
                | Q(outcome_reason__in=[each.value for each in OutcomeReason]),
                name="session_bridge_versions_rules_have_a_reason",
            ),
            # Any other outcome has none, but for a fallback of the first text.
            models.CheckConstraint(
                condition=Q(outcome=SummaryOutcome.RULES)
                | Q(outcome_reason="")
                | (Q(outcome=SummaryOutcome.FALLBACK) & _FIRST_TEXT),
                name="session_bridge_versions_only_rules_have_a_reason",
            ),
            # A version left empty would be one nobody can look up.
            models.CheckConstraint(
                condition=~Q(planner_version="")
                & ~Q(prompt_version_canonicalizer="")
                & ~Q(prompt_version_writer="")
                & ~Q(policy_gate_version=""),
                name="session_bridge_versions_versions_are_named",
            ),
            hash_shaped("input_hash", name="session_bridge_versions_input_hash_is_sha256"),
            # Twice, then the rules' choice: a model that cannot mend a choice is not asked for ever.
            models.CheckConstraint(
                condition=Q(repair_attempts__lte=MAX_REPAIRS), name="session_bridge_versions_repaired_at_most_twice"
            ),
            # A text that was never sent back was not repaired.
            models.CheckConstraint(
                condition=~Q(outcome=SummaryOutcome.REPAIRED) | Q(repair_attempts__gte=1),
                name="session_bridge_versions_repaired_means_attempts",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=SummaryOutcome.FIRST_PASS) | Q(repair_attempts=0),
                name="session_bridge_versions_first_pass_means_none",
            ),
        ]
        indexes = [
            # The newest of all, for the list in the admin.
            models.Index(fields=["-created_at", "id"], name="session_bridge_newest_first"),
            # Which have their words: asked of all that wait for a reader, whose texts are not read for it.
            models.Index(
                fields=["job"], include=["patient"], condition=Q(text__isnull=False), name="versions_with_words"
            ),
        ]
        triggers = published_version_triggers("session_bridge_versions")


class PatientSessionBridge(models.Model):
    """The summary a person sees now: see `lifecycle.pointers`. NULL where there is none."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    patient = models.OneToOneField(Patient, on_delete=models.PROTECT, related_name="current_session_bridge")
    current = models.ForeignKey(
        SessionBridgeVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="shown_to"
    )
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "patient_session_bridge"

    def __str__(self) -> str:
        return f"summary of {self.patient_id}"
