"""Those who are not to know codes see a pseudonym, the same everywhere, and find people by it."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from core.models import Organisation, Patient, User
from core.pseudonyms import hides_codes, ids_of, pseudonym_of
from core.roles import Role
from tests.builders.people import DIARY, make_clinician, make_patient, make_staff, write

pytestmark = pytest.mark.django_db
ID = UUID("3f2a9c01-b7ff-4000-8000-000000000001")
LIST = reverse("admin:core_message_changelist")


@pytest.fixture
def person(organisation: Organisation) -> Patient:
    patient = make_patient(organisation=organisation, code="P-0042", id=ID)
    write(patient, *DIARY)
    write(make_patient(organisation=organisation, code="P-0043"), DIARY[0])
    return patient


def qa_desk(client: Client, person: Patient) -> Client:
    client.force_login(make_staff(person.organisation, Role.QA))
    return client


def found(client: Client, term: str) -> int:
    return int(client.get(LIST, {"q": term}).context["cl"].result_count)


def test_pseudonym_is_made_from_the_id() -> None:
    assert pseudonym_of(ID) == "Q-3F2A9C01B7"


@pytest.mark.parametrize("term", ["Q-3F2A9C01B7", " q-3f2a9c01b7 "])
def test_pseudonym_leads_to_the_ids_it_may_stand_for(term: str) -> None:
    first, last = ids_of(term) or (None, None)
    assert first is not None
    assert last is not None
    assert first <= ID <= last


@pytest.mark.parametrize("term", ["P-0042", "Q-3F2A9C01B", "Q-3F2A9C01B7F", "Q-3F2A9C01BX", "", "\0"])
def test_other_terms_are_no_pseudonyms(term: str) -> None:
    assert ids_of(term) is None


def test_qa_sees_pseudonyms_and_no_code(client: Client, person: Patient) -> None:
    page = qa_desk(client, person).get(LIST).content.decode()
    assert ("Q-3F2A9C01B7" in page, "P-00" in page) == (True, False)


def test_qa_finds_people_by_pseudonym_alone(client: Client, person: Patient) -> None:
    desk = qa_desk(client, person)
    assert [found(desk, term) for term in ("Q-3F2A9C01B7", "P-0042", "P-0043", "Q-0000000000")] == [3, 0, 0, 0]


def test_codes_stay_hidden_from_whoever_has_qa_beside_a_role_that_shows_them(person: Patient) -> None:
    both = make_staff(person.organisation, Role.QA)
    both.groups.add(Group.objects.get(name=Role.ADMINISTRATOR))
    assert hides_codes(User.objects.get(pk=both.pk))


def test_clinicians_see_codes_and_find_by_both(client: Client, person: Patient) -> None:
    client.force_login(make_clinician(person))
    assert "P-0042" in client.get(LIST).content.decode()
    assert [found(client, term) for term in ("Q-3F2A9C01B7", "P-0042")] == [3, 3]


def test_outside_of_requests_people_have_their_codes(person: Patient) -> None:
    assert str(person) == "P-0042"
