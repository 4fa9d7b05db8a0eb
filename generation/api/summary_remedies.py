"""What can be done about a summary that is wrong: withdraw it, object to it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers, status
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from core.actors import actor_of
from core.models import Scope
from core.refusals import InputRefused
from core.text_door import accept_text
from generation.api.base import ApiView, read_id, refusals_as_problems, user_of
from generation.api.request_bodies import StrictBody, TextField
from generation.api.schema import describes
from generation.api.shapes import answer
from generation.api.shown_summary import shown
from generation.api.summaries import SUMMARY_IN_PATH, show_summary
from generation.api.summary_shapes import ObjectionShape, SummaryShape
from generation.api.visible import find_summary
from generation.api.whose import is_service, require_scope
from generation.erasure import withdraw_summary
from generation.models import SessionBridgeVersion, WithdrawalCause
from generation.models.summary_objection import OBJECTION_MAX_LENGTH
from generation.summary_objections import object_to


class WordsField(serializers.CharField):
    """Words of a person, kept as they are: not stripped, not normalised. `max_length` counts bytes of UTF-8 too."""

    def __init__(self, **options: Any) -> None:
        super().__init__(trim_whitespace=False, allow_blank=True, required=False, **options)

    def to_internal_value(self, data: object) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        if not data:
            return data
        try:
            return accept_text(data, field=self.field_name or "", max_bytes=self.max_length or 0)
        except InputRefused as refusal:
            raise ValidationError(refusal.reason) from None


class WithdrawBody(StrictBody):
    """`reason`: staff say why, in a few words."""

    reason = WordsField(max_length=OBJECTION_MAX_LENGTH)


class ObjectionBody(StrictBody):
    """`bullet`: the id of the bullet that is wrong; null or left out: the whole text. `words`: what is wrong there."""

    bullet = TextField(required=False, allow_null=True, max_length=64)
    words = WordsField(max_length=OBJECTION_MAX_LENGTH)


class WithdrawSummary(ApiView):
    """POST: show it to nobody any more. Again: changes nothing."""

    throttle_scope = "summary_request"

    @describes(
        "withdraw_summary",
        "Withdraw a summary",
        takes=WithdrawBody,
        answers={200: SummaryShape},
        problems=("permission_denied",),
        parameters=(SUMMARY_IN_PATH,),
    )
    def post(self, request: Request, summary_id: str) -> Response:
        version = find_summary(request, read_id(summary_id))
        reason = self.read_body(WithdrawBody).get("reason", "")
        cause = _cause(request, version)
        with refusals_as_problems():
            withdraw_summary(actor_of(request.user), version, cause=cause, reason=reason)
        [found] = shown([find_summary(request, version.id)])
        return Response(show_summary(request, found))


class Objections(ApiView):
    """POST: "I did not say that". Said again of the same bullet, the first one stands."""

    throttle_scope = "summary_request"

    @describes(
        "object_to_summary",
        "Object to a bullet",
        takes=ObjectionBody,
        answers={201: ObjectionShape, 200: ObjectionShape},
        problems=("permission_denied",),
        parameters=(SUMMARY_IN_PATH,),
    )
    def post(self, request: Request, summary_id: str) -> Response:
        user = user_of(request)
        version = find_summary(request, read_id(summary_id))
        body = self.read_body(ObjectionBody)
        if version.patient.user_id != user.pk:
            raise PermissionDenied("Only the person whose summary it is may object to it.")
        bullet, words = body.get("bullet") or "", body.get("words", "")
        try:
            objection, is_new = object_to(version, by=user, slot_id=bullet, words=words)
        except InputRefused as refusal:
            raise ValidationError({refusal.field.replace("slot_id", "bullet"): refusal.reason}) from None
        return answer(ObjectionShape, objection, status_code=status.HTTP_201_CREATED if is_new else status.HTTP_200_OK)


def _cause(request: Request, version: SessionBridgeVersion) -> WithdrawalCause:
    """Whose word it is. Raises PermissionDenied for services and staff who may not."""
    user = user_of(request)
    if version.patient.user_id == user.pk:
        return WithdrawalCause.PERSON
    require_scope(request, Scope.SUMMARIES_WRITE)
    if not is_service(request) and not user.has_perm("generation.delete_sessionbridgeversion"):
        raise PermissionDenied("You may read this person's summaries but not withdraw them.")
    return WithdrawalCause.STAFF
