"""All that is verified is read as it was at one moment, and nothing can be written meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from core.faultpoints import committing


@contextmanager
def one_look() -> Iterator[None]:
    """A transaction that reads alone. Inside another one it is as that one is."""
    begins = not connection.in_atomic_block
    with committing("verify"):
        if begins:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
