from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.append_only import forbid_delete, forbid_update
from generation.models import GenerationJob


class RefusedBullet(models.Model):
    """A bullet of a stored attempt that a rule of the gate refused, drawn by chance for readers to say of it whether
    the rule was right.

    It names the bullet by its place (`ordinal` of the attempt, `slot_id` in its text) and holds no words.
    `inclusion_probability` is the chance with which a refusal is drawn.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    job = models.ForeignKey(GenerationJob, on_delete=models.PROTECT, related_name="refused_bullets", db_index=False)
    ordinal = models.PositiveIntegerField("which text of the job, from 0")
    slot_id = models.CharField("bullet", max_length=64)
    rule_id = models.CharField("rule that stopped it", max_length=16)
    inclusion_probability = models.FloatField("chance of being drawn")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "refused_bullets"
        ordering = ["created_at", "id"]
        constraints = [
            # A repair that fails in the same place is the same refusal.
            models.UniqueConstraint(fields=["job", "slot_id", "rule_id"], name="refused_bullets_once_a_rule"),
            models.CheckConstraint(
                condition=Q(inclusion_probability__gt=0, inclusion_probability__lte=1),
                name="refused_bullets_chance_is_a_chance",
            ),
        ]
        indexes = [
            # What waits, oldest first.
            models.Index(fields=["created_at", "id"], name="refused_bullets_in_order"),
        ]
        triggers = [
            forbid_delete("refused_bullets_never_deleted"),
            forbid_update("refused_bullets_never_changed"),
        ]

    def __str__(self) -> str:
        return f"bullet {self.slot_id} of job {self.job_id}"


class RefusalVerdict(models.Model):
    """Whether one reader would show a refused bullet. Never edited.

    `is_blind`: the reader had not seen how the summary came about, so not which rule refused what.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    bullet = models.ForeignKey(RefusedBullet, on_delete=models.PROTECT, related_name="verdicts", db_index=False)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_fine = models.BooleanField()
    is_blind = models.BooleanField()
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "refusal_verdicts"
        ordering = ["at", "id"]
        constraints = [
            # A reader says one thing of a bullet.
            models.UniqueConstraint(fields=["bullet", "reader"], name="refusal_verdicts_one_each"),
        ]
        triggers = [
            forbid_delete("refusal_verdicts_never_deleted"),
            forbid_update("refusal_verdicts_never_changed"),
        ]

    def __str__(self) -> str:
        return "fine to show" if self.is_fine else "not to be shown"
