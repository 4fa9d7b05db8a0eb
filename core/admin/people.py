from __future__ import annotations

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from core.admin.read_only import OwnOrganisationAdmin, VisiblePatientsAdmin
from core.models import CareTeam, Organisation, Patient


@admin.register(Organisation)
class OrganisationAdmin(OwnOrganisationAdmin[Organisation]):
    organisation_path = "pk"
    list_display = ("name", "created_at")
    search_fields = ("name",)


@admin.register(Patient)
class PatientAdmin(VisiblePatientsAdmin[Patient]):
    """Without the hash key: whoever has it can test guesses about a diary against its hashes."""

    patient_paths = ("pk",)
    list_display = ("code", "organisation", "zone", "model_allowed", "erased_at")
    list_filter = ("model_allowed",)
    list_select_related = ("organisation",)
    search_fields = ("code__exact",)
    search_help_text = "A person's code or pseudonym"
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
