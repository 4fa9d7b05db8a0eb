"""A diary with a bit of everything, for pages that are looked at."""

from __future__ import annotations

from core.models import Organisation, Patient, User
from core.roles import Role
from tests.builders.people import make_patient, make_staff, write

FORTNIGHT = (
    ("d1", "2025-11-07T07:40+01:00", "Slept 5.5 h. Anxious about the talk on Friday, went through the slides twice."),
    ("d2", "2025-11-08T22:14+01:00", "Couldn't sleep, anxious again. Walked for 40 min in the park with Ada."),
    ("d3", "2025-11-10T07:55+01:00", "Slept 6 h. Still anxious. Work was long; the team meeting moved to Thursday."),
    ("d4", "2025-11-11T21:30+01:00", "Tired. Cooked soup, called my sister. We spoke about the flat."),
    ("d5", "2025-11-12T19:05+01:00", "Talk done. Relieved, I think. Slept 7 h the night before."),
    ("d6", "2025-11-14T20:10+01:00", "Calm evening. Read two chapters. Not sure yet whether I take the new post."),
    ("d7", "2025-11-16T09:20+01:00", "Slept 8 h. Swam 1.5 km. Calm. Lunch with Ada at the harbour, then home."),
    ("d8", "2025-11-18T23:45+01:00", "Sad after the phone call. The flat is gone. Waiting to hear from the landlord."),
    ("d9", "2025-11-20T18:30+01:00", "Slept 6.5 h. Work went well. Tired but calm. Still waiting about the flat."),
)


def make_member(organisation: Organisation, number: int) -> Patient:
    """Somebody of this practice with that diary, coded P-0001 and on."""
    patient = make_patient(organisation=organisation, code=f"P-{number:04}")
    write(patient, *FORTNIGHT)
    return patient


def make_named(organisation: Organisation, name: str, *roles: Role) -> User:
    """Staff under a name that a picture may show."""
    return make_staff(organisation, *roles, username=name)
