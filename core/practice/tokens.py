"""Tokens of the API: made, found by what a client sends, revoked. Each is shown once, when it is made."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Collection
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now

from core.actors import Actor
from core.faultpoints import around, committing
from core.history import record_change
from core.models import ApiToken, ChangeSubject, Organisation, Patient, Scope, User
from core.practice.names import accept_name
from core.refusals import InputRefused

LOGIN_LASTS = timedelta(hours=10)
LONGEST = timedelta(days=366)
_RANDOM_BYTES = 32
_SHOWN = 8
_NAME_MAX_LENGTH = 100
# Its use is written down so often at the most.
_USED_AGAIN_AFTER = timedelta(minutes=1)


class NewToken(NamedTuple):
    """A token and its row. The token itself is nowhere else."""

    token: str
    row: ApiToken


def issue_token(
    actor: Actor,
    user: User,
    name: str,
    *,
    lasts: timedelta = LOGIN_LASTS,
    scopes: Collection[Scope] = (),
    issued_by: ApiToken | None = None,
) -> NewToken:
    """A new token of a login. Raises InputRefused for a name that is none, a time that is too long or none, and a login
    that was switched off."""
    named = accept_name(name, field="name", max_length=_NAME_MAX_LENGTH)
    if not timedelta(0) < lasts <= LONGEST:
        raise InputRefused("days", f"must be from 1 to {LONGEST.days}.")
    token = secrets.token_urlsafe(_RANDOM_BYTES)
    with committing("token"):
        # Its person's erasure holds the login's row: it had ended when this is read, or takes the new token's name too.
        active = User.objects.select_for_update(no_key=True).filter(pk=user.pk, is_active=True)
        if not active.exists():
            raise InputRefused("user", "is a login that was switched off.")
        row = ApiToken.objects.create(
            digest=_digest(token),
            begins_with=token[:_SHOWN],
            name=named,
            user=user,
            scopes=" ".join(sorted(scopes)),
            issued_by=issued_by,
            made_by_label=actor.label,
            expires_at=Now() + lasts,
        )
        row.refresh_from_db()
        patient = Patient.objects.filter(user=user).first()
        record_change(
            actor,
            ChangeSubject.TOKEN,
            row.pk,
            f"token {row.begins_with}… made, until {row.expires_at:%Y-%m-%d}",
            organisation=user.organisation,
            patient=patient,
        )
    return NewToken(token, row)


def issue_service_token(
    actor: Actor, organisation: Organisation, name: str, *, lasts: timedelta, scopes: Collection[Scope]
) -> NewToken:
    """A token of a service of this organisation, which has a login nobody can log in by. Raises InputRefused."""
    if not scopes:
        raise InputRefused("scopes", f"must be one or more of: {', '.join(Scope.values)}.")
    named = accept_name(name, field="name", max_length=_NAME_MAX_LENGTH)
    username = f"service-{re.sub(r'[^a-z0-9]+', '-', named.lower()).strip('-')}-{organisation.pk.hex[:6]}"
    with committing("token"):
        user, made = User.objects.get_or_create(username=username, defaults={"organisation": organisation})
        if made:
            user.set_unusable_password()
            user.save(update_fields=["password"])
        return issue_token(actor, user, named, lasts=lasts, scopes=scopes)


def find_token(token: str) -> ApiToken | None:
    """The row of a token that may be used now; that it was is written down."""
    found = (
        ApiToken.objects.filter(digest=_digest(token), revoked_at=None, expires_at__gt=Now(), user__is_active=True)
        .select_related("user", "issued_by__user")
        .first()
    )
    if found is None or not _may_be_used(found.issued_by):
        return None
    with around("token"):
        unwritten = Q(last_used_at=None) | Q(last_used_at__lt=Now() - _USED_AGAIN_AFTER)
        ApiToken.objects.filter(unwritten, pk=found.pk).update(last_used_at=Now())
    return found


def still_good(token_ids: Collection[UUID]) -> set[UUID]:
    """Those of these tokens that may be used now, as `find_token` has it. One query."""
    issuer_may = Q(issued_by=None) | Q(issued_by__revoked_at=None, issued_by__user__is_active=True)
    good = ApiToken.objects.filter(issuer_may, revoked_at=None, expires_at__gt=Now(), user__is_active=True)
    return set(good.filter(pk__in=token_ids).values_list("pk", flat=True))


def revoke_token(actor: Actor, row: ApiToken) -> bool:
    """End it, and what it issued; whether it was good until now."""
    with committing("token"):
        ended = ApiToken.objects.filter(pk=row.pk, revoked_at=None).update(revoked_at=Now())
        if ended:
            details = f"token {row.begins_with}… revoked"
            patient = Patient.objects.filter(user_id=row.user_id).first()
            record_change(
                actor, ChangeSubject.TOKEN, row.pk, details, organisation=row.user.organisation, patient=patient
            )
    return bool(ended)


def end_tokens(user_id: UUID) -> None:
    """End every token of a login, in the caller's transaction."""
    ApiToken.objects.filter(user_id=user_id, revoked_at=None).update(revoked_at=Now())


def end_expired_tokens() -> int:
    """Mark as ended, since they expired, all tokens that did; how many. One whose tokens for people are still good is
    left until the last of them has expired: with it they would end."""
    still_good = ApiToken.objects.filter(issued_by=OuterRef("pk"), revoked_at=None, expires_at__gt=Now())
    expired = ApiToken.objects.filter(~Exists(still_good), revoked_at=None, expires_at__lte=Now())
    with around("token"):
        return expired.update(revoked_at=F("expires_at"))


def _may_be_used(issuer: ApiToken | None) -> bool:
    """Whether the service that issued a token still may: with it go the tokens it made."""
    return issuer is None or (issuer.revoked_at is None and issuer.user.is_active)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
