from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from typing import Any
from uuid import uuid4

import pgtrigger
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from core.models.organisation import Organisation
from core.pseudonyms import are_codes_hidden

# How the name of a login begins whose person was erased: triggers, too, know it by that.
ERASED_NAME = "erased-"
# A login that was switched off and on again must not find its sessions and tokens where it left them. The epoch is the
# trigger's alone: a row that Django read before would bring the earlier one back. So are the names of before, which
# an erasure has to find, however the login was renamed.
_END_LOGINS = """
    NEW.login_epoch = OLD.login_epoch;
    NEW.former_usernames = OLD.former_usernames;
    IF NEW.username LIKE 'erased-%' AND NOT NEW.is_active THEN
        NEW.former_usernames = '{}';
    ELSIF NEW.username <> OLD.username AND OLD.username <> ALL(OLD.former_usernames) THEN
        NEW.former_usernames = OLD.former_usernames || OLD.username;
    END IF;
    IF OLD.is_active AND NOT NEW.is_active THEN
        NEW.login_epoch = OLD.login_epoch + 1;
    END IF;
    IF NEW.password <> OLD.password OR NEW.login_epoch <> OLD.login_epoch THEN
        UPDATE api_tokens SET revoked_at = now() WHERE user_id = NEW.id AND revoked_at IS NULL;
    END IF;
    RETURN NEW;
"""


def _normalised(text: models.F | models.Value) -> models.Func:
    """The database's own NFKC: letters that are drawn alike, such as wide ones, become one."""
    return models.Func(text, function="normalize", template="%(function)s(%(expressions)s, NFKC)")


class User(AbstractUser):
    """Somebody who logs in: staff or app user of an organisation, or an operator without one.

    A new password and a deactivation end every session and token, also where plain SQL makes the change: the
    password is part of a session's hash, `login_epoch` too, and a trigger raises it and revokes the tokens.

    Who sets a password is somebody else, unless it is the owner who chooses it: so it opens nothing but the page, and
    the call, by which they choose their own.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="users"
    )
    login_epoch = models.PositiveIntegerField(default=1, editable=False)
    must_choose_password = models.BooleanField(default=False, editable=False)
    former_usernames = ArrayField(models.CharField(max_length=150), default=list, editable=False)

    class Meta(AbstractUser.Meta):
        db_table = "users"
        ordering = ["username"]
        constraints = [
            # Names that differ in capitals or in how letters are encoded would be mixed up by whoever reads one.
            models.UniqueConstraint(
                Lower(_normalised(models.F("username"))),
                name="users_username_read_alike_once",
                violation_error_message="Another login has this name, perhaps in other capitals. Choose another name.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="users_logins_end", operation=pgtrigger.Update, when=pgtrigger.Before, func=_END_LOGINS
            )
        ]

    def __str__(self) -> str:
        """The username; a person's own login tells as much as the code, so it is hidden where codes are."""
        return "the person's login" if not self.is_staff and are_codes_hidden() else self.get_username()

    def set_password(self, raw_password: str | None) -> None:
        """A password from somebody else: good for choosing one's own, once."""
        super().set_password(raw_password)
        self.must_choose_password = True

    def choose_password(self, raw_password: str) -> None:
        """A password that the owner of the login chose, and nobody else knows."""
        self.set_password(raw_password)
        self.must_choose_password = False

    def check_password(self, raw_password: str | None) -> bool:
        """Whether it is this one. Django may hash it anew on the way, which makes no new password of it."""
        must_choose = self.must_choose_password
        is_right = super().check_password(raw_password)
        self.must_choose_password = must_choose
        return is_right

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """All that a user's name can break is said at the name. Names that are read alike are one.

        Here more than in the database, which has no case folding: "strasse" and "straße" are one.
        """
        try:
            super().validate_constraints(exclude)
        except ValidationError as double:
            raise ValidationError({"username": double.messages}) from None
        if not self.username or "username" in (exclude or ()):
            return
        name = read_alike(self.username)
        others = User.objects.exclude(pk=self.pk).values_list("username", flat=True)
        if any(read_alike(other) == name for other in others.iterator()):
            raise ValidationError({"username": "Another login has a name that is read alike. Choose another name."})

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """A new password is never saved without whose it is. Django keeps it until then, and no hash made anew."""
        fields = None if update_fields is None else {*update_fields}
        if fields and "password" in fields and getattr(self, "_password", None) is not None:
            fields.add("must_choose_password")
        super().save(*args, update_fields=fields, **kwargs)

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """What a session must know to go on: password and epoch. Django asks here for each key it accepts."""
        salt = "core.models.User.session_auth_hash"
        held = f"{self.password}/{self.login_epoch}"
        return salted_hmac(salt, held, secret=secret, algorithm="sha256").hexdigest()


def find_user(username: str) -> User | None:
    """The login of this name, in whatever capitals and encoding of its letters it was typed: no two are told apart by
    them."""
    if "\0" in username:
        return None
    alike = User.objects.alias(alike=Lower(_normalised(models.F("username"))))
    return alike.filter(alike=Lower(_normalised(models.Value(username)))).first()


def read_alike(name: str) -> str:
    """The same of all names that are read as one."""
    return unicodedata.normalize("NFKC", name).casefold()
