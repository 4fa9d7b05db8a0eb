"""Taking words back: a deleted message, replaced words, an erased person. One transaction, whoever holds copies.

Other apps keep words too. Each joins with an `Eraser` when it is loaded and is called inside the transaction: either
every copy goes or none does. Rows stay as tombstones. What an eraser had to take from somebody who still wants it is
collected here and handed to whoever makes such things (`join_remaking`), in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, Protocol
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Now

from core.erasure_certificates import write_certificate
from core.faultpoints import committing
from core.kept_names import forget_logins
from core.kept_words import MESSAGES, REVISIONS, SESSIONS, KeptWords
from core.models import ErasureCertificate, Message, MessageRevision, Patient, User
from core.refusals import InputRefused


class Cause(StrEnum):
    """Why words go."""

    MESSAGE_DELETED = "message_deleted"
    MESSAGE_REPLACED = "message_replaced"
    PERSON_ERASED = "person_erased"
    PERIOD_OVER = "period_over"


class Eraser(Protocol):
    """What an app does about words it keeps. Called with the person's row locked; locks jobs after it."""

    @property
    def words(self) -> Sequence[KeptWords]:
        """The tables of this app with words of people."""
        ...

    def forget_messages(self, patient_id: UUID, message_ids: Sequence[UUID], cause: Cause) -> Iterable[date]:
        """These messages lost all their words so far: blank what was made of them.

        Answers the last local dates of the windows of summaries that the person had or was waiting for, and lost.
        """
        ...

    def release_person(self, patient_id: UUID) -> None:
        """The person is about to be erased: end what is under way and take back what is shown. `words` go after it."""
        ...


class TableCount(NamedTuple):
    """How many rows of a table hold words of a person, and the same in words."""

    table: str
    rows: int
    counted: str


Remaker = Callable[[UUID, Sequence[date]], None]
Witness = Callable[[UUID, Cause], None]

_erasers: list[Eraser] = []
_remakers: list[Remaker] = []
_witnesses: list[Witness] = []


def join_erasure(eraser: Eraser) -> None:
    """Have `eraser` called at every erasure from now on."""
    _erasers.append(eraser)


def join_remaking(remaker: Remaker) -> None:
    """Have `remaker` called whenever words of a person go, in that transaction, with the person's row locked.

    It gets the last dates of the windows to be summarised again; none where only words went that no summary used.
    """
    _remakers.append(remaker)


def join_witnessing(witness: Witness) -> None:
    """Have `witness` called at the end of every erasure, in its transaction, when all that goes has gone."""
    _witnesses.append(witness)


def all_kept_words() -> list[KeptWords]:
    """Every declared table with words of people, core's own first."""
    return [MESSAGES, REVISIONS, SESSIONS, *(words for eraser in _erasers for words in eraser.words)]


def delete_messages_before(patient: Patient, moment: datetime) -> int:
    """Delete every message sent before `moment` because its period has ended; how many there were.

    What was made of them goes too, and is not made again: nobody waits for it.
    """
    with committing("erase"):
        lock_person(patient)
        old = Message.objects.filter(patient_id=patient.pk, sent_at__lt=moment)
        return len(blank_messages(patient, old, Cause.PERIOD_OVER))


def blank_messages(patient: Patient, messages: QuerySet[Message], cause: Cause) -> list[UUID]:
    """Blank those of these messages that are still there, every word they had and what was made of them; which.

    For callers in a transaction that hold the person's row, and see to it that who wanted it, or why, is on record.
    """
    message_ids = list(messages.filter(deleted_at=None).values_list("id", flat=True))
    if message_ids:
        MESSAGES.blank(Message.objects.filter(id__in=message_ids))
        take_words(patient.pk, message_ids, cause)
    return message_ids


def take_words(patient_id: UUID, message_ids: Sequence[UUID], cause: Cause) -> None:
    """Blank every word these messages have so far and what was made of them.

    For callers in a transaction that hold the person's row. What is pinned, published or under way is dealt with.
    """
    REVISIONS.blank(MessageRevision.objects.filter(message_id__in=message_ids))
    lost = {day for eraser in _erasers for day in eraser.forget_messages(patient_id, message_ids, cause)}
    for remaker in _remakers if cause is not Cause.PERIOD_OVER else ():
        remaker(patient_id, sorted(lost))
    for witness in _witnesses:
        witness(patient_id, cause)


def count_words(patient: Patient) -> list[TableCount]:
    """How many rows of each table an erasure of this person would blank now; tables without any are left out."""
    counts = ((words, words.left(words.of_person(patient.pk)).count()) for words in all_kept_words())
    return [TableCount(words.table, rows, words.counted(rows)) for words, rows in counts if rows]


def erase_person(patient: Patient, *, by: User | str) -> ErasureCertificate | None:
    """Erase the whole diary, every transcript and all that was made of them. None: that was done before.

    `by` is who answers for it: a login, or in words where there is none. The person's row stays, without a word and
    without the hash key, with its zone and code; requests, messages and sessions are refused from then on. Their logins
    for the app are switched off, and their names taken out of every record.
    """
    with committing("erase"):
        if lock_person(patient).erased_at is not None:
            return None
        for eraser in _erasers:
            eraser.release_person(patient.pk)
        blanked = {words.table: words.blank(words.of_person(patient.pk)) for words in all_kept_words()}
        blanked |= forget_logins(patient)
        if isinstance(by, User):
            # A person who erases themselves no longer has a name.
            by.refresh_from_db(fields=["username"])
        Patient.objects.filter(pk=patient.pk).update(erased_at=Now(), hash_key=None)
        certificate = write_certificate(patient, all_kept_words(), blanked, by=by)
        for witness in _witnesses:
            witness(patient.pk, Cause.PERSON_ERASED)
        return certificate


def lock_person(patient: Patient) -> Patient:
    """The person's row, locked before anything of theirs goes. Raises InputRefused where there is none."""
    locked = Patient.objects.select_for_update(no_key=True).filter(pk=patient.pk).first()
    if locked is None:
        raise InputRefused("patient", "there is no such person.")
    return locked
