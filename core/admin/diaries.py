from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.access import record_access
from core.admin.read_only import VisiblePatientsAdmin
from core.admin.taking_back import TakingBackAdmin
from core.admin.taking_back_forms import DeleteMessagesForm, ReplaceWordsForm
from core.models import AccessEvent, Message, TherapySession


@admin.register(Message)
class MessageAdmin(TakingBackAdmin, VisiblePatientsAdmin[Message]):
    """The list shows that messages exist; only the page of one shows its words, and is recorded."""

    ways = {"delete": DeleteMessagesForm, "replace": ReplaceWordsForm}
    list_display = ("sent", "patient", "client_id", "current_revision", "deleted_at")
    list_select_related = ("patient",)
    ordering = ("-sent_at", "-id")
    sortable_by = ()
    search_fields = ("patient__code__exact",)
    search_help_text = "A person's code"
    fields = ("id", "patient", "client_id", "sent", "deleted_at", "revisions_with_text")
    readonly_fields = ("sent", "revisions_with_text")

    @admin.display(description="sent (local time)")
    def sent(self, message: Message) -> str:
        local = message.sent_at.astimezone(ZoneInfo(message.patient.zone))
        return f"{local:%Y-%m-%d %H:%M} {message.patient.zone}"

    @admin.display(description="what it said")
    def revisions_with_text(self, message: Message) -> SafeString:
        """Every revision, oldest first. Diary text: shown by `change_view` alone."""
        return format_html_join(
            "",
            "<section><h4>Revision {}, {}</h4><pre>{}</pre></section>",
            (
                (
                    revision.number,
                    f"{revision.created_at:%Y-%m-%d %H:%M} UTC",
                    format_html("<em>{}</em>", "erased") if revision.text is None else revision.text,
                )
                for revision in message.revisions.order_by("number")
            ),
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        return super().get_queryset(request).select_related("patient")

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Record who is about to read the message, then show it."""
        message = self.get_object(request, object_id)
        if message is not None and self.has_view_permission(request, message):
            record_access(
                actor=request.user,
                patient_id=message.patient_id,
                action="view",
                target=request.path,
            )
        return super().change_view(request, object_id, form_url, extra_context)


@admin.register(TherapySession)
class TherapySessionAdmin(VisiblePatientsAdmin[TherapySession]):
    """Without the transcript: that a session was held, not what was said."""

    list_display = ("session_date", "patient", "client_id", "erased_at")
    list_select_related = ("patient",)
    sortable_by = ()
    search_fields = ("patient__code__exact",)
    search_help_text = "A person's code"
    fields = ("id", "patient", "client_id", "session_date", "held_at", "created_at", "erased_at")


@admin.register(AccessEvent)
class AccessEventAdmin(VisiblePatientsAdmin[AccessEvent]):
    list_display = ("at", "actor_label", "action", "patient", "target")
    list_select_related = ("patient",)
    sortable_by = ()
    search_fields = ("patient__code__exact", "actor_label__exact")
    search_help_text = "A person's code, or the login of who looked"
