from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.append_only import forbid_delete, forbid_update
from core.models.patient import Patient


class ErasureCertificate(models.Model):
    """What the erasure of a person took and what it left. Written in its transaction, never changed.

    `blanked` counts the rows whose words went, by table. `stays` is a list of `table`, `rows`, `columns` and `sha256`:
    the hash of the rows left there, as `core.erasure_certificates` works it out. `by` is NULL for a command;
    `by_label` names who it was then, as logins are renamed.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # PROTECT: a certificate of nobody certifies nothing.
    patient = models.OneToOneField(Patient, on_delete=models.PROTECT, related_name="erasure_certificate")
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="erasures"
    )
    by_label = models.CharField("erased by", max_length=200)
    blanked = models.JSONField("what was blanked")
    stays = models.JSONField("what stays")

    class Meta:
        db_table = "erasure_certificates"
        ordering = ["-at", "id"]
        constraints = [
            # Somebody answers for it.
            models.CheckConstraint(condition=~models.Q(by_label=""), name="erasure_certificates_by_somebody"),
        ]
        triggers = [
            forbid_delete("erasure_certificates_never_deleted"),
            forbid_update("erasure_certificates_never_changed", names=("by_label",)),
        ]

    def __str__(self) -> str:
        return f"certificate of {self.at:%Y-%m-%d}"
