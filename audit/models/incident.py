from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.append_only import forbid_delete
from core.salted_hashes import null_only_when_erased
from generation.models import GenerationJob


class IncidentKind(models.TextChoices):
    """What went wrong."""

    UNSUPPORTED = "unsupported", "unsupported statement"
    SAFETY_MISSING = "safety_missing", "safety sentence missing"
    CHAIN_BROKEN = "chain_broken", "chain broken"


class IncidentSource(models.TextChoices):
    """Who or what noticed."""

    REVIEW = "review", "a reviewer's mark"
    GATE = "gate", "the gate, on a draft"
    OBJECTION = "objection", "the person's objection"
    VERIFICATION = "verification", "verification of the chain"


class Severity(models.TextChoices):
    """How grave it is: nobody saw a draft; a reader may have been misled; somebody may be harmed."""

    CAUGHT = "caught", "caught before anybody saw it"
    SERIOUS = "serious", "serious"
    GRAVE = "grave", "grave"


class Incident(models.Model):
    """Something that must not happen happened to a summary. Counted once, whoever notices it how often.

    What the gate found on a draft was never shown (`is_of_draft`); the same in what was published is another incident.
    It is open until somebody closes it and says what was done. That is in somebody's own words and may quote the
    diary, so erasure blanks it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    job = models.ForeignKey(GenerationJob, on_delete=models.PROTECT, related_name="incidents", db_index=False)
    kind = models.CharField(max_length=16, choices=IncidentKind)
    source = models.CharField(max_length=16, choices=IncidentSource)
    severity = models.CharField(max_length=16, choices=Severity, default=Severity.SERIOUS)
    is_of_draft = models.BooleanField("about a draft nobody was shown", default=False)
    noticed_at = models.DateTimeField(db_default=Now(), editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    what_was_done = models.TextField(null=True, blank=True, default="")  # noqa: DJ001 - NULL is "erased"
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        db_table = "incidents"
        ordering = ["-noticed_at", "id"]
        constraints = [
            # Two who notice the same count as one.
            models.UniqueConstraint(fields=["job", "kind", "is_of_draft"], name="incidents_count_once"),
            # The gate sees drafts alone, and what it caught is not graver than that.
            models.CheckConstraint(
                condition=Q(is_of_draft=True, source=IncidentSource.GATE, severity=Severity.CAUGHT)
                | Q(is_of_draft=False) & ~Q(source=IncidentSource.GATE) & ~Q(severity=Severity.CAUGHT),
                name="incidents_of_drafts_are_the_gates",
            ),
            # Closed means by somebody, who says what was done.
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(what_was_done="")),
                name="incidents_closed_says_what_was_done",
            ),
            null_only_when_erased("what_was_done", name="incidents_words_null_only_when_erased"),
        ]
        indexes = [
            # The list, and counts over time.
            models.Index(fields=["-noticed_at", "id"], name="incidents_newest_first"),
        ]
        triggers = [forbid_delete("incidents_never_deleted")]

    def __str__(self) -> str:
        return self.get_kind_display()
