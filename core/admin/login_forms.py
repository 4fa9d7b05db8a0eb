"""Forms of the admin's page of users: what Django checks, and which roles go together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.forms import ModelForm
from django.utils.text import capfirst

from core.models import User
from core.refusals import InputRefused
from core.roles import require_roles_apart

if TYPE_CHECKING:
    _Form = ModelForm[User]
    _NewForm = AdminUserCreationForm[User]
    _ChangeForm = UserChangeForm[User]
else:
    # The stubs' type arguments do not exist at run time.
    _Form, _NewForm, _ChangeForm = ModelForm, AdminUserCreationForm, UserChangeForm


class _RolesApart(_Form):
    """Refuses roles that do not go together, whoever gives them."""

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = self.cleaned_data
        user = self.instance
        # What the form does not show stays as it is.
        is_there = not user._state.adding  # noqa: SLF001 - Django's public name for it
        groups = given["groups"] if "groups" in given else user.groups.all() if is_there else ()
        permissions = (
            given["user_permissions"]
            if "user_permissions" in given
            else user.user_permissions.all()
            if is_there
            else ()
        )
        try:
            require_roles_apart(groups, permissions, is_superuser=given.get("is_superuser", user.is_superuser))
        except InputRefused as refusal:
            self.add_error("groups" if "groups" in self.fields else None, capfirst(refusal.reason))
        return given


class NewLoginForm(_RolesApart, _NewForm):
    """A new login."""


class ChangeLoginForm(_RolesApart, _ChangeForm):
    """A login that is there."""
