"""What a person sees and decides about themselves: zone, consent, who looked, erasure."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate
from django.utils import timezone
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from core.access import accesses_of, record_access
from core.actors import actor_of
from core.calendar import local_date
from core.consent import consent_history, is_model_allowed
from core.models import ConsentWord, Patient
from core.practice.consents import current_consent_text, record_consent
from core.practice.erasure_requests import ask_for_erasure, call_off_erasure, standing_request
from core.practice.zones import change_zone
from core.zones import require_zone
from generation.api.base import ApiView, http_request, refusals_as_problems, token_of, user_of
from generation.api.cursors import PAGE_PARAMETERS, PageQuery, page_of, read_query
from generation.api.problems import LockedOut
from generation.api.request_bodies import DayField, StrictBody, TextField, TrueOrFalseField, WholeNumberField
from generation.api.schema import describes
from generation.api.shapes import InstantField, Shape, answer
from generation.api.whose import is_service, own_patient


class ErasureShape(Shape):
    """Everything the person wrote goes at `takes_effect_at`, unless it is called off before."""

    asked_at = InstantField()
    takes_effect_at = InstantField(source="due_at")


class DiaryShape(Shape):
    """One's own diary. `model_allowed`: whether a language model may read it."""

    id = serializers.UUIDField()
    zone = serializers.CharField()
    model_allowed = serializers.BooleanField()
    erased_at = InstantField(allow_null=True)
    erasure = ErasureShape(allow_null=True)


class MeShape(Shape):
    """Who the token is of. `diary` is null for staff and services."""

    username = serializers.CharField()
    kind = serializers.ChoiceField(choices=("person", "staff", "service"))
    organisation = serializers.CharField(allow_null=True)
    scopes = serializers.ListField(child=serializers.CharField())
    diary = DiaryShape(allow_null=True)


class ZoneBody(StrictBody):
    """`valid_from`: the first local date in the new zone, by default today there."""

    zone = TextField(max_length=64)
    valid_from = DayField(required=False, allow_null=True)


class ZoneShape(Shape):
    zone = serializers.CharField()


class ConsentEntryShape(Shape):
    """One answer to one wording. The highest number counts."""

    number = serializers.IntegerField()
    allowed = serializers.BooleanField()
    at = InstantField()
    on_word_of = serializers.CharField()
    recorded_by = serializers.CharField()
    wording_version = serializers.IntegerField(allow_null=True)
    wording = serializers.CharField()


class WordingShape(Shape):
    version = serializers.IntegerField()
    body = serializers.CharField()


class ConsentShape(Shape):
    """Whether a language model may read diary and sessions, the wording asked now, and all answers, newest first."""

    allowed = serializers.BooleanField()
    wording = WordingShape()
    history = ConsentEntryShape(many=True)


class ConsentBody(StrictBody):
    """`wording_version`: what was shown, so that nobody agrees to another wording."""

    allowed = TrueOrFalseField()
    wording_version = WholeNumberField(min_value=1)


class AccessShape(Shape):
    """Somebody was about to see what the person wrote."""

    at = InstantField()
    who = serializers.CharField(source="actor_label")
    action = serializers.CharField()


class AccessesShape(Shape):
    """A page, newest first."""

    accesses = AccessShape(many=True)
    next = serializers.CharField(allow_null=True)


class ErasureBody(StrictBody):
    password = TextField(max_length=1024)


class Me(ApiView):
    """Who I am."""

    throttle_scope = "account"

    @describes("read_me", "Who the token is of", answers={200: MeShape})
    def get(self, request: Request) -> Response:
        user = user_of(request)
        patient = Patient.objects.filter(user_id=user.pk).first()
        service = is_service(request)
        me = {
            "username": user.get_username(),
            "kind": "service" if service else "staff" if user.is_staff else "person",
            "organisation": user.organisation.name if user.organisation else None,
            "scopes": token_of(request).scope_names,
            "diary": patient and _diary(patient),
        }
        return answer(MeShape, me)


class MyZone(ApiView):
    """Where I live."""

    throttle_scope = "account"

    @describes(
        "change_zone", "Move to another time zone", takes=ZoneBody, answers={200: ZoneShape}, problems=("not_found",)
    )
    def put(self, request: Request) -> Response:
        """Days from `valid_from` on are counted in the new zone; earlier ones keep theirs."""
        patient = own_patient(request)
        asked = self.read_body(ZoneBody)
        if asked["zone"] != patient.zone:
            with refusals_as_problems():
                zone = require_zone(asked["zone"])
                day = asked.get("valid_from") or local_date(timezone.now(), zone)
                change_zone(actor_of(user_of(request)), patient, zone.key, day)
        return answer(ZoneShape, asked)


class MyConsent(ApiView):
    """Whether a language model may read my diary."""

    throttle_scope = "account"

    @describes("read_consent", "Consent and its history", answers={200: ConsentShape}, problems=("not_found",))
    def get(self, request: Request) -> Response:
        return answer(ConsentShape, _consent(own_patient(request)))

    @describes(
        "give_consent", "Allow or withdraw", takes=ConsentBody, answers={200: ConsentShape}, problems=("not_found",)
    )
    def post(self, request: Request) -> Response:
        """Recorded on the person's own word. It counts from the next request to a model on."""
        patient = own_patient(request)
        asked = self.read_body(ConsentBody)
        text = current_consent_text(patient.organisation)
        if asked["wording_version"] != text.version:
            raise ValidationError({"wording_version": f"The wording in force is version {text.version}. Show that."})
        with refusals_as_problems():
            record_consent(
                actor_of(user_of(request)), patient, allowed=asked["allowed"], on_word_of=ConsentWord.PERSON, text=text
            )
        return answer(ConsentShape, _consent(patient))


class MyAccesses(ApiView):
    """Who looked."""

    throttle_scope = "account"

    @describes(
        "list_accesses",
        "Who was about to see what I wrote",
        answers={200: AccessesShape},
        problems=("not_found",),
        parameters=PAGE_PARAMETERS,
    )
    def get(self, request: Request) -> Response:
        """To read it is itself on it."""
        asked = read_query(request, PageQuery)
        patient = own_patient(request)
        record_access(actor=request.user, patient_id=patient.pk, action="who looked", target=request.path)
        page = page_of(accesses_of(patient), asked, by="at")
        return answer(AccessesShape, {"accesses": page.rows, "next": page.next})


class MyErasure(ApiView):
    """Take everything back."""

    throttle_scope = "account"

    @describes(
        "ask_for_erasure",
        "Have everything erased in 24 hours",
        takes=ErasureBody,
        answers={202: ErasureShape},
        problems=("not_found", "locked_out"),
    )
    def post(self, request: Request) -> Response:
        """The password is asked for again. Until then it can be called off; asked again, the first time counts."""
        patient = own_patient(request)
        user, asked = user_of(request), self.read_body(ErasureBody)
        http = http_request(request)
        known = authenticate(http, username=user.get_username(), password=asked["password"])
        if getattr(http, "axes_locked_out", False):
            raise LockedOut(settings.LOGIN_LOCKED_SECONDS)
        if known is None:
            raise ValidationError({"password": "is wrong. Capitals count."}, code="wrong_password")
        with refusals_as_problems():
            standing = ask_for_erasure(actor_of(user), patient, user)
        return answer(ErasureShape, standing, status_code=status.HTTP_202_ACCEPTED)

    @describes("call_off_erasure", "Stay", answers={204: None}, problems=("invalid", "not_found"))
    def delete(self, request: Request) -> Response:
        patient = own_patient(request)
        with refusals_as_problems():
            call_off_erasure(actor_of(user_of(request)), patient)
        return Response(status=status.HTTP_204_NO_CONTENT)


def _diary(patient: Patient) -> dict[str, Any]:
    return {
        "id": patient.pk,
        "zone": patient.zone,
        "model_allowed": is_model_allowed(patient.pk),
        "erased_at": patient.erased_at,
        "erasure": standing_request(patient),
    }


def _consent(patient: Patient) -> dict[str, Any]:
    history = consent_history(patient)
    return {
        "allowed": is_model_allowed(patient.pk),
        "wording": current_consent_text(patient.organisation),
        "history": history,
    }
