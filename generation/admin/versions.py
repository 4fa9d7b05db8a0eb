from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.actors import Actor
from core.admin.entry_forms import EntryForm
from core.admin.entry_pages import Entry, EntryPagesAdmin, Section, history_section
from core.admin.exporting import ExportingAdmin
from core.admin.taking_back import TakeBackForm, TakingBackAdmin
from core.admin.utc_columns import utc_column
from core.models import Change
from generation.admin.artifacts import job_link
from generation.admin.print_page import PrintedAdmin
from generation.admin.readings import journey_by_section, reading_in_words
from generation.admin.summary_anew import AnewForm
from generation.admin.visible_rows import VisibleRowsAdmin
from generation.admin.withdrawing import WithdrawForm
from generation.admin.wording import NONE, badge, milliseconds_words, moment_in_zone, short_hash, version_badges
from generation.history.made_by import made_by_words
from generation.history.why_rules import reason_words
from generation.lifecycle.generation_metadata import NOTES_MAX_LENGTH, update_generation_metadata, version_of
from generation.models import (
    GenerationMetadata,
    SessionAnalysis,
    SessionBridgeVersion,
    SummaryObjection,
    SummaryWithdrawal,
    YourJourneyVersion,
)
from generation.models.published_version import PublishedVersion

_PUBLISHED = utc_column("published", "created_at")
_BY_CODE = ("patient__code__exact",)
_OF_EITHER_FEATURE = ("session_bridge_version__patient", "your_journey_version__patient")
_JOB_OF_EITHER_FEATURE = ("session_bridge_version__job", "your_journey_version__job")


class PublishedVersionAdmin(TakingBackAdmin, VisibleRowsAdmin[PublishedVersion]):
    """A text as it was published; the page of one shows it, and is recorded."""

    shows_words = True
    job_paths = ("job",)
    ways = {"withdraw": WithdrawForm}
    list_select_related = ("patient", "job", "withdrawal")
    ordering = ("-created_at", "id")
    search_fields = _BY_CODE
    readonly_fields: ClassVar[tuple[str, ...]] = ("of_job", "published", "shown_as", "as_published", "text_hash")

    @admin.display(description="job")
    def of_job(self, version: PublishedVersion) -> SafeString:
        return job_link(version.job) if version.job else format_html("{}", "none: imported")

    @admin.display(description="published")
    def published(self, version: PublishedVersion) -> SafeString:
        return moment_in_zone(version.created_at, version.patient.zone)

    @admin.display(description="fingerprint of the text")
    def text_hash(self, version: PublishedVersion) -> SafeString:
        return short_hash(version.text_sha256)

    @admin.display(description="text")
    def as_published(self, version: PublishedVersion) -> SafeString:
        if version.text is None:
            return format_html("<em>{}</em>", "erased")
        return format_html('<div class="sb-text">{}</div>', version.text)


@admin.register(SessionBridgeVersion)
class SessionBridgeVersionAdmin(PrintedAdmin, ExportingAdmin, PublishedVersionAdmin):
    ways = {**PublishedVersionAdmin.ways, "again": AnewForm}
    export_columns = {
        "person": lambda version: version.patient.shown_code,
        "version": lambda version: version.version,
        "window_first": lambda version: version.job.window_first.isoformat() if version.job else None,
        "window_last": lambda version: version.job.window_last.isoformat() if version.job else None,
        "zone": lambda version: version.job.zone if version.job else None,
        "published": lambda version: version.created_at.isoformat(),
        "origin": lambda version: version.origin,
        "outcome": lambda version: version.outcome,
        "outcome_reason": lambda version: version.outcome_reason,
        "repair_attempts": lambda version: version.repair_attempts,
        "withdrawn": lambda version: hasattr(version, "withdrawal"),
        "canonicalizer": lambda version: version.prompt_version_canonicalizer,
        "planner": lambda version: version.planner_version,
        "writer": lambda version: version.prompt_version_writer,
        "gate": lambda version: version.policy_gate_version,
        "input_hash": lambda version: version.input_hash,
        "text_sha256": lambda version: version.text_sha256,
        "text": lambda version: version.text,
    }
    list_display = (
        "patient", "version", "shown_as", _PUBLISHED,
        "planner_version", "prompt_version_writer", "policy_gate_version", "text_hash",
    )  # fmt: skip
    list_filter = ("outcome", "origin")
    fields = (
        "patient", "version", "shown_as", "of_job", "published", "made_by", "as_published", "text_sha256", "input_hash",
        "prompt_version_canonicalizer", "planner_version", "prompt_version_writer", "policy_gate_version",
        "repair_attempts", "outcome_reason", "cost", "to_print",
    )  # fmt: skip
    readonly_fields = ("made_by", *PublishedVersionAdmin.readonly_fields, "to_print")

    @admin.display(description="made by")
    def made_by(self, version: SessionBridgeVersion) -> str:
        return made_by_words(version)

    def may_take_back(self, request: HttpRequest, way: type[TakeBackForm]) -> bool:
        """A new one is asked for by whoever may ask for summaries."""
        if way is AnewForm:
            return request.user.has_perm("generation.add_generationjob")
        return super().may_take_back(request, way)

    @admin.display(description="outcome")
    def shown_as(self, version: SessionBridgeVersion) -> SafeString:
        return format_html_join(" ", "{}", ((shown,) for shown in version_badges(version, reason_words(version))))


@admin.register(YourJourneyVersion)
class YourJourneyVersionAdmin(PublishedVersionAdmin):
    list_display = ("patient", "version", "shown_as", _PUBLISHED, "prompt_version", "policy_gate_version", "text_hash")
    list_filter = ("origin",)
    fields = (
        "patient", "version", "shown_as", "of_job", "published", "as_published", "text_sha256",
        "prompt_version", "policy_gate_version", "review_rule_ids", "evidence_dropped", "cost",
    )  # fmt: skip

    @admin.display(description="text")
    def as_published(self, version: PublishedVersion) -> SafeString:
        """Section by section; what an older system published in another shape is shown as it is."""
        return journey_by_section(version.text) or super().as_published(version)

    @admin.display(description="state")
    def shown_as(self, version: YourJourneyVersion) -> SafeString:
        if hasattr(version, "withdrawal"):
            return badge("withdrawn", sign="✕", kind="failed")
        return badge("gated" if version.is_gated else "imported (ungated)")


class NotesForm(EntryForm):
    """What staff have to say about how a version was made."""

    intro = "The figures are as they were measured and stay. Notes may quote: they go when the person is erased."
    done = "The notes are saved."
    notes = forms.CharField(
        required=False, max_length=NOTES_MAX_LENGTH, widget=forms.Textarea(attrs={"rows": 4, "cols": 80})
    )

    def prepare(self) -> None:
        self.fields["notes"].initial = self.subject.notes

    def enter(self, actor: Actor) -> GenerationMetadata:
        metadata: GenerationMetadata = self.subject
        update_generation_metadata(actor, metadata, notes=self.cleaned_data["notes"].replace("\r\n", "\n"))
        return metadata


@admin.register(GenerationMetadata)
class GenerationMetadataAdmin(EntryPagesAdmin, VisibleRowsAdmin[GenerationMetadata]):
    """Of both features; the notes are on the page of one only."""

    class Media:
        css = {"all": ("generation/desk.css", "core/entry.css")}

    patient_paths = _OF_EITHER_FEATURE
    job_paths = _JOB_OF_EITHER_FEATURE
    shows_words = True
    change_form_template = "core/admin/row.html"
    entries = {"notes": Entry("Write notes", NotesForm, ("generation.change_generationmetadata",))}
    list_display = ("person", "model_used", "took", "sessions_analysed", "total_sessions", "generation_timestamp")
    list_select_related = _OF_EITHER_FEATURE
    # As its index has them.
    ordering = ("-generation_timestamp", "id")

    @admin.display(description="person and version")
    def person(self, metadata: GenerationMetadata) -> str:
        return _version_words(metadata)

    @admin.display(description="took")
    def took(self, metadata: GenerationMetadata) -> str:
        return milliseconds_words(metadata.generation_duration_ms)

    @admin.display(description="sessions analysed")
    def sessions_analysed(self, metadata: GenerationMetadata) -> int:
        return metadata.sessions_analyzed

    def may_enter(self, request: HttpRequest, name: str, row: GenerationMetadata) -> bool:
        is_erased = row.erased_at or version_of(row).patient.erased_at
        return is_erased is None and super().may_enter(request, name, row)

    def sections(self, request: HttpRequest, row: GenerationMetadata) -> Iterable[Section]:
        yield history_section(request, Change.objects.filter(subject_id=row.pk))


@admin.register(SummaryWithdrawal)
class SummaryWithdrawalAdmin(VisibleRowsAdmin[SummaryWithdrawal]):
    """The reason is in somebody's own words and may quote the text: on the page of one only."""

    patient_paths = _OF_EITHER_FEATURE
    job_paths = _JOB_OF_EITHER_FEATURE
    shows_words = True
    list_display = ("person", "cause", "by", "at")
    list_filter = ("cause",)
    list_select_related = (*_OF_EITHER_FEATURE, "by")

    @admin.display(description="person and version")
    def person(self, withdrawal: SummaryWithdrawal) -> str:
        return _version_words(withdrawal)


@admin.register(SummaryObjection)
class SummaryObjectionAdmin(VisibleRowsAdmin[SummaryObjection]):
    """What a person said of a summary of theirs, in their own words: on the page of one only."""

    patient_paths = ("version__patient",)
    job_paths = ("version__job",)
    shows_words = True
    list_display = ("person", "slot_id", "at")
    list_select_related = ("version__patient",)

    @admin.display(description="person and version")
    def person(self, objection: SummaryObjection) -> str:
        return f"{objection.version.patient.shown_code}, summary {objection.version.version}"


@admin.register(SessionAnalysis)
class SessionAnalysisAdmin(VisibleRowsAdmin[SessionAnalysis]):
    patient_paths = ("session__patient",)
    # No summary is made by it.
    job_paths = ()
    shows_words = True
    fields = (
        "person", "session", "wave", "attempt", "of_job", "reading", "prompt_version", "model",
        "review_rule_ids", "evidence_dropped", "cost", "origin", "created_at", "erased_at",
    )  # fmt: skip
    readonly_fields = ("person", "of_job", "reading")
    list_display = ("person", "wave", "attempt", "prompt_version", "model", "rules", "evidence_dropped", "created_at")
    list_filter = ("origin",)
    list_select_related = ("session__patient",)

    @admin.display(description="person and session")
    def person(self, analysis: SessionAnalysis) -> str:
        return f"{analysis.session.patient.shown_code}, {analysis.session}"

    @admin.display(description="job")
    def of_job(self, analysis: SessionAnalysis) -> SafeString:
        return job_link(analysis.job) if analysis.job else format_html("{}", "none: imported")

    @admin.display(description="reading")
    def reading(self, analysis: SessionAnalysis) -> SafeString:
        if analysis.data is None:
            return format_html("<em>{}</em>", "erased")
        return reading_in_words(analysis.data)

    @admin.display(description="to look at")
    def rules(self, analysis: SessionAnalysis) -> str:
        return ", ".join(analysis.review_rule_ids) or NONE


def _version_words(row: GenerationMetadata | SummaryWithdrawal) -> str:
    if row.session_bridge_version:
        return f"{row.session_bridge_version.patient.shown_code}, summary {row.session_bridge_version.version}"
    if row.your_journey_version:
        return f"{row.your_journey_version.patient.shown_code}, journey {row.your_journey_version.version}"
    return NONE
