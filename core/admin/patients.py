from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse

from core.admin.diary_file_form import DiaryFileForm
from core.admin.diary_forms import MessageForm, SessionForm
from core.admin.entry_pages import Entry, EntryPagesAdmin, Section, history_section
from core.admin.person_forms import (
    ConsentForm,
    LinkLoginForm,
    NewLoginForm,
    NewPersonForm,
    PersonForm,
    UnlinkLoginForm,
    ZoneForm,
)
from core.admin.read_only import VisiblePatientsAdmin
from core.admin.taking_back import TakingBackAdmin
from core.admin.taking_back_forms import ErasePersonForm
from core.admin.who_looked import who_looked_page
from core.consent import consent_history
from core.models import Change, Consent, Patient
from core.patient_zones import zone_periods

_Action = Callable[[Any, HttpRequest, QuerySet[Patient]], HttpResponse | None]
_joined_actions: dict[str, tuple[str, Callable[[HttpRequest], bool], _Action]] = {}


def join_person_action(name: str, title: str, may: Callable[[HttpRequest], bool], act: _Action) -> None:
    """Have the list of people offer an action of another app to those who may."""
    _joined_actions[name] = (title, may, act)


_ONLY_WITH_LOGIN = frozenset({"unlink-login"})
_ONLY_WITHOUT_LOGIN = frozenset({"new-login", "link-login"})


@admin.register(Patient)
class PatientAdmin(EntryPagesAdmin, TakingBackAdmin, VisiblePatientsAdmin[Patient]):
    """Without the hash key: whoever has it can test guesses about a diary against its hashes."""

    patient_paths = ("pk",)
    ways = {"erase": ErasePersonForm}
    list_display = ("code", "organisation", "zone", "model_allowed", "erased_at")
    list_select_related = ("organisation",)
    search_fields = ("code__exact",)
    fields = ("code", "organisation", "zone", "model_allowed", "user", "created_at", "erased_at")
    readonly_fields = ("model_allowed",)
    new_form = NewPersonForm
    entries = {
        "person": Entry("Change code and care teams", PersonForm, ("core.change_patient",)),
        "consent": Entry("Record a consent", ConsentForm, ("core.add_consent",)),
        "zone": Entry("Change the time zone", ZoneForm, ("core.add_patientzone",)),
        "new-login": Entry("Make a login for the app", NewLoginForm, ("core.change_patient", "core.add_user")),
        "link-login": Entry("Link a login for the app", LinkLoginForm, ("core.change_patient",)),
        "unlink-login": Entry("Unlink the login", UnlinkLoginForm, ("core.change_patient",)),
        "message": Entry("Enter a message", MessageForm, ("core.add_message",)),
        "diary-file": Entry("Import a diary file", DiaryFileForm, ("core.add_message",)),
        "session": Entry("Enter a session", SessionForm, ("core.add_therapysession",)),
    }

    def patient_id_of_row(self, row: Patient) -> UUID:
        return row.pk

    def get_queryset(self, request: HttpRequest) -> QuerySet[Patient]:
        newest = Consent.objects.filter(patient=OuterRef("pk")).order_by("-number").values("allowed")[:1]
        return super().get_queryset(request).annotate(newest_consent=Subquery(newest))

    @admin.display(description="language model")
    def model_allowed(self, patient: Patient) -> str:
        newest: bool | None = getattr(patient, "newest_consent", None)
        return {
            True: "may read diary and sessions",
            False: "may read neither",
            None: "not asked for yet",
        }[newest]

    def may_enter(self, request: HttpRequest, name: str, row: Patient) -> bool:
        if row.erased_at is not None:
            return False
        if name in (_ONLY_WITHOUT_LOGIN if row.user_id else _ONLY_WITH_LOGIN):
            return False
        return super().may_enter(request, name, row)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        joined = {name: (act, name, title) for name, (title, may, act) in _joined_actions.items() if may(request)}
        return {**super().get_actions(request), **(joined if self.has_view_permission(request) else {})}

    def sections(self, request: HttpRequest, row: Patient) -> Iterable[Section]:
        teams = [(team.name,) for team in row.care_teams.all()]
        yield Section("Care teams", ("Name",), teams, "In no care team.")
        yield _consents(row)
        zones = [(zone, first or "the beginning", last or "still") for zone, first, last in zone_periods(row)]
        yield Section("Time zones", ("Zone", "First day", "Last day"), zones, "")
        yield history_section(request, Change.objects.filter(patient=row))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.who_looked)
        return [path("<uuid:object_id>/who-looked/", view, name="core_patient_who_looked"), *super().get_urls()]

    def entry_links(self, request: HttpRequest, row: Patient) -> Iterator[tuple[str, str]]:
        yield from super().entry_links(request, row)
        if request.user.has_perm("core.view_accessevent"):
            yield "Who looked", reverse("admin:core_patient_who_looked", args=[row.pk])

    def who_looked(self, request: HttpRequest, object_id: UUID) -> HttpResponse:
        """Everybody who was about to see what this person wrote; this look included."""
        patient = self.get_object(request, str(object_id))
        if patient is None:
            raise Http404
        if not self.has_view_permission(request, patient) or not request.user.has_perm("core.view_accessevent"):
            raise PermissionDenied
        return who_looked_page(self, request, patient)


def _consents(patient: Patient) -> Section:
    rows = [
        (
            f"{consent.at:%Y-%m-%d %H:%M} UTC",
            "may read diary and sessions" if consent.allowed else "may read neither",
            consent.on_word_of,
            consent.recorded_by,
            f"version {consent.wording_version}" if consent.wording_version else "none",
        )
        for consent in consent_history(patient)
    ]
    columns = ("When", "A language model", "On the word of", "Recorded by", "Wording")
    return Section("Consent to a language model", columns, rows, "Nobody has asked yet, so none may read anything.")
