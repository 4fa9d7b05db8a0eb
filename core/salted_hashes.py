"""Hashes that outlive the words they are of: SHA-256 over 16 random bytes and the words.

A plain hash of a short text is found behind it by trying likely texts. Words and salt stand in one row and are blanked
together; what is left is then a hash of something nobody can try again. While both are there anybody can check it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact

SALT_BYTES = 16
# What a column of bytes may be read as.
Bytes = bytes | memoryview


class SaltedSha256Hex(models.Func):
    """SHA-256 of a salt and the UTF-8 bytes of a text, 64 hex digits, worked out by Postgres."""

    template = "encode(sha256(%(expressions)s, 'UTF8')), 'hex')"
    arg_joiner = " || convert_to("
    output_field = models.CharField()


class OctetLength(models.Func):
    """Bytes of a value as the database keeps it."""

    function = "octet_length"
    output_field = models.IntegerField()


def new_salt() -> bytes:
    """16 fresh random bytes."""
    return secrets.token_bytes(SALT_BYTES)


def salted_sha256(salt: Bytes, text: str) -> str:
    """SHA-256 of `salt` and the UTF-8 bytes of `text`, 64 hex digits."""
    return hashlib.sha256(bytes(salt) + text.encode()).hexdigest()


def sender_id_hmac(hash_key: Bytes, client_id: str) -> str:
    """What a sender's id is recognised by once the id itself is blanked, 64 hex digits.

    Keyed with the person's own key: without it, as after an erasure, it says nothing of the id.
    """
    return hmac.new(bytes(hash_key), f"client id\n{client_id}".encode(), hashlib.sha256).hexdigest()


def salted_hash_of(column: str, *, in_column: str, name: str) -> models.CheckConstraint:
    """`in_column` holds the hash of `salt` and `column`. Where both are erased it passes: the hash stays."""
    return models.CheckConstraint(
        condition=models.Q(Exact(models.F(in_column), SaltedSha256Hex("salt", column))), name=name
    )


def salt_is_whole(*, name: str) -> models.CheckConstraint:
    """`salt` has 16 bytes, or is erased: a short one could be tried through."""
    return models.CheckConstraint(condition=models.Q(Exact(OctetLength("salt"), SALT_BYTES)), name=name)


def null_only_when_erased(column: str, *, name: str) -> models.CheckConstraint:
    """`column` is NULL exactly where `erased_at` says that its words were erased."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{column}__isnull": False}, erased_at__isnull=True)
        | models.Q(**{f"{column}__isnull": True}, erased_at__isnull=False),
        name=name,
    )


def hash_shaped(column: str, *, name: str, in_bulk: bool = False) -> models.CheckConstraint:
    """`column` holds 64 lower-case hex digits.

    `in_bulk`: of a table that is filled by the hundred thousand. Counted apart from the pattern, which counts slowly,
    the same check takes a tenth of the time.
    """
    if not in_bulk:
        return models.CheckConstraint(condition=models.Q(**{f"{column}__regex": r"^[0-9a-f]{64}$"}), name=name)
    digits = models.Q(**{f"{column}__regex": r"^[0-9a-f]+$"})
    return models.CheckConstraint(condition=digits & models.Q(Exact(Length(column), 64)), name=name)
