from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.admin.utc_columns import utc_column
from core.visibility import may_read
from generation.admin.job_page import job_page
from generation.admin.visible_rows import VisibleRowsAdmin
from generation.admin.wording import duration_words, state_badge, window_words
from generation.first_readings import note_shown
from generation.history.stored_run import is_reply
from generation.models import GenerationJob

_WITH_JOB = (
    "patient",
    "requested_by",
    "sessionbridgeversion__metadata",
    "sessionbridgeversion__withdrawal",
)


@admin.register(GenerationJob)
class GenerationJobAdmin(VisibleRowsAdmin[GenerationJob]):
    """Every job; the page of one shows its summary beside the diary and how it came about."""

    job_paths = ("pk",)
    list_display = (
        "person",
        "window_shown",
        "state_shown",
        utc_column("asked", "created_at"),
        "origin",
        "attempts",
        "waited",
        "took",
    )
    list_display_links = ("person", "window_shown")
    list_filter = ("state", "origin", "feature")
    list_select_related = ("patient",)
    search_fields = ("patient__code__exact",)
    search_help_text = "A person's code or pseudonym, or the id of a job"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[GenerationJob], search_term: str
    ) -> tuple[QuerySet[GenerationJob], bool]:
        try:
            return queryset.filter(pk=UUID(search_term.strip())), False
        except ValueError:
            return super().get_search_results(request, queryset, search_term)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page of one job: to those who may read them with its words, and then the access is recorded first."""
        if request.method not in {"GET", "HEAD"}:
            raise PermissionDenied
        if not self.has_view_permission(request):
            raise PermissionDenied
        job = self.get_object(request, object_id)
        if job is None:
            raise Http404("There is no such job, or none that you may see.")
        note_shown(request.user, job.pk)
        words = may_read(request.user, job.patient_id)
        if words:
            self.record_view(request, job)
        artifacts = list(job.artifacts.order_by("position"))
        asked_a_model = any(is_reply(artifact.stage) for artifact in artifacts)
        calls = job.model_calls.all() if asked_a_model else ()
        page = job_page(job, artifacts, job.events.order_by("number"), calls, words=words)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{page.person}, {page.window}",
            "page": page,
            "media": self.media,
            # The page needs the width for the summary beside the diary.
            "is_nav_sidebar_enabled": False,
        }
        return TemplateResponse(request, "generation/admin/job.html", context)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> GenerationJob | None:
        """The job with all the rows its page shows, in one query."""
        try:
            job_id = UUID(object_id)
        except ValueError:
            return None
        job = self.get_queryset(request).select_related(*_WITH_JOB).filter(pk=job_id).first()
        if job is None:
            self.refuse_withheld(request, object_id)
        return job

    @admin.display(description="person", ordering="patient__code")
    def person(self, job: GenerationJob) -> str:
        return job.patient.shown_code

    @admin.display(description="window")
    def window_shown(self, job: GenerationJob) -> str:
        return window_words(job.window_first, job.window_last)

    @admin.display(description="state and error")
    def state_shown(self, job: GenerationJob) -> SafeString:
        if not job.error_code:
            return state_badge(job.state)
        return format_html('{} <span class="sb-label">{}</span>', state_badge(job.state), job.error_code)

    @admin.display(description="waited")
    def waited(self, job: GenerationJob) -> str:
        return duration_words(job.created_at, job.started_at)

    @admin.display(description="took")
    def took(self, job: GenerationJob) -> str:
        return duration_words(job.started_at, job.finished_at)
