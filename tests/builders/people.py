"""Organisations, people, users and diaries for tests: real rows, as small as the tables allow."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.utils import timezone

from core.actors import Actor
from core.messages import IncomingMessage, store_messages
from core.models import CareTeam, ConsentWord, Organisation, Patient, User
from core.practice.consents import record_consent
from core.practice.tokens import issue_token
from core.practice.zones import change_zone
from core.roles import Role, give_role

TESTER = Actor(None, "a test")
AS_OF = date(2025, 11, 21)
DIARY = (
    ("m1", "2025-11-08T22:14+01:00", "Couldn't sleep, anxious about the exam. Maybe 5.5 h."),
    ("m2", "2025-11-10T07:40+01:00", "Slept 6 h. Still anxious."),
    ("m3", "2025-11-12T19:05+01:00", "Exam done. Relieved, I think."),
)


def make_organisation(name: str = "Test practice") -> Organisation:
    """The organisation of this name, made where there is none."""
    return Organisation.objects.get_or_create(name=name)[0]


def make_patient(zone: str = "Europe/Berlin", *, model_allowed: bool = False, **fields: Any) -> Patient:
    values = {"organisation": fields.get("organisation") or make_organisation(), "code": f"P-{uuid4().hex[:12]}"}
    patient = Patient.objects.create(**{**values, "zone": zone, **fields})
    if model_allowed:
        set_consent(patient, allowed=True)
    return patient


def set_consent(patient: Patient, *, allowed: bool) -> None:
    record_consent(TESTER, patient, allowed=allowed, on_word_of=ConsentWord.PERSON)


def make_user(organisation: Organisation | None = None, **fields: Any) -> User:
    return User.objects.create(**{"username": uuid4().hex, "organisation": organisation, **fields})


def token_for(user: User) -> str:
    """A fresh token of the API."""
    return issue_token(TESTER, user, "test").token


def make_operator(username: str = "") -> User:
    """A superuser without an organisation."""
    return make_user(username=username or uuid4().hex, is_staff=True, is_superuser=True)


def make_staff(organisation: Organisation, *roles: Role, **fields: Any) -> User:
    """Staff of an organisation, in no care team."""
    user = make_user(organisation, is_staff=True, **fields)
    give_role(user, *roles)
    return user


def make_clinician(*patients: Patient) -> User:
    """Somebody who cares for these patients, all of one organisation, in a team of their own."""
    clinician = make_staff(patients[0].organisation, Role.CLINICIAN)
    team = CareTeam.objects.create(organisation=patients[0].organisation, name=uuid4().hex)
    team.members.add(clinician)
    team.patients.add(*patients)
    return clinician


def make_diarist(*entries: tuple[str, str, str]) -> Patient:
    """A person with `entries` (client id, ISO instant, text), by default `DIARY`."""
    patient = make_patient()
    write(patient, *(entries or DIARY))
    return patient


def make_person(*entries: tuple[str, str, str]) -> Patient:
    """Somebody with a diary and a login of their own."""
    patient = make_diarist(*entries)
    patient.user = make_user(patient.organisation)
    patient.save(update_fields=["user"])
    give_role(patient.user, Role.PERSON)
    return patient


def move_west(patient: Patient) -> None:
    """Let somebody who lives in Kiritimati live in Pago Pago from now on: a day and an hour behind, at any moment."""
    zone = "Pacific/Pago_Pago"
    change_zone(TESTER, patient, zone, timezone.now().astimezone(ZoneInfo(zone)).date())
    patient.refresh_from_db()


def write(patient: Patient, *entries: tuple[str, str, str]) -> None:
    store_messages(
        patient, [IncomingMessage(name, datetime.fromisoformat(instant), text) for name, instant, text in entries]
    )
