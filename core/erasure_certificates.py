"""The certificate of an erasure: written once, and checked against what stands there now."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.core.serializers.json import DjangoJSONEncoder

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


def differences(certificate: ErasureCertificate, kept: Sequence[KeptWords]) -> list[str]:
    """The tables in which the person's rows are not those that the certificate says stayed."""
    words_of = {words.table: words for words in kept}
    return [
        stays["table"]
        for stays in certificate.stays
        if stays["table"] not in words_of
        or _standing(words_of[stays["table"]], certificate.patient, stays["columns"]) != stays
    ]


class Named(NamedTuple):
    """A line of a certificate: what the rows are called, how many, and the hash of those that stay ('' where none)."""

    name: str
    rows: int
    sha256: str = ""


def blanked_of(certificate: ErasureCertificate, kept: Sequence[KeptWords]) -> list[Named]:
    """The tables in which words went, in words."""
    names = {words.table: words.name for words in kept}
    return [Named(names.get(table, table), rows) for table, rows in certificate.blanked.items() if rows]


def standing_of(certificate: ErasureCertificate, kept: Sequence[KeptWords]) -> list[Named]:
    """The tables in which rows stayed, in words."""
    names = {words.table: words.name for words in kept}
    return [
        Named(names.get(stays["table"], stays["table"]), stays["rows"], stays["sha256"])
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
