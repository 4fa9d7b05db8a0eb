from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import models
from django.utils import timezone

from core.models.patient import Patient
from core.refusals import InputRefused
from core.salted_hashes import hash_shaped, null_only_when_erased, sender_id_hmac


class TherapySession(models.Model):
    """A session with a clinician. `session_date` is the local calendar date it was held on.

    Erasure blanks the sender's id, which may hold words, as that of a message; `save` fills in `client_id_hmac`.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="therapy_sessions")
    client_id = models.CharField(  # noqa: DJ001 - NULL is "erased"
        "identifier given by the sender", max_length=200, null=True
    )
    client_id_hmac = models.CharField(max_length=64, editable=False)
    session_date = models.DateField("date of the session")
    held_at = models.DateTimeField(null=True, blank=True)
    transcript = models.TextField(null=True, blank=True)  # noqa: DJ001 - NULL is "none" or "erased"
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        db_table = "therapy_sessions"
        ordering = ["session_date", "client_id"]
        constraints = [
            # The sender's id makes sending a session twice harmless.
            models.UniqueConstraint(fields=["patient", "client_id_hmac"], name="therapy_sessions_client_id_unique"),
            hash_shaped("client_id_hmac", name="therapy_sessions_client_id_hmac_is_sha256"),
            null_only_when_erased("client_id", name="therapy_sessions_client_id_null_only_when_erased"),
            # Erased means that the words are gone.
            models.CheckConstraint(
                condition=models.Q(erased_at__isnull=True) | models.Q(transcript__isnull=True),
                name="therapy_sessions_erased_has_no_transcript",
            ),
        ]
        indexes = [
            # Sessions of one person up to a window's end.
            models.Index(fields=["patient", "session_date"], name="therapy_sessions_by_date"),
        ]

    def __str__(self) -> str:
        return f"session of {self.session_date:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises InputRefused for a new session of somebody whose diary was erased."""
        if not self.client_id_hmac:
            if self.patient.hash_key is None:
                raise InputRefused("patient", "this diary was erased; it takes no more sessions.")
            self.client_id_hmac = sender_id_hmac(self.patient.hash_key, str(self.client_id))
        super().save(*args, **kwargs)
