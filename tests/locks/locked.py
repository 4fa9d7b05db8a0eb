"""What a lock file leaves out: with `--no-deps` pip installs exactly what is listed, so that nothing else says it.

A lock without an extra lets pip resolve it anew, or goes without what the extra brings; either way a clone breaks on a
day when nothing was changed. `pip check` looks at no extra.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name


class Installed(NamedTuple):
    """What a package says of itself: `requires` as its metadata has it, one requirement each."""

    name: str
    version: str
    requires: Sequence[str] = ()
    extras: Sequence[str] = ()


def read_requirements(text: str) -> dict[NormalizedName, Requirement]:
    """The requirements of a lock, or of the file it was made from, that apply to this interpreter and platform."""
    lines = re.sub(r"\\\n\s*--hash=\S+", "", text).splitlines()
    requirements = [Requirement(line) for line in lines if line.strip() and line.lstrip()[0] not in "#-"]
    return {
        canonicalize_name(requirement.name): requirement
        for requirement in requirements
        if requirement.marker is None or requirement.marker.evaluate()
    }


def find_gaps(
    locked: Mapping[NormalizedName, Requirement],
    installed: Iterable[Installed],
    asked: Mapping[NormalizedName, Requirement] = MappingProxyType({}),
) -> list[str]:
    """A sentence for each thing that the lock does not give: what is `asked` for in the file it was made from, and what
    a locked package or one of its locked extras needs.
    """
    packages = {canonicalize_name(package.name): package for package in installed}
    gaps = [f"{name} is locked and was not installed" for name in sorted(locked.keys() - packages.keys())]
    gaps += [
        f"{wanted.name}{_in_brackets(wanted.extras)} is asked for: {gap}"
        for wanted in asked.values()
        if (gap := _gap(wanted, locked, packages))
    ]
    for name in sorted(locked.keys() & packages.keys()):
        package, extras = packages[name], locked[name].extras
        known = {canonicalize_name(extra) for extra in package.extras}
        gaps += [f"{name} has no extra {extra}" for extra in sorted(extras) if canonicalize_name(extra) not in known]
        for needed in needed_by(package, extras):
            if gap := _gap(needed, locked, packages):
                gaps.append(f"{locked[name].name}{_in_brackets(extras)} needs {needed}: {gap}")
    return gaps


def needed_by(package: Installed, extras: Iterable[str]) -> list[Requirement]:
    """What `package` needs here, with `extras`; each requirement without its condition."""
    needed = []
    for requirement in map(Requirement, package.requires):
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            requirement.marker = None
            needed.append(requirement)
    return needed


def _gap(
    needed: Requirement, locked: Mapping[NormalizedName, Requirement], packages: Mapping[NormalizedName, Installed]
) -> str:
    name = canonicalize_name(needed.name)
    if name not in locked:
        return "it is not locked"
    if absent := needed.extras - locked[name].extras:
        return f"it is locked without {_in_brackets(absent)}"
    if name in packages and not needed.specifier.contains(packages[name].version, prereleases=True):
        return f"{packages[name].version} is locked"
    return ""


def _in_brackets(extras: Iterable[str]) -> str:
    return f"[{','.join(sorted(extras))}]" if extras else ""
