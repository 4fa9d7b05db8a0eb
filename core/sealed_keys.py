"""Keys of the second factor as they are stored: sealed with the server's own secret, and opened to check a code.

Whoever reads the database, or a copy of it, computes no codes. AES-GCM with a random nonce; the login is bound to it,
so that a row copied to another login opens nothing.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from collections.abc import Iterator

from django.conf import settings
from django.utils.crypto import salted_hmac

_PREFIX = "s1:"
_NONCE_BYTES = 12


class KeyUnreadable(ValueError):
    """Sealed with a secret that the server no longer has."""


def seal(key: bytes, owner: object) -> str:
    """`key`, of at most 28 bytes, as text of at most 80 characters that says nothing of it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - 7 MB, for those who log in

    nonce = os.urandom(_NONCE_BYTES)
    sealed = AESGCM(_secret(settings.SECRET_KEY)).encrypt(nonce, key, str(owner).encode())
    return _PREFIX + base64.urlsafe_b64encode(nonce + sealed).decode().rstrip("=")


def unseal(sealed: str, owner: object) -> bytes:
    """The key. Secrets of before (SECRET_KEY_FALLBACKS) count too. Raises KeyUnreadable."""
    try:
        text = sealed.removeprefix(_PREFIX)
        whole = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (ValueError, binascii.Error):
        raise KeyUnreadable from None
    if not sealed.startswith(_PREFIX) or len(whole) <= _NONCE_BYTES:
        raise KeyUnreadable
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - as above

    for secret in _secrets():
        try:
            return AESGCM(secret).decrypt(whole[:_NONCE_BYTES], whole[_NONCE_BYTES:], str(owner).encode())
        except InvalidTag:
            continue
    raise KeyUnreadable


def hide_code(code: str, owner: object) -> str:
    """A recovery code as it is stored: 16 characters from which nobody finds it without the server's secret."""
    return _hidden(_secret(settings.SECRET_KEY), code, owner)


def hidden_codes(code: str, owner: object) -> list[str]:
    """As it may be stored: with the secret of now and with those of before."""
    return [_hidden(secret, code, owner) for secret in _secrets()]


def _hidden(secret: bytes, code: str, owner: object) -> str:
    digest = hashlib.blake2b(f"{owner}/{code}".encode(), key=secret, digest_size=10).digest()
    return base64.b32encode(digest).decode().lower()


def _secrets() -> Iterator[bytes]:
    yield from map(_secret, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


def _secret(key: str) -> bytes:
    """32 bytes for this purpose alone."""
    return salted_hmac("core.sealed_keys", "", secret=key, algorithm="sha256").digest()
