from __future__ import annotations

from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.access import record_access
from core.admin.utc_columns import utc_column
from generation.admin.job_page import artifact_file, indented
from generation.admin.marks import Kind, Mark, marked
from generation.admin.visible_rows import VisibleRowsAdmin
from generation.admin.wording import badge, moment_in_zone, short_hash, window_words
from generation.first_readings import note_shown
from generation.models import GateResult, GateVerdict, GenerationJob, StageArtifact

LINES_SHOWN = 2000
_PAGE_SHOWN = "page_shown"
_SAID_AT = utc_column("said", "created_at")


def job_link(job: GenerationJob) -> SafeString:
    """The job by the person and window it is of, linked to its page."""
    address = reverse("admin:generation_generationjob_change", args=[job.pk])
    window = window_words(job.window_first, job.window_last)
    return format_html('<a href="{}">{}, {}</a>', address, job.patient.shown_code, window)


@admin.register(StageArtifact)
class StageArtifactAdmin(VisibleRowsAdmin[StageArtifact]):
    """What each stage stored; the page of one shows its JSON. The job's page shows it readable."""

    patient_paths = ("job__patient",)
    job_paths = ("job",)
    shows_words = True
    list_display = (
        "position",
        "stage",
        "ordinal",
        "of_job",
        utc_column("stored", "created_at"),
        "sha256_short",
        "erased_at",
    )
    list_select_related = ("job__patient",)
    list_display_links = ("stage",)
    search_fields = ("job__patient__code__exact",)
    fields = ("of_job", "stage", "ordinal", "position", "epoch", "stored", "sha256", "prev_chain_hash", "chain_hash")
    readonly_fields = ("of_job", "stored", "content")

    def get_fields(self, request: object, obj: StageArtifact | None = None) -> tuple[str, ...]:
        return (*self.fields, "erased_at" if obj and obj.body is None else "content")

    @admin.display(description="job")
    def of_job(self, artifact: StageArtifact) -> SafeString:
        return job_link(artifact.job)

    @admin.display(description="stored")
    def stored(self, artifact: StageArtifact) -> SafeString:
        return moment_in_zone(artifact.created_at, artifact.job.zone)

    @admin.display(description="fingerprint")
    def sha256_short(self, artifact: StageArtifact) -> SafeString:
        return short_hash(artifact.sha256)

    @admin.display(description="content")
    def content(self, artifact: StageArtifact) -> SafeString:
        """Its JSON, a page of it at a time: of a dense diary it has hundreds of thousands of lines."""
        lines = indented(artifact.body or "").splitlines()
        page = Paginator(lines, LINES_SHOWN).get_page(getattr(artifact, _PAGE_SHOWN, 1))
        links = [
            (number, words)
            for number, words in ((page.number - 1, "Earlier lines"), (page.number + 1, "Later lines"))
            if 1 <= number <= page.paginator.num_pages
        ]
        return format_html(
            '<p><a href="../download/" download>{}</a> <span class="sb-label">lines {} to {} of {}</span> {}</p>'
            '<pre class="sb-raw" tabindex="0">{}</pre>',
            artifact_file(artifact),
            f"{page.start_index():,}",
            f"{page.end_index():,}",
            f"{len(lines):,}",
            format_html_join(" ", '<a href="?p={}">{}</a>', links),
            "\n".join(page.object_list),
        )

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> StageArtifact | None:
        artifact = super().get_object(request, object_id, from_field)
        if artifact is not None:
            setattr(artifact, _PAGE_SHOWN, request.GET.get("p", "1")[:10])
        return artifact

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.download_view)
        place = path("<uuid:artifact_id>/download/", view, name="generation_stageartifact_download")
        return [place, *super().get_urls()]

    def download_view(self, request: HttpRequest, artifact_id: UUID) -> HttpResponse:
        """What was stored, byte for byte; recorded first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        artifact = self.get_object(request, str(artifact_id))
        if artifact is None or artifact.body is None:
            raise Http404("There is no such artifact, or its words were erased.")
        if not self.has_view_permission(request, artifact):
            raise PermissionDenied
        record_access(
            actor=request.user, patient_id=self.patient_id_of(artifact), action="download", target=request.path
        )
        note_shown(request.user, artifact.job_id)
        answer = HttpResponse(artifact.body, content_type="application/json; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{artifact_file(artifact)}"'
        answer["Cache-Control"] = "no-store"
        return answer


@admin.register(GateResult)
class GateResultAdmin(VisibleRowsAdmin[GateResult]):
    """What the gate said of each text; the page of one shows the excerpts it stopped at."""

    patient_paths = ("job__patient",)
    job_paths = ("job",)
    shows_words = True
    list_display = ("said", "rules", "to_see", "judge", "of_job", "ordinal", "policy_gate_version", _SAID_AT)
    list_display_links = (_SAID_AT,)
    list_filter = ("verdict",)
    list_select_related = ("job__patient",)
    search_fields = ("job__patient__code__exact",)
    fields = (
        "of_job",
        "said",
        "judge",
        "policy_gate_version",
        "ordinal",
        "epoch",
        "said_at",
        "text_sha256",
        "stopped_at",
    )
    readonly_fields = ("of_job", "said", "said_at", "stopped_at")

    @admin.display(description="verdict")
    def said(self, result: GateResult) -> SafeString:
        if result.verdict == GateVerdict.PASS:
            return badge("pass", sign="✓", kind="succeeded")
        return badge("fail", sign="✕", kind="failed")

    @admin.display(description="rules")
    def rules(self, result: GateResult) -> str:
        return ", ".join(result.rule_ids)

    @admin.display(description="noted only")
    def to_see(self, result: GateResult) -> str:
        return ", ".join(result.review_rule_ids)

    @admin.display(description="job")
    def of_job(self, result: GateResult) -> SafeString:
        return job_link(result.job)

    @admin.display(description="said")
    def said_at(self, result: GateResult) -> SafeString:
        return moment_in_zone(result.created_at, result.job.zone)

    @admin.display(description="findings")
    def stopped_at(self, result: GateResult) -> SafeString | str:
        if result.findings is None:
            return "erased"
        return format_html_join(
            "",
            "<p>{} {} · {}</p>",
            (
                (
                    finding["rule_id"],
                    marked(finding["excerpt"], [Mark(0, len(finding["excerpt"]), Kind.FINDING, finding["rule_id"])]),
                    finding["hint"],
                )
                for finding in result.findings
            ),
        )
