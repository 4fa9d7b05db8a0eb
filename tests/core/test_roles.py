"""The roles: exactly what the apps granted, again after every migration; and what becomes of those here already."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from core.models import CareTeam, User
from core.refusals import InputRefused
from core.roles import Role, _granted, give_role, set_permissions
from tests.builders.people import (
    make_operator,
    make_organisation,
    make_patient,
    make_person,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db
MIGRATION: Any = import_module("core.migrations.0009_roles_and_teams")


def permissions_of(role: Role) -> set[tuple[str, str]]:
    held = Group.objects.get(name=role).permissions
    return {*held.values_list("content_type__app_label", "codename")}


@pytest.mark.parametrize("role", Role, ids=str)
def test_role_has_what_was_granted_and_it_exists(role: Role) -> None:
    assert permissions_of(role) == _granted[role]


def test_permission_given_to_a_role_by_hand_is_gone_after_the_next_migration() -> None:
    Group.objects.get(name=Role.PERSON).permissions.add(Permission.objects.get(codename="view_message"))
    set_permissions(Role.PERSON)
    assert permissions_of(Role.PERSON) == set()


def test_role_that_is_missing_is_made_again() -> None:
    Group.objects.get(name=Role.QA).delete()
    call_command("migrate", verbosity=0)
    assert permissions_of(Role.QA) == _granted[Role.QA]


def test_nobody_but_clinicians_and_qa_reads_words() -> None:
    reading = Group.objects.filter(permissions__codename__in=["read_words", "read_organisation_words"])
    assert {group.name for group in reading} == {Role.CLINICIAN, Role.QA}


@pytest.mark.parametrize("shows", [Role.ADMINISTRATOR, Role.CLINICIAN])
def test_qa_goes_with_no_role_that_shows_codes(shows: Role) -> None:
    for first, second in ((Role.QA, shows), (shows, Role.QA)):
        user = make_staff(make_organisation(), first)
        with pytest.raises(InputRefused, match="make a second login for QA"):
            give_role(user, second)
        assert roles_of(user) == {first}


def test_qa_goes_with_operations() -> None:
    user = make_staff(make_organisation(), Role.QA, Role.OPERATIONS)
    assert roles_of(user) == {Role.QA, Role.OPERATIONS}


def test_login_of_a_person_gets_no_role_of_staff() -> None:
    user = make_person().user
    assert user is not None
    with pytest.raises(InputRefused, match="opens the app alone"):
        give_role(user, Role.CLINICIAN)
    assert (roles_of(user), user.is_staff) == ({Role.PERSON}, False)


def roles_of(user: User) -> set[str]:
    return {group.name for group in user.groups.all()}


def test_those_who_could_read_become_clinicians_and_people_persons() -> None:
    practice, person = make_organisation(), make_person().user
    assert person is not None
    person.groups.clear()
    reader, other = make_user(practice, is_staff=True), make_user(practice, is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_message"))
    MIGRATION.make_roles(apps, None)
    found = [roles_of(user) for user in (person, reader, other, make_operator())]
    assert found == [{"Person"}, {"Clinician"}, set(), set()]


def test_organisation_without_a_team_gets_one_of_everybody() -> None:
    practice, with_team = make_organisation("Practice"), make_organisation("With a team")
    CareTeam.objects.create(organisation=with_team, name="North")
    staff, patient = make_user(practice, is_staff=True), make_patient(organisation=practice)
    make_user(practice)
    make_patient(organisation=with_team)
    MIGRATION.make_teams(apps, None)
    everyone = practice.care_teams.get()
    assert (everyone.name, [*everyone.members.all()], [*everyone.patients.all()]) == ("Everyone", [staff], [patient])
    assert [team.name for team in with_team.care_teams.all()] == ["North"]
