"""Where the name of a person's login is kept: often it is their own, so an erasure takes it out of every record.

The login stays as a row, switched off, under a name that says nothing; so do the rows that named it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from axes.models import AccessAttempt
from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import make_password
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, Value
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


LOGINS = KeptName(User, ("username", "first_name", "last_name", "email"))
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
    name, neutral = login.username, f"{ERASED_NAME}{secrets.token_hex(4)}"
    # First, because the triggers of the other tables look here.
    blank = {"first_name": "", "last_name": "", "email": "", "is_active": False, "password": make_password(None)}
    renamed = User.objects.filter(pk=login.pk).update(username=neutral, **blank)
    AccessAttempt.objects.filter(username=key_of(name)).delete()
    # The key is the name for whoever has the server's, so it goes too.
    LoginEvent.objects.filter(name_key=key_of(name)).exclude(user=login).update(name_key="")
    LoginEvent.objects.filter(by=name).update(by=neutral)
    changes = Change.objects.filter(subject_id=login.pk, details__contains=name)
    changes.update(details=Replace("details", Value(name), Value(neutral)))
    logged = LogEntry.objects.filter(object_id=str(login.pk), content_type=ContentType.objects.get_for_model(User))
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
        ADMIN_LOG.table: logged.update(
            object_repr=neutral, change_message=Replace("change_message", Value(name), Value(neutral))
        ),
    }
