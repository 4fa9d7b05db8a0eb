"""How often somebody may ask, counted in Redis by one script, so that requests at once cannot slip past each other."""

from __future__ import annotations

import logging
from typing import NamedTuple
from uuid import uuid4

from django.core.cache import caches
from django_redis import get_redis_connection
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import BaseThrottle, SimpleRateThrottle
from rest_framework.views import APIView

from core.faultpoints import around
from core.models import ApiToken

logger = logging.getLogger(__name__)

# The times of the requests let through in the span of seconds that counts. Answers: whether one more is, how many are
# left, and the milliseconds until the oldest no longer counts.
_SCRIPT = """
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local limit, window = tonumber(ARGV[1]), tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
local used = redis.call('ZCARD', KEYS[1])
local allowed = used < limit and 1 or 0
if allowed == 1 then
    redis.call('ZADD', KEYS[1], now, ARGV[3])
    redis.call('PEXPIRE', KEYS[1], window)
    used = used + 1
end
local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
return {allowed, limit - used, tonumber(oldest[2]) + window - now}
"""


class Count(NamedTuple):
    """What the script said. `seconds` until one more of the counted requests no longer counts."""

    scope: str
    limit: int
    window: int
    left: int
    seconds: float

    def headers(self) -> dict[str, str]:
        """As draft-ietf-httpapi-ratelimit-headers has them."""
        return {
            "RateLimit-Policy": f'"{self.scope}";q={self.limit};w={self.window}',
            "RateLimit": f'"{self.scope}";r={self.left};t={max(1, round(self.seconds))}',
        }


class ExactThrottle(BaseThrottle):
    """As many requests of a view's `throttle_scope` in any span of time as the settings say, for each login or service,
    or for each address where nobody is logged in. While Redis is away nobody is counted.
    """

    def __init__(self) -> None:
        self._wait: float | None = None

    def allow_request(self, request: Request, view: APIView) -> bool:
        scope = getattr(view, "throttle_scope", None)
        if scope is None:
            return True
        limit, window = rate_of(scope)
        key = caches["default"].make_key(f"throttle/{scope}/{self._whose(request)}")
        try:
            with around("count_request"):
                arguments = [limit, window * 1000, uuid4().hex]
                allowed, left, wait = get_redis_connection("default").eval(_SCRIPT, 1, key, *arguments)
        except RedisError as error:
            logger.warning("requests are not counted: %s", type(error).__name__)
            return True
        count = Count(scope, limit, window, int(left), int(wait) / 1000)
        view.rate_headers = count.headers()  # type: ignore[attr-defined]  # ApiView sends them
        self._wait = count.seconds
        return bool(allowed)

    def wait(self) -> float | None:
        return self._wait

    def _whose(self, request: Request) -> str:
        return str(request.auth.user_id) if isinstance(request.auth, ApiToken) else self.get_ident(request)


def rate_of(scope: str) -> tuple[int, int]:
    """How many, in how many seconds: "60/hour" in the settings."""
    rates = api_settings.DEFAULT_THROTTLE_RATES
    limit, window = SimpleRateThrottle.parse_rate(SimpleRateThrottle.__new__(SimpleRateThrottle), str(rates[scope]))
    if limit is None or window is None:
        raise ValueError(f"the rate of {scope} is none")
    return limit, window
