from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.db.models import Count, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from core.admin.checked_list import CheckedListAdmin
from core.admin.read_only import OwnOrganisationAdmin, VisiblePatientsAdmin, of_own_organisation
from core.admin.taking_back import TakingBackAdmin
from core.admin.taking_back_forms import ErasePersonForm
from core.models import CareTeam, Organisation, Patient, User
from core.visibility import is_operator

if TYPE_CHECKING:
    _UserAdmin = UserAdmin[User]
else:
    # The stubs' type arguments do not exist at run time.
    _UserAdmin = UserAdmin


@admin.register(Organisation)
class OrganisationAdmin(OwnOrganisationAdmin[Organisation]):
    organisation_path = "pk"
    list_display = ("name", "created_at")
    search_fields = ("name",)


@admin.register(Patient)
class PatientAdmin(TakingBackAdmin, VisiblePatientsAdmin[Patient]):
    """Without the hash key: whoever has it can test guesses about a diary against its hashes."""

    patient_path = "pk"
    ways = {"erase": ErasePersonForm}
    list_display = ("code", "organisation", "zone", "model_allowed", "erased_at")
    list_filter = ("model_allowed",)
    list_select_related = ("organisation",)
    search_fields = ("code__exact",)
    search_help_text = "A person's code"
    fields = (
        "id",
        "code",
        "organisation",
        "user",
        "zone",
        "model_allowed",
        "created_at",
        "erased_at",
    )

    def patient_id_of_row(self, row: Patient) -> UUID:
        return row.pk


@admin.register(CareTeam)
class CareTeamAdmin(OwnOrganisationAdmin[CareTeam]):
    list_display = ("name", "organisation", "member_count", "patient_count")
    list_select_related = ("organisation",)
    search_fields = ("name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[CareTeam]:
        return (
            super()
            .get_queryset(request)
            .annotate(
                members_counted=Count("members", distinct=True),
                patients_counted=Count("patients", distinct=True),
            )
        )

    @admin.display(description="members")
    def member_count(self, team: CareTeam) -> int:
        return int(getattr(team, "members_counted", 0))

    @admin.display(description="patients")
    def patient_count(self, team: CareTeam) -> int:
        return int(getattr(team, "patients_counted", 0))


admin.site.unregister(Group)


@admin.register(Group)
class StaffGroupAdmin(CheckedListAdmin, GroupAdmin):
    """What Django has, with a list that answers any address."""


@admin.register(User)
class StaffUserAdmin(CheckedListAdmin, _UserAdmin):
    """Logins are made and changed here, as nowhere else: by operators all of them, by others those of their
    organisation, and without giving anybody rights or another organisation."""

    list_display = ("username", "organisation", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_active")
    list_select_related = ("organisation",)
    show_full_result_count = False
    fieldsets = (*(UserAdmin.fieldsets or ()), ("Belongs to", {"fields": ("organisation",)}))

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return of_own_organisation(super().get_queryset(request), request, "organisation")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        given = super().get_readonly_fields(request, obj)
        if is_operator(request.user):
            return [*given]
        return [*given, "organisation", "is_staff", "is_superuser", "groups", "user_permissions"]

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm[User], change: bool) -> None:
        if not change and not is_operator(request.user):
            obj.organisation_id = getattr(request.user, "organisation_id", None)
        super().save_model(request, obj, form, change)
