from __future__ import annotations

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from generation.admin.job_page import indented
from generation.admin.marks import Kind, Mark, marked
from generation.admin.visible_rows import VisibleRowsAdmin
from generation.admin.wording import badge, moment_in_zone, short_hash, window_words
from generation.models import GateResult, GateVerdict, GenerationJob, StageArtifact


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
    list_display = ("position", "stage", "ordinal", "of_job", "stored", "sha256_short", "erased_at")
    list_select_related = ("job__patient",)
    list_display_links = ("stage",)
    search_fields = ("job__patient__code__exact",)
    search_help_text = "A person's code or pseudonym"
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

    @admin.display(description="SHA-256")
    def sha256_short(self, artifact: StageArtifact) -> SafeString:
        return short_hash(artifact.sha256)

    @admin.display(description="content")
    def content(self, artifact: StageArtifact) -> SafeString:
        return format_html('<pre class="sb-raw">{}</pre>', indented(artifact.body or ""))


@admin.register(GateResult)
class GateResultAdmin(VisibleRowsAdmin[GateResult]):
    """What the gate said of each text; the page of one shows the excerpts it stopped at."""

    patient_paths = ("job__patient",)
    job_paths = ("job",)
    shows_words = True
    list_display = ("said", "rules", "to_see", "judge", "of_job", "ordinal", "policy_gate_version", "said_at")
    list_display_links = ("said_at",)
    list_filter = ("verdict",)
    list_select_related = ("job__patient",)
    search_fields = ("job__patient__code__exact",)
    search_help_text = "A person's code or pseudonym"
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

    @admin.display(description="to be seen")
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
