"""What went wrong with an embedded service, as sentences a person can act on."""

from __future__ import annotations

SET_BOTH = "Set DATABASE_URL to a PostgreSQL 16 or newer and REDIS_URL to a Redis or Valkey of your own instead"


class EmbeddedServiceError(Exception):
    """An embedded service cannot run here; the message says why and what to do."""
