"""The severity of the gate's rules in an organisation: read, and changed by adding another version."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import IntegrityError

from core.database_errors import constraint_of
from core.faultpoints import committing
from core.models import User
from core.refusals import InputRefused
from generation.models import GatePolicyVersion
from generation.models.gate_policy import POLICY_REASON_MAX_LENGTH
from generation.pipeline.contracts import GatePolicy
from generation.pipeline.contracts.rule import Rule
from generation.pipeline.policy_gate.all_rules import ALL_RULES
from generation.pipeline.policy_gate.severity import ALWAYS_BLOCKING

# The rules whose severity is for people to set; all others always block.
MAY_BE_ONLY_NOTED: Mapping[str, Rule] = {id_: rule for id_, rule in ALL_RULES.items() if id_ not in ALWAYS_BLOCKING}


def policy_version_in_force(organisation_id: UUID) -> GatePolicyVersion | None:
    """The newest one; None where every rule blocks, as by default."""
    return GatePolicyVersion.objects.filter(organisation=organisation_id).order_by("-number").first()


def policy_in_force(organisation_id: UUID) -> GatePolicy:
    version = policy_version_in_force(organisation_id)
    return GatePolicy(review=tuple(version.review_rule_ids) if version else ())


def change_policy(by: User, *, noted: Collection[str], after: int, reason: str) -> GatePolicyVersion:
    """From now on only note the findings of the rules `noted`, and of no others, in the organisation of `by`.

    `after` is the number of the policy that whoever changes it has looked at, 0 for the default. Raises InputRefused
    where another was added since, for a rule that always blocks or is unknown, and without a reason.
    """
    if by.organisation_id is None:
        raise InputRefused("organisation", "a policy belongs to an organisation, and you belong to none.")
    for rule_id in noted:
        if rule_id in ALWAYS_BLOCKING:
            raise InputRefused("noted", f"{rule_id} always blocks: {ALWAYS_BLOCKING[rule_id]}.")
        if rule_id not in ALL_RULES:
            raise InputRefused("noted", "there is no such rule.")
    if not reason.strip() or len(reason) > POLICY_REASON_MAX_LENGTH or "\x00" in reason:
        raise InputRefused("reason", f"say why, in at most {POLICY_REASON_MAX_LENGTH} characters.")
    newest = policy_version_in_force(by.organisation_id)
    if after != (newest.number if newest else 0):
        raise InputRefused("noted", "somebody else has changed it meanwhile. Look at it again.")
    try:
        with committing("change_policy"):
            return GatePolicyVersion.objects.create(
                organisation_id=by.organisation_id,
                number=after + 1,
                review_rule_ids=sorted(set(noted)),
                by=by,
                reason=reason.strip(),
            )
    except IntegrityError as error:
        if constraint_of(error) == "gate_policies_number_unique":
            raise InputRefused("noted", "somebody else has changed it meanwhile. Look at it again.") from None
        raise
