"""Where the name of a person's login is kept: often it is their own, so an erasure takes it out of every record.

The login stays as a row, switched off, under a name that says nothing; so do the rows that named it. Names that it had
before go as well.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from axes.models import AccessAttempt
from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import make_password
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Model, Q, Value
from django.db.models.functions import Replace

from core.login.record import key_of
from core.models import (
    AccessEvent,
    ApiToken,
    Change,
    ChangeSubject,
    Consent,
    ErasureCertificate,
    LoginEvent,
    LoginTry,
    Patient,
    User,
)

# The triggers of the tables that never change know a name of an erased login by it.
ERASED_NAME = "erased-"


@dataclass(frozen=True)
class KeptName:
    """Columns of one table with usernames: `columns` hold nothing else, `texts` may hold one among other words."""

    model: type[Model]
    columns: tuple[str, ...]
    texts: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        return self.model._meta.db_table  # noqa: SLF001 - Django's public name for it

    def counted(self, rows: int) -> str:
        """So many rows in words."""
        name = self.model._meta.verbose_name if rows == 1 else self.model._meta.verbose_name_plural  # noqa: SLF001 - as above
        return f"the name of the login in {rows:,} {name}"


LOGINS = KeptName(User, ("username", "former_usernames", "first_name", "last_name", "email"))
LOGIN_EVENTS = KeptName(LoginEvent, ("username", "by"))
ACCESSES = KeptName(AccessEvent, ("actor_label",))
CHANGES = KeptName(Change, ("actor_label",), ("details",))
CONSENTS = KeptName(Consent, ("recorded_by_label",))
CERTIFICATES = KeptName(ErasureCertificate, ("by_label",))
TOKENS = KeptName(ApiToken, ("name", "made_by_label"))
ADMIN_LOG = KeptName(LogEntry, ("object_repr",), ("change_message",))
KEPT_NAMES = (LOGINS, LOGIN_EVENTS, ACCESSES, CHANGES, CONSENTS, CERTIFICATES, TOKENS, ADMIN_LOG)


def logins_of(patient: Patient) -> list[User]:
    """Every login the person has, and had for the app unless it is of staff or of another person by now."""
    linked = Change.objects.filter(patient=patient, subject=ChangeSubject.LOGIN).values_list("subject_id", flat=True)
    earlier = Q(pk__in=linked, is_staff=False, is_superuser=False)
    found = User.objects.filter(Q(pk=patient.user_id) | earlier)
    mine = found.filter(Q(patient=None) | Q(patient=patient))
    return list(mine.order_by("pk").select_for_update(no_key=True, of=("self",)))


def forget_logins(patient: Patient) -> dict[str, int]:
    """Switch the person's logins off, log them out everywhere, unlink them and take their names out of every record.

    In the caller's transaction, which holds the person's row. How many rows lost a name, by table.
    """
    forgotten = {kept.table: 0 for kept in KEPT_NAMES}
    for login in logins_of(patient):
        for table, rows in _forget(login).items():
            forgotten[table] += rows
    Patient.objects.filter(pk=patient.pk).update(user=None)
    return forgotten


def _forget(login: User) -> dict[str, int]:
    names, neutral = [login.username, *login.former_usernames], f"{ERASED_NAME}{secrets.token_hex(4)}"
    alone = _names_of_nobody_else(login, names)
    # First, because the triggers of the other tables look here.
    blank = {"first_name": "", "last_name": "", "email": "", "is_active": False, "password": make_password(None)}
    renamed = User.objects.filter(pk=login.pk).update(username=neutral, **blank)
    # A key is the name for whoever has the server's, so it goes too.
    keys = [key_of(name) for name in alone]
    AccessAttempt.objects.filter(username__in=keys).delete()
    LoginTry.objects.filter(name_key__in=keys).delete()
    LoginEvent.objects.filter(name_key__in=keys).exclude(user=login).update(name_key="")
    LoginEvent.objects.filter(by__in=alone).update(by=neutral)
    ApiToken.objects.filter(made_by_label__in=alone).exclude(user=login).update(made_by_label=neutral)
    _take_out_of_details(login, names, neutral)
    logged = LogEntry.objects.filter(object_id=str(login.pk), content_type=ContentType.objects.get_for_model(User))
    without_names: F | Replace = F("change_message")
    for name in names:
        without_names = Replace(without_names, Value(name), Value(neutral))
    # Whoever made one called it what they liked: by their own name, too. That it was made, and by whom, is in a change.
    tokens = ApiToken.objects.filter(user=login).update(name=neutral, made_by_label=neutral)
    return {
        LOGINS.table: renamed,
        LOGIN_EVENTS.table: LoginEvent.objects.filter(user=login).update(username=neutral, name_key=""),
        ACCESSES.table: AccessEvent.objects.filter(actor=login).update(actor_label=neutral),
        CHANGES.table: Change.objects.filter(actor=login).update(actor_label=neutral),
        CONSENTS.table: Consent.objects.filter(recorded_by=login).update(recorded_by_label=neutral),
        CERTIFICATES.table: ErasureCertificate.objects.filter(by=login).update(by_label=neutral),
        TOKENS.table: tokens,
        ADMIN_LOG.table: logged.update(object_repr=neutral, change_message=without_names),
    }


def _names_of_nobody_else(login: User, names: Sequence[str]) -> list[str]:
    """Those no other login has, or had: what names one without a key to the login may mean the other."""
    others = User.objects.exclude(pk=login.pk).filter(Q(username__in=names) | Q(former_usernames__overlap=[*names]))
    taken = {each for other in others for each in (other.username, *other.former_usernames)}
    return [name for name in names if name not in taken]


def _take_out_of_details(login: User, names: Sequence[str], neutral: str) -> None:
    """Out of changes of the login itself, and of teams: it may have been of staff once."""
    teams = Q(subject=ChangeSubject.CARE_TEAM, organisation=login.organisation_id)
    alternatives = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    # Not in the middle of another name.
    whole = re.compile(rf"(?<![\w.@+-])(?:{alternatives})(?![\w@+-])")
    for change in Change.objects.filter(Q(subject_id=login.pk) | teams):
        details = whole.sub(neutral, change.details)
        if details != change.details:
            longest = Change._meta.get_field("details").max_length or 0  # noqa: SLF001 - Django's public name for it
            if len(details) > longest:
                details = f"{details[: longest - len(neutral) - 2]}… {neutral}"
            Change.objects.filter(pk=change.pk).update(details=details)
