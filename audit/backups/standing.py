"""What stands now, such as who is in which team: whatever a backup has beyond it was taken away since.

Nobody keeps a row of what was taken from a login or a team. So what is left is listed, and the rest goes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from audit.backups.listed import REASON, Kind, Row
from core.actors import Actor
from core.faultpoints import committing
from core.history import record_change
from core.models import CareTeam, ChangeSubject, Patient, User
from core.roles import Role
from generation.models import Every, SummarySchedule
from generation.scheduling.rhythm import Rhythm, set_schedule

Rows = QuerySet[Any]


def _standing(
    what: str, rows: Callable[[], Rows], columns: Sequence[str], end: Callable[[Rows], object], owner: str = ""
) -> Kind:
    """Rows that are told by `columns`. What is not listed ends, on record with the team or login that is its `owner`:
    a field's name, 'self' for the row itself, '' where it needs no record of its own."""

    def listed() -> Iterator[Row]:
        for values in rows().values_list(*columns):
            yield tuple(map(str, values))

    def again(_actor: Actor, left: Sequence[Row]) -> tuple[int, list[str]]:
        stands = set(left)
        over = [pk for pk, *of in rows().values_list("pk", *columns) if tuple(map(str, of)) not in stands]
        with committing("enter"):
            going = rows().filter(pk__in=over)
            if owner:
                for row in going:
                    _record(_actor, row if owner == "self" else getattr(row, owner), what)
            end(going)
        return len(over), []

    return Kind(listed, again)


def _record(actor: Actor, owner: User | CareTeam, what: str) -> None:
    subject = ChangeSubject.CARE_TEAM if isinstance(owner, CareTeam) else ChangeSubject.LOGIN
    record_change(actor, subject, owner.pk, f"{what}: {REASON}", organisation=owner.organisation)


def _flag(what: str, name: str) -> Kind:
    """A yes of a login that became a no."""
    return _standing(
        what, lambda: User.objects.filter(**{name: True}), ["pk"], lambda rows: rows.update(**{name: False}), "self"
    )


def _passwords() -> Iterator[Row]:
    """The hash is over another with a salt of its own: of use to nobody who does not have that one."""
    for pk, password in User.objects.values_list("pk", "password"):
        yield str(pk), hashlib.sha256(password.encode()).hexdigest()


def _end_passwords(actor: Actor, left: Sequence[Row]) -> tuple[int, list[str]]:
    """Whoever knows a password of before knew it when it was changed: it must not even open the page to choose one."""
    ended = []
    over = set(_passwords()) - set(left)
    with committing("enter"):
        for user in User.objects.filter(pk__in=[pk for pk, _ in over]).order_by("username"):
            if user.has_usable_password():
                user.set_unusable_password()
                user.save(update_fields=["password"])
                _record(actor, user, "password")
                ended.append(user.get_username())
    names = ", ".join(ended)
    return len(ended), [f"`manage.py changepassword` for whose password changed since: {names}"] if ended else []


def _schedules() -> QuerySet[SummarySchedule]:
    return SummarySchedule.objects.filter(~Q(every=Every.OFF), patient__erased_at=None)


def _end_schedules(actor: Actor, left: Sequence[Row]) -> tuple[int, list[str]]:
    stands = {pk for (pk,) in left}
    over = [row for row in _schedules().select_related("patient") if str(row.patient_id) not in stands]
    for row in over:
        set_schedule(actor, row.patient, Rhythm())
    return len(over), []


def _delete(rows: Rows) -> object:
    return rows.delete()


# Migrations give roles what they may do, so that a list of older code must not take from them what newer code gives.
_RIGHTS_OF_GROUPS = Group.permissions.through.objects.exclude(group__name__in=list(Role))

STANDING: Mapping[str, Kind] = {
    "team_member": _standing(
        "staff", CareTeam.members.through.objects.all, ["careteam_id", "user_id"], _delete, "careteam"
    ),
    "team_person": _standing(
        "people", CareTeam.patients.through.objects.all, ["careteam_id", "patient_id"], _delete, "careteam"
    ),
    "role": _standing("role", User.groups.through.objects.all, ["user_id", "group_id"], _delete, "user"),
    "right": _standing(
        "right", User.user_permissions.through.objects.all, ["user_id", "permission_id"], _delete, "user"
    ),
    "right_of_group": _standing("right", _RIGHTS_OF_GROUPS.all, ["group_id", "permission_id"], _delete),
    "staff": _flag("may open the admin", "is_staff"),
    "superuser": _flag("superuser", "is_superuser"),
    "login": _flag("active", "is_active"),
    "app_login": _standing(
        "app login",
        Patient.objects.filter(user__isnull=False).all,
        ["pk", "user_id"],
        lambda rows: rows.update(user=None),
        "user",
    ),
    "second_factor": _standing("second factor", TOTPDevice.objects.all, ["pk", "user_id"], _delete, "user"),
    "recovery_code": _standing("recovery codes", StaticToken.objects.all, ["pk", "device_id"], _delete),
    "password": Kind(_passwords, _end_passwords),
    "schedule": Kind(lambda: ((str(row.patient_id),) for row in _schedules()), _end_schedules),
}
