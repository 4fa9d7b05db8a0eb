"""Passwords are hashed in turn, so that many logins at once leave a core to everybody else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from core.login.hashing import InTurn, places


def test_hash_is_the_frameworks_own() -> None:
    made = InTurn().encode("riverbank and lighthouse", "salt", 10)
    assert made == PBKDF2PasswordHasher().encode("riverbank and lighthouse", "salt", 10)
    assert InTurn().verify("riverbank and lighthouse", made)


def test_password_waits_until_there_is_a_place(settings: Any) -> None:
    for _ in range(settings.PASSWORDS_AT_ONCE):
        places.acquire()
    with ThreadPoolExecutor(1) as threads:
        hashing = threads.submit(InTurn().encode, "riverbank and lighthouse", "salt", 10)
        assert not wait([hashing], timeout=0.3).done
        places.release()
        assert hashing.result(10)
    for _ in range(settings.PASSWORDS_AT_ONCE - 1):
        places.release()
