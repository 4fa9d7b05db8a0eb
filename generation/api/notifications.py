"""What the person is told: that a summary is ready, failed, timed out or was withdrawn."""

from __future__ import annotations

from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from generation.api.base import ApiView, read_id, user_of
from generation.api.cursors import PAGE_PARAMETERS, PageQuery, page_of, read_query
from generation.api.job_shapes import JobLinksShape, SummaryWindowShape
from generation.api.request_bodies import QueryFlagField
from generation.api.schema import describes, in_path, in_query
from generation.api.shapes import InstantField, Shape, answer
from generation.lifecycle.notifications import mark_read
from generation.models import Notification, NotificationKind

_SAYS = {
    NotificationKind.SUMMARY_READY: "Your summary is ready.",
    NotificationKind.SUMMARY_TIMED_OUT: "Your summary was not finished in time. You can ask for it again.",
    NotificationKind.SUMMARY_FAILED: "Something broke while your summary was made. You can ask for it again.",
    NotificationKind.SUMMARY_WITHDRAWN: "A summary was withdrawn and is not shown any more.",
}


class NotificationShape(Shape):
    """One notice. `kind` never changes its meaning; `says` is the same in a sentence."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=NotificationKind.values)
    says = serializers.SerializerMethodField()
    job = serializers.UUIDField(source="job_id")
    window = SummaryWindowShape(source="job")
    at = InstantField(source="created_at")
    read_at = InstantField(allow_null=True)
    links = JobLinksShape(source="job")

    def get_says(self, notice: Notification) -> str:
        return _SAYS[NotificationKind(notice.kind)]


class NotificationPageShape(Shape):
    """`next` is the cursor of the page behind this one, null on the last."""

    results = NotificationShape(many=True)
    next = serializers.CharField(allow_null=True)


class NotificationQuery(PageQuery):
    """`unread`: only those not read yet."""

    unread = QueryFlagField(required=False)


class Notifications(ApiView):
    """GET: one's own notices, newest first."""

    throttle_scope = "summary_read"

    @describes(
        "list_notifications",
        "Notices to the person, newest first",
        answers={200: NotificationPageShape},
        parameters=(in_query("unread", "Only those not read yet", type="boolean"), *PAGE_PARAMETERS),
    )
    def get(self, request: Request) -> Response:
        query = read_query(request, NotificationQuery)
        theirs = Notification.objects.filter(patient__user_id=user_of(request).pk)
        if query.get("unread"):
            theirs = theirs.filter(read_at=None)
        page = page_of(theirs.select_related("job__sessionbridgeversion"), query, by="created_at")
        return answer(NotificationPageShape, {"results": page.rows, "next": page.next})


class ReadNotification(ApiView):
    """POST: the person has read it. Again: the first time stands."""

    throttle_scope = "summary_read"

    @describes(
        "mark_notification_read",
        "Mark a notice as read",
        answers={200: NotificationShape},
        parameters=(in_path("notification_id", "The notice"),),
    )
    def post(self, request: Request, notification_id: str) -> Response:
        theirs = Notification.objects.filter(patient__user_id=user_of(request).pk)
        notice_id = read_id(notification_id)
        notice = theirs.filter(id=notice_id).select_related("job__sessionbridgeversion").first() if notice_id else None
        if notice is None:
            raise NotFound("You have no notice with this id. Check the id.")
        mark_read(theirs.filter(id=notice.id))
        notice.refresh_from_db(fields=["read_at"])
        return answer(NotificationShape, notice)
