"""CHECK constraints for columns that hold SHA-256 digests, worked out by Postgres itself."""

from __future__ import annotations

from django.db import models
from django.db.models.lookups import Exact


class _Sha256Hex(models.Func):
    """SHA-256 of the UTF-8 bytes of a text, 64 hex digits."""

    template = "encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')"
    output_field = models.CharField()


def hash_of(column: str, *, in_column: str, name: str) -> models.CheckConstraint:
    """`in_column` holds the hash of `column`; a NULL (erased) text passes, its hash stays."""
    return models.CheckConstraint(condition=models.Q(Exact(models.F(in_column), _Sha256Hex(column))), name=name)


def hash_shaped(column: str, *, name: str) -> models.CheckConstraint:
    """`column` holds 64 lower-case hex digits."""
    return models.CheckConstraint(condition=models.Q(**{f"{column}__regex": r"^[0-9a-f]{64}$"}), name=name)


def null_only_when_erased(column: str, *, name: str) -> models.CheckConstraint:
    """`column` is NULL exactly where `erased_at` says that its words were erased."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{column}__isnull": False}, erased_at__isnull=True)
        | models.Q(**{f"{column}__isnull": True}, erased_at__isnull=False),
        name=name,
    )
