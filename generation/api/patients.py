"""The people of a practice and their sessions: for services with the scope and staff with the permission."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from core.actors import actor_of
from core.kept_answers import Done
from core.models import Patient, Scope, TherapySession
from core.practice.logins import make_app_login
from core.practice.people import create_patient
from core.practice.sessions import TRANSCRIPT_MAX_BYTES, add_session, without_transcripts
from core.visibility import visible_patients
from generation.api.base import ApiView, read_id, refusals_as_problems, user_of
from generation.api.cursors import PAGE_PARAMETERS, PageQuery, page_of, read_query
from generation.api.idempotency import KEY_PARAMETER, KEY_PROBLEMS, once
from generation.api.request_bodies import DayField, IdField, MomentField, StrictBody, TextField
from generation.api.schema import describes, in_path
from generation.api.shapes import InstantField, Shape, answer
from generation.api.whose import find_patient, is_service, patients_to, require_scope

_MAKE = "core.add_patient"
_WHOSE = OpenApiParameter(
    "patient", {"type": "string", "format": "uuid"}, OpenApiParameter.QUERY, required=True, description="Whose"
)


class PatientShape(Shape):
    """A person. `code` is a pseudonym for those who are not to know codes."""

    id = serializers.UUIDField()
    code = serializers.CharField(source="shown_code")
    zone = serializers.CharField()
    has_login = serializers.SerializerMethodField()
    created_at = InstantField()
    erased_at = InstantField(allow_null=True)

    def get_has_login(self, patient: Patient) -> bool:
        return patient.user_id is not None


class PatientsShape(Shape):
    """A page, newest first."""

    patients = PatientShape(many=True)
    next = serializers.CharField(allow_null=True)


class AppLoginBody(StrictBody):
    """A login of the app for the person."""

    username = TextField(max_length=150)
    password = TextField(max_length=1024)


class PatientBody(StrictBody):
    """`code`: what the practice calls the person. `zone`: where they live, an IANA name."""

    code = TextField(max_length=32)
    zone = TextField(max_length=64)
    login = AppLoginBody(required=False, allow_null=True)


class SessionShape(Shape):
    """A therapy session. What was said is not shown here."""

    id = serializers.UUIDField()
    patient = serializers.UUIDField(source="patient_id")
    session_date = serializers.DateField()
    held_at = InstantField(allow_null=True)
    has_transcript = serializers.BooleanField()
    erased_at = InstantField(allow_null=True)


class SessionsShape(Shape):
    """A page, the last entered first."""

    sessions = SessionShape(many=True)
    next = serializers.CharField(allow_null=True)


class SessionBody(StrictBody):
    """`id`: the sender's own; sent again it is the same session."""

    patient = IdField()
    id = TextField(max_length=200)
    session_date = DayField()
    held_at = MomentField(required=False, allow_null=True)
    transcript = TextField(required=False, allow_blank=True)


class SessionsQuery(PageQuery):
    """Sessions are listed for one person."""

    patient = IdField()


class Patients(ApiView):
    """People of the organisation."""

    throttle_scope = "account"

    @describes(
        "list_patients",
        "The people one may see",
        answers={200: PatientsShape},
        problems=("permission_denied",),
        parameters=PAGE_PARAMETERS,
    )
    def get(self, request: Request) -> Response:
        asked = read_query(request, PageQuery)
        page = page_of(_seen(request), asked, by="created_at")
        return answer(PatientsShape, {"patients": page.rows, "next": page.next})

    @describes(
        "enter_patient",
        "Enter a person",
        takes=PatientBody,
        answers={201: PatientShape},
        problems=("permission_denied", *KEY_PROBLEMS),
        parameters=[KEY_PARAMETER],
    )
    def post(self, request: Request) -> Response:
        """With a login of the app, where one is given. No language model may read anything until a consent says so."""
        require_scope(request, Scope.PATIENTS_WRITE)
        user = user_of(request)
        if not is_service(request) and not user.has_perm(_MAKE):
            raise PermissionDenied("You may not enter people.")
        if user.organisation is None:
            raise PermissionDenied("You belong to no organisation; people are entered by somebody from their own.")
        asked = self.read_body(PatientBody)
        return once(request, lambda: self._enter(asked), self._show)

    def _enter(self, asked: dict[str, Any]) -> Done:
        user = user_of(self.request)
        actor = actor_of(user)
        if user.organisation is None:
            raise TypeError("nobody enters people without an organisation")
        with refusals_as_problems():
            patient = create_patient(actor, user.organisation, asked["code"], asked["zone"])
            if login := asked.get("login"):
                make_app_login(actor, patient, login["username"], login["password"])
        return Done(status.HTTP_201_CREATED, {"patient": str(patient.pk)})

    def _show(self, done: Done) -> Response:
        return answer(PatientShape, Patient.objects.get(pk=done.ids["patient"]), status_code=done.status)


class OnePatient(ApiView):
    """One person."""

    throttle_scope = "account"

    @describes(
        "read_patient",
        "One person",
        answers={200: PatientShape},
        problems=("permission_denied",),
        parameters=[in_path("patient_id", "Of the person")],
    )
    def get(self, request: Request, patient_id: str) -> Response:
        id_ = read_id(patient_id)
        found = _seen(request).filter(pk=id_).first() if id_ else None
        if found is None:
            raise NotFound("You can see no patient with this id. Check the id.")
        return answer(PatientShape, found)


class Sessions(ApiView):
    """Therapy sessions."""

    throttle_scope = "account"
    # The transcript, with the quotation marks JSON puts before each of its lines.
    max_body_bytes = TRANSCRIPT_MAX_BYTES + 64 * 1024

    @describes(
        "list_sessions",
        "Sessions of a person",
        answers={200: SessionsShape},
        problems=("permission_denied", "not_found"),
        parameters=[_WHOSE, *PAGE_PARAMETERS],
    )
    def get(self, request: Request) -> Response:
        asked = read_query(request, SessionsQuery)
        patient = find_patient(request, asked["patient"], Scope.SESSIONS_WRITE, "core.view_therapysession", words=False)
        _require_staff(request, "core.view_therapysession")
        page = page_of(without_transcripts(TherapySession.objects.filter(patient=patient)), asked, by="created_at")
        return answer(SessionsShape, {"sessions": page.rows, "next": page.next})

    @describes(
        "enter_session",
        "Enter a session",
        takes=SessionBody,
        answers={200: SessionShape},
        problems=("permission_denied", "not_found"),
    )
    def post(self, request: Request) -> Response:
        """With its transcript or without. The same `id` again changes nothing."""
        asked = self.read_body(SessionBody)
        patient = find_patient(request, asked["patient"], Scope.SESSIONS_WRITE, "core.add_therapysession")
        _require_staff(request, "core.add_therapysession")
        with refusals_as_problems():
            session = add_session(
                actor_of(user_of(request)),
                patient,
                asked["session_date"],
                held_at=asked.get("held_at"),
                transcript=asked.get("transcript", ""),
                client_id=asked["id"],
            )
        return answer(SessionShape, without_transcripts(TherapySession.objects.all()).get(pk=session.pk))


def _seen(request: Request) -> Any:
    """Those whom the caller may see in a list of people."""
    if is_service(request):
        return patients_to(request, Scope.PATIENTS_READ, words=False)
    user = user_of(request)
    if not user.has_perm("core.view_patient"):
        raise PermissionDenied("You may not list people.")
    return visible_patients(user)


def _require_staff(request: Request, permission: str) -> None:
    """Sessions are entered and seen by those who hold them: a person's own login does not."""
    if not is_service(request) and not user_of(request).has_perm(permission):
        raise PermissionDenied("Sessions are for the practice.")
