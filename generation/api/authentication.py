from __future__ import annotations

from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from core.actors import act_through
from core.models import ApiToken, User
from core.practice.tokens import find_token

SCHEME = "Token"
_LOG_IN = "Send a valid token: Authorization: Token <token>. Get a new one from POST /api/v1/auth/login/."


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Token <token>`. Says what to do instead of only what is wrong."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        # Whatever is not printable ASCII is no token.
        header = get_authorization_header(request).decode("latin-1")
        if not (header.isascii() and header.isprintable()):
            raise AuthenticationFailed(_LOG_IN)
        scheme, *rest = header.split()[:3] or [""]
        if scheme.lower() != SCHEME.lower():
            return None
        found = find_token(rest[0]) if len(rest) == 1 else None
        if found is None:
            raise AuthenticationFailed(_LOG_IN)
        if found.issued_by is not None:
            act_through(found.user, found.issued_by.user)
        return found.user, found

    def authenticate_header(self, request: Request) -> str:
        return SCHEME
