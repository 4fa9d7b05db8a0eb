"""Who looked: one row before anything a person wrote is shown."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from core.actors import label_of
from core.faultpoints import around
from core.models import AccessEvent, Patient, User


def record_access(
    *,
    actor: User | AnonymousUser | None,
    patient_id: UUID,
    action: str,
    target: str,
    actor_label: str = "",
) -> AccessEvent:
    """Record that `actor` is about to see what this person wrote. Call it before answering.

    `action` is a short word ("view", "export"), `target` the path or object shown, never its words.
    Without a login (a command, the system) `actor` is None and `actor_label` says who. If the transaction is rolled
    back, nothing is recorded, so nothing may be shown. Raises ValueError if nobody is named.
    """
    user = actor if isinstance(actor, User) else None
    label = actor_label or (label_of(user) if user else "")
    if not label:
        raise ValueError("an access names who looks: a user or a label")
    with around("record_access"):
        return AccessEvent.objects.create(
            actor=user,
            actor_label=label[:200],
            patient_id=patient_id,
            action=action,
            target=target[:500],
        )


def record_accesses(*, actor: User, patient_ids: Iterable[UUID], action: str, target: str) -> None:
    """The same for many people at once, a row for each: see `record_access`."""
    with around("record_access"):
        AccessEvent.objects.bulk_create(
            AccessEvent(
                actor=actor,
                actor_label=actor.get_username()[:200],
                patient_id=patient_id,
                action=action,
                target=target[:500],
            )
            for patient_id in sorted(set(patient_ids))
        )


def accesses_of(patient: Patient) -> QuerySet[AccessEvent]:
    """Who was about to see what this person wrote, newest first. Record the access before showing this, too."""
    return AccessEvent.objects.filter(patient_id=patient.pk).order_by("-at", "id")
