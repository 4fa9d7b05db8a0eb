from __future__ import annotations

from ipaddress import IPv6Address
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from core.models import User
from core.roles import Role
from tests.builders.people import make_organisation, make_staff
from tests.core.login.pages import PASSWORD


@pytest.fixture
def staff(db: None) -> User:
    """Somebody of staff with `PASSWORD`."""
    user = make_staff(make_organisation(), Role.CLINICIAN, username="dr-river")
    user.choose_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def client() -> Client:
    """From an address of its own."""
    return Client(REMOTE_ADDR=str(IPv6Address(uuid4().int)))


@pytest.fixture
def second_factor_on(settings: Any) -> None:
    settings.SECOND_FACTOR = True
