"""Diary messages: sent in bulk, read, given other words, deleted."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from core.access import record_access
from core.actors import Actor, actor_of
from core.messages import IncomingMessage, Outcome, Taken
from core.models import Message, MessageRevision, Patient, Scope
from core.models.message import CLIENT_ID_MAX_LENGTH
from core.practice.diaries import send_messages
from core.practice.taking_back import delete_messages, replace_words
from core.pseudonyms import are_codes_hidden
from core.text_door import MESSAGE_MAX_BYTES
from generation.api.base import ApiView, read_id, refusals_as_problems
from generation.api.cursors import PAGE_PARAMETERS, PATIENT_PARAMETER, PatientPageQuery, page_of, read_query
from generation.api.incoming_messages import MAX_BYTES, MAX_ROWS, Fault, RefusedRow, Row, read_rows, refused
from generation.api.request_bodies import IdField, StrictBody, TextField
from generation.api.schema import describes, in_path
from generation.api.shapes import FaultShape, InstantField, Shape, answer
from generation.api.whose import find_patient, patients_to
from generation.api.window_load import window_load

_UNKNOWN = "You can see no message with this id. Check the id."
_DELETED = Fault("id", "deleted", "was deleted, and stays so. Send new words under a new id.")
_OUTCOMES = (Outcome.CREATED, Outcome.UNCHANGED, Outcome.REVISED, "refused")
_ROW = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "maxLength": CLIENT_ID_MAX_LENGTH, "description": "Your own, never changed"},
        "sent_at": {"type": "string", "format": "date-time"},
        "text": {"type": "string", "description": f"At most {MESSAGE_MAX_BYTES:,} bytes of UTF-8, kept as it is"},
    },
}


@extend_schema_field({"type": "array", "items": _ROW, "minItems": 1, "maxItems": MAX_ROWS})
class RowsField(serializers.Field[list[Any], Any, Any, Any]):
    """Rows as they came: each is looked at by itself, much faster than by a serializer."""

    default_error_messages = {"invalid": f"Must be a list of 1 to {MAX_ROWS:,} messages."}

    def to_internal_value(self, data: Any) -> list[Any]:
        if not isinstance(data, list) or not 1 <= len(data) <= MAX_ROWS:
            self.fail("invalid")
        return data


class MessagesBody(StrictBody):
    """`patient`: whose diary, by default one's own."""

    patient = IdField(required=False, allow_null=True)
    messages = RowsField()


class WordsBody(StrictBody):
    text = TextField()


class RowAnswerShape(Shape):
    """What became of one row. `id` is the sender's, null where it cannot be shown; `message` is ours."""

    row = serializers.IntegerField()
    id = serializers.CharField(allow_null=True)
    message = serializers.UUIDField(allow_null=True)
    outcome = serializers.ChoiceField(choices=_OUTCOMES)
    errors = FaultShape(many=True)  # type: ignore[assignment]  # no property any more: a field of that name


class WindowShape(Shape):
    """The 15 days that end on the last day of what was sent: how much they hold, and how much a summary reads."""

    first = serializers.DateField()
    last = serializers.DateField()
    zone = serializers.CharField()
    messages = serializers.IntegerField()
    messages_limit = serializers.IntegerField()
    bytes = serializers.IntegerField()
    bytes_limit = serializers.IntegerField()
    fits = serializers.BooleanField()


class CountsShape(Shape):
    created = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    revised = serializers.IntegerField()
    refused = serializers.IntegerField()


class IngestShape(Shape):
    """What became of each row, in the order they were sent."""

    patient = serializers.UUIDField()
    counts = CountsShape()
    rows = RowAnswerShape(many=True)
    window = WindowShape(allow_null=True)


class MessageShape(Shape):
    """A message with the words it has now, its `revision` counted from 1.

    `client_id` is the sender's id, null for those who are not to know codes.
    """

    id = serializers.UUIDField()
    client_id = serializers.SerializerMethodField()
    sent_at = InstantField()
    revision = serializers.IntegerField(source="current_revision")
    text = serializers.CharField()

    def get_client_id(self, message: Message) -> str | None:
        return None if are_codes_hidden() else message.client_id


class MessagesShape(Shape):
    """A page, newest first."""

    messages = MessageShape(many=True)
    next = serializers.CharField(allow_null=True)


class Messages(ApiView):
    """Messages of one diary."""

    throttle_scope = "messages"
    max_body_bytes = MAX_BYTES

    @describes(
        "send_messages",
        "Send messages",
        takes=MessagesBody,
        answers={200: IngestShape},
        problems=("permission_denied", "not_found"),
    )
    def post(self, request: Request) -> Response:
        """Up to 1,000 rows or 1 MB, each answered by itself. Sent again they change nothing; other words under a known
        id take the earlier ones back. `window` says whether the last 15 days fit into a summary.
        """
        asked = self.read_body(MessagesBody)
        patient = find_patient(request, asked.get("patient"), Scope.MESSAGES_WRITE, "core.add_message")
        rows = read_rows(asked["messages"], timezone.now())
        with refusals_as_problems():
            answers = _take(actor_of(request.user), patient, rows)
        counts = {outcome: sum(row["outcome"] == outcome for row in answers) for outcome in _OUTCOMES}
        good = [row.sent_at for row in rows if isinstance(row, IncomingMessage)]
        window = window_load(patient, max(good)) if good else None
        return answer(IngestShape, {"patient": patient.pk, "counts": counts, "rows": answers, "window": window})

    @describes(
        "list_messages",
        "Read messages",
        answers={200: MessagesShape},
        problems=("permission_denied", "not_found"),
        parameters=[PATIENT_PARAMETER, *PAGE_PARAMETERS],
    )
    def get(self, request: Request) -> Response:
        asked = read_query(request, PatientPageQuery)
        patient = find_patient(request, asked.get("patient"), Scope.MESSAGES_READ, "core.view_message")
        page = page_of(_with_words().filter(patient=patient), asked, by="sent_at")
        record_access(actor=request.user, patient_id=patient.pk, action="view", target=request.path)
        return answer(MessagesShape, {"messages": page.rows, "next": page.next})


class OneMessage(ApiView):
    """One message, by its own id: the sender's may hold words."""

    throttle_scope = "messages"
    _place = in_path("message_id", "`message` of the answer when it was sent, or `id` in the list")

    @describes(
        "read_message",
        "Read a message",
        answers={200: MessageShape},
        problems=("permission_denied",),
        parameters=[_place],
    )
    def get(self, request: Request, message_id: str) -> Response:
        message = _find(request, message_id, Scope.MESSAGES_READ, "core.view_message")
        record_access(actor=request.user, patient_id=message.patient_id, action="view", target=request.path)
        return answer(MessageShape, message)

    @describes(
        "replace_words",
        "Give a message other words",
        takes=WordsBody,
        answers={200: MessageShape},
        problems=("permission_denied",),
        parameters=[_place],
    )
    def patch(self, request: Request, message_id: str) -> Response:
        """The earlier words go as by a deletion; summaries that used them are withdrawn and made again once."""
        message = _find(request, message_id, Scope.MESSAGES_WRITE, "core.change_message")
        asked = self.read_body(WordsBody)
        with refusals_as_problems():
            replace_words(actor_of(request.user), message.patient, message.client_id or "", asked["text"])
        record_access(actor=request.user, patient_id=message.patient_id, action="view", target=request.path)
        return answer(MessageShape, _find(request, message_id, Scope.MESSAGES_WRITE, "core.change_message"))

    @describes(
        "delete_message", "Delete a message", answers={204: None}, problems=("permission_denied",), parameters=[_place]
    )
    def delete(self, request: Request, message_id: str) -> Response:
        """Every word it ever had goes, and what was made of them. Sent again it stays deleted."""
        message = _find(request, message_id, Scope.MESSAGES_WRITE, "core.delete_message")
        delete_messages(actor_of(request.user), message.patient, [message.client_id or ""])
        return Response(status=status.HTTP_204_NO_CONTENT)


def _take(actor: Actor, patient: Patient, rows: list[Row]) -> list[dict[str, Any]]:
    taken = iter(send_messages(actor, patient, [row for row in rows if isinstance(row, IncomingMessage)]))
    answers: list[dict[str, Any]] = []
    for number, row in enumerate(rows):
        became = _became(row, next(taken)) if isinstance(row, IncomingMessage) else row
        shown: dict[str, Any] = {"row": number, "id": row.client_id if isinstance(row, IncomingMessage) else row.id}
        if isinstance(became, RefusedRow):
            faults = [fault._asdict() for fault in became.errors]
            answers.append({**shown, "message": None, "outcome": "refused", "errors": faults})
        else:
            answers.append({**shown, "message": became.id, "outcome": became.outcome, "errors": []})
    return answers


def _became(row: IncomingMessage, found: Any) -> Taken | RefusedRow:
    if not isinstance(found, Taken):
        return refused(row.client_id, found)
    return RefusedRow(row.client_id, [_DELETED]) if found.outcome is Outcome.WITHDRAWN else found


def _with_words() -> Any:
    now = MessageRevision.objects.filter(message_id=OuterRef("pk"), number=OuterRef("current_revision"))
    words = Subquery(now.values("text"))
    return Message.objects.filter(deleted_at=None).annotate(text=words).exclude(text=None)


def _find(request: Request, message_id: str, scope: Scope, permission: str) -> Any:
    id_ = read_id(message_id)
    there = _with_words().select_related("patient").filter(patient__in=patients_to(request, scope))
    message = there.filter(pk=id_).first() if id_ else None
    if message is None:
        raise NotFound(_UNKNOWN)
    find_patient(request, message.patient_id, scope, permission)
    return message
