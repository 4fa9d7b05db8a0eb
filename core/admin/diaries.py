from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.admin.diary_forms import MessageForm, SessionForm, TranscriptForm
from core.admin.entry_pages import Entry, EntryPagesAdmin, Section, history_section
from core.admin.read_only import VisiblePatientsAdmin
from core.admin.taking_back import TakingBackAdmin
from core.admin.taking_back_forms import DeleteMessagesForm, ReplaceWordsForm
from core.admin.utc_columns import utc_column
from core.admin.who_looked import deed_in_words, place_in_words
from core.models import AccessEvent, Change, Message, TherapySession
from core.practice.sessions import without_transcripts


@admin.register(Message)
class MessageAdmin(EntryPagesAdmin, TakingBackAdmin, VisiblePatientsAdmin[Message]):
    """The list shows that messages exist; only the page of one shows its words, and is recorded."""

    shows_words = True
    # Senders put names and codes into their ids.
    names = frozenset({"client_id"})
    ways = {"delete": DeleteMessagesForm, "replace": ReplaceWordsForm}
    list_display = (utc_column("sent", "sent_at"), "patient", "client_id", "current_revision", "deleted_at")
    list_select_related = ("patient",)
    ordering = ("-sent_at", "-id")
    sortable_by = ()
    search_fields = ("patient__code__exact",)
    fields = ("id", "patient", "client_id", "sent", "deleted_at", "revisions_with_text")
    new_form = MessageForm
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
            "<section><h3>Revision {}, {}</h3><pre>{}</pre></section>",
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


@admin.register(TherapySession)
class TherapySessionAdmin(EntryPagesAdmin, VisiblePatientsAdmin[TherapySession]):
    """Without the transcript: that a session was held, not what was said."""

    names = frozenset({"client_id"})
    list_display = ("session_date", "patient", "client_id", "erased_at")
    list_select_related = ("patient",)
    sortable_by = ()
    search_fields = ("patient__code__exact",)
    fields = ("patient", "client_id", "session_date", "held_at", "has_transcript", "created_at", "erased_at")
    readonly_fields = ("has_transcript",)
    new_form = SessionForm
    entries = {"transcript": Entry("Enter the transcript", TranscriptForm, ("core.change_therapysession",))}

    @admin.display(description="transcript", boolean=True)
    def has_transcript(self, session: TherapySession) -> bool:
        return bool(getattr(session, "has_transcript", False))

    def get_queryset(self, request: HttpRequest) -> QuerySet[TherapySession]:
        return without_transcripts(super().get_queryset(request))

    def may_enter(self, request: HttpRequest, name: str, row: TherapySession) -> bool:
        # What was said does not change, and an erased session stays empty.
        return not self.has_transcript(row) and row.erased_at is None and super().may_enter(request, name, row)

    def sections(self, request: HttpRequest, row: TherapySession) -> Iterable[Section]:
        yield history_section(request, Change.objects.filter(subject_id=row.pk))


@admin.register(AccessEvent)
class AccessEventAdmin(VisiblePatientsAdmin[AccessEvent]):
    list_display = ("at", "who", "deed", "patient", "place")
    list_select_related = ("patient",)
    sortable_by = ()
    search_fields = ("patient__code__exact", "actor_label__exact")
    search_help_text = "A person's code or pseudonym, or the login of who looked"
    fields = ("at", "who", "deed", "patient", "place", "target")
    readonly_fields = ("who", "deed", "place")

    @admin.display(description="who")
    def who(self, access: AccessEvent) -> str:
        return access.actor_label

    @admin.display(description="did what")
    def deed(self, access: AccessEvent) -> str:
        return deed_in_words(access.action)

    @admin.display(description="where")
    def place(self, access: AccessEvent) -> str:
        return place_in_words(access.target)
