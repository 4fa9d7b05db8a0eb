"""Logins of a practice: of staff, made with their role, and of people, made for the app and linked to their diary."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from core.access import record_access
from core.actors import Actor
from core.database_errors import constraint_of
from core.faultpoints import committing
from core.history import record_change
from core.login.rank import of_somebody
from core.login.second_factor import remove_second_factor
from core.models import ChangeSubject, Organisation, Patient, User, find_user
from core.practice.people import lock_patient
from core.practice.tokens import end_tokens
from core.refusals import InputRefused
from core.roles import Role, give_role

_TAKEN = "is that of another login. Choose another name."
_ONE_NAME = {"users_username_key", "users_username_read_alike_once"}


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
        _record(actor, locked, user.pk, "app login made and linked")
    return user


def link_app_login(actor: Actor, patient: Patient, user: User) -> None:
    """Link a login that is there already, logged out everywhere and with a password that is to be chosen anew.

    Raises InputRefused for one of staff, of others, or of another person.
    """
    with committing("enter"):
        locked = _lock_without_login(patient)
        login = User.objects.select_for_update(no_key=True, of=("self",)).get(pk=user.pk)
        if login.organisation_id != locked.organisation_id:
            raise InputRefused("user", "is a login of another organisation.")
        if login.is_staff or login.is_superuser:
            raise InputRefused("user", "is a login of staff. A person's login opens the app alone.")
        if not User.objects.filter(of_somebody(), pk=login.pk).exists():
            raise InputRefused("user", "is the login of a service, or of somebody who was erased.")
        if Patient.objects.filter(user=login).exists():
            raise InputRefused("user", "is the login of another person.")
        # Whoever chose the password so far may be somebody else: the login had no diary to read.
        end_tokens(login.pk)
        User.objects.filter(pk=login.pk).update(must_choose_password=True)
        _link(locked, login)
        _record(actor, locked, login.pk, "app login linked")


def unlink_app_login(actor: Actor, patient: Patient) -> None:
    """Take the person's login away from their diary and log it out everywhere. Nothing happens where there is none."""
    with committing("enter"):
        locked = lock_patient(patient)
        if locked.user_id is None:
            return
        end_tokens(locked.user_id)
        Patient.objects.filter(pk=locked.pk).update(user=None)
        _record(actor, locked, locked.user_id, "app login unlinked")


def _record(actor: Actor, patient: Patient, login_id: UUID, done: str) -> None:
    """In the history, and where the looks are listed: whoever sees to a person's login could look by it.

    Without its name, which is often the person's own: these rows outlive an erasure.
    """
    record_change(actor, ChangeSubject.LOGIN, login_id, done, patient=patient)
    record_access(
        actor=actor.user, actor_label=actor.label, patient_id=patient.pk, action=done, target=f"users {login_id}"
    )


def find_login(username: str) -> User | None:
    """The login somebody names at a terminal, in whatever way the login page takes it too."""
    return find_user(username.strip())


def take_second_factor_away(actor: Actor, user: User) -> bool:
    """For somebody who lost it: the next login sets up another. False: there was none."""
    with committing("enter"):
        gone = remove_second_factor(user, by="" if actor.user else actor.label)
        if gone:
            details = f"{user.username if user.is_staff else 'a login of the app'}: second factor taken away"
            record_change(actor, ChangeSubject.LOGIN, user.pk, details, organisation=user.organisation)
    return gone


def _lock_without_login(patient: Patient) -> Patient:
    locked = lock_patient(patient)
    if locked.user_id is not None:
        raise InputRefused("patient", "has a login already. Unlink that one first.")
    return locked


def _link(patient: Patient, user: User) -> None:
    Patient.objects.filter(pk=patient.pk).update(user=user)
    give_role(user, Role.PERSON)


def _create_login(organisation: Organisation, username: str, password: str, *, is_staff: bool) -> User:
    user = User(username=_as_kept(username), organisation=organisation, is_staff=is_staff)
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as wrong:
        raise InputRefused("username", _sentences(wrong)) from None
    try:
        user.validate_constraints()
    except ValidationError:
        raise InputRefused("username", _TAKEN) from None
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise InputRefused("password", _sentences(weak)) from None
    user.set_password(password)
    try:
        user.save()
    except IntegrityError as error:
        # Names are one for all organisations, which share no lock: another may have taken it since we looked.
        if constraint_of(error) in _ONE_NAME:
            raise InputRefused("username", _TAKEN) from None
        raise
    return user


def _as_kept(username: str) -> str:
    # As the admin's forms do, which the login's own is one of: a name kept otherwise could not be typed there.
    return User.normalize_username(username.strip())


def _sentences(wrong: ValidationError) -> str:
    return " ".join(wrong.messages)
