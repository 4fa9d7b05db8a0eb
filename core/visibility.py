"""Whose rows somebody may see, and whose words. Admin and API ask here, and nowhere else.

An organisation is a boundary: nobody who belongs to one sees across it. Three permissions widen what staff see:

| permission | rows | words |
| --- | --- | --- |
| none | patients of their care teams | nobody's |
| `core.read_words` | as above | patients of their care teams |
| `core.see_organisation` | all patients of the organisation | as above |
| `core.read_organisation_words` | as above | all patients of the organisation |

A person sees and reads their own diary, whatever else they are. An operator, a superuser without an organisation, sees
and reads everything. A service sees and reads what the scopes of its token say, in its organisation. Everybody else
sees nobody. What kinds of rows somebody sees at all is a permission of Django's.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet

from core.models import CareTeam, Patient, User

_M = TypeVar("_M", bound=Model)
_Anybody = User | AnonymousUser


def visible_patients(user: _Anybody) -> QuerySet[Patient]:
    """The patients whose existence, with that of their jobs and summaries, `user` may know of."""
    return _patients(user, of_teams=None, of_organisation="core.see_organisation")


def readable_patients(user: _Anybody) -> QuerySet[Patient]:
    """The patients whose words `user` may read: diary, transcripts, and whatever quotes them."""
    return _patients(user, of_teams="core.read_words", of_organisation="core.read_organisation_words")


def served_patients(service: User) -> QuerySet[Patient]:
    """The patients a service serves: those of its organisation. Its token's scopes say what it may do with them."""
    if not service.is_active or service.organisation_id is None:
        return _nobody()
    return Patient.objects.filter(organisation_id=service.organisation_id)


def may_read(user: _Anybody, patient_id: UUID) -> bool:
    """Whether `user` may read what this patient wrote."""
    return is_operator(user) or readable_patients(user).filter(pk=patient_id).exists()


def visible_rows(rows: QuerySet[_M], user: _Anybody, paths: Iterable[str] = ("patient",)) -> QuerySet[_M]:
    """Those of `rows` that belong to a visible patient, to whom one of the lookups `paths` leads."""
    if is_operator(user):
        return rows
    theirs, reachable = visible_patients(user), Q()
    for path in paths:
        reachable |= Q(**{f"{path}__in": theirs})
    return rows.filter(reachable)


def is_operator(user: _Anybody) -> bool:
    """Whether `user` runs the installation rather than belonging to an organisation in it."""
    return isinstance(user, User) and user.is_active and user.is_superuser and user.organisation_id is None


def _nobody() -> QuerySet[Patient]:
    return Patient.objects.none()


def _patients(user: _Anybody, *, of_teams: str | None, of_organisation: str) -> QuerySet[Patient]:
    """One's own, those of the care teams and those of the organisation, each with the permission it takes."""
    if not isinstance(user, User) or not user.is_active:
        return _nobody()
    if is_operator(user):
        return Patient.objects.all()
    own = Q(user_id=user.pk)
    if not user.is_staff or user.organisation_id is None:
        return Patient.objects.filter(own)
    if user.has_perm(of_organisation):
        return Patient.objects.filter(own | Q(organisation_id=user.organisation_id))
    if of_teams is not None and not user.has_perm(of_teams):
        return Patient.objects.filter(own)
    theirs = CareTeam.patients.through.objects.filter(careteam__members=user.pk).values("patient_id")
    return Patient.objects.filter(own | Q(organisation_id=user.organisation_id, pk__in=theirs))
