"""The five roles, kept as Django groups: what a login may do, said by each app for its own tables.

An app grants permissions when it is loaded; after its migrations the groups get exactly what was granted. So a
permission that a later app brings along is there without a migration, and one given by hand to a role is gone again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from django.apps import AppConfig
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.db.models.signals import post_migrate

from core.models import Patient, User
from core.refusals import InputRefused


class Role(StrEnum):
    """What somebody is here for. A login may have several, for example in a practice of one; QA only with such that
    show no codes."""

    ADMINISTRATOR = "Administrator"
    CLINICIAN = "Clinician"
    QA = "QA"
    OPERATIONS = "Operations"
    PERSON = "Person"


# For whoever gives somebody a role, or takes it.
WHAT_ROLES_DO: dict[str, str] = {
    Role.ADMINISTRATOR: (
        "enters people, teams and logins of the practice, records consents, erases people. Reads no diary."
    ),
    Role.CLINICIAN: (
        "reads the diaries and summaries of the people in their care teams, enters messages and sessions, asks for "
        "summaries and withdraws them. Sees nobody before they are in a care team."
    ),
    Role.QA: "reads all summaries of the practice and how they were made, under made-up names instead of codes.",
    Role.OPERATIONS: "sees how summaries are being made and what they cost. Reads no diary and sees no codes.",
    Role.PERSON: "keeps their own diary in the app.",
}

# The app's logins; everybody else of these works in the admin.
STAFF_ROLES = frozenset(Role) - {Role.PERSON}

_APART = (
    "QA reads everybody's words because it sees nobody's code: take away what shows codes (Administrator, Clinician, "
    'superuser, "Can see people\'s codes"), or make a second login for QA.'
)

_OF_A_PERSON = "This is the login of a person's diary: it opens the app alone. Make a second login for their work here."

# By app: "see_codes" and the like, as Django names permissions.
Grants = Mapping[Role, Iterable[str]]
_granted: dict[Role, set[tuple[str, str]]] = defaultdict(set)


def grant_permissions(app: AppConfig, grants: Grants) -> None:
    """Have these permissions of `app` given to the roles after every migration. Called as the app is loaded."""
    for role, codenames in grants.items():
        _granted[role].update((app.label, codename) for codename in codenames)
    post_migrate.connect(_after_migrations, sender=app, dispatch_uid=f"roles of {app.label}")


def give_role(user: User, *roles: Role) -> None:
    """Add these roles; one of staff opens the admin. Raises InputRefused where they do not go together, or
    where staff would be made of a person's login."""
    if STAFF_ROLES.intersection(roles):
        require_no_person(user)
    together = {*user.groups.all(), *Group.objects.filter(name__in=roles)}
    require_roles_apart(together, user.user_permissions.all(), is_superuser=user.is_superuser)
    user.groups.add(*Group.objects.filter(name__in=roles))
    if STAFF_ROLES.intersection(roles) and not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])


def roles_in_words(user: User) -> str:
    """The names of somebody's roles, or ''."""
    return ", ".join(sorted(group.name for group in user.groups.all()))


def require_roles_apart(
    groups: Iterable[Group], permissions: Iterable[Permission] = (), *, is_superuser: bool = False
) -> None:
    """Whoever reads the words of the whole organisation knows nobody by their code.

    Raises InputRefused where QA is among `groups`, and any other of them, or a right beyond them, shows codes.
    """
    names = {group.name: group.pk for group in groups}
    if Role.QA not in names:
        return
    shows = Permission.objects.filter(content_type__app_label="core", codename="see_codes")
    of_groups = shows.filter(group__in=[pk for name, pk in names.items() if name != Role.QA])
    by_itself = shows.filter(pk__in=[permission.pk for permission in permissions])
    if is_superuser or of_groups.exists() or by_itself.exists():
        raise InputRefused("groups", _APART)


def require_no_person(user: User) -> None:
    """Raises InputRefused where the login is that of a person: an erasure takes it, and the work of staff stays."""
    if Patient.objects.filter(user_id=user.pk).exists():
        raise InputRefused("groups", _OF_A_PERSON)


def role_table() -> str:
    """Markdown: every permission that a role has, and which roles have it."""
    rows = ""
    for permission in sorted(set().union(*(_granted[role] for role in Role))):
        cells = " | ".join("yes" if permission in _granted[role] else "" for role in Role)
        rows += f"| `{'.'.join(permission)}` | {cells} |\n"
    heads = " | ".join(Role)
    return f"| permission | {heads} |\n| --- |{' --- |' * len(Role)}\n{rows}"


def _after_migrations(using: str, **_: Any) -> None:
    for role in Role:
        set_permissions(role, using)


def set_permissions(role: Role, using: str = "default") -> None:
    """Give the role what was granted to it and exists by now, nothing else. The group is made where it is missing."""
    group, _ = Group.objects.using(using).get_or_create(name=role)
    wanted = Q(pk__in=[])
    for label, codename in _granted[role]:
        wanted |= Q(content_type__app_label=label, codename=codename)
    group.permissions.set(Permission.objects.using(using).filter(wanted))
