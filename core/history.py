"""Who entered or changed what, and when: one row for each change, in its transaction, without a word of a diary."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from core.actors import Actor
from core.models import Change, ChangeSubject, Organisation, Patient

_DETAILS_MAX_LENGTH = 500


def record_change(
    actor: Actor,
    subject: ChangeSubject,
    subject_id: UUID,
    details: str,
    *,
    organisation: Organisation | None = None,
    patient: Patient | None = None,
) -> Change:
    """Record one change. Call it in the transaction of the change.

    `details` names fields, zones, dates and counts; never a person's code, nor what they wrote or said. The
    organisation is the patient's where there is one.
    """
    return Change.objects.create(
        actor=actor.user,
        actor_label=actor.label,
        organisation=patient.organisation if patient else organisation,
        patient=patient,
        subject=subject,
        subject_id=subject_id,
        details=_cut(details),
    )


def in_words(added: Iterable[str], removed: Iterable[str], what: str) -> str:
    """What came to a list and what left it, or '' where it is as it was."""
    parts = [(f"{what} added", sorted(added)), (f"{what} removed", sorted(removed))]
    return "; ".join(f"{name}: {', '.join(names)}" for name, names in parts if names)


def as_saved(details: str) -> str:
    """What a change comes to, said to whoever made it."""
    return f"Saved: {details}." if details else "Nothing was changed."


def _cut(details: str) -> str:
    return details if len(details) <= _DETAILS_MAX_LENGTH else f"{details[: _DETAILS_MAX_LENGTH - 1]}…"
