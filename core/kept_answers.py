"""Requests that are done once, however often they are sent: the memory behind `Idempotency-Key`, in Postgres.

1. `begin` takes the key in a transaction of its own, so that a second request sees that the first is under way.
2. The caller does the work and calls `finish` in the same transaction: either both are there or neither.
3. Work that came to nothing lets the key go (`let_go`); that of a process that died is taken over after a minute.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection
from django.db.models.functions import Now

from core.faultpoints import around
from core.models import KeptAnswer

KEPT_FOR = timedelta(hours=24)
# No request takes this long; whoever took the key is dead.
TAKEN_OVER_AFTER = timedelta(seconds=60)
_LIMITS = (KEPT_FOR.total_seconds(), TAKEN_OVER_AFTER.total_seconds())

# One statement: if two requests come at once, one gets the row.
_BEGIN = """
    INSERT INTO kept_answers AS kept (key_hmac, body_hmac, attempt, begun_at) VALUES (%s, %s, %s, now())
    ON CONFLICT (key_hmac) DO UPDATE
    SET body_hmac = excluded.body_hmac, attempt = excluded.attempt, begun_at = now(), status = NULL, ids = NULL
    WHERE kept.begun_at < now() - make_interval(secs => %s)
       OR (kept.status IS NULL AND kept.body_hmac = excluded.body_hmac
           AND kept.begun_at < now() - make_interval(secs => %s))
    RETURNING attempt
"""


@dataclass(frozen=True)
class Done:
    """What a request came to: the status it was answered with and the ids its answer is made from."""

    status: int
    ids: Mapping[str, Any]


@dataclass(frozen=True)
class Begun:
    """The right to do the work of one key."""

    key_hmac: str
    attempt: UUID


class UnderWay(Exception):
    """Another request with this key has not ended."""


class AnotherBody(Exception):
    """The key was used before, with another body."""


def begin(scope: str, key: str, body: str) -> Begun | Done:
    """The right to do it, or what it came to. `scope` says whose key it is and where it was sent to.

    Raises UnderWay and AnotherBody.
    """
    held = Begun(_hmac("key", scope, key), uuid4())
    body_hmac = _hmac("body", scope, key, body)
    while True:
        with around("keep_answer"), connection.cursor() as cursor:
            cursor.execute(_BEGIN, [held.key_hmac, body_hmac, held.attempt, *_LIMITS])
            if cursor.fetchone():
                return held
        # If the key was let go between the two statements, it is tried once more.
        if kept := KeptAnswer.objects.filter(key_hmac=held.key_hmac).first():
            return _read(kept, body_hmac)


def finish(held: Begun, done: Done) -> None:
    """Keep what it came to, in the transaction of the work. Raises UnderWay if somebody has taken it over."""
    mine = KeptAnswer.objects.filter(key_hmac=held.key_hmac, attempt=held.attempt, status=None)
    if not mine.update(status=done.status, ids=dict(done.ids)):
        raise UnderWay


def let_go(held: Begun) -> None:
    """Nothing came of it: the key may be used again."""
    with around("keep_answer"):
        KeptAnswer.objects.filter(key_hmac=held.key_hmac, attempt=held.attempt, status=None).delete()


def forget_old() -> None:
    """Delete answers older than a day."""
    with around("keep_answer"):
        KeptAnswer.objects.filter(begun_at__lt=Now() - KEPT_FOR).delete()


def _read(kept: KeptAnswer, body_hmac: str) -> Done:
    if not hmac.compare_digest(kept.body_hmac, body_hmac):
        raise AnotherBody
    if kept.status is None:
        raise UnderWay
    return Done(kept.status, kept.ids or {})


def _hmac(*parts: str) -> str:
    whole = "\n".join([str(len(part)) for part in parts] + list(parts))
    return hmac.new(settings.SECRET_KEY.encode(), f"kept answers\n{whole}".encode(), hashlib.sha256).hexdigest()
