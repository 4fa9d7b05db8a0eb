from __future__ import annotations

from collections.abc import Iterable

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from core.admin.entry_pages import Entry, EntryPagesAdmin, Section, history_section
from core.admin.practice_forms import CareTeamForm, ConsentTextForm, NewCareTeamForm, OrganisationForm
from core.admin.read_only import OwnOrganisationAdmin
from core.models import CareTeam, Change, ConsentText, Organisation
from core.roles import roles_in_words
from core.visibility import is_operator, visible_patients


@admin.register(Organisation)
class OrganisationAdmin(EntryPagesAdmin, OwnOrganisationAdmin[Organisation]):
    """Made by those who run the installation, and by nobody who belongs to one."""

    organisation_path = "pk"
    list_display = ("name", "created_at")
    search_fields = ("name",)
    search_help_text = "A part of the name"
    fields = ("name", "created_at")
    new_form = OrganisationForm
    entries = {"name": Entry("Change the name", OrganisationForm, ("core.change_organisation",))}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_operator(request.user) and super().has_add_permission(request)

    def sections(self, request: HttpRequest, row: Organisation) -> Iterable[Section]:
        teams = [(team.name, team.members.count(), team.patients.count()) for team in row.care_teams.all()]
        yield Section("Care teams", ("Name", "Staff", "People"), teams, "There is no care team yet.")
        # What was changed about people is on their own pages, for those who see them.
        yield history_section(request, Change.objects.filter(organisation=row, patient=None))


@admin.register(CareTeam)
class CareTeamAdmin(EntryPagesAdmin, OwnOrganisationAdmin[CareTeam]):
    list_display = ("name", "organisation", "member_count", "patient_count")
    list_select_related = ("organisation",)
    search_fields = ("name",)
    search_help_text = "A part of the name"
    fields = ("name", "organisation")
    new_form = NewCareTeamForm
    entries = {"team": Entry("Change the team", CareTeamForm, ("core.change_careteam",))}

    def get_queryset(self, request: HttpRequest) -> QuerySet[CareTeam]:
        return (
            super()
            .get_queryset(request)
            .annotate(
                members_counted=Count("members", distinct=True),
                patients_counted=Count("patients", distinct=True),
            )
        )

    @admin.display(description="staff")
    def member_count(self, team: CareTeam) -> int:
        return int(getattr(team, "members_counted", 0))

    @admin.display(description="people")
    def patient_count(self, team: CareTeam) -> int:
        return int(getattr(team, "patients_counted", 0))

    def sections(self, request: HttpRequest, row: CareTeam) -> Iterable[Section]:
        members = [
            (member.username, member.get_full_name(), roles_in_words(member) or "none")
            for member in row.members.order_by("username").prefetch_related("groups")
        ]
        yield Section("Staff", ("Login", "Name", "Roles"), members, "Nobody is in this team yet.")
        people = row.patients.filter(pk__in=visible_patients(request.user).values("pk")).order_by("code")
        yield Section(
            "People",
            ("Code", "Time zone"),
            [(person.code, person.zone) for person in people],
            "It cares for nobody yet.",
        )
        # It names people whom not everybody who sees the team may see.
        if request.user.has_perm("core.change_careteam"):
            yield history_section(request, Change.objects.filter(subject_id=row.pk))


@admin.register(ConsentText)
class ConsentTextAdmin(EntryPagesAdmin, OwnOrganisationAdmin[ConsentText]):
    list_display = ("version", "organisation", "made_by", "created_at")
    list_select_related = ("organisation",)
    sortable_by = ()
    fields = ("organisation", "version", "body", "made_by", "created_at")
    readonly_fields = ("made_by",)
    new_form = ConsentTextForm

    @admin.display(description="made by")
    def made_by(self, text: ConsentText) -> str:
        return text.made_by_label
