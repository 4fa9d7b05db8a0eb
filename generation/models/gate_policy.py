from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.append_only import forbid_delete, forbid_update
from core.models import Organisation

POLICY_REASON_MAX_LENGTH = 500


class GatePolicyVersion(models.Model):
    """Which rules of the gate are only noted, from a moment on: who said so, when and why. Never changed.

    The one with the highest number is in force for the organisation; without one every rule blocks. To go back is to
    add another. `review_rule_ids` are the rules that are only noted: stored and shown, and refusing nothing. `reason`
    is about rules, in words without diary text.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="gate_policies", db_index=False
    )
    number = models.PositiveIntegerField()
    review_rule_ids = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="decided by"
    )
    reason = models.CharField("why", max_length=POLICY_REASON_MAX_LENGTH)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "gate_policies"
        ordering = ["organisation", "-number"]
        verbose_name = "gate policy"
        verbose_name_plural = "gate policies"
        constraints = [
            # One is in force: of two who change it at once the second is told. Also finds the one in force.
            models.UniqueConstraint(fields=["organisation", "number"], name="gate_policies_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="gate_policies_count_from_one"),
            models.CheckConstraint(condition=~Q(reason=""), name="gate_policies_say_why"),
        ]
        triggers = [
            forbid_delete("gate_policies_never_deleted"),
            forbid_update("gate_policies_never_changed"),
        ]

    def __str__(self) -> str:
        return f"policy {self.number}"
