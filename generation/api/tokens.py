"""Tokens: seen and revoked by whose they are, and made by services for the people of their organisation."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound, PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from core.actors import actor_of
from core.kept_answers import Done
from core.models import ApiToken, Scope
from core.practice.tokens import LONGEST, issue_token, revoke_token
from generation.api.base import ApiView, read_id, refusals_as_problems, token_of, user_of
from generation.api.idempotency import KEY_PARAMETER, KEY_PROBLEMS, once
from generation.api.request_bodies import IdField, StrictBody, TextField, WholeNumberField
from generation.api.schema import describes, in_path
from generation.api.shapes import InstantField, Shape, answer
from generation.api.whose import is_service, patients_to

_SHOWN = 100


class TokenShape(Shape):
    """A token, without itself: it was shown when it was made."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    begins_with = serializers.CharField()
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=Scope.values), source="scope_names")
    created_at = InstantField()
    expires_at = InstantField()
    last_used_at = InstantField(allow_null=True)


class TokensShape(Shape):
    """Those that may be used, newest first, 100 at the most."""

    tokens = TokenShape(many=True)


class IssuedTokenShape(Shape):
    """A token made by a service for a person. It is shown once: null where the request was sent again with its key."""

    id = serializers.UUIDField()
    token = serializers.CharField(allow_null=True)
    expires_at = InstantField()


class IssueBody(StrictBody):
    """`patient`: whose login it is for. `days`: how long it lasts."""

    patient = IdField()
    name = TextField(max_length=100)
    days = WholeNumberField(min_value=1, max_value=LONGEST.days, default=30)


class Tokens(ApiView):
    """GET: one's tokens, and those a service made. POST: a service makes one for a person."""

    throttle_scope = "account"

    @describes("list_tokens", "The tokens that may be used", answers={200: TokensShape})
    def get(self, request: Request) -> Response:
        return answer(TokensShape, {"tokens": _tokens_of(request)[:_SHOWN]})

    @describes(
        "issue_token",
        "Make a token for a person",
        takes=IssueBody,
        answers={201: IssuedTokenShape},
        problems=("permission_denied", "not_found", *KEY_PROBLEMS),
        parameters=[KEY_PARAMETER],
    )
    def post(self, request: Request) -> Response:
        """For services with the scope tokens:issue. Both are named wherever the token is used. Never for staff.

        Sent again with the same key it makes none: the answer has the id of the first, to revoke it by, and no token.
        """
        if not is_service(request):
            raise PermissionDenied("Services make tokens for people; log in for one of your own.")
        patients = patients_to(request, Scope.TOKENS_ISSUE)
        asked = self.read_body(IssueBody)
        patient = patients.filter(pk=asked["patient"]).select_related("user").first()
        if patient is None:
            raise NotFound("You can see no patient with this id. Check the id.")
        if patient.user is None or not patient.user.is_active or patient.user.is_staff or patient.user.is_superuser:
            raise ValidationError({"patient": "This person has no login of the app."})
        login, shown_once = patient.user, []

        def issue() -> Done:
            with refusals_as_problems():
                token, row = issue_token(
                    actor_of(user_of(request)),
                    login,
                    asked["name"],
                    lasts=timedelta(days=asked["days"]),
                    issued_by=token_of(request),
                )
            shown_once.append(token)
            return Done(status.HTTP_201_CREATED, {"token": str(row.pk)})

        def show(done: Done) -> Response:
            row = ApiToken.objects.get(pk=done.ids["token"])
            made: dict[str, Any] = {"id": row.pk, "token": next(iter(shown_once), None), "expires_at": row.expires_at}
            return answer(IssuedTokenShape, made, status_code=done.status)

        return once(request, issue, show)


class Token(ApiView):
    """DELETE: this token is worth nothing from now on, nor are those it made."""

    throttle_scope = "account"

    @describes(
        "revoke_token",
        "End a token",
        answers={204: None},
        parameters=[in_path("token_id", "Of a token in the list")],
    )
    def delete(self, request: Request, token_id: str) -> Response:
        id_ = read_id(token_id)
        row = id_ and _tokens_of(request).filter(pk=id_).select_related("user__organisation").first()
        if not row:
            raise NotFound("You have no token with this id. Check the id.")
        revoke_token(actor_of(user_of(request)), row)
        return Response(status=status.HTTP_204_NO_CONTENT)


def _tokens_of(request: Request) -> QuerySet[ApiToken]:
    user = user_of(request)
    good = ApiToken.objects.filter(revoked_at=None, expires_at__gt=Now())
    return good.filter(Q(user=user) | Q(issued_by__user=user))
