"""Summaries in a rhythm: who has which, what is due next, what became of the last; set on the page of a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import ClassVar, cast

from django import forms
from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.actors import Actor
from core.admin.entry_forms import EntryForm
from core.admin.entry_pages import Entry, Section, join_entries, join_sections
from core.admin.stale_forms import MadeFromField, RefusesStale
from core.admin.utc_columns import utc_column
from core.admin.whole_numbers import WholeNumberField
from core.history import as_saved
from core.models import Patient
from generation.admin.visible_rows import VisibleRowsAdmin
from generation.admin.wording import NONE, moment_in_zone
from generation.models import MAX_DAYS, Every, ScheduledSummary, SummarySchedule
from generation.scheduling.rhythm import WEEKDAYS, Rhythm, next_of, rhythm_of, schedule_of, set_schedule
from generation.scheduling.words import became_words, schedule_state

_RUNS_SHOWN = 10


class ScheduleForm(RefusesStale, EntryForm):
    intro = (
        "Summaries of the 15 days up to the date, without anybody asking. The time is local where the person lives. "
        "None is made where nothing new was written since the last one."
    )
    every = forms.ChoiceField(label="A summary is made", choices=Every.choices, widget=forms.RadioSelect)
    weekday = forms.TypedChoiceField(
        label="Weekday",
        required=False,
        empty_value=None,
        coerce=int,
        choices=[("", "Choose one"), *enumerate(WEEKDAYS)],
        help_text="If once a week.",
    )
    days = WholeNumberField(
        label="Days", required=False, help_text=f"If every so many days: from 1 to {MAX_DAYS}, counted from today."
    )
    at = forms.TimeField(
        label="Time of day",
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text="Unless it is off. Where clocks skip it, the next time that exists.",
    )
    made_from = MadeFromField()

    def prepare(self) -> None:
        present = rhythm_of(schedule_of(self.subject))._asdict()
        self.initial = {**present, **self.initial}
        self.remember(present)

    def enter(self, actor: Actor) -> Patient:
        data = self.cleaned_data
        chosen = Rhythm(Every(data["every"]), data["weekday"], data["days"], data["at"])
        self.done = as_saved(set_schedule(actor, self.subject, chosen))
        return cast("Patient", self.subject)


def _last(row: SummarySchedule) -> ScheduledSummary | None:
    runs: Sequence[ScheduledSummary] = row.patient.newest_runs  # type: ignore[attr-defined]  # read with the rows
    return runs[0] if runs else None


def _last_at(row: SummarySchedule) -> datetime | None:
    last = _last(row)
    return last.decided_at if last else None


def _next_at(row: SummarySchedule) -> datetime | None:
    last = _last(row)
    following = next_of(row, row.patient.zone, last.due_on if last else None, timezone.now())
    return None if following is None or row.patient.erased_at is not None else following.at


@admin.register(SummarySchedule)
class SummaryScheduleAdmin(VisibleRowsAdmin[SummarySchedule]):
    job_paths = ()
    list_display = ("person", "rhythm", utc_column("next", _next_at), utc_column("last", _last_at), "became")
    list_filter = ("every",)
    list_select_related = ("patient",)
    search_fields = ("patient__code__exact",)
    fields: ClassVar[tuple[str, ...]] = ("patient", "rhythm", "since", "next_run", "last_run", "became")
    readonly_fields = ("rhythm", "next_run", "last_run", "became")

    def get_queryset(self, request: HttpRequest) -> QuerySet[SummarySchedule]:
        newest = ScheduledSummary.objects.order_by("patient_id", "-due_on").distinct("patient_id")
        runs = Prefetch("patient__scheduled_summaries", newest, to_attr="newest_runs")
        return super().get_queryset(request).select_related("patient").prefetch_related(runs)

    @admin.display(description="person")
    def person(self, row: SummarySchedule) -> str:
        return row.patient.shown_code

    @admin.display(description="a summary is made")
    def rhythm(self, row: SummarySchedule) -> str:
        return str(rhythm_of(row))

    @admin.display(description="next")
    def next_run(self, row: SummarySchedule) -> SafeString | str:
        at = _next_at(row)
        return NONE if at is None else moment_in_zone(at, row.patient.zone)

    @admin.display(description="last")
    def last_run(self, row: SummarySchedule) -> SafeString | str:
        last = _last(row)
        return moment_in_zone(last.decided_at, last.zone) if last else NONE

    @admin.display(description="what became of it")
    def became(self, row: SummarySchedule) -> str:
        last = _last(row)
        return became_words(last) if last else NONE


@admin.register(ScheduledSummary)
class ScheduledSummaryAdmin(VisibleRowsAdmin[ScheduledSummary]):
    job_paths = ("job",)
    list_display = (utc_column("run", "decided_at"), "person", "due_on", utc_column("due", "due_at"), "became")
    list_filter = ("outcome",)
    list_select_related = ("patient",)
    search_fields = ("patient__code__exact",)
    fields: ClassVar[tuple[str, ...]] = ("patient", "due_on", "due", "run", "became", "job")
    readonly_fields = ("due", "run", "became")

    @admin.display(description="run")
    def run(self, row: ScheduledSummary) -> SafeString:
        return moment_in_zone(row.decided_at, row.zone)

    @admin.display(description="person")
    def person(self, row: ScheduledSummary) -> str:
        return row.patient.shown_code

    @admin.display(description="due")
    def due(self, row: ScheduledSummary) -> SafeString:
        return moment_in_zone(row.due_at, row.zone)

    @admin.display(description="what became of it")
    def became(self, row: ScheduledSummary) -> str:
        return became_words(row)


def patient_section(request: HttpRequest, patient: Patient) -> Iterable[Section]:
    """The rhythm of a person's summaries, what is due next, and the last runs with why none was made."""
    if not request.user.has_perm("generation.view_summaryschedule"):
        return
    state = schedule_state(patient, timezone.now())
    runs = ScheduledSummary.objects.filter(patient=patient).order_by("-due_on")[:_RUNS_SHOWN]
    rows: list[tuple[object, ...]] = [(moment_in_zone(state.next.at, patient.zone), "next", "")] if state.next else []
    rows += [
        (moment_in_zone(run.due_at, run.zone), moment_in_zone(run.decided_at, run.zone), _linked(request, run))
        for run in runs
    ]
    title = f"Schedule of summaries: {state.rhythm}"
    yield Section(title, ("Due", "Run", "What became of it"), rows, "Summaries are made when somebody asks.")


def _linked(request: HttpRequest, run: ScheduledSummary) -> SafeString | str:
    if run.job_id is None or not request.user.has_perm("generation.view_generationjob"):
        return became_words(run)
    address = reverse("admin:generation_generationjob_change", args=[run.job_id])
    return format_html('<a href="{}">{}</a>', address, became_words(run))


join_sections(Patient, patient_section)
join_entries(
    Patient, {"schedule": Entry("Set the schedule of summaries", ScheduleForm, ("generation.change_summaryschedule",))}
)
