from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.append_only import forbid_delete, forbid_update

# LOGIN_EVENT_DAYS may ask for no less.
LOGIN_EVENT_MIN_DAYS = 30


class LoginEventKind(models.TextChoices):
    LOGGED_IN = "logged_in", "Logged in"
    FAILED = "failed", "Wrong password"
    LOCKED = "locked", "Refused: too many wrong passwords"
    UNLOCKED = "unlocked", "May be tried again"
    SECOND_FACTOR_SET_UP = "second_factor_set_up", "Second factor set up"
    SECOND_FACTOR_REMOVED = "second_factor_removed", "Second factor taken away"
    SECOND_FACTOR_PASSED = "second_factor_passed", "Second factor passed"
    SECOND_FACTOR_FAILED = "second_factor_failed", "Wrong code"
    RECOVERY_CODE_USED = "recovery_code_used", "Recovery code used"
    RECOVERY_CODES_MADE = "recovery_codes_made", "New recovery codes"
    PASSWORD_CHANGED = "password_changed", "New password"
    IDLE = "idle", "Logged out after a time without a request"
    LOGGED_OUT = "logged_out", "Logged out"


class LoginEvent(models.Model):
    """What became of a login. Written as it happens, never changed, and deleted when it is old.

    `username` is only kept where there is such a login: people type their password into the wrong field. `name_key`
    tells attempts at one name from those at another, whether it is known or not. `by` is who changed somebody else's
    password or second factor. An erasure takes out the names and keys of the person's login.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    event = models.CharField(max_length=32, choices=LoginEventKind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        # PROTECT: clearing the login would be an UPDATE, and these rows do not change.
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="login_events",
    )
    username = models.CharField(max_length=150, blank=True)
    name_key = models.CharField(max_length=64)
    by = models.CharField("done by", max_length=150, blank=True)
    address = models.CharField("network address", max_length=45, blank=True)
    path = models.CharField("page asked for", max_length=200, blank=True)

    class Meta:
        db_table = "login_events"
        ordering = ["-at", "id"]
        indexes = [
            # How often a name was tried lately: asked at every login.
            models.Index(fields=["name_key", "-at"], name="login_events_by_name"),
            # The newest of all, for the list in the admin.
            models.Index(fields=["-at", "id"], name="login_events_newest_first"),
        ]
        triggers = [
            forbid_delete("login_events_never_deleted", younger_than_days=LOGIN_EVENT_MIN_DAYS),
            forbid_update("login_events_never_changed", names=("username", "by"), name_keys=("name_key",)),
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()}, {self.username or 'unknown login'}"
