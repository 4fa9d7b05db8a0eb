"""What the first migrations checked hashes with, before they were salted."""

from __future__ import annotations

from django.db import models


class Sha256Hex(models.Func):
    """SHA-256 of the UTF-8 bytes of a text, 64 hex digits."""

    template = "encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')"
    output_field = models.CharField()
