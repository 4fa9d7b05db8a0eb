"""Whether a language model may read a person's diary and sessions: asked before every request, told to the person.

Nothing is allowed until a consent says so. The newest one counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from core.models import Consent, Patient


class ConsentState(NamedTuple):
    """One consent in words for the person it is about. `number` counts from 1; the highest is in force."""

    number: int
    allowed: bool
    at: datetime
    on_word_of: str
    recorded_by: str
    wording_version: int | None
    wording: str


def is_model_allowed(patient_id: UUID) -> bool:
    """Whether a language model may read diary and sessions now. One query; asked before every request to a model."""
    newest = Consent.objects.filter(patient_id=patient_id, patient__erased_at=None).order_by("-number")
    return newest.values_list("allowed", flat=True).first() or False


def consent_since(patient_id: UUID) -> datetime | None:
    """When the consent in force was given; None if none is on record, or the newest does not allow it. One query."""
    newest = Consent.objects.filter(patient_id=patient_id, patient__erased_at=None).order_by("-number").first()
    return newest.at if newest is not None and newest.allowed else None


def consent_history(patient: Patient) -> Sequence[ConsentState]:
    """Every consent of the person, the one in force first; empty if nobody ever asked. One query."""
    rows = Consent.objects.filter(patient_id=patient.pk).select_related("text").order_by("-number")
    return [
        ConsentState(
            number=row.number,
            allowed=row.allowed,
            at=row.at,
            on_word_of=row.get_on_word_of_display(),
            recorded_by=row.recorded_by_label,
            wording_version=row.text.version if row.text else None,
            wording=row.text.body if row.text else "",
        )
        for row in rows
    ]
