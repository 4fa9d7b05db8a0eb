"""Who sees and who reads whom: the person, the care team, the organisation, the operator, and nobody else."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser

from core.models import CareTeam, Change, Organisation, Patient
from core.roles import Role, give_role
from core.visibility import may_read, readable_patients, served_patients, visible_patients, visible_rows
from tests.builders.people import make_clinician, make_operator, make_organisation, make_patient, make_staff, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice() -> Organisation:
    return make_organisation("Practice")


@pytest.fixture
def elsewhere() -> Organisation:
    return make_organisation("Elsewhere")


def test_person_sees_only_their_own_diary(practice: Organisation) -> None:
    person = make_user(practice)
    own = make_patient(organisation=practice, user=person)
    make_patient(organisation=practice)
    assert list(visible_patients(person)) == [own]


def test_staff_without_a_care_team_see_nobody(practice: Organisation) -> None:
    make_patient(organisation=practice)
    assert not visible_patients(make_staff(practice, Role.CLINICIAN)).exists()


def test_staff_in_a_care_team_see_and_read_its_patients(practice: Organisation) -> None:
    cared_for, _other = make_patient(organisation=practice), make_patient(organisation=practice)
    clinician = make_clinician(cared_for)
    assert list(visible_patients(clinician)) == list(readable_patients(clinician)) == [cared_for]


def test_staff_without_a_role_read_nobody(practice: Organisation) -> None:
    clinician = make_clinician(make_patient(organisation=practice))
    clinician.groups.clear()
    assert visible_patients(clinician).exists()
    assert not readable_patients(clinician).exists()


@pytest.mark.parametrize(
    ("role", "reads"), [(Role.ADMINISTRATOR, False), (Role.OPERATIONS, False), (Role.QA, True)], ids=str
)
def test_these_roles_see_the_organisation(
    practice: Organisation, elsewhere: Organisation, role: Role, reads: bool
) -> None:
    ours = make_patient(organisation=practice)
    make_patient(organisation=elsewhere)
    staff = make_staff(practice, role)
    assert list(visible_patients(staff)) == [ours]
    assert may_read(staff, ours.pk) is reads


def test_both_roles_of_a_small_practice_read_the_care_team_alone(practice: Organisation) -> None:
    cared_for, other = make_patient(organisation=practice), make_patient(organisation=practice)
    both = make_clinician(cared_for)
    give_role(both, Role.ADMINISTRATOR)
    assert set(visible_patients(both)) == {cared_for, other}
    assert list(readable_patients(both)) == [cared_for]


def test_care_team_does_not_reach_across_organisations(practice: Organisation, elsewhere: Organisation) -> None:
    clinician = make_staff(practice, Role.CLINICIAN)
    team = CareTeam.objects.create(organisation=elsewhere, name="Team")
    team.members.add(clinician)
    team.patients.add(make_patient(organisation=elsewhere))
    assert not visible_patients(clinician).exists()


def test_superuser_of_an_organisation_stays_inside_it(practice: Organisation, elsewhere: Organisation) -> None:
    ours = make_patient(organisation=practice)
    make_patient(organisation=elsewhere)
    assert list(visible_patients(make_user(practice, is_staff=True, is_superuser=True))) == [ours]


def test_operator_sees_every_patient(practice: Organisation, elsewhere: Organisation) -> None:
    everybody = {make_patient(organisation=practice), make_patient(organisation=elsewhere)}
    assert set(visible_patients(make_user(None, is_staff=True, is_superuser=True))) == everybody


@pytest.mark.parametrize("fields", [{"is_staff": True}, {"is_superuser": True, "is_active": False}])
def test_others_see_nobody(practice: Organisation, fields: dict[str, bool]) -> None:
    make_patient(organisation=practice)
    assert not visible_patients(make_user(None, **fields)).exists()


def test_nobody_sees_nobody(practice: Organisation) -> None:
    make_patient(organisation=practice)
    assert not visible_patients(AnonymousUser()).exists()


def test_service_serves_the_patients_of_its_organisation(practice: Organisation, elsewhere: Organisation) -> None:
    ours = make_patient(organisation=practice)
    make_patient(organisation=elsewhere)
    assert list(served_patients(make_user(practice))) == [ours]


def test_service_that_was_ended_serves_nobody(practice: Organisation) -> None:
    make_patient(organisation=practice)
    service = make_user(practice)
    service.is_active = False
    assert not served_patients(service).exists()


def test_service_without_an_organisation_serves_nobody() -> None:
    make_patient()
    assert not served_patients(make_user(None)).exists()


def test_rows_are_those_of_patients_one_sees(practice: Organisation) -> None:
    ours, other = make_patient(organisation=practice), make_patient(organisation=practice)
    staff = make_clinician(ours)
    of_the_test = uuid4()
    for patient in (ours, other, None):
        Change.objects.create(actor_label="A test", subject="patient", subject_id=of_the_test, patient=patient)
    rows = Change.objects.filter(subject_id=of_the_test)
    assert [row.patient for row in visible_rows(rows, staff)] == [ours]
    assert visible_rows(rows, make_operator()).count() == 3
    assert not visible_rows(rows, AnonymousUser()).exists()


def test_any_path_to_a_patient_one_sees_is_enough(practice: Organisation) -> None:
    ours, _other = make_patient(organisation=practice), make_patient(organisation=practice)
    staff = make_clinician(ours)
    everyone = Patient.objects.all()
    for paths in (("id",), ("erasure_requests__patient", "id"), ("id", "erasure_requests__patient")):
        assert list(visible_rows(everyone, staff, paths)) == [ours]
    assert not visible_rows(everyone, staff, ("erasure_requests__patient",)).exists()
