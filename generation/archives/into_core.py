"""Rows of an archive into the tables that hold what people gave: zones, consents, messages, sessions, who looked."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from core.models import (
    AccessEvent,
    Consent,
    ConsentText,
    Message,
    MessageRevision,
    Organisation,
    Patient,
    PatientZone,
    TherapySession,
)
from core.salted_hashes import new_salt, salted_sha256, sender_id_hmac
from generation.archives.rows import AccessRow, ConsentRow, MessageRow, RevisionRow, SessionRow, ZoneRow


def import_zones(patient: Patient, rows: Sequence[ZoneRow]) -> None:
    PatientZone.objects.bulk_create(PatientZone(patient=patient, **row.model_dump()) for row in rows)


def import_consents(patient: Patient, rows: Sequence[ConsentRow]) -> None:
    """Each with its wording: the one of these words here, or a new version of the organisation's."""
    Consent.objects.bulk_create(
        Consent(
            patient=patient,
            text=_wording(patient.organisation, row),
            recorded_by_label=row.recorded_by,
            **row.model_dump(include={"id", "number", "allowed", "at", "on_word_of"}),
        )
        for row in rows
    )


def import_messages(patient: Patient, rows: Sequence[MessageRow]) -> None:
    """A deleted message has no sender's id, so none sent again here is recognised as it: its HMAC is random."""
    key = bytes(patient.hash_key or b"")
    Message.objects.bulk_create(
        Message(
            patient=patient,
            client_id_hmac=secrets.token_hex(32) if row.client_id is None else sender_id_hmac(key, row.client_id),
            **row.model_dump(exclude={"revisions"}),
        )
        for row in rows
    )
    MessageRevision.objects.bulk_create(_revision(row, one) for row in rows for one in row.revisions)


def import_sessions(patient: Patient, rows: Sequence[SessionRow]) -> None:
    key = bytes(patient.hash_key or b"")
    TherapySession.objects.bulk_create(
        TherapySession(
            patient=patient,
            client_id_hmac=secrets.token_hex(32) if row.client_id is None else sender_id_hmac(key, row.client_id),
            **row.model_dump(exclude={"transcript_sha256"}),
        )
        for row in rows
    )


def import_accesses(patient: Patient, rows: Sequence[AccessRow]) -> None:
    """Named as they were then; whoever it was has no login here."""
    AccessEvent.objects.bulk_create(
        AccessEvent(patient=patient, actor_label=row.who, **row.model_dump(exclude={"who"})) for row in rows
    )


def _revision(message: MessageRow, row: RevisionRow) -> MessageRevision:
    kept = row.model_dump(include={"id", "number", "text", "created_at", "erased_at"})
    if row.text is None:
        return MessageRevision(message_id=message.id, salt=None, text_sha256=row.kept_sha256 or "", **kept)
    salt = new_salt()
    return MessageRevision(message_id=message.id, salt=salt, text_sha256=salted_sha256(salt, row.text), **kept)


def _wording(organisation: Organisation, row: ConsentRow) -> ConsentText | None:
    """The wording of these words, under the version it had where that is free. The organisation is locked."""
    if row.wording is None:
        return None
    texts = ConsentText.objects.filter(organisation=organisation)
    if known := texts.filter(body=row.wording).order_by("version").first():
        return known
    newest = texts.order_by("-version").values_list("version", flat=True).first() or 0
    wanted = row.wording_version or 1
    return ConsentText.objects.create(
        organisation=organisation,
        version=newest + 1 if texts.filter(version=wanted).exists() else wanted,
        body=row.wording,
        made_by_label=row.wording_made_by or "an archive",
        created_at=row.wording_at or row.at,
    )
