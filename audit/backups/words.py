"""Words that people or staff took back, summaries and consents among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db.models import OuterRef, Subquery

from audit.backups.listed import REASON, Kind, Row, ids_of, living_person, one_by_one
from core.actors import Actor
from core.models import (
    Consent,
    ConsentWord,
    Message,
    MessageRevision,
    Patient,
)
from core.practice.consents import record_consent
from core.practice.taking_back import delete_messages, erase_person
from generation.erasure import withdraw_summary
from generation.models import SessionBridgeVersion, WithdrawalCause, YourJourneyVersion


def _erase_person(actor: Actor, patient_id: str) -> bool:
    patient = living_person(patient_id)
    return patient is not None and erase_person(actor, patient, by=actor.label) is not None


def _replaced() -> Iterator[Row]:
    """Revisions that were erased while their message was not deleted: their words were replaced."""
    return ids_of(MessageRevision.objects.filter(text=None, message__deleted_at=None, message__patient__erased_at=None))


def _delete_message(actor: Actor, message_id: str) -> bool:
    message = Message.objects.filter(pk=message_id, deleted_at=None).select_related("patient").first()
    if message is None or message.client_id is None:
        return False
    return delete_messages(actor, message.patient, [message.client_id]) > 0


def _take_replaced(actor: Actor, revision_id: str) -> bool:
    """The words that took the place of these are not in the backup, so the message goes."""
    revision = MessageRevision.objects.filter(pk=revision_id, text__isnull=False).first()
    return revision is not None and _delete_message(actor, str(revision.message_id))


def _withdrawn() -> Iterator[Row]:
    for model in (SessionBridgeVersion, YourJourneyVersion):
        yield from ids_of(model.objects.filter(withdrawal__isnull=False))


def _withdraw(actor: Actor, version_id: str) -> bool:
    for model in (SessionBridgeVersion, YourJourneyVersion):
        version: SessionBridgeVersion | YourJourneyVersion | None = model.objects.filter(pk=version_id).first()
        if version is not None:
            return withdraw_summary(actor, version, cause=WithdrawalCause.STAFF, reason=REASON) is not None
    return False


def _no_consent() -> Iterator[Row]:
    """People whose last word is that no model may read their diary."""
    last = Consent.objects.filter(patient=OuterRef("pk")).order_by("-number").values("allowed")[:1]
    return ids_of(Patient.objects.filter(erased_at=None).alias(allowed=Subquery(last)).filter(allowed=False))


def _end_consent(actor: Actor, patient_id: str) -> bool:
    patient = living_person(patient_id)
    last = Consent.objects.filter(patient_id=patient_id).order_by("-number").first()
    if patient is None or last is None or not last.allowed:
        return False
    record_consent(actor, patient, allowed=False, on_word_of=ConsentWord.PERSON)
    return True


WORDS: Mapping[str, Kind] = {
    "person": one_by_one(lambda: ids_of(Patient.objects.filter(erased_at__isnull=False)), _erase_person),
    "message": one_by_one(
        lambda: ids_of(Message.objects.filter(deleted_at__isnull=False, patient__erased_at=None)), _delete_message
    ),
    "revision": one_by_one(_replaced, _take_replaced),
    "summary": one_by_one(_withdrawn, _withdraw),
    "consent": one_by_one(_no_consent, _end_consent),
}
