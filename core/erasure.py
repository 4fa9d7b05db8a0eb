"""Taking words back: a deleted message, an erased person. One transaction, whoever holds copies of the words.

Other apps keep words too. Each joins the registry with an `Eraser` when it is loaded and is called inside the
transaction, after core's own words are gone: either every copy goes or none does. Rows stay as tombstones.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from django.db.models.functions import Now

from core.faultpoints import committing
from core.models import Message, MessageRevision, Patient, TherapySession
from core.refusals import InputRefused


class Eraser(Protocol):
    """What an app does about words it keeps. Called with the person's row locked; locks jobs after it."""

    def forget_messages(self, patient_id: UUID, message_ids: Sequence[UUID]) -> None:
        """These messages were deleted."""
        ...

    def forget_person(self, patient_id: UUID) -> None:
        """The whole diary was erased."""
        ...


_erasers: list[Eraser] = []


def join_erasure(eraser: Eraser) -> None:
    """Have `eraser` called at every erasure from now on."""
    _erasers.append(eraser)


def delete_messages(patient: Patient, client_ids: Sequence[str]) -> int:
    """Delete these messages with every word they ever had; how many were there to delete.

    A message deleted before, or unknown, counts 0. Sent again, it stays deleted.
    """
    with committing("erase"):
        _lock(patient)
        found = Message.objects.filter(patient_id=patient.pk, client_id__in=client_ids, deleted_at=None)
        message_ids = list(found.values_list("id", flat=True))
        if message_ids:
            Message.objects.filter(id__in=message_ids).update(deleted_at=Now())
            _blank(message_ids)
            for eraser in _erasers:
                eraser.forget_messages(patient.pk, message_ids)
    return len(message_ids)


def erase_person(patient: Patient) -> bool:
    """Erase the whole diary and every transcript. False: that was done before.

    The row stays, without a word and with its zone and code; requests and messages are refused from then on.
    """
    with committing("erase"):
        if _lock(patient).erased_at is not None:
            return False
        messages = Message.objects.filter(patient_id=patient.pk)
        messages.filter(deleted_at=None).update(deleted_at=Now())
        _blank(list(messages.values_list("id", flat=True)))
        TherapySession.objects.filter(patient_id=patient.pk, erased_at=None).update(transcript=None, erased_at=Now())
        for eraser in _erasers:
            eraser.forget_person(patient.pk)
        Patient.objects.filter(pk=patient.pk).update(erased_at=Now())
    return True


def _lock(patient: Patient) -> Patient:
    locked = Patient.objects.select_for_update(no_key=True).filter(pk=patient.pk).first()
    if locked is None:
        raise InputRefused("patient", "there is no such person.")
    return locked


def _blank(message_ids: Sequence[UUID]) -> None:
    MessageRevision.objects.filter(message_id__in=message_ids, erased_at=None).update(text=None, erased_at=Now())
