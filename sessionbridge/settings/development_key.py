"""The secret key of a development machine: made once, kept in a private file."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from sessionbridge.embedded.folders import make_own_folder


def read_or_make_key(local: Path) -> str:
    """The key in `local`, making it on first use. Two commands at once end with the same one."""
    path = local / "secret_key"
    try:
        if not path.exists():
            _make_key(path)
        return path.read_text().strip()
    except PermissionError:
        raise ImproperlyConfigured(
            f"{path} belongs to another account. Run as that account, set SECRET_KEY, or remove {local}."
        ) from None


def _make_key(path: Path) -> None:
    if not path.parent.exists():
        make_own_folder(path.parent)
    own = path.with_name(f"{path.name}.{os.getpid()}")
    own.touch(mode=0o600)
    own.write_text(secrets.token_urlsafe(50))
    try:
        # A link fails where a name exists: the first writer wins.
        path.hardlink_to(own)
    except FileExistsError:
        pass
    finally:
        own.unlink()
