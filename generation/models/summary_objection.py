from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from core.append_only import allow_only_erasure, forbid_delete
from core.salted_hashes import null_only_when_erased
from generation.models.session_bridge import SessionBridgeVersion

OBJECTION_MAX_LENGTH = 2000


class SummaryObjection(models.Model):
    """ "I did not say that": a person's own word on one bullet of a summary, or on all of it where `slot_id` is ''.

    `slot_id` is the bullet's id in the rendered report. `words` may quote the diary, so erasure blanks them.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.ForeignKey(SessionBridgeVersion, on_delete=models.PROTECT, related_name="objections")
    slot_id = models.CharField("bullet objected to", max_length=64, blank=True, default="")
    words = models.TextField(null=True, blank=True, default="")  # noqa: DJ001 - NULL is "erased"
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="objections")
    at = models.DateTimeField(db_default=Now(), editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        db_table = "summary_objections"
        ordering = ["-at", "id"]
        constraints = [
            # Pressed twice, said once.
            models.UniqueConstraint(fields=["version", "slot_id", "by"], name="summary_objections_once_each"),
            null_only_when_erased("words", name="summary_objections_words_null_only_when_erased"),
        ]
        triggers = [
            forbid_delete("summary_objections_never_deleted"),
            allow_only_erasure("summary_objections_append_only", columns=["words"]),
        ]

    def __str__(self) -> str:
        return f"objection to {self.slot_id or 'the whole text'}"
