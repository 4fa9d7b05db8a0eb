"""Words taken back because somebody wants it: each in one transaction, with who it was on record.

The admin, the API and the commands all come through here. What lies beneath, `core.erasure` and `core.messages`, blanks
and stores words and does not know who wants it: nobody who can be named calls that.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from core import erasure
from core.access import record_access
from core.actors import Actor
from core.faultpoints import committing
from core.history import record_change
from core.messages import MessageRefused, Outcome, store_message
from core.models import ChangeSubject, ErasureCertificate, Message, Patient
from core.salted_hashes import sender_id_hmac


def delete_messages(actor: Actor, patient: Patient, client_ids: Sequence[str]) -> int:
    """Delete these messages with every word they ever had; how many were there to delete.

    A message deleted before, or unknown, counts 0. Sent again, it stays deleted.
    """
    with committing("erase"):
        key = erasure.lock_person(patient).hash_key
        hmacs = [sender_id_hmac(key, client_id) for client_id in client_ids] if key else []
        named = Message.objects.filter(patient_id=patient.pk, client_id_hmac__in=hmacs)
        deleted = erasure.blank_messages(patient, named, erasure.Cause.MESSAGE_DELETED)
        if deleted:
            done = "a message deleted" if len(deleted) == 1 else f"{len(deleted):,} messages deleted"
            record_taking_back(actor, patient, "delete", ChangeSubject.MESSAGE, place_of(deleted, patient), done)
    return len(deleted)


def replace_words(actor: Actor, patient: Patient, client_id: str, text: str) -> Outcome:
    """Other words for a message that is there: as `core.messages.store_message`.

    Raises MessageRefused where there is none.
    """
    with committing("erase"):
        message = Message.objects.filter(patient_id=patient.pk, client_id=client_id).first()
        if message is None:
            raise MessageRefused("id", "no message of this person has it, or it was deleted.")
        outcome = store_message(patient, client_id, message.sent_at, text)
        if outcome is Outcome.REVISED:
            record_replacing(actor, patient, [message.pk])
    return outcome


def erase_person(actor: Actor, patient: Patient, *, by: str = "") -> ErasureCertificate | None:
    """As `core.erasure.erase_person`. `by` is who answers for it, where that is not who does it."""
    with committing("erase"):
        certificate = erasure.erase_person(patient, by=by or actor.user or actor.label)
        if certificate is not None:
            done = f"erased; certificate {certificate.pk}"
            record_taking_back(actor, patient, "erase", ChangeSubject.PATIENT, patient.pk, done)
    return certificate


def record_replacing(actor: Actor, patient: Patient, message_ids: Sequence[UUID]) -> None:
    """Put it on record that `actor` gave these messages other words, in their transaction."""
    if len(message_ids) == 1:
        done = f"{named_by_time(message_ids[0])}: words replaced"
    else:
        done = f"words of {len(message_ids):,} messages replaced"
    record_taking_back(actor, patient, "replace", ChangeSubject.MESSAGE, place_of(message_ids, patient), done)


def record_taking_back(
    actor: Actor, patient: Patient, word: str, subject: ChangeSubject, subject_id: UUID, details: str
) -> None:
    """Put it on record that `actor` took words back, in their transaction: what is not recorded does not happen."""
    record_access(
        actor=actor.user, actor_label=actor.label, patient_id=patient.pk, action=word, target=f"{subject} {subject_id}"
    )
    record_change(actor, subject, subject_id, details, patient=patient)


def place_of(message_ids: Sequence[UUID], patient: Patient) -> UUID:
    """What a row about these messages is about: the one message, whose page shows it then; of several, the person."""
    return message_ids[0] if len(message_ids) == 1 else patient.pk


def named_by_time(message_id: UUID) -> str:
    """A message by when it was sent, which says no word of it. One query."""
    return f"message of {Message.objects.values_list('sent_at', flat=True).get(pk=message_id):%Y-%m-%d %H:%M} UTC"
