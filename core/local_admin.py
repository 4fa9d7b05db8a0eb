"""The account `admin` that `make up` makes once, on a development machine, in whatever database is named."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.contrib.auth.hashers import make_password

from core.actors import Actor
from core.models import Organisation, Patient, User
from core.practice.logins import make_app_login
from core.practice.people import create_patient
from core.practice.tokens import end_tokens, issue_token

ADMIN = "admin"
DEMO, DEMO_LOGIN = "Demo", "demo-person"


def make_admin() -> str | None:
    """Make the account and return its password, which is kept nowhere; None where there is one: it stays as it is."""
    password = _new_password()
    rights = {"is_staff": True, "is_superuser": True, "is_active": True}
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


def reset_admin_password() -> str:
    """Give the account a new password, which is returned, and log it out everywhere. Raises User.DoesNotExist."""
    admin = User.objects.get(username=ADMIN)
    password = _new_password()
    admin.set_password(password)
    admin.save(update_fields=["password"])
    end_tokens(admin.pk)
    return password


def _new_password() -> str:
    return secrets.token_hex(10)
