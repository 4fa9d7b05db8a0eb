from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.models import TherapySession
from generation.models.leased_work import (
    ACTIVE_STATES,
    JobState,
    LeasedWork,
    leased_work_constraints,
    leased_work_triggers,
)


class SessionAnalysis(LeasedWork):
    """One wave's reading of one therapy session: claimed, leased and fenced like a job.

    `attempt` counts the analyses asked for of this session and wave from 0. `data` is the result as JSON text,
    written with the step to `succeeded` and blanked by erasure; the row's own epoch is its fence.
    """

    session = models.ForeignKey(TherapySession, on_delete=models.PROTECT, related_name="analyses", db_index=False)
    wave = models.CharField(max_length=64)
    attempt = models.PositiveIntegerField(default=0)
    data = models.TextField(null=True)  # noqa: DJ001 - NULL is "not yet" or "erased"
    prompt_version = models.CharField(max_length=64, blank=True, default="")
    model = models.CharField(max_length=100, blank=True, default="")
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        db_table = "session_analyses"
        ordering = ["session", "wave", "-attempt"]
        verbose_name_plural = "session analyses"
        constraints = [
            *leased_work_constraints("session_analyses"),
            # Asked for twice is asked for once.
            models.UniqueConstraint(fields=["session", "wave", "attempt"], name="session_analyses_attempt_unique"),
            # One analysis of a session and wave is under way.
            models.UniqueConstraint(
                fields=["session", "wave"],
                condition=Q(state__in=ACTIVE_STATES),
                name="session_analyses_one_active",
            ),
            # A success without a result is none, unless the result was erased.
            models.CheckConstraint(
                condition=~Q(state=JobState.SUCCEEDED) | Q(data__isnull=False) | Q(erased_at__isnull=False),
                name="session_analyses_success_has_data",
            ),
        ]
        triggers = leased_work_triggers(
            "session_analyses", changing=["data", "prompt_version", "model"], erasable=("data",)
        )

    def __str__(self) -> str:
        return f"{self.wave} of session {self.session_id}"
