"""How many streams one login has open, over all processes: counted in Redis, and not at all while it is away.

A place is held by a lease that the stream renews, so that those of a process that was killed become free by themselves.
"""

from __future__ import annotations

from uuid import UUID, uuid4

from django_redis import get_redis_connection

from generation.lifecycle.inflight_hint import redis_may_be_away

MOST_STREAMS = 2
# A stream renews its place three times within it.
LEASE_SECONDS = 30
# Taking and renewing in one step: of two at once, one gets the last place. Redis's clock decides.
_TAKE = """
    local now = tonumber(redis.call('time')[1])
    redis.call('zremrangebyscore', KEYS[1], '-inf', now)
    if redis.call('zscore', KEYS[1], ARGV[1]) or redis.call('zcard', KEYS[1]) < tonumber(ARGV[2]) then
        redis.call('zadd', KEYS[1], now + tonumber(ARGV[3]), ARGV[1])
        redis.call('expire', KEYS[1], ARGV[3])
        return 1
    end
    return 0
"""


class StreamPlace:
    """One of the places of a login."""

    def __init__(self, user_id: UUID) -> None:
        self._key = f"sessionbridge:streams:{user_id}"
        self._id = str(uuid4())

    def take(self) -> bool:
        """Take the place, or hold it for another lease. False: all are taken."""
        taken = 1
        with redis_may_be_away("take_place"):
            taken = get_redis_connection("default").eval(_TAKE, 1, self._key, self._id, MOST_STREAMS, LEASE_SECONDS)
        return bool(taken)

    def give_back(self) -> None:
        """The stream has ended."""
        with redis_may_be_away("give_place_back"):
            get_redis_connection("default").zrem(self._key, self._id)
