from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.append_only import allow_only_erasure, forbid_delete
from core.models import TherapySession
from core.salted_hashes import null_only_when_erased
from generation.models.guards import fence
from generation.models.job import GenerationJob
from generation.models.published_version import VersionOrigin


class SessionAnalysis(models.Model):
    """What one wave published about one therapy session: a model's reading, for clinicians.

    `attempt` counts what was published of this session and wave from 0; the highest counts. `data` is JSON as text, of
    the wave's own shape. The work itself is the `job`; imported rows come from an older system and have none.
    `review_rule_ids` are the rules that lint found broken in its words: only noted, so it is published all the same.
    `evidence_dropped` counts quotations that do not stand in the transcript.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.ForeignKey(TherapySession, on_delete=models.PROTECT, related_name="analyses", db_index=False)
    wave = models.CharField(max_length=64)
    attempt = models.PositiveIntegerField("which reading, from 0", default=0)
    origin = models.CharField(max_length=16, choices=VersionOrigin, default=VersionOrigin.GENERATED)
    # PROTECT: a reading without the job that made it could not be explained.
    job = models.OneToOneField(GenerationJob, on_delete=models.PROTECT, null=True, blank=True, related_name="analysis")
    epoch = models.PositiveBigIntegerField(null=True, blank=True)
    data = models.TextField(null=True)  # noqa: DJ001 - NULL is "erased"
    prompt_version = models.CharField("version of the prompt", max_length=64, blank=True, default="")
    model = models.CharField(max_length=100, blank=True, default="")
    review_rule_ids = ArrayField(
        models.CharField(max_length=16), default=list, blank=True, verbose_name="rules to look at"
    )
    evidence_dropped = models.PositiveIntegerField("pieces of evidence dropped", default=0)
    cost = models.DecimalField("cost in US dollars", max_digits=12, decimal_places=6, null=True, blank=True, default=0)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        db_table = "session_analyses"
        ordering = ["session", "wave", "-attempt"]
        verbose_name_plural = "session analyses"
        constraints = [
            # A number names one reading.
            models.UniqueConstraint(fields=["session", "wave", "attempt"], name="session_analyses_attempt_unique"),
            # Generated: made by a job, under an epoch. Imported: neither. Nothing else.
            models.CheckConstraint(
                condition=Q(origin=VersionOrigin.GENERATED, job__isnull=False, epoch__isnull=False)
                | Q(origin=VersionOrigin.IMPORTED, job__isnull=True, epoch__isnull=True),
                name="session_analyses_by_a_job_or_imported",
            ),
            null_only_when_erased("data", name="session_analyses_data_null_only_when_erased"),
            models.CheckConstraint(condition=Q(cost__gte=0), name="session_analyses_cost_not_negative"),
        ]
        indexes = [
            # The newest of all, for the list in the admin.
            models.Index(fields=["-created_at", "id"], name="session_analyses_newest_first"),
        ]
        triggers = [
            fence("session_analyses", of="session_id"),
            forbid_delete("session_analyses_never_deleted"),
            allow_only_erasure("session_analyses_append_only", columns=["data"]),
        ]

    def __str__(self) -> str:
        return f"{self.wave}, {self.session}"
