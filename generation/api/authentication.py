from __future__ import annotations

from knox.auth import TokenAuthentication as KnoxTokenAuthentication
from rest_framework.authentication import get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

_LOG_IN = "Send a valid token: Authorization: Token <token>. Get a new one from POST /api/v1/auth/login/."


class TokenAuthentication(KnoxTokenAuthentication):  # type: ignore[misc]  # knox has no types
    """Knox tokens: `Authorization: Token <token>`. Says what to do instead of only what is wrong."""

    def authenticate(self, request: Request) -> tuple[object, object] | None:
        # Whatever is not printable ASCII is no token, and cannot be looked up either.
        header = get_authorization_header(request).decode("latin-1")
        if not (header.isascii() and header.isprintable()):
            raise AuthenticationFailed(_LOG_IN)
        try:
            found: tuple[object, object] | None = super().authenticate(request)
        except AuthenticationFailed:
            raise AuthenticationFailed(_LOG_IN) from None
        # One that was got in the very moment in which somebody set another password.
        if found is not None and getattr(found[0], "must_choose_password", False):
            raise AuthenticationFailed(_LOG_IN)
        return found
