"""Passwords are hashed a few at a time: each takes a core for a while, on purpose.

Sixty logins at once would share the cores with all other requests, which then take as long as they. So the others
wait, each in its own thread, which costs nothing, and holds no connection of the pool while a login is asked for.
"""

from __future__ import annotations

from threading import BoundedSemaphore

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher

# In a process.
places = BoundedSemaphore(settings.PASSWORDS_AT_ONCE)


class InTurn(PBKDF2PasswordHasher):
    """Django's own, whose hashes it makes and knows."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        """The hash, once there is a place."""
        with places:
            return super().encode(password, salt, iterations)
