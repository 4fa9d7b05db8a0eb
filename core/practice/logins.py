"""Logins of a practice: of staff, made with their role, and of people, made for the app and linked to their diary."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from core.actors import Actor
from core.faultpoints import committing
from core.history import record_change
from core.models import ChangeSubject, Organisation, Patient, User
from core.practice.people import lock_patient
from core.practice.tokens import end_tokens
from core.refusals import InputRefused
from core.roles import Role, give_role


def create_staff(actor: Actor, organisation: Organisation, username: str, password: str, *, role: Role) -> User:
    """A login for the admin, with this role. Raises InputRefused for a bad name or a weak password."""
    with committing("enter"):
        user = _create_login(organisation, username, password, is_staff=True)
        give_role(user, role)
        details = f"{user.username} entered, as {role}"
        record_change(actor, ChangeSubject.LOGIN, user.pk, details, organisation=organisation)
    return user


def make_app_login(actor: Actor, patient: Patient, username: str, password: str) -> User:
    """A login for the app, linked to the person's diary. Raises InputRefused as above, and where they have one."""
    with committing("enter"):
        locked = _lock_without_login(patient)
        user = _create_login(locked.organisation, username, password, is_staff=False)
        _link(locked, user)
        # No name: a person's login is often their own name, and this row outlives an erasure.
        record_change(actor, ChangeSubject.LOGIN, user.pk, "app login made and linked", patient=locked)
    return user


def link_app_login(actor: Actor, patient: Patient, user: User) -> None:
    """Link a login that is there already. Raises InputRefused for one of staff, of others, or of another person."""
    with committing("enter"):
        locked = _lock_without_login(patient)
        login = User.objects.select_for_update(no_key=True, of=("self",)).get(pk=user.pk)
        if login.organisation_id != locked.organisation_id:
            raise InputRefused("user", "is a login of another organisation.")
        if login.is_staff or login.is_superuser:
            raise InputRefused("user", "is a login of staff. A person's login opens the app alone.")
        if Patient.objects.filter(user=login).exists():
            raise InputRefused("user", "is the login of another person.")
        _link(locked, login)
        record_change(actor, ChangeSubject.LOGIN, login.pk, "app login linked", patient=locked)


def unlink_app_login(actor: Actor, patient: Patient) -> None:
    """Take the person's login away from their diary and log it out everywhere. Nothing happens where there is none."""
    with committing("enter"):
        locked = lock_patient(patient)
        if locked.user_id is None:
            return
        end_tokens(locked.user_id)
        Patient.objects.filter(pk=locked.pk).update(user=None)
        record_change(actor, ChangeSubject.LOGIN, locked.user_id, "app login unlinked", patient=locked)


def _lock_without_login(patient: Patient) -> Patient:
    locked = lock_patient(patient)
    if locked.user_id is not None:
        raise InputRefused("patient", "has a login already. Unlink that one first.")
    return locked


def _link(patient: Patient, user: User) -> None:
    Patient.objects.filter(pk=patient.pk).update(user=user)
    give_role(user, Role.PERSON)


def _create_login(organisation: Organisation, username: str, password: str, *, is_staff: bool) -> User:
    user = User(username=username.strip(), organisation=organisation, is_staff=is_staff)
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as wrong:
        raise InputRefused("username", _sentences(wrong)) from None
    # Names that differ in capitals alone would be mixed up by whoever types one.
    if User.objects.filter(username__iexact=user.username).exists():
        raise InputRefused("username", "is that of another login. Choose another name.")
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise InputRefused("password", _sentences(weak)) from None
    user.set_password(password)
    user.save()
    return user


def _sentences(wrong: ValidationError) -> str:
    return " ".join(wrong.messages)
