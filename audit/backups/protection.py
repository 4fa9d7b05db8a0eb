"""What protects somebody: holds, periods, a stricter gate, erasures asked for; tokens and passwords that ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models.functions import Now

from audit.backups.listed import REASON, Kind, NotHere, Row, ids_of, living_person, one_by_one
from audit.models import Kept
from audit.retention import held_people, is_held, last_periods, set_hold, set_period
from core.actors import Actor
from core.faultpoints import around, committing
from core.history import record_change
from core.models import (
    ApiToken,
    ChangeSubject,
    ErasureRequest,
    Organisation,
    User,
)
from core.practice.erasure_requests import standing_request
from core.practice.tokens import revoke_token
from core.refusals import InputRefused
from generation.gate_policies import change_policy, policy_version_in_force
from generation.models import GatePolicyVersion


def _hold(actor: Actor, patient_id: str) -> bool:
    patient = living_person(patient_id)
    if patient is None or is_held(patient):
        return False
    set_hold(actor, patient, holds=True)
    return True


def _periods() -> Iterator[Row]:
    for period in last_periods():
        yield str(period.organisation_id), period.kept, str(period.days or "")


def _set_period(actor: Actor, organisation_id: str, kept: str, days: str) -> bool:
    """A period that is longer now, or off, protects as well as a hold does."""
    organisation = Organisation.objects.filter(pk=organisation_id).first()
    wanted = int(days) if days else None
    stands = {
        period.days
        for period in last_periods()
        if (str(period.organisation_id), period.kept) == (organisation_id, kept)
    }
    if organisation is None or (stands or {None}) == {wanted}:
        return False
    set_period(actor, organisation, Kept(kept), wanted)
    return True


def _policies() -> Iterator[Row]:
    """Which findings of the gate are only noted, and who said so: a stricter policy protects everybody."""
    newest = GatePolicyVersion.objects.order_by("organisation_id", "-number").distinct("organisation_id")
    for policy in newest:
        yield str(policy.organisation_id), str(policy.by_id), ",".join(policy.review_rule_ids)


def _set_policy(_actor: Actor, organisation_id: str, user_id: str, rules: str) -> bool:
    newest = policy_version_in_force(UUID(organisation_id))
    noted = [rule for rule in rules.split(",") if rule]
    organisation = Organisation.objects.filter(pk=organisation_id).first()
    if organisation is None or (newest.review_rule_ids if newest else []) == noted:
        return False
    by = User.objects.filter(pk=user_id, organisation=organisation).first()
    by_hand = NotHere(
        f"the gate's policy of {organisation.name}, in the admin: only noted were {rules or 'no findings'}"
    )
    if by is None:
        raise by_hand
    try:
        change_policy(by, noted=noted, after=newest.number if newest else 0, reason=REASON)
    except InputRefused:
        # Of a rule that newer code no longer has.
        raise by_hand from None
    return True


def _asked_for() -> Iterator[Row]:
    for asked in ErasureRequest.objects.filter(called_off_at=None, done_at=None):
        yield str(asked.patient_id), str(asked.asked_by_id), asked.due_at.isoformat()


def _ask_again(actor: Actor, patient_id: str, user_id: str, due_at: str) -> bool:
    patient = living_person(patient_id)
    if patient is None or standing_request(patient):
        return False
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise NotHere(
            f"`manage.py erase_person {patient_id}` after {due_at}: they asked for it by a login that is lost"
        )
    with committing("ask_erasure"):
        ErasureRequest.objects.create(patient=patient, asked_by=user, due_at=datetime.fromisoformat(due_at))
        record_change(actor, ChangeSubject.PATIENT, patient.pk, "erasure asked for by the person", patient=patient)
    return True


def _call_off(actor: Actor, request_id: str) -> bool:
    with committing("ask_erasure"):
        asked = ErasureRequest.objects.filter(pk=request_id, called_off_at=None, done_at=None)
        found = asked.select_related("patient").first()
        if found is None or not asked.update(called_off_at=Now()):
            return False
        record_change(actor, ChangeSubject.PATIENT, found.patient.pk, "erasure called off", patient=found.patient)
    return True


def _revoke(actor: Actor, token_id: str) -> bool:
    token = ApiToken.objects.filter(pk=token_id).first()
    return token is not None and revoke_token(actor, token)


def _password_due(_actor: Actor, user_id: str) -> bool:
    with around("enter"):
        return User.objects.filter(pk=user_id, must_choose_password=False).update(must_choose_password=True) > 0


PROTECTION: Mapping[str, Kind] = {
    "hold": one_by_one(lambda: ids_of(held_people()), _hold),
    "period": one_by_one(_periods, _set_period),
    "gate_policy": one_by_one(_policies, _set_policy),
    # Before those asked for: one that was called off and asked for again is due at its own time.
    "erasure_called_off": one_by_one(
        lambda: ids_of(ErasureRequest.objects.filter(called_off_at__isnull=False)), _call_off
    ),
    "erasure_asked": one_by_one(_asked_for, _ask_again),
    "token": one_by_one(lambda: ids_of(ApiToken.objects.filter(revoked_at__isnull=False)), _revoke),
    "password_due": one_by_one(lambda: ids_of(User.objects.filter(must_choose_password=True)), _password_due),
}
