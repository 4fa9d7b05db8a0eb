from __future__ import annotations

from uuid import uuid4

from django.db import models

from core.append_only import forbid_delete, forbid_update
from generation.models.job import GenerationJob
from generation.models.session_analysis import SessionAnalysis


class GenerationJobAnalysis(models.Model):
    """One reading of a session that a job reads: an earlier wave of the same session, or what a journey is made of."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    job = models.ForeignKey(GenerationJob, on_delete=models.PROTECT, related_name="pinned_analyses", db_index=False)
    analysis = models.ForeignKey(SessionAnalysis, on_delete=models.PROTECT, related_name="pins")

    class Meta:
        db_table = "generation_job_analyses"
        constraints = [
            # A reading is read once.
            models.UniqueConstraint(fields=["job", "analysis"], name="generation_job_analyses_pinned_once"),
        ]
        triggers = [
            forbid_delete("generation_job_analyses_never_deleted"),
            # Input that could change under a run would make its artifacts lies.
            forbid_update("generation_job_analyses_never_changed"),
        ]

    def __str__(self) -> str:
        return f"analysis {self.analysis_id}"
