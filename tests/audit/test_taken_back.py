"""What protects somebody, or takes something away, goes into the list and is done again where a backup lacks it.

The backup is played by a savepoint: something happens, is listed, and is rolled back.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django_otp.plugins.otp_static.models import StaticToken

from audit.backups.list_file import read_list, write_list
from audit.backups.listed import Done
from audit.backups.taken_back import take_back_again
from audit.models import Kept
from audit.retention import is_held, periods_in_force, set_hold, set_period
from core.actors import Actor
from core.erasure import erase_person
from core.login.second_factor import new_recovery_codes, remove_second_factor
from core.models import CareTeam, Change, ErasureRequest, HiddenCodesDevice, Patient, User
from core.practice.care_teams import change_care_team
from core.practice.erasure_requests import ask_for_erasure, call_off_erasure, standing_request
from core.practice.logins import unlink_app_login
from core.roles import Role
from generation.gate_policies import MAY_BE_ONLY_NOTED, change_policy, policy_in_force
from generation.models import Every
from generation.scheduling.rhythm import Rhythm, rhythm_of, schedule_of, set_schedule
from tests.builders.people import TESTER, make_clinician, make_operator, make_patient, make_person, make_staff

pytestmark = pytest.mark.django_db

Restore = Callable[[Callable[[], object]], Done]


@pytest.fixture
def restored_after(tmp_path: Path) -> Restore:
    def restore(happens: Callable[[], object]) -> Done:
        with transaction.atomic():
            happens()
            listed = read_list(write_list(tmp_path)).listed
            transaction.set_rollback(True)
        return take_back_again(Actor(None, "restore"), listed)

    return restore


def login_of(person: Patient) -> User:
    assert person.user
    return person.user


def last_change_of(subject: UUID) -> str:
    """What the history says last of it."""
    return Change.objects.filter(subject_id=subject).latest("at").details


def test_nothing_that_stands_as_listed_is_touched(restored_after: Restore) -> None:
    person = make_person()
    clinician = make_clinician(person)
    new_recovery_codes(clinician)
    done = restored_after(lambda: None)
    assert (done.counts, done.to_do) == ({}, ())
    assert clinician.care_teams.get().patients.get() == person


def test_hold_is_set_again(restored_after: Restore) -> None:
    patient = make_patient()
    assert restored_after(lambda: set_hold(TESTER, patient, holds=True)).counts == {"hold": 1}
    assert is_held(patient)


def test_hold_that_ended_since_stays(restored_after: Restore) -> None:
    patient = make_patient()
    set_hold(TESTER, patient, holds=True)
    restored_after(lambda: set_hold(TESTER, patient, holds=False))
    assert is_held(patient)


@pytest.mark.parametrize("days", [None, 90])
def test_period_is_the_last_that_was_set(restored_after: Restore, days: int | None) -> None:
    organisation = make_patient().organisation
    set_period(TESTER, organisation, Kept.MESSAGES, 30)
    done = restored_after(lambda: set_period(TESTER, organisation, Kept.MESSAGES, days))
    assert done.counts == {"period": 1}
    assert [period.days for period in periods_in_force()] == ([days] if days else [])


def test_policy_of_the_gate_is_the_last_that_was_set(restored_after: Restore) -> None:
    by = make_staff(make_patient().organisation)
    noted, kept = list(MAY_BE_ONLY_NOTED)[:2]
    change_policy(by, noted=[noted, kept], after=0, reason="Noise.")
    done = restored_after(lambda: change_policy(by, noted=[kept], after=1, reason="No noise."))
    assert done.counts == {"gate_policy": 1}
    assert policy_in_force(by.organisation_id or UUID(int=0)).review == (kept,)


def test_policy_of_a_login_that_is_not_there_is_named(restored_after: Restore) -> None:
    organisation = make_patient().organisation
    done = restored_after(
        lambda: change_policy(make_staff(organisation), noted=[*MAY_BE_ONLY_NOTED][:1], after=0, reason="Noise.")
    )
    [to_do] = done.to_do
    assert organisation.name in to_do


def test_erasure_asked_for_is_due_when_it_was(restored_after: Restore) -> None:
    person = make_person()
    due: list[ErasureRequest] = []
    done = restored_after(lambda: due.append(ask_for_erasure(TESTER, person, login_of(person))))
    assert done.counts == {"erasure_asked": 1}
    again = standing_request(person)
    assert again
    assert again.due_at == due[0].due_at


def test_erasure_asked_for_by_a_login_that_is_not_there_is_named(restored_after: Restore) -> None:
    person = make_patient()
    done = restored_after(lambda: ask_for_erasure(TESTER, person, make_person().user or make_operator()))
    assert standing_request(person) is None
    [to_do] = done.to_do
    assert str(person.pk) in to_do
    assert "erase" in to_do


def test_erasure_called_off_is_called_off(restored_after: Restore) -> None:
    person = make_person()
    ask_for_erasure(TESTER, person, login_of(person))
    assert restored_after(lambda: call_off_erasure(TESTER, person)).counts == {"erasure_called_off": 1}
    assert standing_request(person) is None


def test_erasure_called_off_and_asked_for_anew_is_due_as_the_second(restored_after: Restore) -> None:
    person = make_person()
    first = ask_for_erasure(TESTER, person, login_of(person))
    ErasureRequest.objects.update(due_at=first.due_at - timedelta(hours=20))
    due: list[ErasureRequest] = []

    def twice() -> None:
        call_off_erasure(TESTER, person)
        due.append(ask_for_erasure(TESTER, person, login_of(person)))

    restored_after(twice)
    again = standing_request(person)
    assert again
    assert again.due_at == due[0].due_at


def test_whoever_left_a_team_is_out_of_it(restored_after: Restore) -> None:
    stays, leaves = make_patient(), make_patient()
    team = make_clinician(stays, leaves).care_teams.get()
    done = restored_after(lambda: change_care_team(TESTER, team, name=team.name, members=[], patients=[stays]))
    assert done.counts == {"team_member": 1, "team_person": 1}
    assert (team.members.count(), team.patients.get()) == (0, stays)
    assert "taken back" in last_change_of(team.pk)


def test_team_that_is_gone_has_nobody(restored_after: Restore) -> None:
    team = make_clinician(make_patient()).care_teams.get()
    restored_after(lambda: CareTeam.objects.filter(pk=team.pk).delete())
    assert (team.members.count(), team.patients.count()) == (0, 0)


@pytest.mark.parametrize("kind", ["role", "right", "staff", "superuser", "login"])
def test_rights_that_were_taken_are_gone(restored_after: Restore, kind: str) -> None:
    user = make_staff(make_patient().organisation, Role.CLINICIAN, is_superuser=True)
    user.user_permissions.add(Permission.objects.get(codename="see_codes"))
    take: dict[str, Callable[[], object]] = {
        "role": user.groups.clear,
        "right": user.user_permissions.clear,
        "staff": lambda: User.objects.filter(pk=user.pk).update(is_staff=False),
        "superuser": lambda: User.objects.filter(pk=user.pk).update(is_superuser=False),
        "login": lambda: User.objects.filter(pk=user.pk).update(is_active=False),
    }
    assert restored_after(take[kind]).counts == {kind: 1}
    user.refresh_from_db()
    left = {
        "role": user.groups.exists(),
        "right": user.user_permissions.exists(),
        "staff": user.is_staff,
        "superuser": user.is_superuser,
        "login": user.is_active,
    }
    assert [name for name, stands in left.items() if not stands] == [kind]
    assert "taken back" in last_change_of(user.pk)


def test_right_taken_from_a_group_is_gone_and_roles_keep_theirs(restored_after: Restore) -> None:
    group = Group.objects.create(name="Visitors")
    group.permissions.add(Permission.objects.get(codename="see_codes"))

    def take() -> None:
        group.permissions.clear()
        Group.objects.get(name=Role.CLINICIAN).permissions.clear()

    assert restored_after(take).counts == {"right_of_group": 1}
    assert not group.permissions.exists()
    assert Group.objects.get(name=Role.CLINICIAN).permissions.exists()


def test_login_that_was_unlinked_opens_no_diary(restored_after: Restore) -> None:
    person = make_person()
    assert restored_after(lambda: unlink_app_login(TESTER, person)).counts == {"app_login": 1}
    assert Patient.objects.get(pk=person.pk).user is None


def test_password_that_was_changed_opens_nothing_and_the_login_is_named(restored_after: Restore) -> None:
    changed, kept = make_staff(make_patient().organisation), make_operator()
    for user in (changed, kept):
        user.choose_password("the one of before")
        user.save()

    def change() -> None:
        changed.choose_password("another one")
        changed.save()

    done = restored_after(change)
    assert done.counts == {"password": 1}
    assert [changed.username in line for line in done.to_do] == [True]
    assert not User.objects.get(pk=changed.pk).has_usable_password()
    assert User.objects.get(pk=kept.pk).check_password("the one of before")


def test_password_that_was_to_be_chosen_anew_still_is(restored_after: Restore) -> None:
    user = make_operator()
    done = restored_after(lambda: User.objects.filter(pk=user.pk).update(must_choose_password=True))
    assert done.counts == {"password_due": 1}
    assert User.objects.get(pk=user.pk).must_choose_password


def test_second_factor_that_was_taken_away_is_gone(restored_after: Restore) -> None:
    user = make_operator()
    new_recovery_codes(user)
    assert restored_after(lambda: remove_second_factor(user)).counts["recovery_code"] == 10
    assert not StaticToken.objects.filter(device__user=user).exists()


def test_recovery_code_that_was_used_is_used_up(restored_after: Restore) -> None:
    user = make_operator()
    new_recovery_codes(user)
    first = HiddenCodesDevice.objects.get(user=user).token_set.first()
    assert restored_after(first.delete).counts == {"recovery_code": 1}
    assert StaticToken.objects.filter(device__user=user).count() == 9


def test_schedule_that_was_switched_off_is_off(restored_after: Restore) -> None:
    person = make_patient()
    set_schedule(TESTER, person, Rhythm(Every.DAYS, days=1, at=time(12)))
    assert restored_after(lambda: set_schedule(TESTER, person, Rhythm())).counts == {"schedule": 1}
    assert rhythm_of(schedule_of(person)) == Rhythm()


def test_person_who_was_erased_needs_nothing_more(restored_after: Restore) -> None:
    person = make_person()
    make_clinician(person)
    done = restored_after(lambda: erase_person(person, by="a test"))
    assert done.counts == {"person": 1}
    assert done.to_do == ()
