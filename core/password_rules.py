"""What a password must be: Django's rules, in words that fit one's own password and somebody else's, and one more.

Django compares a password with a name by how alike they are as a whole, so the name written twice is different enough.
"""

from __future__ import annotations

import unicodedata

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError

from core.models import User

PASSWORD_MAX_LENGTH = 1024

# A shorter name is in many a good password by chance ("ada" in "armada").
_TELLING = 4


class LongEnough(MinimumLengthValidator):
    """And no longer than the API takes: nobody could log in there."""

    def validate(self, password: str, user: User | None = None) -> None:
        super().validate(password, user)
        if len(password) > PASSWORD_MAX_LENGTH:
            raise ValidationError(f"At most {PASSWORD_MAX_LENGTH:,} characters.", code="password_too_long")

    def get_help_text(self) -> str:
        return f"At least {self.min_length} characters."


class NotCommon(CommonPasswordValidator):
    def get_help_text(self) -> str:
        return "None of the common ones."


class NotLikeTheLogin(UserAttributeSimilarityValidator):
    """Refuses what is like the login's name, first or last name or email address, holds the login name, or is in it."""

    def validate(self, password: str, user: User | None = None) -> None:
        super().validate(password, user)
        if user is not None and _is_built_on(_folded(password), _folded(user.get_username() or "")):
            raise ValidationError(
                "The login name and the password must not contain each other.", code="password_too_similar"
            )

    def get_help_text(self) -> str:
        return "Not like the first name, last name or email address, and without the login name in it."


def _is_built_on(password: str, name: str) -> bool:
    """Whether one holds the other; of a short name, whether it is half of the password or more."""
    if not name or name not in password:
        return bool(password) and password in name
    return len(name) >= _TELLING or len(password.replace(name, "")) * 2 <= len(password)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
