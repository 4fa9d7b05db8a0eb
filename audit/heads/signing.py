"""The key that signs heads: an Ed25519 key in a file outside the database, made on first use."""

from __future__ import annotations

import os
import re
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


class KeyUnusable(Exception):
    """The key cannot be used; the message says why and what to do."""


def read_key(path: Path) -> Ed25519PrivateKey | None:
    """The key in `path`, None where there is no such file. Raises KeyUnusable."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KeyUnusable(f"{path} cannot be read: {error.strerror}.") from None
    try:
        key = serialization.load_pem_private_key(content, password=None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnusable(f"{path} holds no Ed25519 key (PEM, PKCS 8, without a password).")
    return key


def make_key(path: Path) -> Ed25519PrivateKey:
    """A fresh key in a file that nobody else can read. Raises KeyUnusable where the file is there already."""
    key = Ed25519PrivateKey.generate()
    content = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise KeyUnusable(f"{path} cannot be written: {error.strerror}.") from None
    return key


def public_hex(key: Ed25519PrivateKey) -> str:
    """The public key that belongs to `key`, 64 hex digits."""
    return key.public_key().public_bytes_raw().hex()


def is_signed(public_key: str, signature: str, message: bytes) -> bool:
    """Whether the owner of `public_key` signed `message`. What has no right shape is no signature."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def own_public_key(path: Path) -> str:
    """The public key of the key in `path`, '' where there is none. Raises KeyUnusable."""
    key = read_key(path)
    return public_hex(key) if key else ""


def read_public_key(named: str) -> str:
    """The public key that `named` is, in hex, or that the PEM file of this name holds. Raises KeyUnusable."""
    if re.fullmatch(r"[0-9a-f]{64}", named):
        return named
    try:
        key = serialization.load_pem_public_key(Path(named).read_bytes())
    except (OSError, ValueError):
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise KeyUnusable(f"{named} is no Ed25519 public key: 64 hex digits, or the name of a PEM file.")
    return key.public_bytes_raw().hex()
