"""The account `admin` that `make up` makes once, on a development machine, in whatever database is named."""

from __future__ import annotations

import secrets

from django.contrib.auth.hashers import make_password

from core.models import User
from core.practice.tokens import end_tokens

ADMIN = "admin"


def make_admin() -> str | None:
    """Make the account and return its password, which is kept nowhere; None where there is one: it stays as it is."""
    password = _new_password()
    rights = {"is_staff": True, "is_superuser": True, "is_active": True}
    _, made = User.objects.get_or_create(username=ADMIN, defaults={**rights, "password": make_password(password)})
    return password if made else None


def reset_admin_password() -> str:
    """Give the account a new password, which is returned, and log it out everywhere. Raises User.DoesNotExist."""
    admin = User.objects.get(username=ADMIN)
    password = _new_password()
    admin.set_password(password)
    admin.save(update_fields=["password"])
    end_tokens(admin.pk)
    return password


def _new_password() -> str:
    return secrets.token_hex(10)
