"""The account `admin` that `make up` makes once, on a development machine, in whatever database is named.

In the embedded database, which is this machine's alone, its password is a plain one; in any other it is for choosing
one's own.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password

from core.actors import Actor
from core.faultpoints import committing
from core.history import record_change
from core.models import ChangeSubject, Organisation, Patient, User
from core.practice.logins import make_app_login
from core.practice.people import create_patient
from core.practice.tokens import end_tokens, issue_token

ADMIN = "admin"
DEMO, DEMO_LOGIN = "Demo", "demo-person"


def make_admin() -> str | None:
    """Make the account and return its password, which is kept nowhere; None where there is one: it stays as it is."""
    password = _new_password()
    rights = {"is_staff": True, "is_superuser": True, "is_active": True, "must_choose_password": not _is_embedded()}
    _, made = User.objects.get_or_create(username=ADMIN, defaults={**rights, "password": make_password(password)})
    return password if made else None


def make_demo_token() -> str:
    """A fresh token of the demo person, whom the first call enters; the one before ends. For an embedded database."""
    actor = Actor(None, "make up")
    organisation = Organisation.objects.get_or_create(name=DEMO)[0]
    patient = Patient.objects.filter(organisation=organisation, code=DEMO).first()
    if patient is None:
        patient = create_patient(actor, organisation, DEMO, "Europe/Berlin")
    user = patient.user or make_app_login(actor, patient, DEMO_LOGIN, _new_password())
    end_tokens(user.pk)
    return issue_token(actor, user, "make up", lasts=timedelta(days=1)).token


def reset_admin_password(actor: Actor) -> str:
    """Give the account a new password, which is returned, and log it out everywhere. Raises User.DoesNotExist."""
    with committing("enter"):
        admin = User.objects.get(username=ADMIN)
        password = _new_password()
        admin.set_password(password)
        admin.must_choose_password = not _is_embedded()
        admin.save(update_fields=["password", "must_choose_password"])
        end_tokens(admin.pk)
        details = f"{ADMIN}: new password"
        record_change(actor, ChangeSubject.LOGIN, admin.pk, details, organisation=admin.organisation)
    return password


def _is_embedded() -> bool:
    return bool((settings.EMBEDDED_SERVICES or {}).get("postgres"))


def _new_password() -> str:
    return secrets.token_hex(10)
