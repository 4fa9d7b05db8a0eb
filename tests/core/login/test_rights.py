"""The rights of a login are those Django would find, and asked for once."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.login.tries import CountedBackend
from core.models import User
from core.roles import Role
from tests.builders.people import make_organisation, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def login() -> User:
    """Somebody with two roles and a right of their own, which one of the roles holds too."""
    user = make_staff(make_organisation(), Role.CLINICIAN, Role.OPERATIONS)
    user.user_permissions.set(Permission.objects.filter(codename__in=("see_codes", "view_modelcall")))
    return User.objects.get(pk=user.pk)


def rights_by(backend: ModelBackend, user: User) -> tuple[set[str], set[str], set[str]]:
    asked = User.objects.get(pk=user.pk)
    return (
        backend.get_user_permissions(asked),
        backend.get_group_permissions(asked),
        backend.get_all_permissions(asked),
    )


@pytest.mark.parametrize("changed", [{}, {"is_superuser": True}, {"is_active": False}])
def test_rights_are_those_django_finds(login: User, changed: dict[str, Any]) -> None:
    User.objects.filter(pk=login.pk).update(**changed)
    found = rights_by(CountedBackend(), login)
    assert found == rights_by(ModelBackend(), login)
    assert all(found) is (changed != {"is_active": False})


def test_all_rights_are_asked_for_in_one_question(login: User) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert login.has_perm("core.see_codes")
        assert login.get_group_permissions()
        assert not login.has_perm("core.nothing")
    assert len(asked) == 1
