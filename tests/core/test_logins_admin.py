"""Who may change whose login, and that nobody can raise themselves."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from core.login.rank import may_change_login
from core.models import LoginEvent, LoginEventKind, Organisation, User
from core.roles import STAFF_ROLES, WHAT_ROLES_DO, Role, give_role, roles_in_words
from tests.builders.forms import made_from
from tests.builders.people import make_operator, make_organisation, make_person, make_staff, make_user

pytestmark = pytest.mark.django_db
NEW = {"password1": "a new lighthouse", "password2": "a new lighthouse"}


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


def logins_of(organisation: Organisation) -> dict[str, User]:
    elsewhere = make_organisation("Practice on the Hill")
    return {
        "clinician": make_staff(organisation, Role.CLINICIAN),
        "person": make_user(organisation),
        "another administrator": make_staff(organisation, Role.ADMINISTRATOR),
        "superuser of the organisation": make_user(organisation, is_staff=True, is_superuser=True),
        "operator": make_operator(),
        "clinician elsewhere": make_staff(elsewhere, Role.CLINICIAN),
        "administrator elsewhere": make_staff(elsewhere, Role.ADMINISTRATOR),
        "nobody's": make_user(None, is_staff=True),
    }


OF_OURS = {"clinician", "person", "another administrator"}


def page(user: User) -> str:
    return reverse("admin:core_user_change", args=[user.pk])


def form_of(user: User, *roles: Role, **values: Any) -> dict[str, Any]:
    groups = [str(group.pk) for group in Group.objects.filter(name__in=roles)]
    return {"username": user.username, "is_active": "on", "groups": groups, **values}


def save(desk: Client, user: User, values: dict[str, Any]) -> Any:
    """Send the form of a login that was just opened."""
    return desk.post(page(user), {**values, **made_from(desk, page(user))})


def test_administrators_change_logins_of_theirs_that_are_not_above_them(
    organisation: Organisation, administrator: User
) -> None:
    logins = logins_of(organisation)
    assert {who for who, user in logins.items() if may_change_login(administrator, user)} == OF_OURS


def test_password_of_somebody_above_or_elsewhere_stays(desk: Client, organisation: Organisation) -> None:
    for who, user in logins_of(organisation).items():
        answer = desk.post(reverse("admin:auth_user_password_change", args=[user.pk]), NEW)
        user.refresh_from_db()
        assert (answer.status_code == 302, user.check_password(NEW["password1"])) == (who in OF_OURS,) * 2, who


@pytest.mark.parametrize("written", ["{}", "{{{}}}"])
@pytest.mark.parametrize("typed", [str, lambda pk: str(pk).upper(), lambda pk: pk.hex])
def test_own_password_is_changed_where_the_one_before_is_asked_for(
    desk: Client, administrator: User, typed: Callable[[UUID], str], written: str
) -> None:
    before, id_ = administrator.password, written.format(typed(administrator.pk))
    answer = desk.post(reverse("admin:auth_user_password_change", args=[id_]), NEW)
    administrator.refresh_from_db()
    assert (answer["Location"], administrator.password) == (reverse("admin:password_change"), before)


def test_clinicians_change_no_login(client: Client, organisation: Organisation) -> None:
    clinician = make_staff(organisation, Role.CLINICIAN)
    client.force_login(clinician)
    assert client.get(page(clinician)).status_code == 403
    assert not may_change_login(clinician, make_user(organisation))


@pytest.mark.parametrize("value", [{"is_superuser": "on"}, {"organisation": ""}, {"user_permissions": ["1"]}])
def test_administrator_gives_nobody_rights_or_another_organisation(
    desk: Client, organisation: Organisation, value: dict[str, Any]
) -> None:
    user = make_staff(organisation, Role.CLINICIAN)
    assert save(desk, user, form_of(user, Role.CLINICIAN, **value)).status_code == 302
    user.refresh_from_db()
    assert (user.is_superuser, user.organisation, user.user_permissions.count()) == (False, organisation, 0)


def test_administrator_gives_roles_and_they_make_staff(desk: Client, organisation: Organisation) -> None:
    user = make_user(organisation)
    for roles, is_staff in (((Role.QA, Role.OPERATIONS), True), ((), False)):
        save(desk, user, form_of(user, *roles))
        user.refresh_from_db()
        assert ({group.name for group in user.groups.all()}, user.is_staff) == ({*roles}, is_staff)


def test_role_of_a_person_is_not_offered_and_stays_where_it_is(desk: Client, organisation: Organisation) -> None:
    user = make_user(organisation)
    give_role(user, Role.PERSON)
    offered = desk.get(page(user)).context["adminform"].form.fields["groups"].queryset
    assert {group.name for group in offered} == STAFF_ROLES
    save(desk, user, form_of(user, Role.QA))
    assert {group.name for group in user.groups.all()} == {Role.PERSON, Role.QA}


@pytest.mark.parametrize("rights", [{"is_staff": "on"}, {"is_superuser": "on"}, {"roles": (Role.CLINICIAN,)}])
def test_login_of_a_person_is_made_no_staff(client: Client, rights: dict[str, Any]) -> None:
    client.force_login(make_operator())
    user = make_person().user
    assert user is not None
    values = dict(rights)
    answer = save(client, user, form_of(user, *values.pop("roles", ()), **values))
    assert "it opens the app alone" in answer.content.decode()
    user.refresh_from_db()
    assert (user.is_staff, user.is_superuser, roles_in_words(user)) == (False, False, Role.PERSON)


def test_form_says_what_each_role_may_do_and_asks_nothing_else(desk: Client) -> None:
    text = unescape(desk.get(reverse("admin:core_user_add")).content.decode())
    assert all(f"{role}: {WHAT_ROLES_DO[role]}" in text for role in STAFF_ROLES)
    assert "authentication" not in text


def test_new_password_of_somebody_is_asked_for_and_nothing_else(desk: Client, organisation: Organisation) -> None:
    user = make_staff(organisation, Role.QA)
    user.set_password("a password of before")
    user.save()
    address = reverse("admin:auth_user_password_change", args=[user.pk])
    assert "authentication" not in desk.get(address).content.decode()
    assert desk.post(address, {"usable_password": "false", "unset-password": "1"}).status_code == 200
    assert desk.post(address, {"password1": NEW["password1"], "password2": NEW["password2"]}).status_code == 302
    user.refresh_from_db()
    assert user.check_password(NEW["password1"])


def test_administrator_gives_no_group_but_roles(desk: Client, organisation: Organisation) -> None:
    user, group = make_user(organisation), Group.objects.create(name="Our own")
    answer = save(desk, user, {**form_of(user), "groups": [str(group.pk)]})
    assert (answer.status_code, user.groups.count()) == (200, 0)


def test_nobody_changes_their_own_roles_or_switches_themselves_off(desk: Client, administrator: User) -> None:
    assert save(desk, administrator, {"username": "ada", "first_name": "Ada"}).status_code == 302
    administrator.refresh_from_db()
    assert (administrator.first_name, administrator.is_active) == ("Ada", True)
    save(desk, administrator, form_of(administrator, Role.QA))
    assert [group.name for group in administrator.groups.all()] == [Role.ADMINISTRATOR]


def test_new_login_has_the_organisation_and_the_roles(desk: Client, organisation: Organisation) -> None:
    role = Group.objects.get(name=Role.CLINICIAN)
    values = {"username": "new", "groups": [str(role.pk)], **NEW}
    assert desk.post(reverse("admin:core_user_add"), values).status_code == 302
    user = User.objects.get(username="new")
    assert (user.organisation, user.is_staff, user.groups.get()) == (organisation, True, role)


def test_name_of_another_login_in_other_capitals_is_refused_on_both_forms(
    desk: Client, organisation: Organisation
) -> None:
    make_user(organisation, username="Anna")
    user = make_user(organisation)
    new = {"username": "anna", "usable_password": "true", **NEW}
    for address, values in ((page(user), form_of(user, username="anna")), (reverse("admin:core_user_add"), new)):
        answer = desk.post(address, values)
        assert answer.status_code == 200
        assert "username" in answer.context["adminform"].errors, answer.context["adminform"].errors
    assert not User.objects.filter(username="anna").exists()


@pytest.mark.parametrize("is_operator", [True, False])
def test_qa_beside_a_role_that_shows_codes_is_refused_on_both_forms(
    client: Client, organisation: Organisation, administrator: User, is_operator: bool
) -> None:
    client.force_login(make_operator() if is_operator else administrator)
    user = make_staff(organisation, Role.CLINICIAN)
    new = {**form_of(user, Role.QA, Role.ADMINISTRATOR), "username": "new", "usable_password": "true", **NEW}
    for address, values in (
        (page(user), form_of(user, Role.QA, Role.CLINICIAN)),
        (reverse("admin:core_user_add"), new),
    ):
        answer = client.post(address, values)
        assert (answer.status_code, b"make a second login for QA" in answer.content) == (200, True)
    assert ([group.name for group in user.groups.all()], User.objects.filter(username="new").exists()) == (
        [Role.CLINICIAN],
        False,
    )


@pytest.mark.parametrize("beyond", ["permission", "superuser"])
def test_operator_gives_qa_no_right_beyond_the_roles_that_shows_codes(
    client: Client, organisation: Organisation, beyond: str
) -> None:
    client.force_login(make_operator())
    user = make_staff(organisation, Role.QA)
    right = str(Permission.objects.get(codename="see_codes").pk)
    more = {"is_superuser": "on"} if beyond == "superuser" else {"user_permissions": [right]}
    values = form_of(user, Role.QA, is_staff="on", organisation=str(organisation.pk), **more)
    assert b"make a second login for QA" in client.post(page(user), values).content


def test_logins_are_never_deleted(organisation: Organisation, client: Client) -> None:
    client.force_login(make_operator())
    user = make_user(organisation)
    assert client.get(reverse("admin:core_user_delete", args=[user.pk])).status_code == 403


def test_groups_are_for_operators(desk: Client, client: Client) -> None:
    group = Group.objects.get(name=Role.QA)
    pages = [reverse("admin:auth_group_changelist"), reverse("admin:auth_group_change", args=[group.pk])]
    assert {desk.get(address).status_code for address in pages} == {403}
    client.force_login(make_operator())
    assert {client.get(address).status_code for address in pages} == {200}


def test_changes_to_somebody_elses_login_name_who_made_them(desk: Client, organisation: Organisation) -> None:
    user = make_staff(organisation, Role.CLINICIAN)
    desk.post(reverse("admin:auth_user_password_change", args=[user.pk]), NEW)
    event = LoginEvent.objects.filter(user=user).latest("at")
    assert (event.event, event.by, event.username) == (LoginEventKind.PASSWORD_CHANGED, "ada", user.username)


def act(desk: Client, action: str, *users: User) -> None:
    values = {"action": action, "_selected_action": [str(user.pk) for user in users]}
    assert desk.post(reverse("admin:core_user_changelist"), values).status_code == 302


def test_action_on_logins_passes_over_those_above(desk: Client, organisation: Organisation) -> None:
    logins = logins_of(organisation)
    act(desk, "lift_login_limits", *logins.values())
    lifted = LoginEvent.objects.filter(event=LoginEventKind.UNLOCKED).values_list("user", flat=True)
    assert set(lifted) == {logins[who].pk for who in OF_OURS}


def test_access_log_is_of_the_own_organisation(desk: Client, organisation: Organisation) -> None:
    desk.post("/admin/login/", {"username": "nobody", "password": "x"})
    Client().force_login(make_staff(make_organisation("Practice on the Hill")))
    shown = desk.get(reverse("admin:core_loginevent_changelist")).context["cl"].queryset
    assert {event.username for event in shown} == {"ada"}
