from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from core.actors import actor_of
from core.admin.read_only import OwnOrganisationAdmin
from core.login.rank import may_change_login
from core.models import ApiToken
from core.practice.tokens import revoke_token


@admin.register(ApiToken)
class ApiTokenAdmin(OwnOrganisationAdmin[ApiToken]):
    """Who has which token of the API, when it was last used; an action ends them. None is made here."""

    organisation_path = "user__organisation"
    list_display = ("begins_with", "name", "user", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at")
    list_select_related = ("user",)
    sortable_by = ()
    fields = (*list_display, "issued_by", "made_by")
    readonly_fields = ("made_by",)
    actions = ("revoke",)

    @admin.display(description="made by")
    def made_by(self, token: ApiToken) -> str:
        return token.made_by_label

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("core.change_apitoken")

    @admin.action(permissions=["revoke"], description="Revoke")
    def revoke(self, request: HttpRequest, tokens: QuerySet[ApiToken]) -> None:
        theirs = [token for token in tokens.select_related("user") if may_change_login(request.user, token.user)]
        ended = sum(revoke_token(actor_of(request.user), token) for token in theirs)
        self.message_user(request, f"Tokens revoked: {ended}.", messages.SUCCESS)
