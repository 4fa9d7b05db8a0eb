"""The certificate of an erasure: written once, and checked against what stands there now."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.core.serializers.json import DjangoJSONEncoder

from core.kept_names import KEPT_NAMES, KeptName
from core.kept_words import KeptWords
from core.models import ErasureCertificate, Patient, User


def write_certificate(
    patient: Patient, kept: Sequence[KeptWords], blanked: Mapping[str, int], *, by: User | str
) -> ErasureCertificate:
    """Put down what was `blanked`, rows by table, and what stays of the tables `kept`, in the erasure's transaction."""
    user = by if isinstance(by, User) else None
    return ErasureCertificate.objects.create(
        patient=patient,
        by=user,
        by_label=(user.get_username() if user else str(by))[:200],
        blanked=dict(blanked),
        stays=[_standing(words, patient, _columns(words)) for words in kept],
    )


def in_plain_text(certificate: ErasureCertificate, kept: Sequence[KeptWords]) -> str:
    """The certificate as lines to print."""
    patient = certificate.patient
    blanked = [f"  {line.rows}" for line in blanked_lines(certificate, kept)] or ["  none were left"]
    stays = [f"  {line.rows:<28} {line.sha256}" for line in standing_lines(certificate, kept)]
    return "\n".join(
        [
            f"Certificate of erasure {certificate.id}",
            f"Person:       {patient.code}",
            f"Organisation: {patient.organisation}",
            f"When:         {certificate.at:%Y-%m-%d %H:%M:%S} UTC",
            f"By:           {certificate.by_label}",
            "Words erased in:",
            *blanked,
            "Rows that stay without words, SHA-256 over those of a table:",
            *stays,
        ]
    )


def differences(certificate: ErasureCertificate, kept: Sequence[KeptWords]) -> list[str]:
    """The tables in which the person's rows are not those that the certificate says stayed."""
    words_of = {words.table: words for words in kept}
    return [
        stays["table"]
        for stays in certificate.stays
        if stays["table"] not in words_of
        or _standing(words_of[stays["table"]], certificate.patient, stays["columns"]) != stays
    ]


class Line(NamedTuple):
    """A line of a certificate: rows in words ("3 messages"), and the hash of those that stay ('' for what went)."""

    rows: str
    sha256: str = ""


def blanked_lines(certificate: ErasureCertificate, kept: Sequence[KeptWords]) -> list[Line]:
    """What went."""
    tables: list[KeptWords | KeptName] = [*kept, *KEPT_NAMES]
    counts = ((each, certificate.blanked.get(each.table, 0)) for each in tables)
    return [Line(each.counted(rows)) for each, rows in counts if rows]


def standing_lines(certificate: ErasureCertificate, kept: Sequence[KeptWords]) -> list[Line]:
    """What stays."""
    words_of = {words.table: words for words in kept}
    return [
        Line(words_of[stays["table"]].counted(stays["rows"]), stays["sha256"])
        for stays in certificate.stays
        if stays["rows"]
    ]


def _columns(words: KeptWords) -> list[str]:
    return [field.attname for field in words.model._meta.concrete_fields]  # noqa: SLF001 - Django's public name for it


def _standing(words: KeptWords, patient: Patient, columns: Sequence[str]) -> dict[str, object]:
    """The person's rows of one table: how many, and SHA-256 over one JSON array a row, by key, a line each.

    The columns are named, so that one added later changes no hash.
    """
    digest, rows = hashlib.sha256(), 0
    for row in words.of_person(patient.pk).order_by("pk").values_list(*columns).iterator(chunk_size=1000):
        digest.update(json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False).encode() + b"\n")
        rows += 1
    return {"table": words.table, "rows": rows, "columns": list(columns), "sha256": digest.hexdigest()}
