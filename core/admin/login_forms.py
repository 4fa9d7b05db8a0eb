"""The forms of logins, in words for whoever runs a practice.

Nobody logs in here without a password, so Django's question whether somebody may is not asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.db.models import Model

from core.models import User
from core.roles import WHAT_ROLES_DO

if TYPE_CHECKING:
    _PasswordForm = AdminPasswordChangeForm[User]
    _RolesField = forms.ModelMultipleChoiceField[Model]
else:
    # The stubs' type arguments do not exist at run time.
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
