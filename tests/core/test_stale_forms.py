"""Two browsers have one form open: the second to save is told what the first saved, and loses nothing typed."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from core.admin.stale_forms import CHANGED_MEANWHILE, NOT_FROM_THE_PAGE
from core.models import CareTeam, Organisation, Patient, User
from core.roles import Role
from tests.builders.forms import opened
from tests.builders.people import make_operator, make_organisation, make_patient, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return make_organisation("Practice by the River")


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_operator())
    return client


def test_a_login_made_inactive_meanwhile_stays_so(desk: Client, organisation: Organisation) -> None:
    user = make_staff(organisation, Role.CLINICIAN)
    address = reverse("admin:core_user_change", args=[user.pk])
    first, second = opened(desk, address), opened(desk, address)
    del second["is_active"]
    second["groups"] = []
    assert desk.post(address, second).status_code == 302
    refused = desk.post(address, first | {"email": "ada@example.org"})
    html = refused.content.decode()
    user.refresh_from_db()
    assert (user.is_active, user.groups.count(), user.email) == (False, 0, "")
    assert all(words in html for words in (CHANGED_MEANWHILE, "It is now: not ticked.", 'value="ada@example.org"'))


def test_a_login_is_saved_once_it_was_looked_at_again(desk: Client, organisation: Organisation) -> None:
    user = make_staff(organisation, Role.CLINICIAN)
    address = reverse("admin:core_user_change", args=[user.pk])
    first = opened(desk, address)
    User.objects.filter(pk=user.pk).update(is_active=False)
    form = desk.post(address, first | {"email": "ada@example.org"}).context["adminform"].form
    again = first | {"email": "ada@example.org", "made_from": form["made_from"].value()}
    del again["is_active"]
    assert desk.post(address, again).status_code == 302
    user.refresh_from_db()
    assert (user.is_active, user.email) == (False, "ada@example.org")


def test_a_member_taken_out_of_a_team_meanwhile_stays_out(desk: Client, organisation: Organisation) -> None:
    team = CareTeam.objects.create(organisation=organisation, name="Tuesday group")
    member = make_staff(organisation, Role.CLINICIAN)
    team.members.add(member)
    address = reverse("admin:core_careteam_entry", args=[team.pk, "team"])
    first, second = opened(desk, address), opened(desk, address)
    assert desk.post(address, second | {"members": []}).status_code == 302
    html = desk.post(address, first | {"name": "Friday group"}).content.decode()
    assert not team.members.exists()
    assert all(words in html for words in (CHANGED_MEANWHILE, "It is now: none.", 'value="Friday group"'))


def test_a_person_taken_out_of_a_team_meanwhile_stays_out(desk: Client, organisation: Organisation) -> None:
    patient: Patient = make_patient(organisation=organisation, code="P-0042")
    team = CareTeam.objects.create(organisation=organisation, name="Tuesday group")
    team.patients.add(patient)
    address = reverse("admin:core_patient_entry", args=[patient.pk, "person"])
    first = opened(desk, address)
    team.patients.remove(patient)
    html = desk.post(address, first | {"code": "P-0043"}).content.decode()
    assert not team.patients.exists()
    assert all(words in html for words in (CHANGED_MEANWHILE, 'value="P-0043"'))


@pytest.mark.parametrize("forged", ["x", "e30:x"])
def test_digests_that_nobody_signed_are_refused(desk: Client, organisation: Organisation, forged: str) -> None:
    team = CareTeam.objects.create(organisation=organisation, name="Tuesday group")
    address = reverse("admin:core_careteam_entry", args=[team.pk, "team"])
    html = desk.post(address, {"name": "Friday group", "made_from": forged}).content.decode()
    team.refresh_from_db()
    assert (team.name, CHANGED_MEANWHILE in html) == ("Tuesday group", True)


@pytest.mark.parametrize("sent", [{}, {"made_from": ""}])
def test_form_without_what_it_was_made_from_is_refused_with_words(
    desk: Client, organisation: Organisation, sent: dict[str, str]
) -> None:
    team = CareTeam.objects.create(organisation=organisation, name="Tuesday group")
    user = make_staff(organisation, Role.CLINICIAN)
    patient = make_patient(organisation=organisation, code="P-0042")
    for address, values in [
        (reverse("admin:core_careteam_entry", args=[team.pk, "team"]), {"name": "Friday group"}),
        (reverse("admin:core_patient_entry", args=[patient.pk, "person"]), {"code": "P-0043"}),
        (reverse("admin:core_user_change", args=[user.pk]), {"username": "dr-river"}),
    ]:
        assert NOT_FROM_THE_PAGE in desk.post(address, values | sent).content.decode()
    for row in (team, user, patient):
        row.refresh_from_db()
    assert (team.name, patient.code) == ("Tuesday group", "P-0042")
    assert user.username != "dr-river"
