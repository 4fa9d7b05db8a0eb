"""Who sees and who reads whom: the person, the care team, the organisation, the operator, and nobody else."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser

from core.models import CareTeam, Change, Organisation, Patient, User
from core.roles import Role, give_role
from core.visibility import (
    is_operator,
    may_read,
    readable_patients,
    served_patients,
    visible_patients,
    visible_rows,
)
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


@pytest.mark.parametrize("role", [Role.CLINICIAN, Role.ADMINISTRATOR, Role.OPERATIONS, Role.QA], ids=str)
def test_staff_see_and_read_their_own_diary_wherever_it_is_kept(
    practice: Organisation, elsewhere: Organisation, role: Role
) -> None:
    staff = make_staff(practice, role)
    own = make_patient(organisation=elsewhere, user=staff)
    make_patient(organisation=elsewhere)
    assert list(visible_patients(staff)) == list(readable_patients(staff)) == [own]
    assert may_read(staff, own.pk)
    staff.groups.clear()
    again = User.objects.get(pk=staff.pk)
    assert list(visible_patients(again)) == list(readable_patients(again)) == [own]


@pytest.mark.parametrize("role", Role, ids=str)
def test_who_is_no_staff_sees_their_own_diary_alone_whatever_their_roles_and_teams(
    practice: Organisation, role: Role
) -> None:
    cared_for = make_patient(organisation=practice)
    person = make_clinician(cared_for)
    person.groups.clear()
    give_role(person, role)
    person.is_staff = False
    person.save(update_fields=["is_staff"])
    own = make_patient(organisation=practice, user=person)
    assert list(visible_patients(person)) == list(readable_patients(person)) == [own]
    assert not may_read(person, cared_for.pk)


def test_team_of_a_colleague_is_none_of_ones_own(practice: Organisation) -> None:
    ours, theirs = make_patient(organisation=practice), make_patient(organisation=practice)
    clinician, _colleague = make_clinician(ours), make_clinician(theirs)
    assert list(visible_patients(clinician)) == list(readable_patients(clinician)) == [ours]
    assert (may_read(clinician, ours.pk), may_read(clinician, theirs.pk)) == (True, False)


def test_whoever_is_in_two_teams_of_one_patient_sees_them_once(practice: Organisation) -> None:
    patient = make_patient(organisation=practice)
    clinician = make_clinician(patient)
    second = CareTeam.objects.create(organisation=practice, name="Second")
    second.members.add(clinician)
    second.patients.add(patient)
    assert list(visible_patients(clinician)) == list(readable_patients(clinician)) == [patient]


@pytest.mark.parametrize("role", Role, ids=str)
def test_account_that_was_ended_sees_and_reads_nobody(practice: Organisation, role: Role) -> None:
    cared_for = make_patient(organisation=practice)
    ended = make_clinician(cared_for)
    ended.groups.clear()
    give_role(ended, role)
    own = make_patient(organisation=practice, user=ended)
    ended.is_active = False
    ended.save(update_fields=["is_active"])
    assert not visible_patients(ended).exists()
    assert not readable_patients(ended).exists()
    assert not served_patients(ended).exists()
    assert not may_read(ended, cared_for.pk)
    assert not may_read(ended, own.pk)


def test_operator_whose_account_was_ended_is_none(practice: Organisation) -> None:
    patient = make_patient(organisation=practice)
    operator = make_operator()
    assert (is_operator(operator), may_read(operator, patient.pk)) == (True, True)
    operator.is_active = False
    assert (is_operator(operator), may_read(operator, patient.pk)) == (False, False)
    assert not visible_rows(Patient.objects.all(), operator, ("id",)).exists()


@pytest.mark.parametrize("fields", [{}, {"is_staff": True}])
def test_operator_is_a_superuser_of_no_organisation_alone(practice: Organisation, fields: dict[str, bool]) -> None:
    patient = make_patient(organisation=make_organisation("Elsewhere"))
    superuser_inside = make_user(practice, is_superuser=True, **fields)
    for user in (superuser_inside, make_user(None, **fields), AnonymousUser()):
        assert not is_operator(user)
        assert not may_read(user, patient.pk)
        assert not visible_rows(Patient.objects.all(), user, ("id",)).exists()


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
