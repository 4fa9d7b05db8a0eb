"""Plain lists of what happened. None of them holds a word of a diary."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString

from core.admin.utc_columns import utc_column
from core.models import Patient
from generation.admin.costs import costs_view
from generation.admin.visible_rows import VisibleRowsAdmin
from generation.admin.wording import NONE, detail_words, event_words, milliseconds_words, state_badge, work_words
from generation.models import AnalysisProcessingLog, ModelCall, Notification, PipelineEvent


@admin.register(PipelineEvent)
class PipelineEventAdmin(VisibleRowsAdmin[PipelineEvent]):
    job_paths = ("job",)
    list_display = (
        utc_column("at", "created_at"), "patient", "number", "phase", "happened", "state", "took", "what"
    )  # fmt: skip
    list_filter = ("phase", "event", "status")
    list_select_related = ("patient",)
    ordering = ("-created_at", "-number", "id")
    search_fields = ("patient__code__exact",)

    @admin.display(description="details")
    def what(self, event: PipelineEvent) -> str:
        return detail_words(event.details)

    @admin.display(description="event")
    def happened(self, event: PipelineEvent) -> str:
        return event_words(event)

    @admin.display(description="took")
    def took(self, event: PipelineEvent) -> str:
        return milliseconds_words(event.duration_ms)

    @admin.display(description="state")
    def state(self, event: PipelineEvent) -> SafeString:
        return state_badge(event.status)


@admin.register(AnalysisProcessingLog)
class AnalysisProcessingLogAdmin(VisibleRowsAdmin[AnalysisProcessingLog]):
    patient_paths = ("job__patient", "session__patient")
    job_paths = ("job",)
    list_display = ("created_at", "person", "what", "status", "retry_count", "took", "error_message")
    list_filter = ("status",)
    list_select_related = patient_paths
    ordering = ("-created_at", "id")

    @admin.display(description="took")
    def took(self, line: AnalysisProcessingLog) -> str:
        return milliseconds_words(line.processing_duration_ms)

    @admin.display(description="wave")
    def what(self, line: AnalysisProcessingLog) -> str:
        return work_words(line.wave)

    @admin.display(description="person")
    def person(self, line: AnalysisProcessingLog) -> Patient | str:
        subject = line.job or line.session
        return subject.patient if subject else NONE


@admin.register(ModelCall)
class ModelCallAdmin(VisibleRowsAdmin[ModelCall]):
    patient_paths = ("job__patient",)
    job_paths = ("job",)
    list_display = (
        "created_at", "person", "task", "outcome", "model_answered", "tokens_in", "tokens_cached", "tokens_out",
        "tokens_reasoning", "cost", "price_source", "took", "tier", "model_asked", "prompt_version",
    )  # fmt: skip
    list_filter = ("outcome",)
    list_select_related = patient_paths

    def get_urls(self) -> list[URLPattern]:
        return [
            path("costs/", self.admin_site.admin_view(self.costs_view), name="generation_costs"),
            *super().get_urls(),
        ]

    def costs_view(self, request: HttpRequest) -> HttpResponse:
        """See `generation.admin.costs`."""
        return costs_view(self, request)

    @admin.display(description="took")
    def took(self, call: ModelCall) -> str:
        return milliseconds_words(call.duration_ms)

    @admin.display(description="person")
    def person(self, call: ModelCall) -> Patient:
        return call.job.patient


@admin.register(Notification)
class NotificationAdmin(VisibleRowsAdmin[Notification]):
    job_paths = ("job",)
    list_display = (utc_column("at", "created_at"), "patient", "kind", utc_column("read", "read_at"))
    list_filter = ("kind",)
    list_select_related = ("patient",)
    search_fields = ("patient__code__exact",)
