"""Whose diary somebody may see.

An organisation is a boundary: nobody who belongs to one sees across it.

- A person sees their own diary.
- Staff in at least one care team see the patients of their care teams.
- Staff in no care team see every patient of their organisation (a practice too small for teams).
- An operator, a superuser without an organisation, sees every patient.
- Everybody else sees nobody.
"""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from core.models import Patient, User


def visible_patients(user: User | AnonymousUser) -> QuerySet[Patient]:
    """The patients whose diaries `user` may see. At most one query more than what is done with it."""
    if not isinstance(user, User) or not user.is_active:
        return Patient.objects.none()
    if is_operator(user):
        return Patient.objects.all()
    own = Q(user_id=user.pk)
    if not user.is_staff or user.organisation_id is None:
        return Patient.objects.filter(own)
    theirs = Q(organisation_id=user.organisation_id)
    teams = list(user.care_teams.values_list("pk", flat=True))
    if teams:
        members = Patient.care_teams.through.objects.filter(careteam_id__in=teams)
        theirs &= Q(pk__in=members.values("patient_id"))
    return Patient.objects.filter(own | theirs)


def is_operator(user: User | AnonymousUser) -> bool:
    """Whether `user` runs the installation rather than belonging to an organisation in it."""
    return isinstance(user, User) and user.is_active and user.is_superuser and user.organisation_id is None
