from __future__ import annotations

from uuid import uuid4

import pgtrigger
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac

from core.models.organisation import Organisation
from core.pseudonyms import are_codes_hidden

# A login that was switched off and on again must not find its sessions and tokens where it left them. The epoch is the
# trigger's alone: a row that Django read before would bring the earlier one back.
_END_LOGINS = """
    NEW.login_epoch = OLD.login_epoch;
    IF OLD.is_active AND NOT NEW.is_active THEN
        NEW.login_epoch = OLD.login_epoch + 1;
    END IF;
    IF NEW.password <> OLD.password OR NEW.login_epoch <> OLD.login_epoch THEN
        UPDATE api_tokens SET revoked_at = now() WHERE user_id = NEW.id AND revoked_at IS NULL;
    END IF;
    RETURN NEW;
"""


class User(AbstractUser):
    """Somebody who logs in: staff or app user of an organisation, or an operator without one.

    A new password and a deactivation end every session and token, also where plain SQL makes the change: the
    password is part of a session's hash, `login_epoch` too, and a trigger raises it and revokes the tokens.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="users"
    )
    login_epoch = models.PositiveIntegerField(default=1, editable=False)

    class Meta(AbstractUser.Meta):
        db_table = "users"
        ordering = ["username"]
        triggers = [
            pgtrigger.Trigger(
                name="users_logins_end", operation=pgtrigger.Update, when=pgtrigger.Before, func=_END_LOGINS
            )
        ]

    def __str__(self) -> str:
        """The username; a person's own login tells as much as the code, so it is hidden where codes are."""
        return "the person's login" if not self.is_staff and are_codes_hidden() else self.get_username()

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """What a session must know to go on: password and epoch. Django asks here for each key it accepts."""
        salt = "core.models.User.session_auth_hash"
        held = f"{self.password}/{self.login_epoch}"
        return salted_hmac(salt, held, secret=secret, algorithm="sha256").hexdigest()
