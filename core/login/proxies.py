"""The client's address, where proxies that we trust stand in front."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse


def trusted_networks() -> list[IPv4Network | IPv6Network]:
    """What TRUSTED_PROXIES names. Raises ImproperlyConfigured where a part of it is no address and no network."""
    try:
        return [ip_network(proxy.strip()) for proxy in settings.TRUSTED_PROXIES]
    except ValueError as error:
        raise ImproperlyConfigured(f"TRUSTED_PROXIES: {error}.") from None


class TrustedProxiesMiddleware:
    """Puts the client's address where everything looks for it, REMOTE_ADDR, and takes X-Forwarded-For away.

    TRUSTED_PROXIES: addresses and networks. A forwarded address is believed only from one of them, and of several
    the last that is none of them: what stands further left is the client's own word. Raises ImproperlyConfigured.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.trusted = trusted_networks()
        if not self.trusted:
            raise MiddlewareNotUsed

    def __call__(self, request: HttpRequest) -> HttpResponse:
        forwarded = request.META.pop("HTTP_X_FORWARDED_FOR", "")
        seen = [*forwarded.split(","), request.META.get("REMOTE_ADDR", "")]
        while len(seen) > 1 and self._is_trusted(seen[-1]) and _is_address(seen[-2]):
            seen.pop()
        request.META["REMOTE_ADDR"] = seen[-1].strip()
        return self.get_response(request)

    def _is_trusted(self, address: str) -> bool:
        return _is_address(address) and any(ip_address(address.strip()) in network for network in self.trusted)


def _is_address(text: str) -> bool:
    try:
        ip_address(text.strip())
    except ValueError:
        return False
    return True
