"""A summary on paper: the text, how it came about, and everything of the diary that it leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from generation.admin.wording import moment_words, window_words
from generation.first_readings import note_shown
from generation.history.left_out import LeftOutOfKind, left_out_of
from generation.history.stored_run import read_run
from generation.history.why_rules import reason_words
from generation.models import SessionBridgeVersion, StageArtifact
from generation.pipeline.contracts import LeftOutKind, sha256_hex
from generation.pipeline.sequence import Stage

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
else:
    _ModelAdmin = admin.ModelAdmin

_KINDS = {
    LeftOutKind.SENTENCE: "Sentences",
    LeftOutKind.FEELING: "Words read as feelings",
    LeftOutKind.NUMBER: "Numbers",
}


class PrintedAdmin(_ModelAdmin):
    """Adds the page to print to an admin of summaries; the link to it stands among the fields."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.print_view)
        return [path("<uuid:object_id>/print/", view, name="generation_summary_print"), *super().get_urls()]

    @admin.display(description="on paper")
    def to_print(self, version: SessionBridgeVersion) -> SafeString:
        if version.text is None:
            return format_html("<em>{}</em>", "erased")
        address = reverse("admin:generation_summary_print", args=[version.pk])
        return format_html('<a href="{}">{}</a>', address, "A page to print")

    def print_view(self, request: HttpRequest, object_id: UUID) -> HttpResponse:
        """The page; as every page with words it is recorded first. 404 for an erased text."""
        version = self.get_object(request, str(object_id))
        if version is None or version.text is None:
            raise Http404
        if not self.has_view_permission(request, version):
            raise PermissionDenied
        if version.job_id is not None:
            note_shown(request.user, version.job_id)
        self.record_view(request, version)  # type: ignore[attr-defined]  # of OfPatientsAdmin
        context = {
            "version": version,
            "window": version.job and window_words(version.job.window_first, version.job.window_last),
            "published": moment_words(version.created_at, version.patient.zone),
            "outcome": (version.outcome or "imported, not checked by the gate").replace("_", " "),
            "why": reason_words(version),
            "withdrawn": hasattr(version, "withdrawal"),
            "text_sha256": sha256_hex(version.text),
            "left_out": _left_out(version),
            "row_page": reverse("admin:generation_sessionbridgeversion_change", args=[version.pk]),
        }
        return TemplateResponse(request, "generation/admin/print.html", context)


def _left_out(version: SessionBridgeVersion) -> list[tuple[str, LeftOutOfKind]] | None:
    """None where the stored steps cannot be read: then nobody can say what is left out."""
    if version.job_id is None or version.text is None:
        return None
    artifacts = StageArtifact.objects.filter(job_id=version.job_id, stage__in=[Stage.CANONICAL, Stage.TEXT])
    run = read_run(artifacts)
    report = run.report_of(version.text)
    if report is None or run.record is None:
        return None
    return [(_KINDS[kind.kind], kind) for kind in left_out_of(report, run.record) if kind.pieces]
