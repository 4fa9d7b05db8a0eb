"""Words taken back by somebody: what `core.erasure` and `core.messages` do, with who did it on record.

Each is one transaction, and leaves one row of the person's history and one access event, whoever called it.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from core import erasure, messages
from core.access import record_access
from core.actors import Actor
from core.faultpoints import committing
from core.history import record_change
from core.messages import Outcome
from core.models import ChangeSubject, ErasureCertificate, Message, Patient


def delete_messages(actor: Actor, patient: Patient, client_ids: Sequence[str]) -> int:
    """As `core.erasure.delete_messages`."""
    with committing("erase"):
        deleted = erasure.delete_messages(patient, client_ids)
        if deleted:
            done = "a message deleted" if deleted == 1 else f"{deleted:,} messages deleted"
            record_taking_back(actor, patient, "delete", ChangeSubject.MESSAGE, patient.pk, done)
    return deleted


def replace_words(actor: Actor, patient: Patient, client_id: str, text: str) -> Outcome:
    """As `core.messages.replace_words`."""
    with committing("erase"):
        outcome = messages.replace_words(patient, client_id, text)
        if outcome is Outcome.REVISED:
            message = Message.objects.get(patient=patient, client_id=client_id)
            done = f"message of {message.sent_at:%Y-%m-%d %H:%M} UTC: words replaced"
            record_taking_back(actor, patient, "replace", ChangeSubject.MESSAGE, message.pk, done)
    return outcome


def erase_person(actor: Actor, patient: Patient, *, by: str = "") -> ErasureCertificate | None:
    """As `core.erasure.erase_person`. `by` is who answers for it, where that is not who does it."""
    with committing("erase"):
        certificate = erasure.erase_person(patient, by=by or actor.user or actor.label)
        if certificate is not None:
            done = f"erased; certificate {certificate.pk}"
            record_taking_back(actor, patient, "erase", ChangeSubject.PATIENT, patient.pk, done)
    return certificate


def record_taking_back(
    actor: Actor, patient: Patient, word: str, subject: ChangeSubject, subject_id: UUID, details: str
) -> None:
    """Put it on record that `actor` took words back, in their transaction: what is not recorded does not happen."""
    record_access(
        actor=actor.user, actor_label=actor.label, patient_id=patient.pk, action=word, target=f"{subject} {subject_id}"
    )
    record_change(actor, subject, subject_id, details, patient=patient)
