"""The token budget of the day, asked and taken in one step: workers that ask at the same moment cannot both have it.

What a request may take is reserved before it is sent, and given back in the transaction that records what it took. So
at no moment more is spent and under way than the day allows, but for what one request takes beyond its estimate.
"""

from __future__ import annotations

from uuid import UUID

from django.db import connection
from django.db.models.functions import Now

from core.faultpoints import committing
from generation.history.model_costs import budget_of_today
from generation.models import TokenReservation
from generation.time_limits import MODEL_REQUEST

# Held to the end of the transaction; nobody else in this database takes this number.
_LOCK = 0x5E55_B41D
# A request has ended by then, and its worker has had as long again to put it on record.
RESERVED_FOR = 2 * MODEL_REQUEST


def reserve(tokens: int, daily_tokens: int) -> UUID | None:
    """Set `tokens` aside of the day's budget; None where they are more than is left. Commits."""
    with committing("reserve_tokens"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        TokenReservation.objects.filter(expires_at__lt=Now()).delete()
        if not budget_of_today(daily_tokens).takes(tokens):
            return None
        # A clock read in Python would not be Postgres's.
        reservation = TokenReservation(tokens=tokens, expires_at=Now() + RESERVED_FOR)
        reservation.save(force_insert=True)
        return reservation.id


def give_back(reservation: UUID) -> None:
    """In the transaction that records the call."""
    TokenReservation.objects.filter(id=reservation).delete()
