"""What whoever runs a practice reads: one word for each thing, times with their zone, and what a save came to."""

from __future__ import annotations

from html import unescape

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from core.models import CareTeam, LoginEvent, LoginEventKind, Organisation, User
from core.practice.names import accept_name
from core.refusals import InputRefused
from core.roles import Role
from tests.builders.forms import made_from
from tests.builders.people import make_organisation, make_patient, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return make_organisation("Practice by the River")


@pytest.fixture
def administrator(organisation: Organisation) -> User:
    return make_staff(organisation, Role.ADMINISTRATOR, username="ada")


@pytest.fixture
def desk(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


def shown(desk: Client, address: str) -> str:
    return unescape(desk.get(address).content.decode())


@pytest.mark.parametrize("name", ["index", "core_user_changelist", "core_user_add", "core_patient_changelist"])
def test_people_and_logins_have_one_word_each(desk: Client, name: str) -> None:
    page = shown(desk, reverse(f"admin:{name}"))
    words = (">Users<", ">Patients<", "Add user", "Add patient", "Select user", "Select patient", "Date joined")
    assert [word for word in words if word in page] == []


def test_login_says_that_a_password_is_set_and_nothing_of_how(desk: Client, organisation: Organisation) -> None:
    staff = make_staff(organisation, Role.CLINICIAN)
    staff.set_password("a heron at the weir")
    staff.save()
    page = shown(desk, reverse("admin:core_user_change", args=[staff.pk]))
    assert "<strong>Set</strong>" in page
    assert [word for word in ("algorithm", "iterations", "pbkdf2") if word in page] == []


@pytest.mark.parametrize("name", ["core_user_add", "auth_user_password_change"])
def test_rules_of_a_password_fit_somebody_elses(desk: Client, organisation: Organisation, name: str) -> None:
    staff = make_staff(organisation, Role.CLINICIAN)
    page = shown(desk, reverse(f"admin:{name}", args=[staff.pk] if "change" in name else []))
    assert "At least 12 characters." in page
    assert "Your password" not in page


def test_times_of_fields_say_their_zone(desk: Client, organisation: Organisation) -> None:
    patient = make_patient(organisation=organisation)
    page = shown(desk, reverse("admin:core_patient_change", args=[patient.pk]))
    assert f"{patient.created_at:%Y-%m-%d %H:%M} UTC" in page


def test_team_offers_clinicians_and_who_is_in_it_with_their_roles(desk: Client, organisation: Organisation) -> None:
    clinician = make_staff(organisation, Role.CLINICIAN, username="dr-hill", first_name="Ann", last_name="Hill")
    make_staff(organisation, Role.OPERATIONS, username="otto")
    member = make_staff(organisation, Role.QA, username="quinn")
    team = CareTeam.objects.create(organisation=organisation, name="Tuesday group")
    team.members.add(member)
    form = desk.get(reverse("admin:core_careteam_entry", args=[team.pk, "team"])).context["form"]
    offered = [label for _pk, label in form.fields["members"].choices]
    assert offered == ["dr-hill (Ann Hill): Clinician", "quinn: QA"]
    answer = desk.post(
        reverse("admin:core_careteam_entry", args=[team.pk, "team"]),
        {"name": team.name, "members": [str(clinician.pk), str(member.pk)], "made_from": form["made_from"].value()},
        follow=True,
    )
    assert "Saved: staff added: dr-hill." in answer.content.decode()


def test_team_that_is_saved_as_it_was_says_so(desk: Client, organisation: Organisation) -> None:
    team = CareTeam.objects.create(organisation=organisation, name="Tuesday group")
    address = reverse("admin:core_careteam_entry", args=[team.pk, "team"])
    assert (
        "Nothing was changed."
        in desk.post(address, {"name": team.name, **made_from(desk, address)}, follow=True).content.decode()
    )


def test_rights_one_may_not_give_oneself_are_refused_in_words(desk: Client, administrator: User) -> None:
    groups = [str(Group.objects.get(name=name).pk) for name in (Role.ADMINISTRATOR, Role.CLINICIAN)]
    address = reverse("admin:core_user_change", args=[administrator.pk])
    sent = {"username": "ada", "groups": groups, "is_superuser": "on", **made_from(desk, address)}
    answer = desk.post(address, sent, follow=True)
    page = answer.content.decode()
    assert "Not changed: roles, whether it may do everything." in page
    assert "changed successfully" not in page
    administrator.refresh_from_db()
    assert (administrator.is_superuser, administrator.groups.count()) == (False, 1)


@pytest.mark.parametrize("name", ["\uffff", "Tuesday\ufdd0group", "\ue000"])
def test_name_of_characters_that_are_none_is_refused(name: str) -> None:
    with pytest.raises(InputRefused, match="cannot be seen"):
        accept_name(name, field="name", max_length=32)


def test_wrong_codes_of_an_hour_are_one_line(desk: Client, administrator: User) -> None:
    at = LoginEvent.objects.create(event=LoginEventKind.LOGGED_OUT, user=administrator, name_key="k").at
    at = at.replace(minute=30, second=0, microsecond=0)
    moments = [(LoginEventKind.SECOND_FACTOR_FAILED, second) for second in range(55)]
    for kind, second in (
        *moments,
        (LoginEventKind.SECOND_FACTOR_PASSED, 55),
        (LoginEventKind.SECOND_FACTOR_PASSED, 56),
    ):
        LoginEvent.objects.create(
            event=kind, user=administrator, username="ada", name_key="k", at=at.replace(second=second)
        )
    rows = desk.get(reverse("admin:core_loginevent_changelist")).context["cl"].result_list
    failed = [row for row in rows if row.event == LoginEventKind.SECOND_FACTOR_FAILED]
    assert [(row.number, row.at.second) for row in failed] == [(55, 54)]
    assert len([row for row in rows if row.event == LoginEventKind.SECOND_FACTOR_PASSED]) == 2
