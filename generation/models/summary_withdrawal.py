from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.append_only import allow_only_erasure, forbid_delete
from core.salted_hashes import null_only_when_erased
from generation.models.of_one_version import of_exactly_one_version
from generation.models.session_bridge import SessionBridgeVersion
from generation.models.your_journey import YourJourneyVersion


class WithdrawalCause(models.TextChoices):
    MESSAGE_DELETED = "message_deleted"
    MESSAGE_REPLACED = "message_replaced"
    PERSON_ERASED = "person_erased"
    STAFF = "staff"
    PERSON = "person"
    CORRECTED = "corrected"


class SummaryWithdrawal(models.Model):
    """A published version is no longer shown. The version itself stays, as does this row.

    `by` is NULL where the system withdrew. `reason` is in somebody's own words and may quote the summary, so
    erasure blanks it; `cause` stays.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session_bridge_version = models.OneToOneField(
        SessionBridgeVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="withdrawal",
        verbose_name="summary",
    )
    your_journey_version = models.OneToOneField(
        YourJourneyVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="withdrawal",
        verbose_name="journey",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="withdrawals",
    )
    cause = models.CharField(max_length=32, choices=WithdrawalCause)
    reason = models.TextField(null=True, blank=True, default="")  # noqa: DJ001 - NULL is "erased"
    at = models.DateTimeField(db_default=Now(), editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        db_table = "summary_withdrawals"
        ordering = ["-at", "id"]
        constraints = [
            of_exactly_one_version("summary_withdrawals_of_one_version"),
            null_only_when_erased("reason", name="summary_withdrawals_reason_null_only_when_erased"),
            # A withdrawal by a human is explained; the other causes explain themselves.
            models.CheckConstraint(
                condition=~Q(cause=WithdrawalCause.STAFF, reason=""),
                name="summary_withdrawals_staff_says_why",
            ),
        ]
        triggers = [
            forbid_delete("summary_withdrawals_never_deleted"),
            allow_only_erasure("summary_withdrawals_append_only", columns=["reason"]),
        ]

    def __str__(self) -> str:
        return f"withdrawn: {self.cause}"
