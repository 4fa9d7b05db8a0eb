"""Choosing one's own password, in place of one that somebody else set or of the earlier one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.auth import authenticate
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from core.asking import current_request
from core.models import User

if TYPE_CHECKING:
    _SetPasswordForm = SetPasswordForm[User]
else:
    # The stubs' type arguments do not exist at run time.
    _SetPasswordForm = SetPasswordForm


def require_good_choice(user: User, password: str) -> None:
    """Raises ValidationError for a weak password, and for the one that `user` has: others may know it."""
    validate_password(password, user)
    if user.check_password(password):
        raise ValidationError("This is the password you have. Choose another.", code="password_unchanged")


def choose_password(user: User, password: str) -> None:
    """From now on it is this one, of which nobody else knows. Every session and token of the login ends."""
    user.choose_password(password)
    user.save(update_fields=["password", "must_choose_password"])


class ChoosePasswordForm(_SetPasswordForm):
    """For whoever came in with a password that somebody else set, and has just typed it."""

    def validate_password_for_user(self, user: User, password_field_name: str = "password2") -> None:  # noqa: S107 - a name
        """Django's place for it; the error stands at that field."""
        if password := self.cleaned_data.get(password_field_name):
            try:
                require_good_choice(user, password)
            except ValidationError as error:
                self.add_error(password_field_name, error)

    def save(self, commit: bool = True) -> User:
        choose_password(self.user, self.cleaned_data["new_password1"])
        return self.user


class ChangePasswordForm(ChoosePasswordForm, AdminPasswordChangeForm):
    """The same with the password so far."""

    field_order: Any = ("old_password", "new_password1", "new_password2")

    def clean_old_password(self) -> str:
        """Checked as the login checks one: counted, limited, on record: an open desk is no place to guess."""
        old: str = self.cleaned_data["old_password"]
        known = authenticate(current_request(), username=self.user.get_username(), password=old)
        if known != self.user:
            raise ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return old
