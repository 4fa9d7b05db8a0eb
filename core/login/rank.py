"""Who may change whose login: nobody that of somebody above, of another organisation, or their own rights."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q

from core.models import ApiToken, User
from core.models.user import ERASED_NAME
from core.visibility import is_operator


def rank_of(user: User) -> int:
    """0: staff and people; 1: may change logins; 2: a superuser of an organisation; 3: an operator."""
    if user.is_superuser:
        return 2 if user.organisation_id else 3
    return int(user.has_perm("core.change_user"))


def of_somebody() -> Q:
    """Logins of people and staff: not a service's, which has tokens alone, nor what is left of an erased person's."""
    of_service = Exists(ApiToken.objects.filter(user=OuterRef("pk")).exclude(scopes=""))
    return ~of_service & ~Q(username__startswith=ERASED_NAME, is_active=False)


def may_change_login(actor: User | AnonymousUser, target: User) -> bool:
    """Whether `actor` may see to the login of `target`: password, roles, whether it is active."""
    if not isinstance(actor, User) or not actor.has_perm("core.change_user"):
        return False
    if not User.objects.filter(of_somebody(), pk=target.pk).exists():
        return False
    if is_operator(actor):
        return True
    return (
        actor.organisation_id is not None
        and actor.organisation_id == target.organisation_id
        and rank_of(actor) >= rank_of(target)
    )
