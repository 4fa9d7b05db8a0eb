"""Whether a version still has its words, asked by whoever is about to keep more words about it."""

from __future__ import annotations

from core.models import Patient
from generation.models import SessionBridgeVersion, YourJourneyVersion


def hold_text(version: SessionBridgeVersion | YourJourneyVersion) -> bool:
    """Whether the text is there, with the person's row locked until the end of the transaction.

    An erasure holds that row: it had ended when this was read, or begins after what is stored now and takes that too.
    """
    Patient.objects.select_for_update(no_key=True).get(pk=version.patient_id)
    return type(version).objects.filter(pk=version.pk, text__isnull=False).exists()
