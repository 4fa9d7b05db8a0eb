"""The forms of logins, in words for whoever runs a practice, and which roles go together.

Nobody logs in here without a password, so Django's question whether somebody may is not asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    ReadOnlyPasswordHashField,
    ReadOnlyPasswordHashWidget,
    UserChangeForm,
    UserCreationForm,
)
from django.contrib.auth.hashers import is_password_usable
from django.db.models import Model
from django.forms import ModelForm, model_to_dict
from django.utils.text import capfirst

from core.admin.stale_forms import MadeFromField, RefusesStale
from core.models import User
from core.refusals import InputRefused
from core.roles import STAFF_ROLES, WHAT_ROLES_DO, require_no_person, require_roles_apart

if TYPE_CHECKING:
    _Form = ModelForm[User]
    _NewForm = UserCreationForm[User]
    _ChangeForm = UserChangeForm[User]
    _PasswordForm = AdminPasswordChangeForm[User]
    _RolesField = forms.ModelMultipleChoiceField[Model]
else:
    # The stubs' type arguments do not exist at run time.
    _Form, _NewForm, _ChangeForm = ModelForm, UserCreationForm, UserChangeForm
    _PasswordForm, _RolesField = AdminPasswordChangeForm, forms.ModelMultipleChoiceField


class RolesField(_RolesField):
    """Roles, with what each may see and do behind its name."""

    def label_from_instance(self, obj: Model) -> str:
        name = str(obj)
        said = WHAT_ROLES_DO.get(name)
        return f"{name}: {said}" if said else name


class NewPasswordForm(_PasswordForm):
    """Another login's new password."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields.pop("usable_password", None)
        for name in ("password1", "password2"):
            self.fields[name].required = True


class _RolesApart(_Form):
    """Refuses roles that do not go together, and those of staff for a person's login, whoever gives them."""

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
        rights = [given.get(name, getattr(user, name)) for name in ("is_staff", "is_superuser")]
        try:
            if any(rights) or any(group.name in STAFF_ROLES for group in groups):
                require_no_person(user)
            require_roles_apart(groups, permissions, is_superuser=given.get("is_superuser", user.is_superuser))
        except InputRefused as refusal:
            self.add_error("groups" if "groups" in self.fields else None, capfirst(refusal.reason))
        return given


class PasswordSetWidget(ReadOnlyPasswordHashWidget):
    """Whether there is a password. Of how it is kept nobody here can make use."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        is_set = bool(value) and is_password_usable(value)
        said = {"label": "Set" if is_set else "Not set"}
        return context | {"summary": [said], "button_label": "Set another password" if is_set else "Set a password"}


class NewLoginForm(_RolesApart, _NewForm):
    """A new login."""


class ChangeLoginForm(RefusesStale, _RolesApart, _ChangeForm):
    """A login that is there."""

    password = ReadOnlyPasswordHashField(
        label="Password", widget=PasswordSetWidget, help_text="Nobody can see it, only set another."
    )
    made_from = MadeFromField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Of two who save at one moment the second waits here, and sees what the first saved.
        rows = User.objects.select_for_update(no_key=True) if self.is_bound else User.objects
        there = rows.get(pk=self.instance.pk)
        self.remember(model_to_dict(there, fields=[name for name in self.fields if name != "password"]))
