"""Folders that are safe to keep a database or a socket in, also below a folder everyone may write to."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from sessionbridge.embedded.accounts import Account
from sessionbridge.embedded.errors import SET_BOTH, EmbeddedServiceError

_WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def make_own_folder(path: Path) -> None:
    """Make a folder of ours: as root others may pass through it (0711), otherwise it is private (0700)."""
    _make_folder(path, keeper_of(path), 0o711 if os.geteuid() == 0 else 0o700)


def make_private_folder(path: Path, account: Account) -> None:
    """Make a folder that belongs to `account` alone (0700)."""
    _make_folder(path, account, 0o700)


def write_settings_file(path: Path, content: str) -> None:
    """Write a server's settings into a folder of ours, whole or not at all; its account may read them."""
    partial = path.with_name(f"{path.name}.new")
    partial.write_bytes(os.fsencode(content))
    partial.chmod(0o644)
    keeper = keeper_of(path)
    if not keeper.is_own:
        os.chown(partial, keeper.uid, keeper.gid)
    partial.replace(path)


def open_lock_file(path: Path) -> int:
    """Open a file to lock, making it if need be. Programs we start do not inherit it (O_CLOEXEC)."""
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    keeper = keeper_of(path)
    if not keeper.is_own:
        os.fchown(lock, keeper.uid, keeper.gid)
    return lock


def keeper_of(path: Path) -> Account:
    """Whose a new file or folder is to be: what root makes in a person's folder belongs to that person."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    parent = path.parent.stat()
    return Account(parent.st_uid, parent.st_gid)


def _make_folder(path: Path, account: Account, mode: int) -> None:
    """Make one folder. An existing one must be a real folder of the account that only it may write to.

    Nobody sees it before it is what it is to be: from its mode other commands work out where the data is.
    """
    if not os.path.lexists(path):
        try:
            unfinished = Path(tempfile.mkdtemp(prefix=f"{path.name}-", dir=path.parent))
        except OSError as error:
            raise EmbeddedServiceError(
                f"The embedded services cannot keep their data in {path} ({error.strerror}). {SET_BOTH}."
            ) from error
        try:
            if not account.is_own:
                os.chown(unfinished, account.uid, account.gid)
            unfinished.chmod(mode)
            unfinished.rename(path)
        except OSError as error:
            unfinished.rmdir()
            # Else another command was first.
            if not os.path.lexists(path):
                raise EmbeddedServiceError(
                    f"{path} cannot be handed to the account of the embedded servers ({error.strerror}):"
                    f" its file system may not keep owners. {SET_BOTH}."
                ) from error
    _require_ours(path, account)


def _require_ours(path: Path, account: Account) -> None:
    status = path.lstat()
    if not stat.S_ISDIR(status.st_mode):
        raise EmbeddedServiceError(f"{path} is not a folder; remove it and start again.")
    if status.st_uid != account.uid:
        raise EmbeddedServiceError(
            f"{path} belongs to another account (uid {status.st_uid}, expected {account.uid}). Run"
            f" as the account that started the embedded services first, or remove {path}."
        )
    if status.st_mode & _WRITABLE_BY_OTHERS:
        raise EmbeddedServiceError(f"Other accounts may write to {path}; take that away (chmod go-w) and start again.")
