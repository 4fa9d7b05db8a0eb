"""How many streams one login has open across all processes: counted in Redis, and not at all while it is away.

A place is held by a lease, which a process renews for all its streams at once, so the places of a process that was
killed become free when it lapses.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from django_redis import get_redis_connection

from generation.lifecycle.inflight_hint import redis_may_be_away

MAX_STREAMS = 2
LEASE_SECONDS = 30
# Three times per lease.
RENEW_SECONDS = 10.0
# In one step: if two ask at once, one gets the last place. Redis's clock decides.
_TAKE = """
    local now = tonumber(redis.call('time')[1])
    redis.call('zremrangebyscore', KEYS[1], '-inf', now)
    if redis.call('zcard', KEYS[1]) < tonumber(ARGV[2]) then
        redis.call('zadd', KEYS[1], now + tonumber(ARGV[3]), ARGV[1])
        redis.call('expire', KEYS[1], ARGV[3])
        return 1
    end
    return 0
"""
# If Redis was emptied meanwhile, this takes the places again.
_RENEW = """
    local until_ = redis.call('time')[1] + ARGV[1]
    for number, key in ipairs(KEYS) do
        redis.call('zadd', key, until_, ARGV[number + 1])
        redis.call('expire', key, ARGV[1])
    end
"""


class StreamPlace:
    """One of the places of a login."""

    def __init__(self, user_id: UUID) -> None:
        self.key = f"sessionbridge:streams:{user_id}"
        self.id = str(uuid4())

    def take(self) -> bool:
        """False: all are taken."""
        taken = 1
        with redis_may_be_away("take_place"):
            taken = get_redis_connection("default").eval(_TAKE, 1, self.key, self.id, MAX_STREAMS, LEASE_SECONDS)
        return bool(taken)

    def give_back(self) -> None:
        """The stream has ended."""
        with redis_may_be_away("give_place_back"):
            get_redis_connection("default").zrem(self.key, self.id)


def renew_places(places: Sequence[StreamPlace]) -> None:
    """Hold these places for another lease."""
    keys, ids = [place.key for place in places], [place.id for place in places]
    with redis_may_be_away("renew_places"):
        get_redis_connection("default").eval(_RENEW, len(keys), *keys, LEASE_SECONDS, *ids)
