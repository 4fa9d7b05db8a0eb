"""Logging in as a browser does, without one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django_otp.oath import totp

from core.models import SealedTotpDevice, User

PASSWORD = "riverbank and lighthouse"
LOGIN, SECOND_FACTOR, HOME = "/admin/login/", "/admin/second-factor/", "/admin/"


def log_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> Any:
    """POST the form of the admin's login."""
    return client.post(LOGIN, {"username": username, "password": password, **more})


def code_of(user: User, *, later: int = 0) -> str:
    """What the authenticator app of `user` shows, `later` so many codes from now."""
    device = SealedTotpDevice.objects.get(user=user)
    return f"{totp(device.bin_key, t0=-30 * later):06d}"


def type_code(client: Client, code: str) -> HttpResponse:
    answer: Any = client.post(SECOND_FACTOR, {"code": code})
    typed: HttpResponse = answer
    return typed


def set_up(client: Client, user: User) -> list[str]:
    """Through the first login with a second factor; the recovery codes."""
    log_in(client, user.username)
    client.get(SECOND_FACTOR)
    answer: Any = type_code(client, code_of(user))
    codes: list[str] = answer.context["codes"]
    return codes
