"""Which account the embedded servers run as, and what that account can reach."""

from __future__ import annotations

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sessionbridge.embedded.errors import SET_BOTH, EmbeddedServiceError

# PostgreSQL refuses to run as root. Both accounts are looked up, never made.
SERVICE_ACCOUNTS = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """A Unix account, with what it takes to start a program as it."""

    uid: int
    gid: int

    @property
    def is_own(self) -> bool:
        return self.uid == os.geteuid()

    def popen_arguments(self) -> dict[str, Any]:
        """Arguments that make `subprocess` start a program as this account, and as it alone."""
        if self.is_own:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def choose_account(data_folder: Path) -> Account:
    """The account of the servers: our own, or for root the owner of the data, else a service account.

    Raises EmbeddedServiceError when root finds no account to hand the servers to.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    try:
        owner = data_folder.stat()
    except OSError:
        pass
    else:
        if owner.st_uid != 0:
            return Account(owner.st_uid, owner.st_gid)
    for name in SERVICE_ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(entry.pw_uid, entry.pw_gid)
    raise EmbeddedServiceError(
        "The embedded servers never run as root, and this machine has neither an account"
        f" `postgres` nor `nobody`. Run this as an ordinary user. {SET_BOTH}."
    )


def can_reach(account: Account, path: Path) -> bool:
    """Whether the account may enter every existing folder on the way to `path`, itself included."""
    return all(_may_enter(account, folder) for folder in (path, *path.parents) if folder.exists())


def _may_enter(account: Account, path: Path) -> bool:
    """By the mode bits alone, with no supplementary groups: how the servers will be started."""
    status = path.stat()
    if status.st_uid == account.uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == account.gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)
