from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from core.append_only import forbid_delete, forbid_update
from core.salted_hashes import hash_shaped


class Scope(models.TextChoices):
    """What a service may do with the people of its organisation."""

    MESSAGES_READ = "messages:read", "read messages"
    MESSAGES_WRITE = "messages:write", "send, change and delete messages"
    SUMMARIES_READ = "summaries:read", "read summaries"
    SUMMARIES_WRITE = "summaries:write", "ask for summaries and withdraw them"
    PATIENTS_READ = "patients:read", "list people"
    PATIENTS_WRITE = "patients:write", "enter people and their zone and consent"
    SESSIONS_WRITE = "sessions:write", "enter therapy sessions"
    TOKENS_ISSUE = "tokens:issue", "make tokens of people"


class ApiToken(models.Model):
    """What a client of the API shows: of a login, or of a service, which has scopes and a login of its own.

    The token itself is kept nowhere; its hash needs no salt, because it is 256 random bits. `issued_by` is the
    service's token that made it for a person: both are named where it is used. What people called it, and who made it,
    goes with an erasure.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    # How people recognise one in a list.
    begins_with = models.CharField(max_length=8)
    name = models.CharField(max_length=100)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_tokens")
    scopes = models.CharField("what it may do", max_length=300, blank=True)
    issued_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="issued",
        verbose_name="made with the token",
    )
    made_by_label = models.CharField(max_length=200)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "api_tokens"
        verbose_name = "token of the API"
        verbose_name_plural = "tokens of the API"
        ordering = ["-created_at", "id"]
        constraints = [
            hash_shaped("digest", name="api_tokens_digest_is_sha256"),
            # Nobody can tell tokens apart that have no name.
            models.CheckConstraint(condition=~models.Q(name=""), name="api_tokens_named"),
            # A service does not make services.
            models.CheckConstraint(
                condition=models.Q(issued_by__isnull=True) | models.Q(scopes=""), name="api_tokens_issued_for_people"
            ),
        ]
        indexes = [models.Index(fields=["-created_at", "id"], name="api_tokens_newest_first")]
        triggers = [
            forbid_delete("api_tokens_never_deleted"),
            # A token that got other rights, or a longer life, would be another token.
            forbid_update(
                "api_tokens_fixed", except_columns=["last_used_at", "revoked_at"], names=("name", "made_by_label")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.begins_with}…)"

    @property
    def is_of_service(self) -> bool:
        return bool(self.scopes)

    @property
    def scope_names(self) -> list[str]:
        return self.scopes.split()

    def allows(self, scope: Scope) -> bool:
        """Whether a service may do this with it. What a login may do is no question of its tokens."""
        return scope.value in self.scope_names
