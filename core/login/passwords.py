"""Notices new passwords, wherever they are given: a form, a command, a shell."""

from __future__ import annotations

from core.login.limits import lift_limits
from core.models import LoginEventKind, User


class NewPasswordNoticed:
    """Among Django's password rules, because Django tells them of every password that was changed."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Every password is fine with this one."""

    def get_help_text(self) -> str:
        return ""

    def password_changed(self, password: str, user: User | None = None) -> None:
        """Record it. Who has given somebody another password lets them try it, too."""
        if user is not None:
            lift_limits(user, because=LoginEventKind.PASSWORD_CHANGED)
