from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models.functions import Now

from core.salted_hashes import hash_shaped


class KeptAnswer(models.Model):
    """What a request under an `Idempotency-Key` was answered, for a day: its status and ids, never words.

    Both hashes are keyed with the server's secret, and `body_hmac` with the client's key too, which is kept nowhere:
    nobody can try words against it. `status` is NULL while the request is under way; `attempt` tells which one.
    """

    key_hmac = models.CharField(max_length=64, primary_key=True, editable=False)
    body_hmac = models.CharField(max_length=64)
    attempt = models.UUIDField(default=uuid4)
    begun_at = models.DateTimeField(db_default=Now())
    status = models.PositiveSmallIntegerField(null=True)
    ids = models.JSONField(null=True)

    class Meta:
        db_table = "kept_answers"
        constraints = [
            hash_shaped("key_hmac", name="kept_answers_key_is_sha256"),
            hash_shaped("body_hmac", name="kept_answers_body_is_sha256"),
            # An answer is whole, or there is none yet.
            models.CheckConstraint(
                condition=models.Q(status__isnull=True, ids__isnull=True)
                | models.Q(status__isnull=False, ids__isnull=False),
                name="kept_answers_whole_or_under_way",
            ),
        ]
        indexes = [
            # What is to be forgotten, oldest first.
            models.Index(fields=["begun_at"], name="kept_answers_by_age"),
        ]

    def __str__(self) -> str:
        return f"answer {self.status or 'under way'}"
