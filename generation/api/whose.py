"""Whose diary a call is about: one's own, that of somebody one cares for, or of a service's organisation."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from rest_framework.exceptions import NotFound, PermissionDenied, ValidationError
from rest_framework.request import Request

from core.models import ApiToken, Patient, Scope
from core.visibility import readable_patients, served_patients, visible_patients
from generation.api.base import user_of

_UNKNOWN = "You can see no patient with this id. Check the id."


def patients_to(request: Request, scope: Scope, *, words: bool = True) -> QuerySet[Patient]:
    """The patients whom the caller may read (`words`) or see. A service needs the scope: PermissionDenied."""
    if is_service(request):
        require_scope(request, scope)
        return served_patients(user_of(request))
    return readable_patients(user_of(request)) if words else visible_patients(user_of(request))


def find_patient(
    request: Request, patient_id: UUID | None, scope: Scope, permission: str, *, words: bool = True
) -> Patient:
    """The patient named, or the caller's own. Somebody else's patient is as unknown as none.

    For anybody but oneself staff need `permission`, a service `scope`. Raises NotFound, PermissionDenied and
    ValidationError, where nobody is named and the caller has no diary.
    """
    user = user_of(request)
    theirs = patients_to(request, scope, words=words).select_related("organisation")
    found = theirs.filter(user_id=user.pk).first() if patient_id is None else theirs.filter(pk=patient_id).first()
    if found is None:
        if patient_id is None:
            raise ValidationError({"patient": "Say whose: you have no diary of your own."})
        raise NotFound(_UNKNOWN)
    if not is_service(request) and found.user_id != user.pk and not user.has_perm(permission):
        raise PermissionDenied("You may read of this person, and not do this.")
    return found


def patients_of_staff(request: Request, permission: str, *, words: bool = True) -> QuerySet[Patient]:
    """The patients of whom staff with `permission` may read (`words`) or see what models made of sessions.

    Raises PermissionDenied for people, services and staff without it, whoever they ask about.
    """
    user = user_of(request)
    if is_service(request) or not user.is_staff or not user.has_perm(permission):
        raise PermissionDenied("This is for staff of the practice who may do it.")
    return readable_patients(user) if words else visible_patients(user)


def find_patient_of_staff(request: Request, patient_id: UUID | None, permission: str, *, words: bool = True) -> Patient:
    """The one named of `patients_of_staff`. Raises NotFound."""
    whose = patients_of_staff(request, permission, words=words)
    found = whose.filter(pk=patient_id).first() if patient_id else None
    if found is None:
        raise NotFound(_UNKNOWN)
    return found


def own_patient(request: Request) -> Patient:
    """The caller's own diary. Raises NotFound where they have none."""
    found = Patient.objects.filter(user_id=user_of(request).pk).select_related("organisation").first()
    if found is None:
        raise NotFound("This is for people with a diary of their own; you have none.")
    return found


def is_service(request: Request) -> bool:
    return isinstance(request.auth, ApiToken) and request.auth.is_of_service


def require_scope(request: Request, scope: Scope) -> None:
    """Raise PermissionDenied where a service's token does not have it."""
    if isinstance(request.auth, ApiToken) and request.auth.is_of_service and not request.auth.allows(scope):
        raise PermissionDenied(f"This token does not have the scope {scope.value}.")
