"""What was taken back, as a small file beside the backups: kinds and ids, no words.

A backup holds what it held when it was made. Whoever restores it brings back words that a person has erased since, a
summary that was withdrawn, a token that was revoked. So all of these are listed in a file that is written anew every
minute, and a restore does them again before anything answers.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db.models import OuterRef, QuerySet, Subquery

from audit.backups.whole_files import whole_or_not
from core.actors import Actor
from core.faultpoints import around
from core.models import ApiToken, Consent, ConsentWord, Message, MessageRevision, Patient, User
from core.practice.consents import record_consent
from core.practice.taking_back import delete_messages, erase_person
from core.practice.tokens import revoke_token
from generation.erasure import withdraw_by_staff
from generation.models import SessionBridgeVersion, YourJourneyVersion

FILE_NAME = "taken-back.jsonl"
_REASON = "taken back before the restore of a backup"


class UnreadableList(Exception):
    """The file is no list of what was taken back; the message says which line."""


class Kind(NamedTuple):
    """`listed` are the ids that are taken back here; `again` takes one back, and says whether that was still to do."""

    listed: Callable[[], Iterable[UUID]]
    again: Callable[[Actor, UUID], bool]


def write_list(folder: Path) -> Path:
    """Write the whole list anew into `folder`; readers see the old one or the new one."""
    path = folder / FILE_NAME
    with whole_or_not(path) as file:
        for name, kind in KINDS.items():
            for row_id in sorted(kind.listed()):
                file.write(json.dumps({"kind": name, "id": str(row_id)}) + "\n")
    return path


def read_list(path: Path) -> list[tuple[str, UUID]]:
    """Kinds and ids. Raises UnreadableList."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            found.append((str(row["kind"]), UUID(row["id"])))
            KINDS[found[-1][0]]
        except (ValueError, KeyError, TypeError, AttributeError):
            raise UnreadableList(f"line {number} of {path} is not a kind and an id") from None
    return found


def take_back_again(actor: Actor, rows: Iterable[tuple[str, UUID]]) -> Mapping[str, int]:
    """Take back whatever of `rows` stands here as if nothing had been; how many of each kind. Ends every session."""
    done: Counter[str] = Counter()
    for kind, row_id in rows:
        done[kind] += KINDS[kind].again(actor, row_id)
    with around("erase"):
        Session.objects.all().delete()
    return +done


def _ids(rows: QuerySet[Patient] | QuerySet[Message] | QuerySet[User] | QuerySet[ApiToken]) -> Iterator[UUID]:
    yield from rows.values_list("pk", flat=True)


def _erase_person(actor: Actor, row_id: UUID) -> bool:
    patient = Patient.objects.filter(pk=row_id, erased_at=None).first()
    return patient is not None and erase_person(actor, patient, by=actor.label) is not None


def _replaced() -> Iterable[UUID]:
    """Revisions that were erased while their message was not deleted: their words were replaced."""
    rows = MessageRevision.objects.filter(text=None, message__deleted_at=None, message__patient__erased_at=None)
    return rows.values_list("pk", flat=True)


def _delete_message(actor: Actor, row_id: UUID) -> bool:
    message = Message.objects.filter(pk=row_id, deleted_at=None).select_related("patient").first()
    if message is None or message.client_id is None:
        return False
    return delete_messages(actor, message.patient, [message.client_id]) > 0


def _take_replaced(actor: Actor, row_id: UUID) -> bool:
    """The words that took the place of these are not in the backup, so the message goes."""
    revision = MessageRevision.objects.filter(pk=row_id, text__isnull=False).first()
    return revision is not None and _delete_message(actor, revision.message_id)


def _withdrawn() -> Iterable[UUID]:
    for model in (SessionBridgeVersion, YourJourneyVersion):
        yield from model.objects.filter(withdrawal__isnull=False).values_list("pk", flat=True)


def _withdraw(actor: Actor, row_id: UUID) -> bool:
    for model in (SessionBridgeVersion, YourJourneyVersion):
        version: SessionBridgeVersion | YourJourneyVersion | None = model.objects.filter(pk=row_id).first()
        if version is not None:
            return withdraw_by_staff(actor, version, _REASON) is not None
    return False


def _no_consent() -> Iterable[UUID]:
    """People whose last word is that no model may read their diary."""
    last = Consent.objects.filter(patient=OuterRef("pk")).order_by("-number").values("allowed")[:1]
    return _ids(Patient.objects.filter(erased_at=None).alias(allowed=Subquery(last)).filter(allowed=False))


def _end_consent(actor: Actor, row_id: UUID) -> bool:
    patient = Patient.objects.filter(pk=row_id, erased_at=None).first()
    last = Consent.objects.filter(patient_id=row_id).order_by("-number").first()
    if patient is None or last is None or not last.allowed:
        return False
    record_consent(actor, patient, allowed=False, on_word_of=ConsentWord.PERSON)
    return True


def _revoke(actor: Actor, row_id: UUID) -> bool:
    token = ApiToken.objects.filter(pk=row_id).first()
    return token is not None and revoke_token(actor, token)


def _switch_off(_actor: Actor, row_id: UUID) -> bool:
    with around("begin_login"):
        return User.objects.filter(pk=row_id, is_active=True).update(is_active=False) > 0


# In the order in which they are done: whoever is erased needs nothing more.
KINDS: Mapping[str, Kind] = {
    "person": Kind(lambda: _ids(Patient.objects.filter(erased_at__isnull=False)), _erase_person),
    "message": Kind(
        lambda: _ids(Message.objects.filter(deleted_at__isnull=False, patient__erased_at=None)), _delete_message
    ),
    "revision": Kind(_replaced, _take_replaced),
    "summary": Kind(_withdrawn, _withdraw),
    "consent": Kind(_no_consent, _end_consent),
    "token": Kind(lambda: _ids(ApiToken.objects.filter(revoked_at__isnull=False)), _revoke),
    "login": Kind(lambda: _ids(User.objects.filter(is_active=False)), _switch_off),
}
