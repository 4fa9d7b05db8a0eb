"""People who ask to be erased themselves: it takes effect a day later, and can be called off until then."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import Error
from django.db.models import QuerySet
from django.db.models.functions import Now

from core.actors import Actor
from core.database_errors import describe
from core.erasure import erase_person
from core.faultpoints import committing
from core.history import record_change
from core.models import ChangeSubject, ErasureRequest, Patient, User
from core.practice.people import lock_patient
from core.practice.tokens import end_tokens

logger = logging.getLogger(__name__)

TAKES_EFFECT_AFTER = timedelta(hours=24)


def ask_for_erasure(actor: Actor, patient: Patient, user: User) -> ErasureRequest:
    """Have the person erased in a day. Asked again it is the first wish that counts. Raises InputRefused."""
    with committing("ask_erasure"):
        locked = lock_patient(patient)
        if standing := standing_request(locked):
            return standing
        asked = ErasureRequest.objects.create(patient=locked, asked_by=user, due_at=Now() + TAKES_EFFECT_AFTER)
        asked.refresh_from_db()
        record_change(actor, ChangeSubject.PATIENT, locked.pk, "erasure asked for by the person", patient=locked)
    return asked


def call_off_erasure(actor: Actor, patient: Patient) -> bool:
    """Stay. Whether there was anything to call off. Raises InputRefused where it is too late."""
    with committing("ask_erasure"):
        locked = lock_patient(patient)
        called_off = _standing(locked).update(called_off_at=Now())
        if called_off:
            record_change(actor, ChangeSubject.PATIENT, locked.pk, "erasure called off", patient=locked)
    return bool(called_off)


def standing_request(patient: Patient) -> ErasureRequest | None:
    """What the person asked for and neither called off nor got."""
    return _standing(patient).first()


def erase_due(at: datetime | None = None) -> int:
    """Erase everybody whose day has passed by `at`, by default now; how many.

    One who cannot be erased now stops no other.
    """
    due = ErasureRequest.objects.filter(due_at__lte=at or Now(), called_off_at=None, done_at=None)
    return sum(_erase(asked) for asked in due.select_related("patient", "asked_by"))


def _erase(asked: ErasureRequest) -> bool:
    try:
        with committing("ask_erasure"):
            # Locked as the person calls it off: either that comes first, or this.
            Patient.objects.select_for_update(no_key=True).get(pk=asked.patient_id)
            if not _standing(asked.patient).filter(pk=asked.pk).update(done_at=Now()):
                return False
            erase_person(asked.patient, by=asked.asked_by)
            end_tokens(asked.asked_by_id)
    except Error as error:
        logger.error("an erasure that is due could not be done: %s", describe(error))  # noqa: TRY400 - no text
        return False
    return True


def _standing(patient: Patient) -> QuerySet[ErasureRequest]:
    return ErasureRequest.objects.filter(patient_id=patient.pk, called_off_at=None, done_at=None)
